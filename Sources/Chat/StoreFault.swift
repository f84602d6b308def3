/// What is wrong with a file, or what keeps it from being read or written.
public enum StoreFault: Equatable, Sendable {
  /// A description from SQLite or the operating system.
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
  /// Files in the database's folder cannot be locked.
  case cannotLock

  // MARK: Contents

  /// The file belongs to another program, or its header is damaged.
  case foreign
  case wrongHeader
  /// The file's tables match a known version, but its header gives a newer one.
  case newerHeader
  /// The file contains none of this program's data.
  case nothingToRecover
  /// A table is actually a view or a virtual table. No program stores conversations in one.
  /// Contains its name.
  case computedTable(String)
  case computedColumn(table: String, column: String)
  /// A table, an index or a column of the schema is missing. Contains its kind and name.
  case missingObject(String)
  case orphanedRows(Int)
  case miscountedConversations(Int)
  /// The contents of some attachments differ from what was stored. Contains the number of
  /// attachments.
  case damagedAttachments(Int)

  // MARK: Repairs and logs

  case interruptedRepair
  /// The database is missing or empty, but its write-ahead log is not.
  case onlyLog
  /// The write-ahead log is damaged.
  /// - Parameter lost: how many later changes cannot be read, if known.
  case brokenLog(lost: Int?)
  /// A log exists without its database. Contains the log's path.
  case strayLog(String)
  case logNotApplied(String)
  /// Another file already has a name that the program needs. Contains its path.
  case inTheWay(String)

  // MARK: The search index

  case unreadableIndex
  case notIndexed(Int)
  case indexedWithoutText(Int)
  case indexMismatch(Int)
  case indexOutOfOrder(Int)
  case notSearchable(Int)

  /// Text cannot be appended, because the message is not open for writing.
  case notBeingWritten
}
