extension Words {
  public static var idsOrAll: String { "Give IDs or --all, not both." }

  public static var whichConversations: String {
    "Which conversations? Give IDs (see aside list), “last”, or --all."
  }

  /// - Parameters:
  ///   - endings: the known file extensions, with their dots.
  ///   - hasOption: whether the format can also be given with `--format`.
  public static func unknownExportFormat(
    _ path: String, endings: [String], hasOption: Bool
  ) -> String {
    "Unknown export format: \(path). Use \(alternatives(endings))\(hasOption ? ", or --format" : "")."
  }

  /// The title of a page with several conversations.
  public static var conversationsTitle: String { "Conversations" }

  /// The label of the progress bar.
  public static var exporting: String { "Exporting" }

  // MARK: What was not exported

  /// - Parameter files: the number of files that were completely written.
  public static func exportInterrupted(_ files: Int) -> String {
    switch files {
    case 0: "Export interrupted; nothing written."
    case 1: "Export interrupted; 1 file written."
    default: "Export interrupted; \(files) files written."
    }
  }

  public static func notOverwritten(_ path: String) -> String {
    "\(path) already exists and was not overwritten."
  }

  public static func isDatabase(_ path: String) -> String {
    "\(path) is a database and was not overwritten. Choose another file."
  }

  public static func cannotWrite(_ path: String, reason: String) -> String {
    "Cannot write \(path): \(reason)."
  }

  public static func cannotWrite(_ path: String) -> String { "Cannot write \(path)." }

  /// A reason why a file cannot be written.
  public static var pipeWithoutReader: String { "no program is reading from this pipe" }
  public static var replacedMeanwhile: String { "another program just replaced it" }

  public static func notExported(_ failed: Int, of count: Int, canForce: Bool) -> String {
    let advice = canForce ? " Move the existing files elsewhere, or use --force." : ""
    return "\(failed) of \(conversations(count)) not exported.\(advice)"
  }

  /// - Parameter reason: the sentence about the first conversation that was not exported.
  public static func notExported(_ reason: String, others: Int) -> String {
    others == 0 ? reason : "\(reason) \(others) more not exported."
  }
}
