import Chat
import Foundation
import GRDB

/// A table that receives salvaged rows. Its columns are in the order of a row's values.
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

  /// Inserts a salvaged row.
  /// - Returns: `false` if the row was already there, or does not fit the table.
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

  /// Returns the value to insert into a column. A row written before the table gained the column
  /// has no value for it. A missing value becomes NULL, or empty text or 0 if NULL is not
  /// allowed.
  private func argument(
    _ column: ColumnInfo, _ record: SalvagedRecord
  ) -> (any DatabaseValueConvertible)? {
    // Whatever the stored status, no process will complete text that was cut off.
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
