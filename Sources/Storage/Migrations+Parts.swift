import GRDB

extension Migrations {
  /// Adds a column for answers that continue earlier parts: the tokens, time and money that those
  /// parts took, as JSON (``EarlierParts``). It is NULL for any other message. The other columns
  /// of such an answer cover only its own request, so that sums count no part twice.
  static func parts(_ connection: Connection) throws {
    try connection.execute(sql: "ALTER TABLE message ADD COLUMN earlier TEXT")
  }
}
