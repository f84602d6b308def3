import Chat
import Foundation
import GRDB

/// The columns of a table that a record writes, and the statements built from them.
///
/// Text is read and written as blobs. GRDB passes strings as C strings, which end at the first
/// U+0000, while SQLite itself keeps every byte.
struct Columns {
  let table: String
  let texts: [String]
  let numbers: [String]

  /// Returns a statement that inserts a row, or updates it if it already exists.
  /// - Parameter updates: the columns to update.
  /// - Parameter condition: an SQL condition that existing rows must meet to be updated.
  func upsert(updating updates: [String], where condition: String = "true") -> String {
    let values = texts.map { "CAST(:\($0) AS TEXT)" } + numbers.map { ":\($0)" }
    return """
      INSERT INTO \(table) (\((texts + numbers).joined(separator: ", ")))
      VALUES (\(values.joined(separator: ", ")))
      ON CONFLICT (id) DO UPDATE
      SET \(updates.map { "\($0) = excluded.\($0)" }.joined(separator: ", "))
      WHERE \(condition)
      """
  }
}

extension Columns {
  /// Encodes a value as the JSON text that ``GRDB/Row/json(_:)`` reads.
  static func json(_ value: some Encodable) -> Data? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    // Numbers, strings and flags can all be encoded as JSON, so this cannot fail.
    return try? encoder.encode(value)
  }
}

extension String {
  /// The string's UTF-8 bytes, for a parameter inside `CAST(… AS TEXT)`.
  var bytes: Data { Data(utf8) }
}

/// Readers of column values that never trap. A value of the wrong type, which only damage can put
/// into a strict table, is converted as SQLite would convert it. Rows must come from a cursor:
/// copied rows truncate text at U+0000.
extension Row {
  func text(_ column: String) -> String? {
    (self[column] as Data?).map { String(decoding: $0, as: UTF8.self) }
  }

  func integer(_ column: String) -> Int? {
    (self[column] as Int64?).map { Int(clamping: $0) }
  }

  func number(_ column: String) -> Double? { self[column] }

  /// Decodes a JSON column. Returns `nil` if another version wrote it in a different form, so
  /// that the rest of the answer can still be read.
  func json<Value: Decodable>(_ column: String) -> Value? {
    guard let data = self[column] as Data? else { return nil }
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    // A value that another version wrote in a different form is not an error.
    return try? decoder.decode(Value.self, from: data)
  }

  func timestamp(_ column: String) -> Timestamp {
    Timestamp(milliseconds: self[column] as Int64? ?? 0)
  }

  func messageID(_ column: String) -> MessageID? {
    text(column).flatMap { UUIDv7($0) }.map { MessageID($0) }
  }

  func conversationID(_ column: String) -> ConversationID? {
    text(column).flatMap { UUIDv7($0) }.map { ConversationID($0) }
  }

  /// The thinking mode from the columns `thinking_on` and `thinking_budget`.
  var thinking: ThinkingMode? {
    integer("thinking_on").map { ThinkingMode(isOn: $0 != 0, budget: integer("thinking_budget")) }
  }
}
