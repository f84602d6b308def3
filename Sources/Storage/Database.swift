import CSQLite
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
  static let busyTimeout = 5.0

  /// As the caller gave it, for errors.
  let path: String
  /// As SQLite got it; `nil` in memory.
  let sqlitePath: String?
  let queue: DatabaseQueue

  /// The file that was opened, and its log; `nil` in memory.
  var place: DatabasePlace?
  /// What may stop it in the middle of a query.
  private(set) var stop: DatabaseStop?
  /// The copy that this is, where the file cannot be written.
  private var copy: OwnedCopy?

  /// Opens the file, making it and its folder where they are missing, and brings its schema up to
  /// date. A file that cannot be used is left as it is.
  static func open(path: String, stop: DatabaseStop? = nil) throws(StoreError) -> Database {
    let file = DatabaseFile(path: path)
    try file.prepare()
    let database = try open(path: path, sqlitePath: file.sqlitePath, stop)
    file.keepToTheUser()
    return database
  }

  /// Opens a copy of a file, which goes with the last use of this value.
  /// - Complexity: O(size of the file)
  static func copy(of path: String) throws(StoreError) -> Database {
    let copy = OwnedCopy(try TemporaryCopy(of: path))
    var database = try open(path: path, sqlitePath: copy.path)
    database.copy = copy
    return database
  }

  private final class OwnedCopy: Sendable {
    private let copy: TemporaryCopy
    var path: String { copy.path }

    init(_ copy: TemporaryCopy) { self.copy = copy }

    deinit { copy.remove() }
  }

  private static func open(
    path: String, sqlitePath: String, _ stop: DatabaseStop? = nil
  ) throws(StoreError) -> Database {
    do {
      let file = FileIdentity(sqlitePath)
      let queue = try DatabaseQueue(
        path: sqlitePath, configuration: configuration(for: sqlitePath, stop))
      var database = Database(path: path, sqlitePath: sqlitePath, queue: queue)
      database.stop = stop
      do {
        try database.migrate()
      } catch {
        throw database.trouble(error)
      }
      if let file { database.place = DatabasePlace(sqlitePath, file: file) }
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
        path: path, sqlitePath: nil,
        queue: try DatabaseQueue(configuration: configuration(for: nil)))
      try database.migrate()
      return database
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Runs `body` on one state of the database; it sees no write that happens meanwhile.
  func read<Value>(_ body: (Connection) throws -> Value) throws(StoreError) -> Value {
    try refuseAnotherFile()
    do {
      return try queue.read(body)
    } catch {
      throw trouble(error)
    }
  }

  /// The next writer indexes what is stored here.
  var leavesIndex = false

  /// Runs `body` in one transaction: all of it is stored and in the index, or noted for it, when this
  /// returns, or none when it throws.
  func write<Value>(_ body: (Connection) throws -> Value) throws(StoreError) -> Value {
    try refuseAnotherFile()
    do {
      return try queue.write { connection in
        let value = try body(connection)
        if !leavesIndex { try index(connection) }
        return value
      }
    } catch {
      throw trouble(error)
    }
  }

  /// With a damaged index what is to be stored is stored all the same, and waits to be indexed; the search
  /// and the check say what is wrong. An index that has lost its list of parts writes one again under the
  /// number of another.
  private func index(_ connection: Connection) throws {
    do {
      try connection.inSavepoint {
        try SearchIndex(connection).catchUp()
        return .commit
      }
    } catch let error as DatabaseError
      where error.isAboutSearchIndex || error.resultCode == .SQLITE_CONSTRAINT
    {}
  }

  /// Runs `body`, which makes its own transactions: for statements that may stand in none.
  func writeWithoutTransaction<Value>(
    _ body: (Connection) throws -> Value
  ) throws(StoreError) -> Value {
    try refuseAnotherFile()
    do {
      return try queue.writeWithoutTransaction(body)
    } catch {
      throw trouble(error)
    }
  }

  /// What an error means. A file that has turned out to be damaged is not written to any more, not even
  /// with what is in its log: both may be wanted as they are.
  private func trouble(_ error: any Error) -> StoreError {
    let trouble = StoreError(error, path: path)
    // It may be said of another file, which is merged.
    if case .damaged(path, _) = trouble { leaveAsItIs() }
    return trouble
  }

  /// The file and its log stay as they are when this is closed.
  func leaveAsItIs() {
    queue.inDatabase { aside_keep_log($0.sqliteConnection, 1) }
  }

  /// Makes a file of one state of the database, while others go on using it, and makes sure that what
  /// is in it can be read.
  /// - Parameter file: is not there yet, or empty.
  func backUp(to file: String) throws(StoreError) {
    do {
      let other = try DatabaseQueue(path: file)
      try queue.backup(to: other)
      let found = try other.read { try $0.firstFault() }
      try other.close()
      guard let found else { return }
      leaveAsItIs()
      throw StoreError.damaged(path: path, detail: found)
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// - Parameter path: of the file; `nil` in memory.
  static func configuration(for path: String?, _ stop: DatabaseStop? = nil) -> Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = true
    let wait = BusyWait(path: path, stop: stop)
    configuration.busyMode = .callback { wait.goesOn(after: $0) }
    // Before anything is read, as that may show damage; `migrate` takes it back.
    configuration.prepareDatabase {
      aside_keep_log($0.sqliteConnection, 1)
      stop?.watch($0)
    }
    return configuration
  }

  private func migrate() throws {
    try queue.writeWithoutTransaction { connection in
      if let sqlitePath { try Self.refuseBrokenLog(of: sqlitePath, connection, path: path) }
      // The version is looked at before anything is written: a newer file is not to be touched.
      try Migrations.check(connection, path: path)
      try Self.useWriteAheadLog(connection, sqlitePath)
      try connection.execute(sql: "PRAGMA synchronous = NORMAL")
      // Triggers need a journal for each statement: in memory, not in a file of /var/tmp, which would
      // cost time and hold text that was meant for this database.
      try connection.execute(sql: "PRAGMA temp_store = MEMORY")
      try Migrations.run(connection, path: path)
      aside_keep_log(connection.sqliteConnection, 0)
    }
  }

  /// A log that goes on behind the place where SQLite takes it to end is kept: whoever writes next would
  /// destroy the rest (docs/decisions/0043).
  static func refuseBrokenLog(
    of sqlitePath: String, _ connection: Connection, path: String
  ) throws {
    guard LogFile(beside: sqlitePath)?.hiddenCommits ?? 0 > 0 else { return }
    // Another program may just be writing: once more while nobody does.
    try connection.inTransaction(.immediate) {
      let hidden = LogFile(beside: sqlitePath)?.hiddenCommits ?? 0
      guard hidden > 0 else { return .rollback }
      throw StoreError.damaged(
        path: path,
        detail: "its log is broken in the middle, with \(hidden) changes behind that place")
    }
  }

  /// Tries again by itself: SQLite fails at once, without its busy handler, when two programs change
  /// the journal mode of a new file at the same moment.
  private static func useWriteAheadLog(
    _ connection: Connection, _ sqlitePath: String?
  ) throws {
    let deadline = ContinuousClock.now + .seconds(busyTimeout)
    while true {
      do {
        return try connection.execute(sql: "PRAGMA journal_mode = WAL")
      } catch DatabaseError.SQLITE_BUSY
        where ContinuousClock.now < deadline
        && !(sqlitePath.map(LockSupport.isMissing(beside:)) ?? false)
      {
        Thread.sleep(forTimeInterval: 0.002)
      }
    }
  }
}

extension Connection {
  /// The first thing that SQLite finds wrong with the pages; `nil` when they are whole.
  func firstFault() throws -> String? { try faults("PRAGMA quick_check(2)").first }

  /// What one of SQLite's checks finds. Newer versions of it look into the search's index, too, which is
  /// no damage of the file: ``ConversationStore/searchIndexFaults()``.
  func faults(_ check: String) throws -> [String] {
    try String.fetchAll(self, sql: check).filter { $0 != "ok" && !$0.contains("FTS5 table") }
  }
}
