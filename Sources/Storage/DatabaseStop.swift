import CSQLite
import GRDB
import Synchronization

/// A switch that stops work in databases, even in the middle of a query. Can be used from any
/// thread.
///
/// Once stopped, longer statements on the watched connections fail with `SQLITE_INTERRUPT`.
/// Statements that end a transaction are too short to be affected.
public final class DatabaseStop: Sendable {
  private let isOn = Atomic<Bool>(false)
  /// The number of SQLite instructions between two checks, which take a few microseconds.
  private static let interval: Int32 = 1000

  public init() {}

  public func stop() { isOn.store(true, ordering: .relaxed) }

  var isStopped: Bool { isOn.load(ordering: .relaxed) }

  /// Makes statements on the connection fail once work is stopped. This object must live as long
  /// as the connection.
  func watch(_ connection: Connection) {
    sqlite3_progress_handler(
      connection.sqliteConnection, Self.interval,
      { context in
        guard let context else { return 0 }
        return Unmanaged<DatabaseStop>.fromOpaque(context).takeUnretainedValue().isStopped ? 1 : 0
      }, Unmanaged.passUnretained(self).toOpaque())
  }
}
