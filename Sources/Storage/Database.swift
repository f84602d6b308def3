import Chat
import Foundation
import GRDB

/// A connection inside an access to the database, valid on its queue only.
typealias Connection = GRDB.Database

/// The open SQLite file. Any thread may use it; accesses run one after the other.
///
/// One connection, a `DatabaseQueue`: a pool opens a second connection for the first read and
/// writes a scratch table whenever the log is empty, both before the first frame can be painted.
/// Readers in other programs never wait for us, nor we for them, thanks to the write-ahead log. A
/// commit there survives the death of the process; `synchronous=NORMAL` leaves only a power cut to
/// take back the last commits, never half of one.
struct Database: Sendable {
  /// Seconds. Longer than any write of ours takes, shorter than a user's patience.
  private static let busyTimeout = 5.0

  /// As the caller gave it, for errors.
  let path: String
  /// As SQLite got it; `nil` in memory.
  let sqlitePath: String?
  let queue: DatabaseQueue

  /// Opens the file, making it and its folder where they are missing, and brings its schema up to
  /// date. A file that cannot be used is left as it is.
  static func open(path: String) throws(StoreError) -> Database {
    do {
      let file = DatabaseFile(path: path)
      try file.prepare()
      let queue = try DatabaseQueue(path: file.sqlitePath, configuration: configuration)
      let database = Database(path: path, sqlitePath: file.sqlitePath, queue: queue)
      try database.migrate()
      return database
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// A database that lives as long as this value.
  static func inMemory() throws(StoreError) -> Database {
    let path = "memory"
    do {
      let database = Database(
        path: path, sqlitePath: nil, queue: try DatabaseQueue(configuration: configuration))
      try database.migrate()
      return database
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Runs `body` on one state of the database; it sees no write that happens meanwhile.
  func read<Value>(_ body: (Connection) throws -> Value) throws(StoreError) -> Value {
    do {
      return try queue.read(body)
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Runs `body` in one transaction: all of it is stored and in the index when this returns, or none
  /// when it throws.
  func write<Value>(_ body: (Connection) throws -> Value) throws(StoreError) -> Value {
    do {
      return try queue.write { connection in
        let value = try body(connection)
        try SearchIndex(connection).catchUp()
        return value
      }
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Runs `body`, which makes its own transactions: for statements that may stand in none.
  func writeWithoutTransaction<Value>(
    _ body: (Connection) throws -> Value
  ) throws(StoreError) -> Value {
    do {
      return try queue.writeWithoutTransaction(body)
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Copies one state of the database over another one, while others go on using it.
  func backUp(to other: DatabaseQueue) throws(StoreError) {
    do {
      try queue.backup(to: other)
    } catch {
      throw StoreError(error, path: path)
    }
  }

  static var configuration: Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .timeout(busyTimeout)
    return configuration
  }

  private func migrate() throws {
    try queue.writeWithoutTransaction { connection in
      // The version is looked at before anything is written: a newer file is not to be touched.
      try Migrations.check(connection, path: path)
      try Self.useWriteAheadLog(connection)
      try connection.execute(sql: "PRAGMA synchronous = NORMAL")
      // Triggers need a journal for each statement: in memory, not in a file of /var/tmp, which would
      // cost time and hold text that was meant for this database.
      try connection.execute(sql: "PRAGMA temp_store = MEMORY")
      try Migrations.run(connection, path: path)
    }
  }

  /// Tries again by itself: SQLite fails at once, without its busy handler, when two programs change
  /// the journal mode of a new file at the same moment.
  private static func useWriteAheadLog(_ connection: Connection) throws {
    let deadline = ContinuousClock.now + .seconds(busyTimeout)
    while true {
      do {
        return try connection.execute(sql: "PRAGMA journal_mode = WAL")
      } catch DatabaseError.SQLITE_BUSY where ContinuousClock.now < deadline {
        Thread.sleep(forTimeInterval: 0.002)
      }
    }
  }
}
