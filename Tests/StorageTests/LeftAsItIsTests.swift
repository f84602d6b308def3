import Chat
import Foundation
import GRDB
import Testing

@testable import Storage

/// Files that must not change, and saving conversations that were deleted in the meantime.
@Suite struct LeftAsItIsTests {
  /// A store with damaged tables whose latest messages are only in its log, as after a crash.
  private func damagedStore(in folder: TemporaryFolder) throws -> (file: String, log: String) {
    var samples = Samples()
    let live = folder.database
    let store = try ConversationStore(path: live)
    for number in 0..<50 {
      let conversation = samples.exchange("title \(number)")
      try store.save(conversation, messages: conversation.path)
    }
    try store.database.writeWithoutTransaction {
      try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
    let last = samples.exchange("in the log")
    try store.save(last, messages: last.path)
    let copy = live + ".copy"
    var bytes = try Data(contentsOf: URL(fileURLWithPath: live))
    for page in 1..<max(2, bytes.count / 4096) {
      let start = page * 4096
      bytes.replaceSubrange(
        start..<min(start + 64, bytes.count), with: Data(repeating: 0xFF, count: 64))
    }
    try bytes.write(to: URL(fileURLWithPath: copy))
    try FileManager.default.copyItem(atPath: live + "-wal", toPath: copy + "-wal")
    return (copy, copy + "-wal")
  }

  @Test func aDamagedFileAndItsLogDoNotChange() throws {
    let folder = try TemporaryFolder()
    let (file, log) = try damagedStore(in: folder)
    let before = [file, log].map { FileManager.default.contents(atPath: $0) }
    for _ in 1...2 {
      do {
        let store = try ConversationStore(path: file)
        _ = try? store.summaries(on: .current, limit: 100)
        #expect(try !store.faults().isEmpty)
      } catch {
        // Even opening may fail.
      }
    }
    #expect([file, log].map { FileManager.default.contents(atPath: $0) } == before)
  }

  @Test func continuingADeletedConversationRestoresIt() throws {
    let store = try ConversationStore.inMemory()
    var samples = Samples()
    var conversation = samples.exchange("gone")
    try store.save(conversation, messages: conversation.path)
    try store.change([conversation.id], .delete(samples.now()), at: samples.now())
    // Saving only the header, with a draft, does not restore the conversation.
    try store.save(conversation)
    #expect(try store.summaries(on: .deleted, limit: 9).map(\.title) == ["gone"])
    let question = samples.question("still here?", after: conversation.path.last)
    conversation.append(question)
    try store.save(conversation, messages: [question.id])
    #expect(try store.summaries(on: .current, limit: 9).map(\.messageCount) == [3])
  }

  @Test func permanentlyDeletedConversationIsSavedWhole() throws {
    let store = try ConversationStore.inMemory()
    var samples = Samples()
    var conversation = samples.exchange("gone")
    try store.save(conversation, messages: conversation.path)
    try store.database.write { try $0.execute(sql: "DELETE FROM conversation") }
    let question = samples.question("still here?", after: conversation.path.last)
    conversation.append(question)
    try store.save(conversation, messages: [question.id])
    #expect(try store.conversation(conversation.id) == conversation)
  }

  @Test func copyIsReadAndRemovedAfterItsLastUse() throws {
    let folder = try TemporaryFolder()
    var samples = Samples()
    let conversation = samples.exchange("kept")
    try ConversationStore(path: folder.database).save(conversation, messages: conversation.path)
    var copy: Storage.Database? = try Storage.Database.copy(of: folder.database)
    let path = try #require(copy?.sqlitePath)
    #expect(path != folder.database)
    do {
      let store = try ConversationStore(database: try #require(copy), process: .current)
      #expect(try store.conversation(conversation.id) == conversation)
    }
    copy = nil
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test(.enabled(if: geteuid() != 0, "modes do not bind the superuser"))
  func readOnlyFileCanBeRead() throws {
    let folder = try TemporaryFolder()
    var samples = Samples()
    let conversation = samples.exchange("kept")
    try ConversationStore(path: folder.database).save(conversation, messages: conversation.path)
    chmod(folder.database, 0o400)
    let store = try ConversationStore.reading(path: folder.database)
    #expect(try store.conversation(conversation.id) == conversation)
  }
}
