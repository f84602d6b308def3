internal import ArgumentParser

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
    abstract: "Answers on standard output, without the screen.",
    discussion: """
      The text comes from the arguments, or from standard input; with both, the arguments are the \
      instruction and the input is the material. Question and answer are stored; aside list names \
      the conversations. Exit status: 0 answered, 1 failed or cut short, 2 usage, 130 cancelled.
      """)

  @OptionGroup var options: AskOptions

  func run() throws { try options.run(after: nil) }
}
