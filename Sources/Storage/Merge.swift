public import Chat
import GRDB

/// The result of merging another store into this one.
public struct MergeReport: Equatable, Sendable {
  public var newConversations = 0
  /// The number of existing conversations that were newer in the other store, for example in
  /// their title, marks or selected path.
  public var changedConversations = 0
  public var newMessages = 0
  /// The number of existing messages that were more complete in the other store.
  public var changedMessages = 0
  /// The number of existing messages that did not change.
  public var knownMessages = 0
  /// The number of conversations skipped because they were deleted so long ago that they would be
  /// removed at once.
  public var expiredConversations = 0
  /// Whether everything merged can be searched. If not, the next search completes the index.
  public var isIndexed = true

  public init() {}
}

extension ConversationStore {
  /// Merges another store's file into this one, which becomes the union of both. The other file
  /// is not changed, and may be from an older version.
  ///
  /// Commutative, associative and idempotent with respect to stored data. Runs in one
  /// transaction; merged messages are indexed for searching afterwards.
  /// - Parameter progress: receives the progress so far, and returns `false` to stop.
  /// - Returns: `nil` if it was stopped before anything was stored.
  public func merge(
    _ path: String, progress: (ImportProgress) -> Bool
  ) throws(StoreError) -> MergeReport? {
    let file = DatabaseFile(path: path).sqlitePath
    // Check twice: another program may be writing right now.
    if (0..<2).allSatisfy({ _ in LogFile(beside: file)?.hiddenCommits ?? 0 > 0 }) {
      throw .damaged(path: path, detail: .brokenLog(lost: nil))
    }
    let folder: TemporaryCopy
    do throws(StoreError) {
      folder = try TemporaryCopy(of: path, stop: database.stop)
    } catch {
      if database.stop?.isStopped == true { return nil }
      throw error
    }
    defer { folder.remove() }
    do throws(StoreError) {
      try refuseComputed(folder.path)
      // Opening migrates the copy's schema. Damage found from here on is in the other file, not in
      // ours.
      var other = try Database.open(path: folder.path, stop: database.stop)
      other.leavesIndex = true
      if let fault = try other.read({ try $0.firstFault() }) {
        throw .damaged(path: path, detail: fault)
      }
      try other.write { connection in
        try MessagePieces(connection: connection).foldAll()
        try connection.execute(sql: Migrations.expenses(ofMessages: "status = 'streaming'"))
      }
    } catch {
      if database.stop?.isStopped == true { return nil }
      throw error.naming(path)
    }
    return try mergeFile(folder.path, of: path, progress: progress)
  }

  private func refuseComputed(_ copy: String) throws(StoreError) {
    let found: StoreFault?
    do {
      let queue = try DatabaseQueue(
        path: copy, configuration: Database.configuration(for: copy, database.stop))
      found = try queue.read { try ComputedTables.first(among: ComputedTables.own, $0) }
    } catch {
      // Other faults are reported when the copy is opened as one of our databases.
      return
    }
    if let found {
      throw .cannotOpen(path: copy, detail: found)
    }
  }

  /// Merges without reporting progress, so that only the store's `stop` can interrupt the merge.
  public func merge(_ path: String) throws(StoreError) -> MergeReport {
    try merge(path) { _ in true } ?? MergeReport()
  }

  /// Merges a file without copying it first.
  /// - Parameters:
  ///   - path: a file with the current schema that no process is writing.
  ///   - original: the file from which `path` was copied, for error messages.
  func mergeFile(
    _ path: String, of original: String, progress: (ImportProgress) -> Bool
  ) throws(StoreError) -> MergeReport? {
    var report: MergeReport?
    do throws(StoreError) {
      report = try database.writeWithoutTransaction { connection in
        try connection.execute(sql: "ATTACH DATABASE ? AS other", arguments: [path])
        // Detaching fails only after an error in the transaction, which is thrown anyway. Closing
        // the connection also detaches the file.
        defer { try? connection.execute(sql: "DETACH DATABASE other") }
        do {
          return try Self.unite(connection, progress)
        } catch let error as DatabaseError where Self.isFaultOfOther(error, connection) {
          throw StoreError.damaged(
            path: original,
            detail: .words("\(error.message ?? "SQLite") (\(error.resultCode.rawValue))"))
        }
      }
    } catch {
      if database.stop?.isStopped == true { return nil }
      throw error
    }
    if report != nil {
      // The merge itself has succeeded, so an error here only leaves the index incomplete.
      report?.isIndexed = (try? completeIndex { progress(.indexing($0)) }) == true
    }
    return report
  }

  private static func unite(
    _ connection: Connection, _ progress: (ImportProgress) -> Bool
  ) throws -> MergeReport? {
    var report: MergeReport?
    try connection.inTransaction(.immediate) {
      let expired = try dropExpired(connection)
      let union = try Union(connection)
      report = try union.run { progress(.storing($0)) }
      try union.uniteAttachments()
      try union.uniteModels()
      try union.uniteExpenses()
      report?.expiredConversations = expired
      return report == nil ? .rollback : .commit
    }
    return report
  }

  /// Returns whether a merge failed because of the other file: either the other file contains
  /// something that this store cannot hold, or it is damaged and this store is not.
  private static func isFaultOfOther(_ error: DatabaseError, _ connection: Connection) -> Bool {
    switch error.resultCode {
    case .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_TOOBIG: true
    case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR:
      // If the check itself fails, treat this store's file as damaged.
      (try? connection.faults("PRAGMA main.quick_check(1)").isEmpty) == true
    default: false
    }
  }

  /// Removes from the other store, which is a copy, whatever this store would purge when next
  /// opened: conversations deleted long ago that are not in this store and were not continued.
  private static func dropExpired(_ connection: Connection) throws -> Int {
    let now = ConversationStore.now()
    try connection.execute(
      sql: """
        DELETE FROM other.conversation WHERE deleted_at < ? AND deleted_at >= updated_at
          AND id NOT IN (SELECT id FROM main.conversation)
        """, arguments: [ConversationStore.limitOfDeleted(now: now)])
    return connection.changesCount
  }
}

/// A merge of `other` into `main` as a union, in SQL, inside a transaction.
///
/// IDs are globally unique. A row whose ID is missing here is new. Two rows with the same ID are
/// two states of the same item, and the greater one in a total order is kept. Messages are ordered
/// by status, then by length, then by every other column. A conversation has two parts, each with
/// its own time: the user's changes to it as a whole, and everything else. Because the order is
/// total, the union does not depend on the order of merging.
private struct Union {
  let connection: Connection
  private let conversation: TableColumns
  private let message: TableColumns

  init(_ connection: Connection) throws {
    self.connection = connection
    // The message count, which triggers maintain, and the owning process have no meaning in another
    // store.
    conversation = try TableColumns("conversation", without: ["message_count"], connection)
    message = try TableColumns("message", without: ["owner"], connection)
  }

  /// The columns that contain the user's changes to a conversation as a whole: see
  /// `ConversationStore.change`.
  private static let marks: Set<String> = [
    "title", "title_source", "pinned", "archived", "tags", "deleted_at", "marked_at",
  ]

  /// Merges the conversations and messages.
  /// - Parameter progress: receives the share of messages merged, from 0 to 1, and returns
  ///   `false` to stop.
  /// - Returns: `nil` if it was stopped.
  func run(_ progress: (Double) -> Bool) throws -> MergeReport? {
    var report = MergeReport()
    let marks = conversation.isGreater(
      first: ["marked_at"], conversation.names.filter(Self.marks.contains))
    let rest = conversation.isGreater(
      first: ["updated_at"], conversation.names.filter { !Self.marks.contains($0) })
    let conversations = try take(
      conversation, from: conversation.list, where: "\(marks) OR \(rest)",
      { _ in progress(0) }
    ) { name in
      let isGreater = Self.marks.contains(name) ? marks : rest
      return "CASE WHEN \(isGreater) THEN excluded.\(name) ELSE conversation.\(name) END"
    }
    guard let conversations else { return nil }
    (report.newConversations, report.changedConversations) = conversations
    // As within one store, continuing a conversation after it was deleted restores it.
    try connection.execute(
      sql: """
        UPDATE main.conversation SET deleted_at = NULL
        WHERE deleted_at < updated_at AND id IN (SELECT id FROM other.conversation)
        """)
    let others = try count("other.message")
    let messages = try take(
      message,
      // A message that another process was still streaming will never be completed here.
      from: message.names.map {
        $0 == "status" ? "CASE status WHEN 'streaming' THEN 'truncated' ELSE status END" : $0
      }.joined(separator: ", "),
      where: """
        message.status <> 'streaming' AND \(message.isGreater(first: [
          "CASE @.status WHEN 'streaming' THEN 0 WHEN 'truncated' THEN 0 ELSE 1 END",
          "length(CAST(@.content AS BLOB)) + length(CAST(@.reasoning AS BLOB))",
        ], message.names))
        """, progress
    ) { "excluded.\($0)" }
    guard let messages else { return nil }
    (report.newMessages, report.changedMessages) = messages
    report.knownMessages = others - report.newMessages - report.changedMessages
    return report
  }

  /// Merges the attachments of the messages. A message's attachments never change, so they differ
  /// only if a file was edited. In that case, the greater row is kept, as in every table.
  func uniteAttachments() throws {
    let link = try TableColumns("message_attachment", connection)
    let updates = link.names.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
    try connection.execute(
      sql: """
        INSERT OR IGNORE INTO main.attachment (hash, content)
          SELECT hash, content FROM other.attachment WHERE hash IN
            (SELECT hash FROM other.message_attachment
              WHERE message_id IN (SELECT id FROM main.message));
        INSERT INTO main.message_attachment (\(link.list))
          SELECT \(link.list) FROM other.message_attachment
          WHERE message_id IN (SELECT id FROM main.message)
            AND hash IN (SELECT hash FROM main.attachment)
          ON CONFLICT (message_id, position) DO UPDATE SET \(updates)
          WHERE \(link.isGreater(first: [], link.names));
        DELETE FROM main.attachment
          WHERE hash NOT IN (SELECT hash FROM main.message_attachment);
        """)
  }

  /// Merges the favourite and recently used models. Skips the lists of models, since the servers
  /// can provide them again.
  func uniteModels() throws {
    try connection.execute(
      sql: """
        INSERT OR IGNORE INTO main.favorite_model SELECT provider, model FROM other.favorite_model;
        INSERT INTO main.used_model SELECT provider, model, used_at FROM other.used_model WHERE true
          ON CONFLICT (provider, model) DO UPDATE SET used_at = max(used_at, excluded.used_at);
        """)
  }

  /// Merges the expenses. If both stores have a row for the same request, the greater one is kept,
  /// as in every table.
  func uniteExpenses() throws {
    try connection.execute(
      sql: """
        INSERT INTO main.expense (id, conversation_id, spent_at, cost, estimated)
          SELECT id,
            CASE WHEN conversation_id IN (SELECT id FROM main.conversation)
              THEN conversation_id END,
            spent_at, cost, estimated
          FROM other.expense WHERE true
          ON CONFLICT (id) DO UPDATE SET conversation_id = excluded.conversation_id,
            spent_at = excluded.spent_at, cost = excluded.cost, estimated = excluded.estimated
          WHERE (excluded.cost, excluded.estimated, excluded.spent_at) >
            (expense.cost, expense.estimated, expense.spent_at);
        """)
  }

  /// The number of rows merged by one statement. The number is small because SQLite first
  /// collects all rows of a statement in memory if the table has triggers.
  private static let batch = 200

  private func take(
    _ table: TableColumns, from values: String, where condition: String,
    _ progress: (Double) -> Bool, updating value: (String) -> String
  ) throws -> (new: Int, changed: Int)? {
    let before = try count(table.name)
    let updates = table.names.filter { $0 != "id" }.map { "\($0) = \(value($0))" }
    let taking = try connection.makeStatement(
      sql: """
        INSERT INTO main.\(table.name) (\(table.list)) SELECT \(values) FROM other.\(table.name)
        WHERE number > ? AND number <= ?
        ON CONFLICT (id) DO UPDATE SET \(updates.joined(separator: ", ")) WHERE \(condition)
        """)
    let finding = try connection.makeStatement(
      sql: """
        SELECT max(number) FROM
          (SELECT number FROM other.\(table.name) WHERE number > ? ORDER BY number LIMIT \(Self.batch))
        """)
    let end = try Int64.fetchOne(connection, sql: "SELECT max(number) FROM other.\(table.name)")
    var last = Int64.min
    var touched = 0
    while let next = try Int64.fetchOne(finding, arguments: [last]) {
      guard progress(Double(next) / Double(max(1, end ?? 1))) else { return nil }
      try taking.execute(arguments: [last, next])
      touched += connection.changesCount
      last = next
    }
    let new = try count(table.name) - before
    return (new, touched - new)
  }

  private func count(_ table: String) throws -> Int {
    try Int.fetchOne(connection, sql: "SELECT count(*) FROM \(table)") ?? 0
  }
}

/// The columns of a table, read from its schema, so that columns added by a later version are
/// included.
struct TableColumns {
  let name: String
  let names: [String]
  /// The names of the columns that contain text.
  let texts: Set<String>

  var list: String { names.joined(separator: ", ") }

  /// Reads the columns from the schema.
  /// - Parameter without: columns to exclude, in addition to the row's number.
  init(_ name: String, without: Set<String> = [], _ connection: Connection) throws {
    let columns = try connection.columns(in: name).filter {
      $0.name != "number" && !without.contains($0.name)
    }
    self.name = name
    names = columns.map(\.name)
    texts = Set(columns.filter { $0.type == "TEXT" }.map(\.name))
  }

  /// Returns an SQL condition for whether the new row is greater than the existing one. Compares
  /// the `first` expressions, in which `@` means the row, then `columns`. NULL is less than any
  /// value.
  func isGreater(first: [String], _ columns: [String]) -> String {
    func tuple(_ row: String) -> String {
      let keys = first.map { $0.contains("@") ? $0.replacing("@", with: row) : "\(row).\($0)" }
      let rest = columns.flatMap { ["\(row).\($0) IS NOT NULL", "coalesce(\(row).\($0), 0)"] }
      return "(" + (keys + rest).joined(separator: ", ") + ")"
    }
    return "\(tuple("excluded")) > \(tuple(name))"
  }
}
