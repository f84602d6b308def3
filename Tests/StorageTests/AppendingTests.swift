import Chat
import Foundation
import GRDB
import TestKit
import Testing

@testable import Storage

/// Text appended to a streaming message costs the same however long the message is, and whoever reads
/// the message sees all of it.
@Suite struct AppendingTests {
  private let folder: TemporaryFolder
  private let dead = ProcessIdentity(number: .max, start: 1)

  init() throws { folder = try TemporaryFolder() }

  private func store(
    as process: ProcessIdentity = .current, at path: String? = nil
  ) throws -> ConversationStore {
    try ConversationStore(
      database: try Database.open(path: path ?? folder.database), process: process)
  }

  private func pieceCount(_ store: ConversationStore) throws -> Int? {
    try store.database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM message_piece") }
  }

  private func logSize() throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.database + "-wal")
    return try #require(attributes[.size] as? Int)
  }

  /// A conversation with an answer that `process` is streaming; the pieces are appended to it.
  private func streaming(
    _ pieces: [String], as process: ProcessIdentity = .current
  ) throws -> (conversation: Conversation, id: MessageID, whole: String) {
    var samples = Samples()
    let conversation = samples.exchange("streamed", status: .streaming)
    let id = try #require(conversation.path.last)
    let writer = try store(as: process)
    try writer.save(conversation, messages: conversation.path)
    for piece in pieces { try writer.append(content: piece, reasoning: "", to: id) }
    return (conversation, id, "Because." + pieces.joined())
  }

  /// Compares the log's growth over runs of appends, because a single one may also split pages.
  @Test(arguments: [false, true])
  func anAppendToALongMessageWritesAsMuchAsTheFirst(_ isReasoning: Bool) throws {
    var samples = Samples()
    let conversation = samples.exchange(status: .streaming)
    let id = try #require(conversation.path.last)
    let store = try store()
    try store.save(conversation, messages: conversation.path)
    try store.database.write { try $0.execute(sql: "PRAGMA wal_autocheckpoint = 0") }
    let piece = String(repeating: "x", count: 1024)
    var written: [Int] = []
    var changes: Set<Int> = []
    for _ in 0..<1000 {
      let before = (try logSize(), try totalChanges(store))
      try store.append(
        content: isReasoning ? "" : piece, reasoning: isReasoning ? piece : "", to: id)
      written.append(try logSize() - before.0)
      changes.insert(try totalChanges(store) - before.1)
    }
    let (first, last) = (written.prefix(50).reduce(0, +), written.suffix(50).reduce(0, +))
    #expect(last <= first * 3 / 2)
    #expect(last / 50 < 8 * 4096)
    #expect(changes == [1])
    let message = try #require(try store.conversation(conversation.id)?[id])
    #expect(message.content.utf8.count + message.reasoning.utf8.count == 8 + 1000 * 1024)
  }

  private func totalChanges(_ store: ConversationStore) throws -> Int {
    try store.database.read { $0.totalChangesCount }
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func whateverHappensEveryReaderSeesTheSameText(_ seed: UInt64) throws {
    var random = SplitMix64(state: seed)
    var samples = Samples()
    let conversation = samples.exchange(status: .streaming)
    var message = try #require(conversation.lastMessage)
    let (writer, reader) = (try store(), try store())
    try writer.save(conversation, messages: conversation.path)
    let texts = ["", "a", "\0", "é", "e", "\u{301}", "\r", "\n", "👩‍", "👧", "word "]
    for _ in 0..<Int.random(in: 1...60, using: &random) {
      if Int.random(in: 0..<8, using: &random) == 0 {
        // After a failed append the whole message is saved, and may be shorter.
        if Bool.random(using: &random) { message.content = "" }
        try writer.save(message, in: conversation.id)
      } else {
        let piece = texts.randomElement(using: &random) ?? ""
        let thought = texts.randomElement(using: &random) ?? ""
        message.content += piece
        message.reasoning += thought
        try writer.append(content: piece, reasoning: thought, to: message.id)
      }
      let read = try #require(try reader.conversation(conversation.id)?[message.id])
      #expect(Array(read.content.utf8) == Array(message.content.utf8))
      #expect(Array(read.reasoning.utf8) == Array(message.reasoning.utf8))
    }
    message.status = .complete
    try writer.save(message, in: conversation.id)
    #expect(try reader.conversation(conversation.id)?[message.id] == message)
    #expect(try pieceCount(writer) == 0)
  }

  @Test func anAnswerOfADeadProcessIsFoldedAndFound() throws {
    let (conversation, id, whole) = try streaming([" Or", " needle", " so"], as: dead)
    let store = try store()
    #expect(try pieceCount(store) == 0)
    #expect(try store.conversation(conversation.id)?[id]?.content == whole)
    let found = try store.search(
      SearchQuery("needle"), order: .newest, limit: 9, now: Timestamp(milliseconds: 0))
    #expect(found?.hits.map(\.message) == [id])
    #expect(try store.searchIndexFaults() == [])
    #expect(try store.faults() == [])
  }

  @Test func aReaderThatMayNotWriteSeesThePieces() throws {
    let (conversation, id, whole) = try streaming([" Or", " so"], as: dead)
    let read = try ConversationStore.reading(path: folder.database).conversation(conversation.id)
    #expect(read?[id]?.content == whole)
    #expect(read?[id]?.status == .truncated)
  }

  @Test func anOwnerMistakenForDeadIsStillFound() throws {
    var samples = Samples()
    let conversation = samples.exchange(status: .streaming)
    let id = try #require(conversation.path.last)
    let owner = try store(as: dead)
    try owner.save(conversation, messages: conversation.path)
    try owner.append(content: " One", reasoning: "", to: id)
    let other = try store()
    try owner.append(content: " needle", reasoning: "", to: id)
    #expect(try other.conversation(conversation.id)?[id]?.content == "Because. One needle")
    let found = try other.search(
      SearchQuery("needle"), order: .newest, limit: 9, now: Timestamp(milliseconds: 0))
    #expect(found?.hits.map(\.message) == [id])
    #expect(try other.searchIndexFaults() == [])
  }

  @Test(arguments: [["Thus", " far"], ["", "Far"]])
  func theListShowsTheBeginningOfAStream(_ pieces: [String]) throws {
    var samples = Samples()
    var conversation = samples.conversation("streamed")
    conversation.append(samples.question("Why?"))
    conversation.append(samples.answer("", after: conversation.path.last, status: .streaming))
    let id = try #require(conversation.path.last)
    let store = try store()
    try store.save([conversation])
    func preview() throws -> String? {
      try store.summaries(on: .current, limit: 1).first?.preview
    }
    for thought in ["Let", " me"] { try store.append(content: "", reasoning: thought, to: id) }
    #expect(try preview() == "Let me")
    for piece in pieces { try store.append(content: piece, reasoning: "", to: id) }
    #expect(try preview() == pieces.joined())
  }

  @Test func aStreamElsewhereIsMergedWithItsPieces() throws {
    let (conversation, id, whole) = try streaming([" Or", " so"])
    let store = try store(at: folder.path + "/other.sqlite")
    _ = try store.merge(folder.database)
    let merged = try store.conversation(conversation.id)?[id]
    #expect(merged?.content == whole)
    #expect(merged?.status == .truncated)
    #expect(try pieceCount(store) == 0)
  }

  @Test func aBackUpHasThePieces() throws {
    let (conversation, id, whole) = try streaming([" Or", " so"])
    let copy = folder.path + "/copy.sqlite"
    try store().backUp(to: copy)
    #expect(try store(at: copy).conversation(conversation.id)?[id]?.content == whole)
  }

  @Test func deletedAndRestoredAStreamKeepsItsPieces() throws {
    var (conversation, id, whole) = try streaming([" Or", " so"])
    let store = try store()
    let removed = conversation.remove(id)
    try store.delete(removed.map(\.id), of: conversation)
    #expect(try pieceCount(store) == 0)
    let restored = try store.restoreLastDeletion(of: conversation.id)
    #expect(restored?.messages.map(\.content) == [whole])
  }

  // MARK: Recovery

  /// Reads the rows of a damaged file, in which the pieces may come before their message.
  @Test func aRecoveryFindsThePieces() throws {
    let pieces = (0..<300).map { " \($0) " + String(repeating: "y", count: $0 * 7 % 900) }
    let (conversation, id, whole) = try streaming(pieces, as: dead)
    var bytes = try Data(contentsOf: URL(fileURLWithPath: folder.database))
    bytes.replaceSubrange(0..<100, with: Data(repeating: 0xA5, count: 100))
    try bytes.write(to: URL(fileURLWithPath: folder.database))
    let report = try Recovery(path: folder.database).run(name: "now")
    #expect(report.cutOff == 0)
    let message = try store().conversation(conversation.id)?[id]
    #expect(message?.content == whole)
    #expect(message?.status == .truncated)
  }

  /// The log still has the pages with the pieces of an answer that has ended.
  @Test func aRecoveryAddsNoOldPiecesToAnAnswerThatHasEnded() throws {
    let pieces = (0..<100).map { " piece \($0)" }
    let (conversation, id, whole) = try streaming(pieces)
    var message = try #require(conversation[id])
    message.content = whole
    message.status = .complete
    let writer = try store()
    for piece in pieces { try writer.append(content: piece, reasoning: "", to: id) }
    try writer.save(message, in: conversation.id)
    let copy = folder.path + "/copy.sqlite"
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: folder.database + suffix, toPath: copy + suffix)
    }
    _ = try Recovery(path: copy).run(name: "now")
    #expect(try store(at: copy).conversation(conversation.id)?[id] == message)
  }
}
