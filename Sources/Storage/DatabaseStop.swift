import CSQLite
import GRDB
import Synchronization

/// Stops what databases are doing, be it in the middle of a query. Any thread may use it.
///
/// Once it is stopped, the longer statements of the connections that it watches fail with
/// `SQLITE_INTERRUPT`; those that end a transaction are short.
public final class DatabaseStop: Sendable {
  private let isOn = Atomic<Bool>(false)
  /// Instructions of SQLite between two looks: some microseconds.
  private static let interval: Int32 = 1000

  public init() {}

  public func stop() { isOn.store(true, ordering: .relaxed) }

  var isStopped: Bool { isOn.load(ordering: .relaxed) }

  /// Must live as long as the connection.
  func watch(_ connection: Connection) {
    sqlite3_progress_handler(
      connection.sqliteConnection, Self.interval,
      { context in
        guard let context else { return 0 }
        return Unmanaged<DatabaseStop>.fromOpaque(context).takeUnretainedValue().isStopped ? 1 : 0
      }, Unmanaged.passUnretained(self).toOpaque())
  }
}
