import Chat
import Foundation
import GRDB
import TestKit
import Testing

@testable import Storage

/// Text appended to a streaming message. The cost does not depend on the message's length, and
/// every reader of the message sees the whole text.
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

  /// Stores a conversation with an answer that `process` is streaming, and appends the pieces.
  private func streaming(
    _ pieces: [String], as process: ProcessIdentity = .current
  ) throws -> (conversation: Conversation, id: MessageID, whole: String) {
    var samples = Samples()
    let conversation = samples.exchange("streamed", status: .streaming)
    let id = try #require(conversation.path.last)
    let writer = try store(as: process)
    try writer.save(conversation, messages: conversation.path)
    for piece in pieces { try writer.append(AnswerPiece(content: piece, reasoning: ""), to: id) }
    return (conversation, id, "Because." + pieces.joined())
  }

  /// Compares the log's growth over runs of appends, because a single append may also split pages.
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
        AnswerPiece(
          content: isReasoning ? "" : piece, reasoning: isReasoning ? piece : "",
          figures: Self.figures(tokens: written.count)), to: id)
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

  /// Returns the figures of an answer in progress.
  private static func figures(tokens: Int, usage: Usage? = nil) -> AnswerFigures {
    AnswerFigures(
      usage: usage,
      timings: Timings(firstToken: .milliseconds(120), end: .milliseconds(250 * (tokens + 1))),
      estimate: AnswerEstimate(
        promptCount: 900, completionTokens: tokens + 1, reasoningTokens: tokens,
        cost: 0.001 * Double(tokens + 1)))
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
        // After a failed append the whole message is saved; it may have shrunk.
        if Bool.random(using: &random) { (message.content, message.logprobs) = ("", []) }
        try writer.save(message, in: conversation.id)
      } else {
        var piece = AnswerPiece(
          content: texts.randomElement(using: &random) ?? "",
          reasoning: texts.randomElement(using: &random) ?? "")
        if piece.hasText {
          let count = Int.random(in: 0...2, using: &random)
          piece.logprobs = (0..<count).map {
            TokenLogprob(token: piece.content, logprob: -Double($0))
          }
          // An older version stores no figures.
          if Bool.random(using: &random) {
            piece.figures = Self.figures(
              tokens: message.content.utf8.count,
              usage: Bool.random(using: &random) ? Usage(promptTokens: 7, cost: 0.5) : nil)
          }
        }
        message.content += piece.content
        message.reasoning += piece.reasoning
        message.logprobs += piece.logprobs
        message.figures.merge(piece.figures)
        try writer.append(piece, to: message.id)
      }
      let read = try #require(try reader.conversation(conversation.id)?[message.id])
      #expect(Array(read.content.utf8) == Array(message.content.utf8))
      #expect(Array(read.reasoning.utf8) == Array(message.reasoning.utf8))
      #expect(read.logprobs == message.logprobs)
      #expect(read.figures == message.figures)
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

  // MARK: Figures

  /// Stores an answer of a dead process, with probabilities and figures up to its last piece.
  /// - Parameter isMistaken: whether another program considers the process dead before the pieces
  ///   are appended.
  private func killed(
    isMistaken: Bool = false
  ) throws -> (conversation: Conversation, answer: Message) {
    var samples = Samples()
    var conversation = samples.exchange("streamed", status: .streaming)
    let id = try #require(conversation.path.last)
    let writer = try store(as: dead)
    try writer.save(conversation, messages: conversation.path)
    if isMistaken { _ = try store() }
    for (step, word) in [" Or", " so"].enumerated() {
      let piece = AnswerPiece(
        content: word, logprobs: [TokenLogprob(token: word, logprob: -0.25)],
        figures: Self.figures(tokens: step))
      try writer.append(piece, to: id)
      conversation.update(id) { message in
        message.content += piece.content
        message.logprobs += piece.logprobs
        message.figures = piece.figures
        message.status = .truncated
      }
    }
    return (conversation, try #require(conversation[id]))
  }

  @Test func anAnswerOfADeadProcessKeepsItsProbabilitiesAndFigures() throws {
    let (conversation, answer) = try killed()
    let read = try ConversationStore.reading(path: folder.database).conversation(conversation.id)
    #expect(read?[answer.id] == answer, "without writing")
    let store = try store()
    #expect(try store.conversation(conversation.id)?[answer.id] == answer)
    #expect(try pieceCount(store) == 0)
  }

  @Test(arguments: [false, true])
  func whatADeadProcessSpentCounts(_ isMistaken: Bool) throws {
    let (conversation, answer) = try killed(isMistaken: isMistaken)
    let cost = try #require(answer.spending)
    let store = try store()
    let report = try store.spending(since: answer.createdAt, on: conversation.id)
    #expect(report.sinceTime == cost)
    #expect(report.otherThanMessages.isNothing, "it is the message's own")
    let use = try #require(try store.monthlyUse().first)
    #expect(use.cost == cost.dollars && use.isCostEstimated)
    #expect(use.completionTokens == 2 && use.reasoningTokens == 1)
  }

  @Test func aMergeCountsWhatAStreamElsewhereHasSpent() throws {
    let (_, answer) = try killed()
    let cost = try #require(answer.spending)
    let store = try store(at: folder.path + "/other.sqlite")
    for _ in 1...2 {
      _ = try store.merge(folder.database)
      #expect(try store.spending(since: answer.createdAt, on: nil).sinceTime == cost)
    }
  }

  @Test func aRecoveryKeepsThemToo() throws {
    let (conversation, answer) = try killed()
    var bytes = try Data(contentsOf: URL(fileURLWithPath: folder.database))
    bytes.replaceSubrange(0..<100, with: Data(repeating: 0xA5, count: 100))
    try bytes.write(to: URL(fileURLWithPath: folder.database))
    _ = try Recovery(path: folder.database).run(name: "now")
    let store = try store()
    #expect(try store.conversation(conversation.id)?[answer.id] == answer)
    #expect(
      try store.spending(since: answer.createdAt, on: nil).sinceTime == answer.spending)
  }

  /// The previous version's files contain pieces without figures.
  @Test func piecesOfAnOlderVersionAreRead() throws {
    var samples = Samples()
    let conversation = samples.exchange("streamed", status: .streaming)
    let id = try #require(conversation.path.last)
    let writer = try store(as: dead)
    try writer.save(conversation, messages: conversation.path)
    try writer.database.write { connection in
      try connection.execute(
        sql: """
          INSERT INTO message_piece (message_id, start, content, reasoning) VALUES (?, 8, ' So', '')
          """, arguments: [id.description])
    }
    var expected = try #require(conversation[id])
    expected.content += " So"
    expected.status = .truncated
    #expect(try store().conversation(conversation.id)?[id] == expected)
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
    try owner.append(AnswerPiece(content: " One", reasoning: ""), to: id)
    let other = try store()
    try owner.append(AnswerPiece(content: " needle", reasoning: ""), to: id)
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
    for thought in ["Let", " me"] {
      try store.append(AnswerPiece(content: "", reasoning: thought), to: id)
    }
    #expect(try preview() == "Let me")
    for piece in pieces { try store.append(AnswerPiece(content: piece, reasoning: ""), to: id) }
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
    for piece in pieces { try writer.append(AnswerPiece(content: piece, reasoning: ""), to: id) }
    try writer.save(message, in: conversation.id)
    let copy = folder.path + "/copy.sqlite"
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: folder.database + suffix, toPath: copy + suffix)
    }
    _ = try Recovery(path: copy).run(name: "now")
    #expect(try store(at: copy).conversation(conversation.id)?[id] == message)
  }
}
