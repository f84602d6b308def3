import CSQLite
import Chat
import Foundation
import GRDB

/// The database connection passed to reads and writes. Valid only on its queue.
typealias Connection = GRDB.Database

/// The open SQLite file. Can be used from any thread; accesses run one after the other.
///
/// Uses one connection, a `DatabaseQueue`. A pool would open a second connection for the first
/// read and write a scratch table whenever the log is empty, both before the first frame can be
/// painted. Thanks to the write-ahead log, we never wait for readers in other programs, and
/// they never wait for us. A commit survives the death of the process. With
/// `synchronous=NORMAL`, a power failure can undo the last commits, but never leaves half of
/// one.
struct Database: Sendable {
  /// The longest time to wait for a lock, in seconds. Longer than any of our writes, but short
  /// enough not to try the user's patience.
  static let busyTimeout = 5.0

  /// The path as given by the caller, for error messages.
  let path: String
  /// The path as passed to SQLite; `nil` in memory.
  let sqlitePath: String?
  let queue: DatabaseQueue

  /// The opened file and its log; `nil` in memory.
  var place: DatabasePlace?
  /// Interrupts work on this database, even in the middle of a query.
  private(set) var stop: DatabaseStop?
  /// The copy that was opened because the file cannot be written.
  private var copy: OwnedCopy?

  /// Opens the file, creating it and its folder if they are missing, and migrates its schema.
  /// Leaves a file that cannot be used untouched.
  static func open(path: String, stop: DatabaseStop? = nil) throws(StoreError) -> Database {
    let file = DatabaseFile(path: path)
    try file.prepare()
    let database = try open(path: path, sqlitePath: file.sqlitePath, stop)
    file.keepToTheUser()
    return database
  }

  /// Opens a copy of a file. The copy is deleted after the last use of this value.
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

  /// Creates a database that exists only as long as the returned value.
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

  /// Runs `body` on a snapshot of the database that no concurrent write can change.
  func read<Value>(_ body: (Connection) throws -> Value) throws(StoreError) -> Value {
    try refuseAnotherFile()
    do {
      return try queue.read(body)
    } catch {
      throw trouble(error)
    }
  }

  /// Runs `body` outside a transaction. Meant for a single statement, which is its own snapshot.
  func readWithoutTransaction<Value>(
    _ body: (Connection) throws -> Value
  ) throws(StoreError) -> Value {
    try refuseAnotherFile()
    do {
      return try queue.unsafeRead(body)
    } catch {
      throw trouble(error)
    }
  }

  /// Whether indexing is left to the next writer.
  var leavesIndex = false

  /// Runs `body` in one transaction. If the call returns, everything is stored, and indexed or
  /// queued for indexing. If it throws, nothing is stored.
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

  /// Indexes what was stored. If the index is damaged, messages are still stored and wait to be
  /// indexed; the search and the check report the damage. An index that lost its list of segments
  /// reuses an existing segment's number, which shows as a constraint violation.
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

  /// Runs `body`, which manages its own transactions. Meant for statements that cannot run inside
  /// one.
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

  /// Converts an error. Once a file is found to be damaged, nothing writes to it, not even to
  /// checkpoint its log, because a repair may need both the file and the log unchanged.
  private func trouble(_ error: any Error) -> StoreError {
    let trouble = StoreError(error, path: path)
    // Compare the path: the error may concern another file that is being merged.
    if case .damaged(path, _) = trouble { leaveAsItIs() }
    return trouble
  }

  /// Prevents closing from changing the file and its log.
  func leaveAsItIs() {
    queue.inDatabase { aside_keep_log($0.sqliteConnection, 1) }
  }

  /// Copies one state of the database to a file while others continue to use the database, and
  /// verifies that the copy can be read.
  /// - Parameter file: the path of the copy. Any file already there must be empty.
  func backUp(
    to file: String, _ progress: (BackUpProgress) -> Void
  ) throws(StoreError) {
    do {
      let other = try Self.openCopy(file)
      try queue.copyState(to: other) { progress(.copying($0)) }
      progress(.verifying)
      let found = try other.read { try $0.firstFault() }
      try other.close()
      guard let found else { return }
      leaveAsItIs()
      throw StoreError.damaged(path: path, detail: found)
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Opens a temporary file to copy the database to. SQLite opens files by name, so a signal that
  /// removes the file must not come in between: SQLite would create it again. For the same reason,
  /// the journal is kept in memory.
  private static func openCopy(_ file: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA journal_mode = MEMORY") }
    return try TemporaryItems.making(file) {
      Result { try DatabaseQueue(path: file, configuration: configuration) }
    }.get()
  }

  /// Returns the configuration of a connection.
  /// - Parameter path: `nil` for an in-memory database.
  static func configuration(for path: String?, _ stop: DatabaseStop? = nil) -> Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = true
    let wait = BusyWait(path: path, stop: stop)
    configuration.busyMode = .callback { wait.goesOn(after: $0) }
    // Keep the log from the start, since the first read may reveal damage; `migrate` reverts this.
    configuration.prepareDatabase {
      aside_keep_log($0.sqliteConnection, 1)
      stop?.watch($0)
    }
    return configuration
  }

  private func migrate() throws {
    try queue.writeWithoutTransaction { connection in
      if let sqlitePath { try Self.refuseBrokenLog(of: sqlitePath, connection, path: path) }
      // Check the version before writing anything: a newer file must not be touched.
      try Migrations.check(connection, path: path)
      try Self.useWriteAheadLog(connection, sqlitePath)
      try connection.execute(sql: "PRAGMA synchronous = NORMAL")
      // Triggers need a statement journal. Keep it in memory: a file in /var/tmp would cost time
      // and hold text that belongs in this database only.
      try connection.execute(sql: "PRAGMA temp_store = MEMORY")
      try Migrations.run(connection, path: path)
      aside_keep_log(connection.sqliteConnection, 0)
    }
  }

  /// Refuses a log that has more commits after the point where SQLite believes it ends: the next
  /// writer would destroy them (docs/decisions/0043).
  static func refuseBrokenLog(
    of sqlitePath: String, _ connection: Connection, path: String
  ) throws {
    guard LogFile(beside: sqlitePath)?.hiddenCommits ?? 0 > 0 else { return }
    // Another program may be writing right now. Check again while no other program can write.
    try connection.inTransaction(.immediate) {
      let hidden = LogFile(beside: sqlitePath)?.hiddenCommits ?? 0
      guard hidden > 0 else { return .rollback }
      throw StoreError.damaged(
        path: path,
        detail: .brokenLog(lost: hidden))
    }
  }

  /// Switches to the write-ahead log, retrying in a loop: when two programs change the journal
  /// mode of a new file at the same moment, SQLite fails immediately without calling its busy
  /// handler.
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

extension DatabaseQueue {
  /// The number of pages copied between two reports of the progress.
  private static let pagesPerStep: Int32 = 1000

  /// Copies one state of the database, even if others write in the meantime.
  /// - Parameter progress: receives the fraction copied, from 0 to 1, and may throw to stop.
  func copyState(to other: DatabaseQueue, _ progress: (Double) throws -> Void) throws {
    try read { source in
      // Reading anything begins the transaction. Without it, SQLite would start over each time
      // another program writes.
      _ = try Int.fetchOne(source, sql: "PRAGMA schema_version")
      try withoutActuallyEscaping(progress) { progress in
        try other.inDatabase { target in
          try source.backup(to: target, pagesPerStep: Self.pagesPerStep) {
            try progress(Double($0.completedPageCount) / Double(max(1, $0.totalPageCount)))
          }
        }
      }
    }
  }
}

extension Connection {
  /// Returns the first fault that SQLite finds in the pages; `nil` if they are intact.
  func firstFault() throws -> StoreFault? { try faults("PRAGMA quick_check(2)").first }

  /// Returns the faults found by one of SQLite's checks. Newer versions of SQLite also check the
  /// search index, whose faults are not damage to the file: see
  /// ``ConversationStore/searchIndexFaults()``.
  func faults(_ check: String) throws -> [StoreFault] {
    try String.fetchAll(self, sql: check).filter { $0 != "ok" && !$0.contains("FTS5 table") }
      .map { .words($0) }
  }
}
