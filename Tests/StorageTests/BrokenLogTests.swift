import Chat
import Foundation
import GRDB
import TestKit
import Testing

@testable import Storage

/// Damaged logs left by a dead process. SQLite treats the first broken frame as the end and would
/// overwrite the rest.
@Suite struct BrokenLogTests {
  private let folder: TemporaryFolder
  private let path: String
  private let conversations: [Conversation]

  private static let frame = 24 + 4096

  /// Creates a store at `path` whose last twenty conversations are only in the log.
  init() throws {
    folder = try TemporaryFolder()
    let live = folder.database
    path = live + ".copy"
    var samples = Samples()
    conversations = (0..<25).map { samples.exchange("title \($0)") }
    let store = try ConversationStore(path: live)
    for conversation in conversations.prefix(5) { try store.save([conversation]) }
    try store.database.writeWithoutTransaction {
      try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
    for conversation in conversations.dropFirst(5) { try store.save([conversation]) }
    for end in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: live + end, toPath: path + end)
    }
  }

  private func log() throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path + "-wal")) }

  private func writeLog(_ bytes: Data) throws {
    try bytes.write(to: URL(fileURLWithPath: path + "-wal"))
  }

  private func flip(_ offset: Int) throws {
    var bytes = try log()
    bytes[offset] ^= 0x10
    try writeLog(bytes)
  }

  @Test func intactLogIsRead() throws {
    let log = try #require(LogFile(beside: path))
    #expect(log.hasCommits && log.hiddenCommits == 0)
    #expect((0..<log.count).allSatisfy { log.isWhole($0) })
    #expect(try Set(ConversationStore(path: path).contents().keys) == Set(conversations.map(\.id)))
  }

  /// Each case flips a bit in the header (magic number, page size, salt, checksum) or in a frame
  /// (page number, size after the commit, salts, checksum, content).
  @Test(
    arguments: [0, 3, 9, 17, 22, 26, 30]
      + [1, 6, 9, 13, 18, 22, 24, 1000, 4119].map { 32 + 5 * frame + $0 })
  func oneWrongBitIsNoticedAndNothingIsLost(_ offset: Int) throws {
    try flip(offset)
    let files = [path, path + "-wal"]
    let before = files.map { FileManager.default.contents(atPath: $0) }
    for _ in 1...2 {
      let error = #expect(throws: StoreError.self) { try ConversationStore(path: path) }
      guard case .damaged(path, .brokenLog(lost: let lost?))? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(lost > 0)
    }
    let other = try ConversationStore.inMemory()
    #expect(throws: StoreError.self) { try other.merge(path) }
    #expect(files.map { FileManager.default.contents(atPath: $0) } == before)
    let report = try Recovery(path: path).run(name: "now")
    let after = try ConversationStore(path: path).contents()
    // Recovery falls back to the previous version of the one broken page.
    #expect(after.count >= conversations.count - 1)
    #expect(conversations.filter { after[$0.id] == $0 }.count >= conversations.count - 3)
    #expect(FileManager.default.contents(atPath: report.movedTo) == before[0])
    #expect(FileManager.default.contents(atPath: report.movedTo + "-wal") == before[1])
  }

  /// A last transaction cut short by a power failure is not damage.
  @Test(arguments: [1, 20, 24, 100, 4119, frame, frame + 1, frame + 500])
  func missingEndIsNotDamage(_ length: Int) throws {
    try writeLog(try log().dropLast(length))
    let log = try #require(LogFile(beside: path))
    #expect(log.hiddenCommits == 0)
    #expect(try ConversationStore(path: path).contents().count >= conversations.count - 1)
  }

  @Test(arguments: [0, 8, 16, 24, 3000])
  func brokenLastFrameIsNotDamage(_ offset: Int) throws {
    try flip(try log().count - Self.frame + offset)
    #expect(LogFile(beside: path)?.hiddenCommits == 0)
    #expect(try ConversationStore(path: path).contents().count == conversations.count - 1)
  }

  /// A log that was restarted over an older generation, and one that was never written.
  @Test func leftoversAfterTheEndAreNotDamage() throws {
    let store = try ConversationStore(path: folder.database)
    var samples = Samples(seed: 8)
    for _ in 0..<20 { try store.save([samples.exchange("old round")]) }
    try store.database.writeWithoutTransaction {
      try $0.execute(sql: "PRAGMA wal_checkpoint(RESTART)")
    }
    try store.save([samples.exchange("new round")])
    let log = try #require(LogFile(beside: folder.database))
    #expect(log.hasCommits && log.hiddenCommits == 0)
    #expect(!log.isCurrent(log.count - 1))
    #expect(LogFile(Data(repeating: 0, count: 100_000)).hiddenCommits == 0)
    #expect(LogFile(Data()).hiddenCommits == 0)
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func randomBytesDoNotCrash(_ seed: UInt64) throws {
    var random = SplitMix64(state: seed)
    var bytes = try log()
    for _ in 0..<Int.random(in: 1...2000, using: &random) {
      bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
        in: 0...255, using: &random)
    }
    try writeLog(bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))
    _ = try Recovery(path: path).run(name: "now")
    #expect(try ConversationStore(path: path).faults() == [])
  }

  /// The file was deleted or moved. SQLite would delete the log when creating a new file.
  @Test(arguments: [true, false])
  func logWithoutFileIsKeptAndRecovered(_ isEmpty: Bool) throws {
    try FileManager.default.removeItem(atPath: path)
    if isEmpty { try Data().write(to: URL(fileURLWithPath: path)) }
    let before = try log()
    #expect(throws: StoreError.damaged(path: path, detail: .onlyLog)) {
      try ConversationStore(path: path)
    }
    #expect(try log() == before)
    let report = try Recovery(path: path).run(name: "now")
    #expect(report.conversations >= 20)
    #expect(FileManager.default.contents(atPath: path + ".damaged-now-wal") == before)
    #expect(try ConversationStore(path: path).conversationCount() == report.conversations)
  }
}
