import GRDB

extension Migrations {
  /// What the parts took and cost that an answer continues, as JSON (``EarlierParts``); NULL for any
  /// other message. The answer's other figures are its own request's, so that sums count no part
  /// twice.
  static func parts(_ connection: Connection) throws {
    try connection.execute(sql: "ALTER TABLE message ADD COLUMN earlier TEXT")
  }
}
