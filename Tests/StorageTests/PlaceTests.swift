import Chat
import Foundation
import GRDB
import Testing

@testable import Storage

/// Files that are removed, replaced or damaged while open.
@Suite struct PlaceTests {
  private let folder: TemporaryFolder
  private let path: String
  private let store: ConversationStore
  private let first: Conversation
  private var samples = Samples()

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/inner/store.sqlite"
    store = try ConversationStore(path: path)
    first = samples.exchange("first")
    try store.save([first])
  }

  private func remove(_ ends: String...) throws {
    for end in ends { try FileManager.default.removeItem(atPath: path + end) }
  }

  /// Expects the store to report the replacement, and returns where it saved the contents.
  private func letGo() throws -> String? {
    #expect(throws: StoreError.replaced(path: path, kept: nil)) { try store.save(first) }
    #expect(throws: StoreError.replaced(path: path, kept: nil)) {
      try store.summaries(on: .current, limit: 1)
    }
    let kept = store.letGo()
    #expect(throws: StoreError.self) { try store.save(first) }
    return kept
  }

  private func titles(_ path: String) throws -> [String] {
    try ConversationStore(path: path).contents().values.map(\.title).sorted()
  }

  @Test func removedFileIsNoticedAndRecreated() throws {
    try FileManager.default.removeItem(atPath: folder.path + "/inner")
    #expect(try letGo() == nil)
    #expect(try titles(path) == [])
  }

  @Test func logOfADeletedFileIsNotApplied() throws {
    try remove("")
    #expect(try letGo() == nil)
    #expect(try titles(path) == [])
  }

  @Test func movedFileIsComplete() throws {
    let moved = folder.path + "/moved.sqlite"
    try FileManager.default.moveItem(atPath: path, toPath: moved)
    #expect(try letGo() == nil)
    #expect(try titles(moved) == ["first"])
    #expect(try titles(path) == [])
  }

  /// Programs that synchronise folders replace files like this.
  @Test func replacedFileIsKeptAndItsLogIsNotAppliedToTheNewOne() throws {
    let other = folder.path + "/other.sqlite"
    var samples = Samples(seed: 5)
    try ConversationStore(path: other).save([samples.exchange("other")])
    let bytes = FileManager.default.contents(atPath: other)
    rename(other, path)
    #expect(try letGo() == path + ".replaced")
    #expect(FileManager.default.contents(atPath: path) == bytes)
    #expect(try titles(path) == ["other"])
    #expect(try titles(path + ".replaced") == ["first"])
    #expect(try ConversationStore(path: path).faults() == [])
  }

  @Test func replacedFolderIsLeftAlone() throws {
    let other = folder.path + "/other"
    var samples = Samples(seed: 5)
    try ConversationStore(path: other + "/store.sqlite").save([samples.exchange("other")])
    try FileManager.default.moveItem(atPath: folder.path + "/inner", toPath: folder.path + "/old")
    try FileManager.default.moveItem(atPath: other, toPath: folder.path + "/inner")
    #expect(try letGo() == nil)
    #expect(try titles(path) == ["other"])
    #expect(try titles(folder.path + "/old/store.sqlite") == ["first"])
  }

  /// A file that turns out to be damaged is closed, so that another program can repair it.
  @Test func damagedFileIsClosed() throws {
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    try store.database.writeWithoutTransaction {
      try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
    try file.write(contentsOf: Data(repeating: 0xFF, count: 4096))
    #expect(store.letGo() == nil)
    try file.close()
    let report = try Recovery(path: path).run(name: "now")
    #expect(report.conversations == 1)
    #expect(try titles(path) == ["first"])
  }

  @Test func readingWritesNothing() throws {
    let copy = folder.path + "/copy.sqlite"
    let streaming = { () -> Conversation in
      var samples = Samples(seed: 9)
      return samples.exchange("streaming", status: .streaming)
    }()
    let dead = ProcessIdentity(number: .max, start: 1)
    try ConversationStore(database: store.database, process: dead).save([streaming])
    for end in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: path + end, toPath: copy + end)
    }
    let before = ["", "-wal"].map { FileManager.default.contents(atPath: copy + $0) }
    let reading = try ConversationStore.reading(path: copy)
    #expect(try reading.conversation(streaming.id)?.lastMessage?.status == .truncated)
    #expect(try reading.contents().count == 2)
    #expect(["", "-wal"].map { FileManager.default.contents(atPath: copy + $0) } == before)
    try reading.tidyUp()
    let statuses = try reading.database.read {
      try Int.fetchOne($0, sql: "SELECT count(*) FROM message WHERE status = 'streaming'")
    }
    #expect(statuses == 0)
  }
}
