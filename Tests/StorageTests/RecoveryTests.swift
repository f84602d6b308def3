import Chat
import Foundation
import GRDB
import TestKit
import Testing

@testable import Storage

/// Recovery of files with many kinds of damage. It never crashes, never loses the old file, and
/// saves everything that the damage left intact.
@Suite struct RecoveryTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.database
  }

  /// Creates and closes a store, and returns its contents. The store has a few hundred messages,
  /// both short ones and ones that fill many pages.
  private func makeStore(seed: UInt64 = 1, count: Int = 60) throws -> [ConversationID: Conversation]
  {
    var samples = RandomConversations(seed: seed)
    let store = try ConversationStore(path: path)
    var conversations = (0..<count).map { _ in samples.conversation() }
    for index in stride(from: 0, to: count, by: 5) {
      var message = samples.message(after: conversations[index].path.last)
      message.content = String(repeating: "0123456789abcd\0é", count: 200 * (index + 1))
      conversations[index].append(message)
    }
    try store.save(conversations)
    return try store.contents()
  }

  private func data() throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

  private func write(_ data: Data) throws { try data.write(to: URL(fileURLWithPath: path)) }

  /// Recovers, and checks that the reported copy of the damaged file is complete and that the new
  /// store has no faults.
  private func recover() throws -> (RecoveryReport, [ConversationID: Conversation]) {
    let damaged = try data()
    let report = try Recovery(path: path).run(name: "now")
    #expect(FileManager.default.contents(atPath: report.movedTo) == damaged)
    let store = try ConversationStore(path: path)
    #expect(try store.faults() == [])
    let contents = try store.contents()
    #expect(contents.values.count { !$0.isEmpty } == report.conversations)
    #expect(contents.values.count { $0.isEmpty } == report.emptyConversations)
    #expect(try folder.mode(path) == 0o600)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(!files.contains { $0.contains("recovering") })
    return (report, contents)
  }

  @Test func intactFileIsRecoveredCompletely() throws {
    let before = try makeStore()
    let (report, after) = try recover()
    #expect(after == before)
    #expect(report.rebuilt == 0)
    #expect(report.cutOff == 0)
  }

  /// Copies the store while it is open, which simulates the death of a process.
  /// - Returns: the contents of the store. The last conversation is only in the log.
  private func leaveWithLog(at copy: String) throws -> [ConversationID: Conversation] {
    let before = try makeStore(count: 5)
    let store = try ConversationStore(path: path)
    var samples = RandomConversations(seed: 77)
    let late = samples.conversation()
    try store.save([late])
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix)
    }
    return before.merging([late.id: late]) { $1 }
  }

  @Test func logIsRecoveredToo() throws {
    let copy = folder.path + "/copy.sqlite"
    let contents = try leaveWithLog(at: copy)
    _ = try Recovery(path: copy).run(name: "now")
    #expect(try ConversationStore(path: copy).contents() == contents)
    #expect(FileManager.default.fileExists(atPath: copy + ".damaged-now-wal"))
  }

  @Test(arguments: [100, 4096])
  func destroyedHeaderLosesNothingElse(_ size: Int) throws {
    let before = try makeStore()
    var bytes = try data()
    bytes.replaceSubrange(0..<size, with: Data(repeating: 0xA5, count: size))
    try write(bytes)
    #expect(throws: StoreError.self) { try ConversationStore(path: path) }
    #expect(try recover().1 == before)
  }

  @Test(arguments: 1...30 as ClosedRange<UInt64>)
  func randomDamageLosesOnlyWhatItHits(_ seed: UInt64) throws {
    let before = try makeStore()
    var random = SplitMix64(state: seed)
    var bytes = try data()
    let pages = bytes.count / 4096
    // Each hit damages a whole page or a few bytes of it.
    let hits = (0..<Int.random(in: 1...5, using: &random)).map { _ in
      Int.random(in: 0..<pages, using: &random)
    }
    for page in hits {
      let length = Bool.random(using: &random) ? 4096 : Int.random(in: 1...200, using: &random)
      let start = page * 4096 + Int.random(in: 0...(4096 - length), using: &random)
      for index in start..<(start + length) {
        bytes[index] = UInt8.random(in: 0...255, using: &random)
      }
    }
    try write(bytes)
    let (report, after) = try recover()
    let messages = Dictionary(
      uniqueKeysWithValues: before.values.flatMap { $0.allMessages.map { ($0.id, $0) } })
    let intact = after.values.flatMap(\.allMessages).count { messages[$0.id] == $0 }
    // A page contains at most a few dozen messages.
    #expect(intact >= messages.count - hits.count * 40)
    #expect(report.messages >= intact)
  }

  /// The argument is the number of bytes to keep or, if negative, the number of bytes to cut off.
  @Test(arguments: [1, 50, 4095, 4096, 5000, 20_000, 100_000, -4096])
  func truncatedFileGivesWhatIsLeft(_ size: Int) throws {
    let before = try makeStore()
    let whole = try data()
    try write(size > 0 ? whole.prefix(size) : whole.dropLast(-size))
    let (_, after) = try recover()
    let known = Set(before.values.flatMap { $0.allMessages.map(\.id) })
    #expect(after.values.flatMap(\.allMessages).allSatisfy { known.contains($0.id) })
    if size < 0 { #expect(!after.isEmpty) }
  }

  @Test func textWithoutItsEndIsKeptAsTruncated() throws {
    var samples = Samples()
    var conversation = samples.exchange("title")
    let text = String(repeating: "abcdefgh", count: 10_000)
    conversation.append(samples.question(text, after: conversation.path.last))
    try ConversationStore(path: path).save([conversation])
    try write(try data().dropLast(6 * 4096))
    let (report, after) = try recover()
    #expect(report.cutOff == 1)
    let message = try #require(after[conversation.id]?.lastMessage)
    #expect(message.status == .truncated)
    #expect(message.content.count > 30_000)
    #expect(text.hasPrefix(message.content))
  }

  @Test func conversationIsRebuiltFromItsMessages() throws {
    var samples = Samples()
    let conversation = samples.exchange("title")
    let store = try ConversationStore(path: path)
    try store.save([conversation])
    try store.database.writeWithoutTransaction { connection in
      try connection.execute(sql: "PRAGMA foreign_keys = OFF; DELETE FROM conversation")
    }
    #expect(try store.faults() == [.orphanedRows(2)])
    let copy = folder.path + "/copy.sqlite"
    try store.backUp(to: copy)
    let report = try Recovery(path: copy).run(name: "now")
    #expect(report.rebuilt == 1)
    let rebuilt = try #require(try ConversationStore(path: copy).conversation(conversation.id))
    #expect(rebuilt.title == "Why?")
    #expect(rebuilt.messages == conversation.messages)
  }

  @Test func deletedConversationStaysDeleted() throws {
    let before = try makeStore()
    let store = try ConversationStore(path: path)
    // Conversations with a draft are kept, too.
    let kept = before.filter { !$0.value.draft.isEmpty || $0.key == before.keys.first }
    let count = try store.deleteConversations(
      unusedSince: Timestamp(milliseconds: .max), except: before.keys.first,
      at: Timestamp(milliseconds: 1))
    try store.emptyDeleted(now: 4_000_000_000_000)
    #expect(count == before.count - kept.count)
    let copy = folder.path + "/copy.sqlite"
    try store.backUp(to: copy)
    _ = try Recovery(path: copy).run(name: "now")
    #expect(try ConversationStore(path: copy).contents() == kept)
  }

  @Test func fileInUseIsLeftAlone() throws {
    _ = try makeStore(count: 2)
    let holder = try #require(try FileHolder(path))
    defer { holder.letGo() }
    #expect(throws: StoreError.busy(path: path)) { try Recovery(path: path).run(name: "now") }
    #expect(FileManager.default.fileExists(atPath: path))
  }

  /// The killed run had removed the log but not yet moved the new file into place.
  @Test func killedRunIsRepeatedWithTheLog() throws {
    let copy = folder.path + "/copy.sqlite"
    let contents = try leaveWithLog(at: copy)
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: copy + suffix, toPath: copy + ".damaged-1" + suffix)
    }
    try Data("half".utf8).write(to: URL(fileURLWithPath: copy + ".recovering-1"))
    try FileManager.default.removeItem(atPath: copy + "-wal")
    try Data().write(to: URL(fileURLWithPath: copy + ".repairing"))
    #expect(throws: StoreError.damaged(path: copy, detail: .interruptedRepair)) {
      try ConversationStore(path: copy)
    }
    #expect(Recovery(path: copy).leavings == [copy + ".recovering-1"])
    let report = try Recovery(path: copy).run(name: "2")
    #expect(report.movedTo == copy + ".damaged-1")
    #expect(try ConversationStore(path: copy).contents() == contents)
  }

  /// Whichever byte of the header is wrong, the file either still works, or is rejected and can
  /// be recovered completely.
  @Test func wrongHeaderLosesNothing() throws {
    var samples = Samples()
    let conversation = samples.exchange("title")
    let before = [conversation.id: conversation]
    try ConversationStore(path: path).save([conversation])
    let whole = try data()
    for offset in 0..<100 {
      for change in offset.isMultiple(of: 2) ? [0x01] : [0xFF] as [UInt8] {
        var bytes = whole
        bytes[offset] ^= change
        try write(bytes)
        do {
          let contents = try ConversationStore(path: path).contents()
          #expect(contents == before)
        } catch {
          switch error as? StoreError {
          case .damaged(path, _): break
          // The changed byte makes the header claim a later version.
          case .newer(path): #expect(offset == 63 && ConversationStore.hasKnownTables(path: path))
          default: Issue.record("\(offset) ^ \(change): \(error)")
          }
          #expect(try data() == bytes)
          #expect(try recover().1 == before)
        }
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
          try FileManager.default.removeItem(atPath: folder.path + "/" + file)
        }
      }
    }
  }

  @Test func foreignFileIsNotMoved() throws {
    let text = Data(String(repeating: "dear diary, ", count: 1000).utf8)
    try write(text)
    let error = #expect(throws: StoreError.self) { try Recovery(path: path).run(name: "now") }
    guard case .cannotOpen(path, let fault)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(fault == .nothingToRecover)
    #expect(try data() == text)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["store.sqlite"])
  }
}
