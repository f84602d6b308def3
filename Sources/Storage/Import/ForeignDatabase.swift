import Chat
import Foundation
import GRDB

/// Another program's SQLite database. Identifies the program and reads its conversations one by
/// one.
enum ForeignDatabase: String {
  case llm
  case oterm = "oterm"
  case elia = "Elia"
  /// Our own database, which is merged instead.
  case aside = "Aside"

  /// Identifies the program by its application ID or its tables; returns `nil` for any other
  /// database.
  init?(_ connection: Connection) throws {
    if try Int64.fetchOne(connection, sql: "PRAGMA application_id") == Migrations.applicationID {
      self = .aside
      return
    }
    func columns(_ table: String) throws -> Set<String> {
      guard try connection.tableExists(table) else { return [] }
      return Set(try connection.columns(in: table).map(\.name))
    }
    let messages = try columns("message")
    if try columns("responses").isSuperset(of: ["id", "prompt", "response", "conversation_id"])
      || columns("turns").isSuperset(of: ["id", "thread_id", "tip_message_hash"])
    {
      self = .llm
    } else if messages.isSuperset(of: ["chat_id", "author", "text"]) {
      self = .oterm
    } else if messages.isSuperset(of: ["chat_id", "role", "content"]) {
      self = .elia
    } else {
      return nil
    }
  }

  /// A function that receives a conversation, the row it comes from, and the fraction read so far,
  /// from 0 to 1.
  typealias Take = (ForeignConversation, _ place: String, _ part: Double) throws -> Void

  func read(
    _ connection: Connection, _ body: Take
  ) throws {
    switch self {
    case .llm: try LLMStore(connection).forEach(body)
    case .oterm: try OtermStore(connection).forEach(body)
    case .elia: try EliaStore(connection).forEach(body)
    case .aside: break
    }
  }
}

/// A row as a dictionary of values, whatever columns the other program's version has.
struct ForeignRow {
  private var values: [String: DatabaseValue] = [:]

  /// Copies the values of a row.
  /// - Parameter row: a cursor's current row. A copy of a row lacks any text after U+0000.
  init(_ row: Row) {
    for (name, value) in row { values[name] = value }
    // GRDB truncates text at U+0000, so read it again as a blob, which is complete.
    for name in row.columnNames {
      if case .string? = values[name]?.storage, let data = row[name] as Data? {
        values[name] = String(decoding: data, as: UTF8.self).databaseValue
      }
    }
  }

  func text(_ column: String) -> String? {
    switch values[column]?.storage {
    case .string(let text): text
    case .int64(let number): "\(number)"
    case .double(let number): "\(number)"
    case .blob(let data): String(decoding: data, as: UTF8.self)
    case .null, nil: nil
    }
  }

  func bytes(_ column: String) -> [UInt8]? {
    if case .blob(let data)? = values[column]?.storage { Array(data) } else { nil }
  }

  func integer(_ column: String) -> Int? { values[column].flatMap { Int.fromDatabaseValue($0) } }

  /// Returns the value of a column that contains JSON.
  func json(_ column: String) -> JSONValue? { text(column).flatMap { JSONValue(text: $0) } }

  static func all(
    _ connection: Connection, _ sql: String, _ arguments: StatementArguments = []
  ) throws -> [ForeignRow] {
    var rows: [ForeignRow] = []
    let cursor = try Row.fetchCursor(connection, sql: sql, arguments: arguments)
    while let row = try cursor.next() { rows.append(ForeignRow(row)) }
    return rows
  }

  /// Reads each row of `chat` with its rows of `message`, as stored by oterm and Elia. Skips chats
  /// without messages. Messages whose chat row is missing are grouped under a placeholder chat that
  /// has only a number.
  static func forEachChat(
    _ connection: Connection, messagesBy order: String,
    _ body: (_ chat: ForeignRow, _ messages: [ForeignRow], _ part: Double) throws -> Void
  ) throws {
    let chats =
      try all(connection, "SELECT * FROM chat ORDER BY id")
      + all(
        connection,
        """
        SELECT chat_id AS id, 1 AS is_missing FROM message
        WHERE chat_id NOT IN (SELECT id FROM chat) GROUP BY chat_id
        """)
    for (index, chat) in chats.enumerated() {
      let messages = try all(
        connection, "SELECT * FROM message WHERE chat_id = ? ORDER BY \(order)",
        [chat.integer("id") ?? 0])
      if !messages.isEmpty {
        try body(chat, messages, Double(index + 1) / Double(chats.count))
      }
    }
  }

  /// Adds a remark if this chat's row is missing.
  func remarkMissing(in result: inout ForeignConversation) {
    guard integer("is_missing") == 1 else { return }
    result.remark(.missingChat, at: "")
  }
}
