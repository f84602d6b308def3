internal import ArgumentParser
internal import Words

/// `aside ask`: prints the answer, and nothing else, on standard output.
struct Ask: ParsableCommand {
  static let configuration = AskAlone.configuration

  @ParentCommand var parent: Aside

  @OptionGroup var options: AskOptions

  func run() throws { try options.run(after: parent) }
}

/// The `aside ask` command when no options precede its name. Running it directly avoids parsing the
/// options of all the other commands, which would add a tenth to the time of a short answer.
struct AskAlone: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ask",
    _superCommandName: "aside",
    abstract: Words.Help.Ask.abstract,
    discussion: Words.Help.Ask.discussion)

  @OptionGroup var options: AskOptions

  func run() throws { try options.run(after: nil) }
}
