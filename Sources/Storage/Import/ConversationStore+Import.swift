import Chat
import Foundation
import GRDB

extension ConversationStore {
  /// Imports the conversations of a file, ours or another program's, detecting the format. Stores
  /// everything that it can read in one transaction. Skips anything that is already in the store.
  ///
  /// Reads the file conversation by conversation into a temporary store, which is then merged and
  /// indexed for searching.
  /// - Parameter progress: receives the progress so far, and returns `false` to stop. Anything
  ///   already stored is kept.
  /// - Throws: `ImportError`, `StoreError`.
  public func importFile(
    _ path: String, progress: (ImportProgress) -> Bool = { _ in true }
  ) throws -> ImportReport {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw ImportError.cannotRead(path: path, detail: .missing)
    }
    guard !isFolder.boolValue else {
      throw ImportError.cannotRead(path: path, detail: .folder)
    }
    let first = try ImportSource(path, nil, stop: database.stop)
    guard let kind = ArchiveKind(first.data) else {
      return try importSources([first], of: path, progress: progress)
    }
    do {
      let archive = try UnpackedArchive(first.data, kind) { progress(.reading(0)) }
      defer { archive.remove() }
      let isOneOfMany = archive.members.count > 1
      let sources = try archive.members.map { member in
        try ImportSource(path, member, isOneOfMany: isOneOfMany, stop: database.stop)
      }
      if let inner = sources.lazy.compactMap({ ArchiveKind($0.data) }).first {
        throw ArchiveFault.otherKind(inner.name)
      }
      return try importSources(sources, of: path, progress: progress)
    } catch let fault as ArchiveFault {
      throw ImportError.archive(path: path, fault)
    }
  }

  /// Imports files that have been unpacked, if necessary.
  /// - Parameter sources: one file, or the files of an archive. If there are several, all are
  ///   JSON.
  private func importSources(
    _ sources: [ImportSource], of path: String, progress: (ImportProgress) -> Bool
  ) throws -> ImportReport {
    let staging = try TemporaryCopy()
    defer { staging.remove() }
    var report = ImportReport()
    if let source = sources.first, sources.count == 1, source.isDatabase {
      if try source.isOwnDatabase() {
        report.found(ForeignDatabase.aside.rawValue)
        guard let merged = try merge(source.file, progress: progress) else {
          throw ImportError.interrupted
        }
        report.merged = merged
        return report
      }
      try fill(staging.path) {
        try source.readDatabase(into: &report, { progress(.reading($0)) }, $0)
      }
    } else {
      try fill(staging.path) { insert in
        try Self.readJSON(sources, into: &report, progress, insert)
      }
    }
    guard let merged = try mergeFile(staging.path, of: path, progress: progress) else {
      throw ImportError.interrupted
    }
    report.merged = merged
    return report
  }

  /// Reads the conversations of JSON files. An archive's files may be empty, such as the last
  /// file of an export, unless all of them are.
  private static func readJSON(
    _ sources: [ImportSource], into report: inout ImportReport,
    _ progress: (ImportProgress) -> Bool, _ insert: ImportCollector.Insert
  ) throws {
    var empty = 0
    for (index, source) in sources.enumerated() {
      func show(_ part: Double) -> Bool {
        progress(.reading((Double(index) + part) / Double(sources.count)))
      }
      do {
        try source.readJSON(into: &report, show, insert)
      } catch ImportError.empty where empty < sources.count - 1 {
        empty += 1
      }
    }
  }

  /// Fills a new store with the conversations that `read` supplies, in one transaction.
  private func fill(
    _ path: String, _ read: (ImportCollector.Insert) throws -> Void
  ) throws {
    var staging = try Database.open(path: path)
    // The messages are indexed in the target store once they have been merged.
    staging.leavesIndex = true
    let store = try ConversationStore(database: staging, process: .current)
    var failure: (any Error)?
    try staging.write { connection in
      do {
        try read { try store.insert($0, $1, connection) }
      } catch {
        // Keep the error here: `write` would turn it into a `StoreError` and lose its type.
        failure = error
      }
    }
    if failure != nil, database.stop?.isStopped == true { throw ImportError.interrupted }
    if let failure { throw failure }
  }

  /// Stores a whole conversation within a transaction. If the conversation occurs twice, stores
  /// the union of both occurrences, with the longer state of each message, as in a merge.
  /// - Returns: the number of messages that were not stored because other conversations have
  ///   messages with the same IDs.
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
      guard connection.changesCount == 0 else {
        try MessageAttachments(connection: connection).save(message)
        continue
      }
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

  /// Removes a conversation that is left empty because all its messages belong to other
  /// conversations.
  private static let removingEmpty =
    "DELETE FROM conversation WHERE id = ? AND message_count = 0 AND draft IS NULL"

  private static let removingShorter = """
    DELETE FROM message WHERE id = ? AND conversation_id = ?
    AND (status <> 'truncated', length(CAST(content AS BLOB)) + length(CAST(reasoning AS BLOB)))
      < (?, ?)
    """
}
