internal import ArgumentParser
internal import Words

/// `aside ask`: the answer on standard output, and nothing else there.
struct Ask: ParsableCommand {
  static let configuration = AskAlone.configuration

  @ParentCommand var parent: Aside

  @OptionGroup var options: AskOptions

  func run() throws { try options.run(after: parent) }
}

/// The same where nothing stands before its name: reading the options of all other commands first
/// would be a tenth of what a short answer costs.
struct AskAlone: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ask",
    _superCommandName: "aside",
    abstract: Words.Help.Ask.abstract,
    discussion: Words.Help.Ask.discussion)

  @OptionGroup var options: AskOptions

  func run() throws { try options.run(after: nil) }
}
