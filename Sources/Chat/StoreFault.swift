/// What is wrong with a file, or what keeps it from being read or written.
public enum StoreFault: Equatable, Sendable {
  /// In the words of SQLite or the system.
  case words(String)

  // MARK: The kind of file

  case missing
  case linkToMissingFile
  case folder
  case blockDevice
  case socket
  case notRegular
  case unreadable
  case cannotCreateFolder(String)
  /// Files in its folder cannot be locked.
  case cannotLock

  // MARK: Contents

  /// It belongs to another program, or its header is damaged.
  case foreign
  case wrongHeader
  /// Its tables match a known version, but its header does not.
  case newerHeader
  /// It contains nothing of ours.
  case nothingToRecover
  /// A view or a virtual table: no program stores conversations in one.
  case computedTable(String)
  case computedColumn(table: String, column: String)
  /// A table, an index or a column of the schema is missing. Contains its kind and name.
  case missingObject(String)
  case orphanedRows(Int)
  case miscountedConversations(Int)
  /// The contents of attachments are not those that were stored.
  case damagedAttachments(Int)

  // MARK: Repairs and logs

  case interruptedRepair
  /// The database is missing, but its log is not.
  case onlyLog
  /// - Parameter lost: how many later changes cannot be read, if known.
  case brokenLog(lost: Int?)
  /// A log exists without its database.
  case strayLog(String)
  case logNotApplied(String)
  /// Another file has a name that is needed.
  case inTheWay(String)

  // MARK: The search index

  case unreadableIndex
  case notIndexed(Int)
  case indexedWithoutText(Int)
  case indexMismatch(Int)
  case indexOutOfOrder(Int)
  case notSearchable(Int)

  /// The message that text is appended to is not being written.
  case notBeingWritten
}
