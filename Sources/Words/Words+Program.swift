public import Chat

extension Words {
  /// Shown if `aside models` lists the demo's models because no provider can be used.
  public static var demoModels: String {
    "No provider has a key, so these are the demo's models. Use --provider NAME to list a provider's "
      + "models, or run aside login first."
  }

  // MARK: Starting

  public static var needsTerminal: String {
    "Standard input and output must be a terminal. In pipes, use: aside ask \"question\""
  }

  public static var needsOutputTerminal: String {
    "Standard output must be a terminal. In pipes, use: aside ask \"question\""
  }

  public static var noTerminalForKeys: String {
    "Standard input is not a terminal, and there is no other terminal to read keys from. "
      + "Without one, use: aside ask \"question\""
  }

  public static func neitherFileNorCommand(_ name: String) -> String {
    "\(name) is neither a file nor a command. Run aside --help to list the commands."
  }

  public static var terminalTypeUnset: String {
    "TERM is not set. Set it to your terminal type, such as xterm-256color."
  }

  public static func unknownTerminalType(_ name: String) -> String {
    "Unknown or unsupported terminal type “\(name)”. Set TERM, for example to xterm-256color, or use: "
      + "aside ask \"question\""
  }

  public static func cannotUseTerminal(_ detail: String) -> String {
    "Cannot use the terminal: \(detail)."
  }

  public static var cannotReadFromTerminal: String {
    "Cannot read from the terminal. Pass the API key on standard input instead."
  }

  public static var ambiguousWidthUnsupported: String {
    "ambiguous_width = 2 is not supported on this system. Remove it from the configuration."
  }

  public static var continueOrConversation: String {
    "--continue and --conversation are mutually exclusive. Use one of them."
  }

  public static func variableNotUTF8(_ name: String, value: String) -> String {
    "Environment variable \(name) is not valid UTF-8: “\(value)”. Set it to a UTF-8 path."
  }

  public static func argumentNotUTF8(_ index: Int, value: String) -> String {
    "Argument \(index) is not valid UTF-8: “\(value)”. Rename the file, or convert the text to UTF-8."
  }

  // MARK: The first notice

  public static var historyOff: String { "History is off (store = false); nothing is saved." }

  public static var usingDefaultTheme: String { "Using the default theme." }

  /// Shown when a provider needs a key and none was found.
  public static func missingKey(_ provider: Provider) -> String {
    "No API key for \(provider.name). Set \(keyVariables(of: provider)), or run: "
      + "aside login --provider \(provider.name). For the demo, which needs no key, use --demo."
  }

  /// Says that commands do not use the server last chosen on the screen.
  /// - Parameter option: the option that names the server.
  public static func unusedChoice(_ server: String, option: String) -> String {
    "Commands do not use the server last chosen on the screen (\(server)); to use it, add \(option)."
  }

  /// Names the variables that can hold the provider's key, without duplicates.
  static func keyVariables(of provider: Provider) -> String {
    let general = "ASIDE_API_KEY"
    guard let own = provider.keyVariable, own != general else { return general }
    return "\(own) or \(general)"
  }

  public static func unknownTheme(_ name: String, builtIn: [String], folder: String) -> String {
    "Unknown theme “\(name)”. Available: \(builtIn.joined(separator: ", ")), and files in \(folder)."
  }

  // MARK: The line printed on exit

  public static var privateDiscarded: String { "Private conversation discarded." }

  public static var nothingToContinue: String {
    "Nothing to continue. Start a new conversation: aside"
  }

  public static var historyWasOff: String { "Not saved (store = false)." }

  public static func couldNotSave(to path: String) -> String {
    "Could not save this conversation to \(path)."
  }

  public static func continueLast(_ command: String) -> String {
    "Continue your last conversation: \(command)"
  }

  public static func continueThis(_ command: String) -> String {
    "Continue this conversation: \(command)"
  }

  // MARK: Finding conversations

  /// - Parameter path: the path where a database was expected.
  public static func missingDatabase(path: String) -> String {
    "No database at \(path) yet: no conversation has been saved."
  }

  public static var noConversations: String { "No saved conversations yet." }

  public static func noConversation(_ id: String, listCommand: String) -> String {
    "No conversation “\(id)”. Run \(listCommand) to see IDs."
  }

  public static func ambiguousID(_ prefix: String) -> String {
    "Ambiguous ID “\(prefix)”: several conversations match. Use a longer prefix."
  }

  // MARK: Standard output

  public static var standardOutput: String { "standard output" }

  public static func cannotWriteOutput(_ reason: String) -> String {
    "Cannot write to standard output: \(reason)."
  }

  /// A reason why standard output cannot be written.
  public static var outputIsClosed: String { "it is closed" }

  // MARK: Progress

  public static func reading(_ path: String) -> String { "Reading \(path)" }
  public static func copying(_ path: String) -> String { "Copying \(path)" }
  public static var saving: String { "Saving" }
  public static var buildingSearchIndex: String { "Building the search index" }
  public static var backingUp: String { "Copying the database" }
  public static var checkingCopy: String { "Checking the copy" }
  public static var checking: String { "Checking the database" }
  public static var checkingSearchIndex: String { "Checking the search index" }
  public static var recovering: String { "Recovering the database" }
  public static var searching: String { "Searching" }
  public static var readingDatabase: String { "Reading the database" }

  public static var backupInterrupted: String { "Backup interrupted; nothing written." }
  public static var checkInterrupted: String { "Check interrupted." }
  public static var repairInterrupted: String {
    "Repair interrupted; nothing is lost. Run it again to repair the database."
  }

  // MARK: Files that the program writes

  /// The first line of the file with the state of the panes.
  public static var stateFileComment: String { "Written by Aside." }

  /// The first line of the file with API keys.
  public static var keyFileComment: String { "Written by aside login. Do not share." }
}
