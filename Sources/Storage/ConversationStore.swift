public import Chat
import Foundation
import GRDB

/// Every conversation, in one SQLite file. Any thread may call it; a call returns when its work is
/// done, and waits at most five seconds for another program.
///
/// What a call has stored when it returns survives the death of the process. A message belongs to
/// the process that stores it as `streaming`; once that process has stored it with another status,
/// its row never changes again.
public final class ConversationStore: Sendable {
  let database: Database
  let process: ProcessIdentity
  let searching: SearchConnection

  /// Opens the store, making the file and its folder where they are missing.
  ///
  /// Answers whose process has died are marked as truncated. A file that is damaged, newer, not ours
  /// or not writable is an error, and is left as it is.
  /// - Parameters:
  ///   - leavesIndex: what is stored is noted for the search, and indexed by whoever writes or searches
  ///     next: for a program that stores little and should end soon.
  ///   - stop: ends what is being done, in the middle of a query.
  public convenience init(
    path: String, leavesIndex: Bool = false, stop: DatabaseStop? = nil
  ) throws(StoreError) {
    var database = try Database.open(path: path, stop: stop)
    database.leavesIndex = leavesIndex
    try self.init(database: database, process: .current)
  }

  /// Opens a store to read it: one that cannot be written, as on a read-only medium, is copied first.
  ///
  /// Nothing is written, so that a file that proves damaged, and its log, are as they were. Answers whose
  /// process has died load as truncated.
  /// - Complexity: O(size of the file) for one that cannot be written
  public static func reading(path: String) throws(StoreError) -> ConversationStore {
    do throws(StoreError) {
      return ConversationStore(reading: try Database.open(path: path))
    } catch {
      guard case .readOnly = error, FileManager.default.fileExists(atPath: path) else {
        throw error
      }
      return ConversationStore(reading: try Database.copy(of: path))
    }
  }

  private init(reading database: Database) {
    self.database = database
    process = .current
    searching = SearchConnection(database)
  }

  /// Milliseconds since 1970.
  static func now() -> Int64 { Int64(Date().timeIntervalSince1970 * 1000) }

  /// Does what opening a store to write in it does first.
  public func tidyUp() throws(StoreError) {
    try closeInterrupted()
    try emptyDeleted(now: Self.now())
  }

  /// Gives up a file that has proved damaged, so that it can be repaired, or that has been moved, removed
  /// or replaced. Whatever is asked of this store afterwards fails.
  /// - Returns: where what was in it has been kept, when another file has taken its place.
  public func letGo() -> String? {
    searching.close()
    return database.letGo()
  }

  /// A store that lives as long as this object.
  public static func inMemory() throws(StoreError) -> ConversationStore {
    try ConversationStore(database: try Database.inMemory(), process: .current)
  }

  init(database: Database, process: ProcessIdentity) throws(StoreError) {
    self.database = database
    self.process = process
    searching = SearchConnection(database)
    do {
      try tidyUp()
    } catch {
      switch error {
      // What is stored can still be read; such answers load as truncated, written down or not.
      case .diskFull, .readOnly, .busy: return
      case .cannotOpen, .newer, .damaged, .searchIndexDamaged, .replaced, .failed: throw error
      }
    }
  }

  /// Stores title, last use, thinking mode and the end of the selected path; no messages.
  public func save(_ conversation: Conversation) throws(StoreError) {
    try save(conversation, messages: [])
  }

  /// Stores the conversation's header and those of its messages, all or nothing. Ids that the
  /// conversation does not have are passed over.
  public func save(_ conversation: Conversation, messages: [MessageID]) throws(StoreError) {
    try database.write { connection in
      let isDeleted = try Bool.fetchOne(
        connection.cachedStatement(sql: Self.findingDeleted),
        arguments: [conversation.id.description])
      // One that was deleted for good meanwhile is stored with all that is left of it.
      let messages = isDeleted == nil ? conversation.messagesByAge.map(\.id) : messages
      try save(conversation, messages: messages, connection)
      // Whoever goes on with a deleted conversation wants it back.
      guard isDeleted == true, !messages.isEmpty else { return }
      try connection.cachedStatement(sql: Self.bringingBack)
        .execute(arguments: [conversation.id.description])
    }
  }

  /// The same as a part of a larger transaction.
  func save(_ conversation: Conversation, messages: [MessageID], _ connection: Connection) throws {
    try connection.cachedStatement(sql: ConversationRecord.upsert)
      .execute(arguments: ConversationRecord(conversation).arguments)
    for message in messages.compactMap({ conversation[$0] }) {
      try upsert(message, in: conversation.id, connection)
    }
  }

  private static let findingDeleted =
    "SELECT deleted_at IS NOT NULL FROM conversation WHERE id = ?"

  private static let bringingBack = "UPDATE conversation SET deleted_at = NULL WHERE id = ?"

  /// Stores a new message, or what has become of one that this process is streaming; one that is
  /// finished in the store stays as it is there.
  ///
  /// The conversation must be in the store.
  public func save(_ message: Message, in conversation: ConversationID) throws(StoreError) {
    try database.write { try upsert(message, in: conversation, $0) }
  }

  /// Adds to the texts of a message that this process is streaming.
  ///
  /// After an error nothing was added: the caller keeps the piece, to add it with the next one or to
  /// save the message whole. It is an error too when the message is not in the store or is finished.
  /// - Complexity: O(length of the message): SQLite rewrites the row.
  public func append(
    content: String, reasoning: String, to message: MessageID
  ) throws(StoreError) {
    try database.write { connection in
      try connection.cachedStatement(sql: Self.appending).execute(arguments: [
        "id": message.description.bytes, "writer": process.description.bytes,
        "content": content.bytes, "reasoning": reasoning.bytes,
      ])
      guard connection.changesCount == 1 else {
        throw StoreError.failed(path: database.path, detail: "the message is not being written")
      }
    }
  }

  private static let appending = """
    UPDATE message
    SET content = content || CAST(:content AS TEXT), reasoning = reasoning || CAST(:reasoning AS TEXT)
    WHERE id = CAST(:id AS TEXT) AND owner = CAST(:writer AS TEXT)
    """

  func upsert(
    _ message: Message, in conversation: ConversationID, _ connection: Connection
  ) throws {
    let record = MessageRecord(message, in: conversation, writer: process)
    try connection.cachedStatement(sql: MessageRecord.upsert)
      .execute(arguments: record.arguments(writer: process))
    // What is stored again is not deleted.
    try connection.cachedStatement(sql: "DELETE FROM deletion WHERE id = ?")
      .execute(arguments: [message.id.description])
  }
}
