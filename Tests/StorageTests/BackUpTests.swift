import Chat
import Foundation
import GRDB
import Testing

@testable import Storage

/// Backups, and leftover files that must not remain next to a replaced file.
@Suite struct BackUpTests {
  private let folder: TemporaryFolder
  private let store: ConversationStore
  private let target: String

  init() throws {
    folder = try TemporaryFolder()
    store = try ConversationStore(path: folder.database)
    target = folder.path + "/target.sqlite"
    var samples = RandomConversations(seed: 3)
    try store.save((0..<5).map { _ in samples.conversation() })
  }

  /// Simulates a crash: leaves a store whose last conversation is only in its log.
  private func crash(at path: String) throws {
    let live = folder.path + "/live.sqlite"
    var samples = Samples(seed: 99)
    let other = try ConversationStore(path: live)
    try other.save([samples.exchange("crashed")])
    for end in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: live + end, toPath: path + end)
    }
  }

  @Test func backupIsCompleteAndReplacesAtomically() throws {
    try store.backUp(to: target)
    #expect(try folder.mode(target) == 0o600)
    #expect(try ConversationStore(path: target).contents() == store.contents())
    var samples = Samples()
    try store.save([samples.exchange()])
    try store.backUp(to: target)
    #expect(try ConversationStore(path: target).contents() == store.contents())
    #expect(throws: StoreError.self) { try store.backUp(to: "/dev/null/backup.sqlite") }
    #expect(
      try !FileManager.default.contentsOfDirectory(atPath: folder.path).contains {
        $0.contains("unfinished")
      })
  }

  /// Writing between the steps of a backup does not change the copy, nor make it start over.
  @Test func backupCopiesOneState() throws {
    var samples = Samples(seed: 7)
    var conversation = samples.exchange()
    conversation.title = String(repeating: "long title ", count: 1_000_000)
    try store.save([conversation])
    let before = try store.contents()
    let other = try ConversationStore(path: folder.database)
    var steps: [BackUpProgress] = []
    try store.backUp(to: target) { step in
      steps.append(step)
      #expect(throws: Never.self) { try other.save([samples.exchange("later")]) }
    }
    #expect(try ConversationStore(path: target).contents() == before)
    #expect(steps.count > 3 && steps.last == .verifying)
    let parts = steps.compactMap { if case .copying(let part) = $0 { part } else { nil } }
    #expect(parts == parts.sorted() && parts.last == 1)
  }

  @Test func logOfReplacedFileIsNotAppliedToNewOne() throws {
    try crash(at: target)
    try store.backUp(to: target)
    #expect(!FileManager.default.fileExists(atPath: target + "-wal"))
    #expect(try ConversationStore(path: target).contents() == store.contents())
    #expect(try ConversationStore(path: target).faults() == [])
  }

  @Test func orphanedLogIsLeftAlone() throws {
    try crash(at: target)
    try FileManager.default.removeItem(atPath: target)
    let log = FileManager.default.contents(atPath: target + "-wal")
    let error = #expect(throws: StoreError.self) { try store.backUp(to: target) }
    #expect(error == .failed(path: target, detail: .strayLog(target + "-wal")))
    #expect(FileManager.default.contents(atPath: target + "-wal") == log)
    try FileManager.default.removeItem(atPath: target + "-wal")
    try store.backUp(to: target)
    #expect(try ConversationStore(path: target).contents() == store.contents())
  }

  @Test func brokenLogIsLeftAlone() throws {
    try crash(at: target)
    var log = try Data(contentsOf: URL(fileURLWithPath: target + "-wal"))
    log[200] ^= 1
    try log.write(to: URL(fileURLWithPath: target + "-wal"))
    let before = FileManager.default.contents(atPath: target)
    let error = #expect(throws: StoreError.self) { try store.backUp(to: target) }
    #expect(error == .failed(path: target, detail: .logNotApplied(target + "-wal")))
    #expect(FileManager.default.contents(atPath: target) == before)
    #expect(FileManager.default.contents(atPath: target + "-wal") == log)
  }

  @Test func fileInUseIsNotReplaced() throws {
    for hasLog in [false, true] {
      let path = target + "\(hasLog)"
      try crash(at: path)
      try FileManager.default.removeItem(atPath: folder.path + "/live.sqlite")
      if !hasLog { try? ConversationStore(path: path).erase([]) }
      let before = try ConversationStore(path: path).contents()
      let holder = try #require(try FileHolder(path))
      #expect(throws: StoreError.busy(path: path)) { try store.backUp(to: path) }
      holder.letGo()
      #expect(try ConversationStore(path: path).contents() == before)
    }
  }

  @Test func damagedStoreNeverReplacesAFile() throws {
    let damaged = folder.path + "/damaged.sqlite"
    try store.backUp(to: damaged)
    try store.backUp(to: target)
    let before = FileManager.default.contents(atPath: target)
    // This index is not read when the file is opened, so the damage to it goes unnoticed at first.
    let page = try #require(
      try store.database.read {
        try Int.fetchOne(
          $0, sql: "SELECT rootpage FROM sqlite_master WHERE name = 'message_by_conversation'")
      })
    var bytes = try Data(contentsOf: URL(fileURLWithPath: damaged))
    let range = (page - 1) * 4096..<page * 4096
    bytes.replaceSubrange(range, with: Data(repeating: 0xFF, count: 4096))
    try bytes.write(to: URL(fileURLWithPath: damaged))
    let other = try ConversationStore(path: damaged)
    let error = #expect(throws: StoreError.self) { try other.backUp(to: target) }
    guard case .damaged(damaged, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(FileManager.default.contents(atPath: target) == before)
    // A merge must not report this as damage to the user's own store.
    let merging = #expect(throws: StoreError.self) { try store.merge(damaged) }
    guard case .damaged(damaged, _)? = merging else {
      Issue.record("\(String(describing: merging))")
      return
    }
  }
}
