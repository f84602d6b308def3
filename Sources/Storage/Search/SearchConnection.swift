import Chat
import GRDB
import Synchronization

/// A separate connection for searching, so that a search neither waits for saving nor delays it,
/// and can be interrupted without affecting it. Opened by the first search.
final class SearchConnection: Sendable {
  /// How much of the file to keep in memory, in kibibytes.
  private static let cacheSize = 32_768

  private let database: Database
  private let opened = Mutex<DatabaseQueue?>(nil)

  init(_ database: Database) { self.database = database }

  func read<Value>(_ body: (Connection) throws -> Value) throws -> Value {
    try queue().read(body)
  }

  /// Interrupts the running search; later searches fail.
  func close() {
    interrupt()
    // A search that has not stopped yet keeps its connection until it is done.
    try? opened.withLock { $0 }?.close()
  }

  func interrupt() { opened.withLock { $0 }?.interrupt() }

  private func queue() throws -> DatabaseQueue {
    guard let path = database.sqlitePath else { return database.queue }
    try database.refuseAnotherFile()
    return try opened.withLock { opened in
      if let opened { return opened }
      var configuration = Database.configuration(for: path)
      configuration.readonly = true
      configuration.prepareDatabase {
        try $0.execute(sql: "PRAGMA cache_size = -\(Self.cacheSize)")
      }
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      opened = queue
      return queue
    }
  }
}
