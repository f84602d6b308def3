import Chat
import Foundation
import GRDB
import Testing

@testable import Storage

@Suite struct OpeningTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.database
  }

  @Test func foldersAndFilesArePrivate() throws {
    let path = folder.path + "/new/newer/store.sqlite"
    var samples = Samples()
    let conversation = samples.exchange()
    let store = try ConversationStore(path: path)
    try store.save(conversation, messages: conversation.path)

    #expect(try folder.mode(folder.path + "/new") == 0o700)
    #expect(try folder.mode(folder.path + "/new/newer") == 0o700)
    for suffix in ["", "-wal", "-shm"] { #expect(try folder.mode(path + suffix) == 0o600) }
    #expect(try store.conversation(conversation.id) == conversation)
  }

  @Test func ownFilesAreMadePrivateAndOthersAreNot() throws {
    let inner = folder.path + "/aside"
    let path = inner + "/aside.sqlite"
    _ = try ConversationStore(path: path)
    let foreign = inner + "/foreign.sqlite"
    try DatabaseQueue(path: foreign).writeWithoutTransaction {
      try $0.execute(sql: "CREATE TABLE bookmark (url TEXT)")
    }
    for file in [path, foreign] { chmod(file, 0o644) }
    for open in [folder.path, inner] { chmod(open, 0o755) }
    let store = try ConversationStore(path: path)
    for suffix in ["", "-wal", "-shm"] { #expect(try folder.mode(path + suffix) == 0o600) }
    #expect(try folder.mode(inner) == 0o700)
    #expect(throws: StoreError.self) { try ConversationStore(path: foreign) }
    #expect(try folder.mode(foreign) == 0o644)
    // A folder with any other name is the user's own, so its mode does not change.
    _ = try ConversationStore(path: folder.database)
    #expect(try folder.mode(folder.path) == 0o755)
    #expect(try store.conversationCount() == 0)
  }

  @Test func pragmasAreInForce() throws {
    let store = try ConversationStore(path: path)
    let values = try store.database.read { connection in
      try ["journal_mode", "synchronous", "foreign_keys"].map {
        try String.fetchOne(connection, sql: "PRAGMA \($0)")
      }
    }
    // The busy timeout is not among these pragmas, because a callback does the waiting so that it
    // can be interrupted.
    #expect(values == ["wal", "1", "1"])
  }

  @Test func specialSQLiteNamesAreOrdinaryFiles() {
    for name in [":memory:", "", "file:x?mode=memory"] {
      #expect(DatabaseFile(path: name).sqlitePath == "./" + name)
    }
    #expect(throws: StoreError.self) { try ConversationStore(path: "") }
  }

  @Test func folderIsNotADatabase() throws {
    #expect(try failure(of: folder.path) == .cannotOpen)
    #expect(try failure(of: "/dev/null/store.sqlite") == .cannotOpen)
  }

  @Test(arguments: [
    "This is not a database, but a text that is long enough to look like one. ",
    "SQLite format 3\0 and then nothing that makes sense, page after page. ",
  ])
  func otherFileIsRefusedAndLeftAlone(_ text: String) throws {
    let content = Data(String(repeating: text, count: 200).utf8)
    try content.write(to: URL(fileURLWithPath: path))
    #expect(try failure(of: path) == .damaged)
    #expect(FileManager.default.contents(atPath: path) == content)
  }

  @Test func otherProgramsDatabaseIsRefusedAndLeftAlone() throws {
    try execute("CREATE TABLE bookmark (url TEXT)")
    let content = FileManager.default.contents(atPath: path)
    #expect(try failure(of: path) == .cannotOpen)
    #expect(FileManager.default.contents(atPath: path) == content)
  }

  @Test func newerFileIsRefusedAndLeftAlone() throws {
    _ = try ConversationStore(path: path)
    try execute("PRAGMA user_version = \(Migrations.all.count + 1)")
    let content = FileManager.default.contents(atPath: path)
    #expect(throws: StoreError.newer(path: path)) { try ConversationStore(path: path) }
    #expect(FileManager.default.contents(atPath: path) == content)
  }

  @Test func damagedFileIsRefusedAndLeftAlone() throws {
    var samples = Samples()
    var conversation = samples.exchange()
    conversation.append(
      samples.question(String(repeating: "z", count: 1 << 20), after: conversation.path.last))
    try ConversationStore(path: path).save(conversation, messages: conversation.path)
    let size = try #require(FileManager.default.contents(atPath: path)).count
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    for page in 1..<(size / 4096) {
      try file.seek(toOffset: UInt64(page * 4096))
      try file.write(contentsOf: Data(repeating: 0xFF, count: 4096))
    }
    try file.close()
    let content = FileManager.default.contents(atPath: path)

    #expect(try failure(of: path) == .damaged)
    #expect(FileManager.default.contents(atPath: path) == content)
  }

  @Test(.enabled(if: geteuid() != 0, "modes do not bind the superuser"))
  func readOnlyFileIsRefused() throws {
    _ = try ConversationStore(path: path)
    chmod(path, 0o400)
    #expect(throws: StoreError.readOnly(path: path)) { try ConversationStore(path: path) }
  }

  @Test(.enabled(if: geteuid() != 0, "modes do not bind the superuser"))
  func unreadableFileAndFolderAreRefused() throws {
    _ = try ConversationStore(path: path)
    chmod(path, 0)
    #expect(try failure(of: path) == .cannotOpen)
    chmod(folder.path, 0)
    defer { chmod(folder.path, 0o700) }
    #expect(try failure(of: folder.path + "/new.sqlite") == .cannotOpen)
  }

  private enum Kind { case none, cannotOpen, damaged, other }

  /// Returns the kind of error thrown when `path` is opened, or `.other` if the error names
  /// another path.
  private func failure(of path: String) throws -> Kind {
    do {
      _ = try ConversationStore(path: path)
      return .none
    } catch .cannotOpen(path, _) {
      return .cannotOpen
    } catch .damaged(path, _) {
      return .damaged
    } catch {
      return .other
    }
  }

  private func execute(_ sql: String) throws {
    try DatabaseQueue(path: path).writeWithoutTransaction { try $0.execute(sql: sql) }
  }
}

@Suite struct StoreErrorTests {
  @Test(
    arguments: [
      (.SQLITE_FULL, .diskFull(path: "p")),
      (.SQLITE_IOERR_SHMSIZE, .diskFull(path: "p")),
      (.SQLITE_READONLY_DIRECTORY, .readOnly(path: "p")),
      (.SQLITE_BUSY_SNAPSHOT, .busy(path: "p")),
      (.SQLITE_LOCKED, .busy(path: "p")),
      (.SQLITE_CORRUPT_INDEX, .damaged(path: "p", detail: .words("m (779)"))),
      (.SQLITE_NOTADB, .damaged(path: "p", detail: .words("m (26)"))),
      (.SQLITE_CANTOPEN_ISDIR, .cannotOpen(path: "p", detail: .words("m (526)"))),
      (.SQLITE_IOERR_READ, .failed(path: "p", detail: .words("m (266)"))),
      (.SQLITE_CONSTRAINT_FOREIGNKEY, .failed(path: "p", detail: .words("m (787)"))),
    ] as [(ResultCode, StoreError)])
  func sqliteCodesMapToUserActions(_ code: ResultCode, _ expected: StoreError) {
    #expect(StoreError(DatabaseError(resultCode: code, message: "m"), path: "p") == expected)
  }

  @Test func errorsContainNoStoredText() throws {
    var samples = Samples()
    let store = try ConversationStore.inMemory()
    let error = #expect(throws: StoreError.self) {
      try store.save(samples.question("my secret"), in: ConversationID(samples.id()))
    }
    #expect(!"\(try #require(error))".contains("secret"))
  }
}
