import Chat
import Foundation
import GRDB

extension ConversationStore {
  /// Takes in the conversations of a file, ours or another program's: its format is found out. All
  /// that can be read is stored in one transaction, or nothing; what is already there is not stored
  /// twice.
  ///
  /// The file is read conversation by conversation into a temporary store, which is then merged, and
  /// indexed for the search.
  /// - Parameter progress: how far it has come; `false` stops. What is stored when it stops stays.
  /// - Throws: `ImportError`, `StoreError`.
  public func importFile(
    _ path: String, progress: (ImportProgress) -> Bool = { _ in true }
  ) throws -> ImportReport {
    let data = try Self.contents(of: path)
    let staging = try TemporaryCopy()
    defer { staging.remove() }
    let source = ImportSource(path: path, data: data, stop: database.stop)
    var report = ImportReport()
    if source.isDatabase {
      if try source.isOwnDatabase() {
        report.found(ForeignDatabase.aside.rawValue)
        guard let merged = try merge(path, progress: progress) else {
          throw ImportError.interrupted
        }
        report.merged = merged
        return report
      }
      try fill(staging.path) {
        try source.readDatabase(into: &report, { progress(.reading($0)) }, $0)
      }
    } else {
      try fill(staging.path) {
        try source.readJSON(into: &report, { progress(.reading($0)) }, $0)
      }
    }
    guard let merged = try mergeFile(staging.path, of: path, progress: progress) else {
      throw ImportError.interrupted
    }
    report.merged = merged
    return report
  }

  private static func contents(of path: String) throws(ImportError) -> Data {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw .cannotRead(path: path, detail: "there is no such file")
    }
    guard !isFolder.boolValue else {
      throw .cannotRead(path: path, detail: "it is a folder")
    }
    let data: Data
    do {
      // Mapped, so that a large file takes no memory of its own.
      data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    } catch {
      throw .cannotRead(path: path, detail: "it cannot be read")
    }
    guard !data.starts(with: Array("PK\u{3}\u{4}".utf8)) else { throw .archive(path: path) }
    return data
  }

  /// Makes a store of what `read` hands over, in one transaction.
  private func fill(
    _ path: String, _ read: (ImportCollector.Insert) throws -> Void
  ) throws {
    var staging = try Database.open(path: path)
    // What is merged from it is indexed where it comes to.
    staging.leavesIndex = true
    let store = try ConversationStore(database: staging, process: .current)
    var failure: (any Error)?
    try staging.write { connection in
      do {
        try read { try store.insert($0, $1, connection) }
      } catch {
        // An error that is not the store's own keeps its kind only outside.
        failure = error
      }
    }
    if failure != nil, database.stop?.isStopped == true { throw ImportError.interrupted }
    if let failure { throw failure }
  }

  /// Stores a whole conversation within a transaction. One that comes twice is the union of both, with
  /// the longer of two states of a message, as in a merge.
  /// - Returns: how many of its messages have ids that messages of other conversations have.
  private func insert(
    _ conversation: Conversation, _ marks: StoredMarks, _ connection: Connection
  ) throws -> Int {
    var taken = 0
    try connection.cachedStatement(sql: ConversationRecord.upsert)
      .execute(arguments: ConversationRecord(conversation).arguments)
    try marks.write(to: conversation.id, connection)
    for message in conversation.messagesByAge {
      try connection.cachedStatement(sql: Self.removingShorter).execute(arguments: [
        message.id.description, conversation.id.description, message.status != .truncated,
        message.content.utf8.count + message.reasoning.utf8.count,
      ])
      let record = MessageRecord(message, in: conversation.id, writer: process)
      try connection.cachedStatement(sql: MessageRecord.upsert)
        .execute(arguments: record.arguments(writer: process))
      guard connection.changesCount == 0 else { continue }
      let owner = try String.fetchOne(
        connection.cachedStatement(sql: "SELECT conversation_id FROM message WHERE id = ?"),
        arguments: [message.id.description])
      if owner != conversation.id.description { taken += 1 }
    }
    if taken > 0 {
      try connection.cachedStatement(sql: Self.removingEmpty)
        .execute(arguments: [conversation.id.description])
    }
    return taken
  }

  /// Nothing is left of a conversation whose messages are all another one's.
  private static let removingEmpty =
    "DELETE FROM conversation WHERE id = ? AND message_count = 0 AND draft IS NULL"

  private static let removingShorter = """
    DELETE FROM message WHERE id = ? AND conversation_id = ?
    AND (status <> 'truncated', length(CAST(content AS BLOB)) + length(CAST(reasoning AS BLOB)))
      < (?, ?)
    """
}
