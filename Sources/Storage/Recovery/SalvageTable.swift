import Chat
import Foundation
import GRDB

/// A table with its columns in the order of a row's values.
struct SalvageTable {
  let name: String
  private let columns: [ColumnInfo]
  private let places: [String: Int]
  private let insertion: String

  init(_ name: String, _ connection: Connection) throws {
    self.name = name
    columns = try connection.columns(in: name)
    places = Dictionary(
      uniqueKeysWithValues: columns.enumerated().map { ($1.name, $0) })
    // Rows get new numbers. A row found twice is inserted once.
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

  /// - Returns: whether the row was inserted and is new.
  func insert(_ record: SalvagedRecord, _ connection: Connection) throws -> Bool {
    let arguments = columns.filter { $0.name != "number" }.map { column in
      argument(column, record)
    }
    do {
      try connection.cachedStatement(sql: insertion)
        .execute(arguments: StatementArguments(arguments))
      return connection.changesCount == 1
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
      // Damage gave a column a value of the wrong type.
      return false
    }
  }

  /// Rows are shorter if the table later gained columns; missing values get the column's default.
  private func argument(
    _ column: ColumnInfo, _ record: SalvagedRecord
  ) -> (any DatabaseValueConvertible)? {
    // No other process will complete text that was cut off.
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
  var asString: String? { if case .string(let text) = self { text } else { nil } }
  var isID: Bool { asString.flatMap { UUIDv7($0) } != nil }
}
