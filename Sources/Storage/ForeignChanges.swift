import Chat
import GRDB
import Synchronization

/// A way to notice that another connection has changed the database.
///
/// Each connection has a number that SQLite changes whenever another one has committed
/// (https://www.sqlite.org/pragma.html#pragma_data_version).
final class ForeignChanges: Sendable {
  private let seen: Mutex<Int64?>

  init(_ database: Database) {
    // If this fails, so does the next read, which reports it.
    seen = Mutex(try? database.version())
  }

  /// Returns whether there was a change since the last call or the initializer.
  func hasNew(in database: Database) throws(StoreError) -> Bool {
    let version = try database.version()
    return seen.withLock { seen in
      defer { seen = version }
      return seen != version
    }
  }
}

extension Database {
  fileprivate func version() throws(StoreError) -> Int64? {
    try readWithoutTransaction { try Int64.fetchOne($0, sql: "PRAGMA data_version") }
  }
}
