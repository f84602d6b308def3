public import Chat
import Foundation
import GRDB
import Synchronization

/// All conversations, in one SQLite file. Can be called from any thread; a call returns when its
/// work is done, and waits at most five seconds for another program.
///
/// Once a call returns, what it stored survives the death of the process. A message belongs to the
/// process that stores it as `streaming`. Once that process has stored it with another status, its
/// row never changes again, except that ``notePrice(_:)`` may add its cost.
public final class ConversationStore: Sendable {
  let database: Database
  let process: ProcessIdentity
  let searching: SearchConnection
  /// The drafts that this program stored last, or took into its composer.
  private let ownDrafts = Mutex<[ConversationID: String]>([:])
  private let changes: ForeignChanges
  /// Texts that were waiting to be indexed when ``indexOlder(_:)`` last looked, oldest first. Some
  /// may have been indexed since.
  let waitingTexts = Mutex<ArraySlice<Int64>>([])

  /// Opens the store, creating the file and its folder if they are missing.
  ///
  /// Marks answers of dead processes as truncated. Throws if the file is damaged, from a newer
  /// version, not ours or not writable, and leaves it untouched.
  /// - Parameters:
  ///   - leavesIndex: whether to leave new messages to be indexed by the next program that writes
  ///     or searches. Meant for a program that stores little and should end soon.
  ///   - stop: stops work in progress, even in the middle of a query.
  public convenience init(
    path: String, leavesIndex: Bool = false, stop: DatabaseStop? = nil
  ) throws(StoreError) {
    var database = try Database.open(path: path, stop: stop)
    database.leavesIndex = leavesIndex
    try self.init(database: database, process: .current)
  }

  /// Opens a store for reading. If it cannot be written, for example on a read-only medium, opens
  /// a copy.
  ///
  /// Skips ``tidyUp()``, so a file that turns out to be damaged, and its log, stay unchanged.
  /// Answers of dead processes are loaded as truncated.
  /// - Parameter stop: stops work in progress, except in a copy.
  /// - Complexity: O(size of the file) if it cannot be written
  public static func reading(
    path: String, stop: DatabaseStop? = nil
  ) throws(StoreError) -> ConversationStore {
    do throws(StoreError) {
      return ConversationStore(reading: try Database.open(path: path, stop: stop))
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
    changes = ForeignChanges(database)
  }

  /// Returns the current time in milliseconds since 1970.
  static func now() -> Int64 { Int64(Date().timeIntervalSince1970 * 1000) }

  /// Runs the cleanup that normally happens when a store is opened for writing.
  public func tidyUp() throws(StoreError) {
    try closeInterrupted()
    try emptyDeleted(now: Self.now())
  }

  /// Closes the store after its file was moved, deleted or replaced, or turned out to be damaged
  /// and should be repaired. All further calls on this store fail.
  /// - Returns: the file to which the contents were saved, if another file has replaced the
  ///   store's.
  public func letGo() -> String? {
    searching.close()
    return database.letGo()
  }

  /// Creates a store in memory, which exists only as long as the returned object.
  public static func inMemory() throws(StoreError) -> ConversationStore {
    try ConversationStore(database: try Database.inMemory(), process: .current)
  }

  init(database: Database, process: ProcessIdentity) throws(StoreError) {
    self.database = database
    self.process = process
    searching = SearchConnection(database)
    changes = ForeignChanges(database)
    do {
      try tidyUp()
    } catch {
      switch error {
      // Reading still works. A dead process's answers load as truncated even if the file does not
      // say so.
      case .diskFull, .readOnly, .busy: return
      case .cannotOpen, .newer, .damaged, .searchIndexDamaged, .replaced, .failed: throw error
      }
    }
  }

  /// Returns whether another program has changed the database since the last call or, the first
  /// time, since the store was opened. May also be `true` after indexing by this program.
  /// - Complexity: O(1), without reading the file
  public func hasChangedElsewhere() throws(StoreError) -> Bool {
    try changes.hasNew(in: database)
  }

  /// Saves the title, last use, thinking mode and end of the selected path, but no messages.
  public func save(_ conversation: Conversation) throws(StoreError) {
    try save(conversation, messages: [])
  }

  /// Saves the conversation's header and the given messages, all or nothing. Ignores IDs that the
  /// conversation does not have. Keeps the drafts of other programs (``StoredDrafts``).
  /// - Parameter restores: whether saving messages restores a conversation from the trash.
  /// - Returns: the deletion by another program that this undid; `nil` if there was none.
  @discardableResult
  public func save(
    _ conversation: Conversation, messages: [MessageID], restores: Bool = true
  ) throws(StoreError) -> UndoneDeletion? {
    let undone = try database.write { connection -> UndoneDeletion? in
      let header = try storedHeader(of: conversation.id, connection)
      // If the conversation was deleted permanently in the meantime, save everything that is still
      // in memory.
      let saved = header == nil ? conversation.messagesByAge.map(\.id) : messages
      try save(joiningDrafts(conversation, header), messages: saved, connection)
      try noteModels(saved.compactMap { conversation[$0] }, connection)
      guard let header else { return Set(messages).isSuperset(of: saved) ? nil : .erasure }
      // Continuing a deleted conversation restores it.
      guard header.isDeleted, restores, !messages.isEmpty else { return nil }
      try connection.cachedStatement(sql: Self.bringingBack)
        .execute(arguments: [conversation.id.description])
      return .trash
    }
    noteOwnDraft(conversation)
    return undone
  }

  /// Notes that the composer of this program holds a stored draft, so that the next save replaces
  /// it.
  public func adoptDraft(_ draft: String, of id: ConversationID) {
    ownDrafts.withLock { $0[id] = draft }
  }

  /// Must be called after the conversation was written, and only if that succeeded.
  func noteOwnDraft(_ conversation: Conversation) {
    adoptDraft(conversation.draft, of: conversation.id)
  }

  /// Returns the conversation with the draft to store, which contains those of other programs.
  /// - Parameter header: what the store has; `nil` if it has nothing.
  func joiningDrafts(_ conversation: Conversation, _ header: StoredHeader?) -> Conversation {
    guard let header else { return conversation }
    var joined = conversation
    joined.draft = StoredDrafts.replacing(
      ownDrafts.withLock { $0[conversation.id] }, with: conversation.draft,
      in: header.draft ?? "")
    return joined
  }

  typealias StoredHeader = (isDeleted: Bool, draft: String?)

  /// Returns what the store has of a conversation's header; `nil` if it has none.
  func storedHeader(of id: ConversationID, _ connection: Connection) throws -> StoredHeader? {
    let rows = try Row.fetchCursor(
      connection.cachedStatement(sql: Self.findingHeader), arguments: [id.description])
    return try rows.next().map { ($0.integer("is_deleted") == 1, $0.text("draft")) }
  }

  /// Saves the conversation's header and the given messages as part of a larger transaction.
  func save(_ conversation: Conversation, messages: [MessageID], _ connection: Connection) throws {
    try connection.cachedStatement(sql: ConversationRecord.upsert)
      .execute(arguments: ConversationRecord(conversation).arguments)
    for message in messages.compactMap({ conversation[$0] }) {
      try upsert(message, in: conversation.id, connection)
    }
  }

  private static let findingHeader =
    "SELECT deleted_at IS NOT NULL AS is_deleted, draft FROM conversation WHERE id = ?"

  private static let bringingBack = "UPDATE conversation SET deleted_at = NULL WHERE id = ?"

  /// Saves a new message, or the current state of one that this process is streaming. A message
  /// that is already final in the store does not change.
  ///
  /// The conversation must be in the store.
  public func save(_ message: Message, in conversation: ConversationID) throws(StoreError) {
    try database.write { try upsert(message, in: conversation, $0) }
  }

  /// Appends to a message that this process is streaming.
  ///
  /// After an error, nothing has been appended: the caller keeps the text, and either appends it
  /// with the next piece or saves the whole message. Also throws if the message is not in the
  /// store or is final.
  /// - Complexity: O(length of the piece)
  public func append(_ piece: AnswerPiece, to message: MessageID) throws(StoreError) {
    try database.write { connection in
      let isAppended = try MessagePieces(connection: connection)
        .append(piece, to: message, writer: process)
      guard isAppended else {
        throw StoreError.failed(path: database.path, detail: .notBeingWritten)
      }
    }
  }

  func upsert(
    _ message: Message, in conversation: ConversationID, _ connection: Connection
  ) throws {
    let record = MessageRecord(message, in: conversation, writer: process)
    try connection.cachedStatement(sql: MessageRecord.upsert)
      .execute(arguments: record.arguments(writer: process))
    // The row now holds the whole text, so its pieces are no longer needed.
    if connection.changesCount > 0 {
      try MessagePieces(connection: connection).remove(of: message.id.description)
      try MessageAttachments(connection: connection).save(message)
    }
    try noteExpense(of: message, in: conversation, connection)
    // A message that is saved again is no longer deleted.
    try connection.cachedStatement(sql: "DELETE FROM deletion WHERE id = ?")
      .execute(arguments: [message.id.description])
  }
}
