public import Chat
import GRDB

/// What a union of two stores has brought to the first.
public struct MergeReport: Equatable, Sendable {
  public var newConversations = 0
  /// Conversations that were there, whose title, selected path or thinking mode is newer now.
  public var changedConversations = 0
  public var newMessages = 0
  /// Messages that were there, of which the other store had more.
  public var changedMessages = 0
  /// Messages that were there already, as they are.
  public var knownMessages = 0
  /// Conversations that were deleted so long ago that they would be emptied at once; they were left.
  public var expiredConversations = 0

  public init() {}
}

extension ConversationStore {
  /// Takes over everything that another store's file has and this one lacks: the union of both. The
  /// other file is not changed, and may be of an older version.
  ///
  /// Commutative, associative and idempotent in what is stored. One transaction; what it has brought is
  /// then indexed for the search.
  /// - Parameter progress: how far it has come; `false` stops.
  /// - Returns: `nil` when it was stopped before anything was stored.
  public func merge(
    _ path: String, progress: (ImportProgress) -> Bool
  ) throws(StoreError) -> MergeReport? {
    let file = DatabaseFile(path: path).sqlitePath
    // Looked at twice: another program may just be writing.
    if (0..<2).allSatisfy({ _ in LogFile(beside: file)?.hiddenCommits ?? 0 > 0 }) {
      throw .damaged(path: path, detail: "its log is broken in the middle")
    }
    let folder = try TemporaryCopy(of: path)
    defer { folder.remove() }
    do throws(StoreError) {
      try refuseComputed(folder.path)
      // Opening brings the copy's schema up to date. What is damaged is said of that file, not of ours.
      let other = try Database.open(path: folder.path, stop: database.stop)
      if let fault = try other.read({ try $0.firstFault() }) {
        throw .damaged(path: path, detail: fault)
      }
    } catch {
      if database.stop?.isStopped == true { return nil }
      throw error.naming(path)
    }
    return try mergeFile(folder.path, of: path, progress: progress)
  }

  private func refuseComputed(_ copy: String) throws(StoreError) {
    let found: String?
    do {
      let queue = try DatabaseQueue(
        path: copy, configuration: Database.configuration(for: copy, database.stop))
      found = try queue.read { try ComputedTables.first(among: ComputedTables.own, $0) }
    } catch {
      // Whatever is wrong with it is told by opening it as a database of ours.
      return
    }
    if let found {
      throw .cannotOpen(path: copy, detail: found + ", as it is in all that Aside makes")
    }
  }

  /// The same to its end.
  public func merge(_ path: String) throws(StoreError) -> MergeReport {
    try merge(path) { _ in true } ?? MergeReport()
  }

  /// - Parameters:
  ///   - path: a file of the current schema, which no process writes.
  ///   - original: the file that it was made of, for errors.
  func mergeFile(
    _ path: String, of original: String, progress: (ImportProgress) -> Bool
  ) throws(StoreError) -> MergeReport? {
    let report: MergeReport?
    do throws(StoreError) {
      report = try database.writeWithoutTransaction { connection in
        try connection.execute(sql: "ATTACH DATABASE ? AS other", arguments: [path])
        // It fails after an error of the transaction only, which is thrown; closing detaches it too.
        defer { try? connection.execute(sql: "DETACH DATABASE other") }
        do {
          return try Self.unite(connection, progress)
        } catch let error as DatabaseError where Self.isFaultOfOther(error, connection) {
          throw StoreError.damaged(
            path: original, detail: "\(error.message ?? "SQLite") (\(error.resultCode.rawValue))")
        }
      }
    } catch {
      if database.stop?.isStopped == true { return nil }
      throw error
    }
    // Without it the next search or save does it.
    if report != nil { try? indexWaiting { progress(.indexing($0)) } }
    return report
  }

  private static func unite(
    _ connection: Connection, _ progress: (ImportProgress) -> Bool
  ) throws -> MergeReport? {
    var report: MergeReport?
    try connection.inTransaction(.immediate) {
      let expired = try dropExpired(connection)
      report = try Union(connection).run { progress(.storing($0)) }
      report?.expiredConversations = expired
      return report == nil ? .rollback : .commit
    }
    return report
  }

  /// Whether a merge has failed because of what is in the other file: it holds what this one cannot, or
  /// is damaged while this one is not.
  private static func isFaultOfOther(_ error: DatabaseError, _ connection: Connection) -> Bool {
    switch error.resultCode {
    case .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_TOOBIG: true
    case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR:
      // A file whose pages cannot be looked at is not whole.
      (try? connection.faults("PRAGMA main.quick_check(1)").isEmpty) == true
    default: false
    }
  }

  /// Takes out of the other store, which is a copy, what the next opening of this one would take out of
  /// it: what was deleted long ago, is not here, and was not gone on with.
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

/// The union in SQL of `other` into `main`, inside a transaction.
///
/// Ids are unique everywhere, so a row whose id is not there is new, and two rows with one id are
/// two states of the same thing, of which the greater is kept by a total order: for a message how far
/// it has come, then how long it is, then every other column. A conversation is two things, each by
/// its own time: what the user has done with it as a whole, and the rest. The greater of two by a
/// total order is what makes the union independent of the order of merging.
private struct Union {
  let connection: Connection
  private let conversation: TableColumns
  private let message: TableColumns

  init(_ connection: Connection) throws {
    self.connection = connection
    // A count kept by triggers, and the process that writes here, say nothing elsewhere.
    conversation = try TableColumns("conversation", without: ["message_count"], connection)
    message = try TableColumns("message", without: ["owner"], connection)
  }

  /// What the user does with a conversation as a whole: see `ConversationStore.change`.
  private static let marks: Set<String> = [
    "title", "title_source", "pinned", "archived", "tags", "deleted_at", "marked_at",
  ]

  /// - Parameter progress: how many of the messages have been taken over, from 0 to 1; `false` stops.
  /// - Returns: `nil` when it was stopped.
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
    // As in one store, whoever has gone on with a conversation after it was deleted wants it back.
    try connection.execute(
      sql: """
        UPDATE main.conversation SET deleted_at = NULL
        WHERE deleted_at < updated_at AND id IN (SELECT id FROM other.conversation)
        """)
    let others = try count("other.message")
    let messages = try take(
      message,
      // What another process was still writing has come no further here.
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

  /// Rows that are taken over by one statement. Where there are triggers, SQLite first gathers all rows
  /// of a statement in memory.
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

/// The columns of a table, by the schema itself: what a later version adds is taken along.
struct TableColumns {
  let name: String
  let names: [String]
  /// Those whose values are texts.
  let texts: Set<String>

  var list: String { names.joined(separator: ", ") }

  /// - Parameter without: columns that are left out, besides the row's number.
  init(_ name: String, without: Set<String> = [], _ connection: Connection) throws {
    let columns = try connection.columns(in: name).filter {
      $0.name != "number" && !without.contains($0.name)
    }
    self.name = name
    names = columns.map(\.name)
    texts = Set(columns.filter { $0.type == "TEXT" }.map(\.name))
  }

  /// Whether the new row is greater than the one that is there: by the first expressions, in which
  /// `@` stands for the row, then by those columns. NULL is less than any value.
  func isGreater(first: [String], _ columns: [String]) -> String {
    func tuple(_ row: String) -> String {
      let keys = first.map { $0.contains("@") ? $0.replacing("@", with: row) : "\(row).\($0)" }
      let rest = columns.flatMap { ["\(row).\($0) IS NOT NULL", "coalesce(\(row).\($0), 0)"] }
      return "(" + (keys + rest).joined(separator: ", ") + ")"
    }
    return "\(tuple("excluded")) > \(tuple(name))"
  }
}
