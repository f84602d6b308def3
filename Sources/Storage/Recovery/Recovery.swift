public import Chat
import Foundation
import GRDB

/// What was saved from a damaged file.
public struct RecoveryReport: Equatable, Sendable {
  /// Those that hold messages.
  public var conversations = 0
  /// Those that hold none: a draft, or what is left of one whose messages are lost.
  public var emptyConversations = 0
  public var messages = 0
  /// Conversations of which only messages were left: they have a title from their first question.
  public var rebuilt = 0
  /// Messages whose end is missing.
  public var cutOff = 0
  /// Where the damaged file is now, whole.
  public var movedTo = ""
}

/// Makes a new store of what can be read in a damaged file.
///
/// The old file is never written: it is read page by page, then moved aside whole, with its log, and
/// only then the new one takes its place. At whatever point this ends, everything is still there.
public struct Recovery {
  let path: String
  private var sqlitePath: String { DatabaseFile(path: path).sqlitePath }

  public init(path: String) { self.path = path }

  /// - Parameter name: tells the damaged file from others, such as the time.
  public func run(name: String) throws(StoreError) -> RecoveryReport {
    try refuseWhileInUse()
    let new = unusedPath(sqlitePath + ".recovering-" + name)
    do {
      var report = try salvage(into: new)
      report.movedTo = try moveAside(unusedPath(sqlitePath + ".damaged-" + name))
      try FileManager.default.moveItem(atPath: new, toPath: sqlitePath)
      return report
    } catch {
      for suffix in ["", "-wal", "-shm"] { unlink(new + suffix) }
      throw StoreError(error, path: path)
    }
  }

  /// A program that has the file open would go on writing into the one that was moved.
  private func refuseWhileInUse() throws(StoreError) {
    let descriptor = open(sqlitePath, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .cannotOpen(path: path, detail: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    // SQLite locks bytes from 2^30 on, and in the mode with a log keeps them while a file is open.
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    lock.l_start = 0x4000_0000
    lock.l_len = 512
    guard fcntl(descriptor, F_GETLK, &lock) == 0, lock.l_type != Int16(F_UNLCK) else { return }
    throw .busy(path: path)
  }

  private func unusedPath(_ wanted: String) -> String {
    let manager = FileManager.default
    func isUsed(_ path: String) -> Bool {
      ["", "-wal", "-shm"].contains { manager.fileExists(atPath: path + $0) }
    }
    guard isUsed(wanted) else { return wanted }
    return (2...).lazy.map { "\(wanted)-\($0)" }.first { !isUsed($0) } ?? wanted
  }

  /// The log keeps the name that SQLite looks for, so that the moved file can still be opened.
  private func moveAside(_ aside: String) throws -> String {
    for suffix in ["", "-wal", "-shm"]
    where FileManager.default.fileExists(atPath: sqlitePath + suffix) {
      try FileManager.default.moveItem(atPath: sqlitePath + suffix, toPath: aside + suffix)
    }
    return aside
  }

  private func salvage(into new: String) throws -> RecoveryReport {
    let scan = RecordScan(file: try PageFile(path: sqlitePath))
    let database = try Database.open(path: new)
    return try database.writeWithoutTransaction { connection in
      // Messages may come before their conversation, or without it.
      try connection.execute(sql: "PRAGMA foreign_keys = OFF")
      var report = RecoveryReport()
      try connection.inTransaction {
        report = try SalvagedRows(connection).take(scan)
        return .commit
      }
      return report
    }
  }
}

/// Puts salvaged rows back into the tables that they come from, told by their columns.
private struct SalvagedRows {
  let connection: Connection
  private let conversation: SalvageTable
  private let message: SalvageTable

  init(_ connection: Connection) throws {
    self.connection = connection
    conversation = try SalvageTable("conversation", connection)
    message = try SalvageTable("message", connection)
  }

  func take(_ scan: RecordScan) throws -> RecoveryReport {
    var report = RecoveryReport()
    try scan.forEach { record in
      if isMessage(record) {
        if try message.insert(record, connection), record.isCutOff { report.cutOff += 1 }
      } else if isConversation(record) {
        _ = try conversation.insert(record, connection)
      }
    }
    report.rebuilt = try rebuildConversations()
    try connection.execute(
      sql: """
        UPDATE conversation SET message_count =
          (SELECT count(*) FROM message WHERE conversation_id = conversation.id)
        """)
    report.conversations = try count("conversation WHERE message_count > 0")
    report.emptyConversations = try count("conversation WHERE message_count = 0")
    report.messages = try count("message")
    return report
  }

  private func count(_ table: String) throws -> Int {
    try Int.fetchOne(connection, sql: "SELECT count(*) FROM \(table)") ?? 0
  }

  private func isMessage(_ record: SalvagedRecord) -> Bool {
    let status = message.value("status", in: record)?.asString ?? ""
    return message.value("id", in: record)?.isID == true
      && message.value("conversation_id", in: record)?.isID == true
      && MessageStatus(rawValue: status) != nil
  }

  private func isConversation(_ record: SalvagedRecord) -> Bool {
    guard conversation.value("id", in: record)?.isID == true,
      conversation.value("title", in: record)?.asString != nil,
      case .int64? = conversation.value("created_at", in: record),
      case .int64? = conversation.value("updated_at", in: record)
    else { return false }
    return true
  }

  /// Conversations whose row is lost, from their messages.
  private func rebuildConversations() throws -> Int {
    let lost = try Row.fetchAll(
      connection,
      sql: """
        SELECT conversation_id AS id, min(created_at) AS first, max(created_at) AS last FROM message
        WHERE conversation_id NOT IN (SELECT id FROM conversation) GROUP BY conversation_id
        """)
    for row in lost {
      let id = row["id"] as String? ?? ""
      let question = try Data.fetchOne(
        connection,
        sql: """
          SELECT CAST(content AS BLOB) FROM message WHERE conversation_id = ? AND role = 'user'
          ORDER BY created_at, id LIMIT 1
          """, arguments: [id])
      let title = ConversationTitle.of(String(decoding: question ?? Data(), as: UTF8.self))
      try connection.execute(
        sql: """
          INSERT INTO conversation (id, title, created_at, updated_at)
          VALUES (?, CAST(? AS TEXT), ?, ?)
          """,
        arguments: [id, title.bytes, row["first"] as Int64?, row["last"] as Int64?])
    }
    return lost.count
  }
}

/// A table with its columns in the order of a row's values.
private struct SalvageTable {
  let name: String
  private let columns: [ColumnInfo]
  private let places: [String: Int]
  private let insertion: String

  init(_ name: String, _ connection: Connection) throws {
    self.name = name
    columns = try connection.columns(in: name)
    places = Dictionary(
      uniqueKeysWithValues: columns.enumerated().map { ($1.name, $0) })
    // The row's number is given anew. A row that is found twice is the same row.
    let taken = columns.filter { $0.name != "number" }
    insertion = """
      INSERT OR IGNORE INTO \(name) (\(taken.map(\.name).joined(separator: ", ")))
      VALUES (\(taken.map { $0.type == "TEXT" ? "CAST(? AS TEXT)" : "?" }.joined(separator: ", ")))
      """
  }

  func value(_ column: String, in record: SalvagedRecord) -> DatabaseValue.Storage? {
    guard let place = places[column], place < record.values.count else { return nil }
    return record.values[place]
  }

  /// - Returns: whether the row is in the table now, and was not before.
  func insert(_ record: SalvagedRecord, _ connection: Connection) throws -> Bool {
    let arguments = columns.filter { $0.name != "number" }.map { column in
      argument(column, record)
    }
    do {
      try connection.cachedStatement(sql: insertion)
        .execute(arguments: StatementArguments(arguments))
      return connection.changesCount == 1
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
      // Damage has given a column a value of another type.
      return false
    }
  }

  /// Rows are shorter where the table grew later; what is missing gets what the column begins with.
  private func argument(
    _ column: ColumnInfo, _ record: SalvagedRecord
  ) -> (any DatabaseValueConvertible)? {
    // A text that was cut off has no end that another process could still write.
    if column.name == "status", record.isCutOff { return MessageStatus.truncated.rawValue.bytes }
    switch value(column.name, in: record) {
    case .string(let text): return column.type == "TEXT" ? text.bytes : text
    case .int64(let number): return number
    case .double(let number): return number
    case .blob(let data): return data
    case .null, nil:
      guard column.isNotNull else { return nil }
      return column.type == "TEXT" ? Data() : 0
    }
  }
}

extension DatabaseValue.Storage {
  fileprivate var asString: String? { if case .string(let text) = self { text } else { nil } }
  fileprivate var isID: Bool { asString.flatMap { UUIDv7($0) } != nil }
}
