public import Chat

extension Words {
  // MARK: Backup

  public static func nothingToBackUp(_ path: String) -> String {
    "Nothing to back up: \(path) does not exist."
  }

  public static func backedUp(_ conversations: Int, to file: String) -> String {
    "Copied \(Words.conversations(conversations)) to \(file)."
  }

  public static func fileIsFolder(_ file: String) -> String {
    "\(file) is a folder. Give a file name."
  }

  public static func noFolder(_ folder: String) -> String {
    "No such folder: \(folder). Create it first, or choose another file."
  }

  public static func fileIsDatabaseItself(_ file: String) -> String {
    "\(file) is the database itself. Choose another file."
  }

  public static func fileExists(_ file: String) -> String {
    "\(file) already exists. Choose another file, or use --force."
  }

  public static func notARegularFile(_ file: String) -> String {
    "\(file) is not a regular file. Give a file name."
  }

  public static func cannotWriteFile(_ file: String, reason: String) -> String {
    "Cannot write \(file): \(reason). Choose another file."
  }

  // MARK: Check

  public static func databaseIntact(_ path: String, conversations: Int, messages: Int) -> String {
    "\(path): \(Words.conversations(conversations)), \(Words.messages(messages))"
  }

  public static func interruptedRepair(_ file: String) -> String {
    "\(file): left by an interrupted repair; its data is also in the database or in a .damaged- file."
  }

  public static func databaseDamaged(_ path: String, repairCommand: String) -> String {
    "\(path) is damaged. Run \(repairCommand) to recover what is readable."
  }

  public static var searchIndexRebuilt: String { "Search index rebuilt." }

  public static func searchIndexIncomplete(repairCommand: String) -> String {
    "The search index is incomplete; the conversations are intact. Run \(repairCommand) to rebuild it."
  }

  public static func recovered(_ conversations: Int, messages: Int, into path: String) -> String {
    "Recovered \(Words.conversations(conversations)) and \(Words.messages(messages)) into \(path)."
  }

  public static func recoveredEmpty(_ conversations: Int) -> String {
    "\(Words.conversations(conversations)) recovered without messages."
  }

  public static func rebuiltFromMessages(_ conversations: Int) -> String {
    conversations == 1
      ? "1 conversation rebuilt from messages alone; title taken from the first question."
      : "\(conversations) conversations rebuilt from messages alone; titles taken from their first "
        + "questions."
  }

  public static func lostAttachments(_ count: Int) -> String {
    count == 1
      ? "The contents of 1 attachment are lost." : "The contents of \(count) attachments are lost."
  }

  public static func truncatedMessages(_ count: Int) -> String {
    "\(Words.messages(count)) truncated."
  }

  public static func damagedFileKept(_ path: String) -> String {
    "Damaged file kept unchanged: \(path)"
  }

  // MARK: Search

  public static func unknownOption(_ option: String) -> String { "Unknown option '\(option)'" }

  public static var limitRange: String { "--limit must be at least 1." }

  public static var emptyQuery: String { "Empty query. Give at least one word to search for." }

  public static func rankedNewest(_ count: String) -> String {
    "Ranked only the newest \(count) results; older ones are not shown."
  }

  // MARK: Statistics and models

  public static func totals(messages: Int, conversations: Int) -> String {
    "\(Words.messages(messages)) in \(Words.conversations(conversations))"
  }

  public static func answers(_ count: Int) -> String {
    count == 1 ? "1 answer" : "\(grouped(count)) answers"
  }

  public static func tokensIn(_ count: String) -> String { "\(count) tok in" }
  public static func tokensOut(_ count: String) -> String { "\(count) tok out" }
  public static var modelNotRecorded: String { "unknown model" }

  /// The column headings of `aside models`; `in` and `out` are prices.
  public static var modelColumns: [String] { ["model", "context", "in", "out", "abilities"] }

  /// Names what a model can do, according to the server.
  public static func abilities(_ capabilities: ModelCapabilities) -> String {
    let known = [
      (capabilities.thinks, "thinking"), (capabilities.sees, "vision"),
      (capabilities.callsTools, "tools"),
    ]
    let names = known.filter { $0.0 == true }.map(\.1)
    return names.isEmpty ? "-" : names.joined(separator: " ")
  }

  // MARK: Demo server

  public static func cannotListen(on port: UInt16) -> String {
    port == 0
      ? "Cannot listen on any port of 127.0.0.1. Check this machine's network settings."
      : "Cannot listen on port \(port); it may be in use. Choose another port, or omit --port."
  }

  public static func paceRange(_ number: Int) -> String {
    "--pace must be an integer from 0 to 60000, not \(number)."
  }
}
