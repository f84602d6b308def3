import Chat
import GRDB
import Testing

@testable import Storage

@Suite struct SummariesTests {
  private let store: ConversationStore

  init() throws { store = try ConversationStore.inMemory() }

  @Test func mostRecentlyUsedComesFirst() throws {
    var samples = Samples()
    var conversations = (0..<5).map { samples.exchange("\($0)") }
    conversations[1].updatedAt = samples.now()
    for conversation in conversations { try store.save(conversation, messages: conversation.path) }

    #expect(try titles(limit: 10, offset: 0) == ["1", "4", "3", "2", "0"])
    #expect(try titles(limit: 2, offset: 1) == ["4", "3"])
    #expect(try titles(limit: 10, offset: 5) == [])
    #expect(try titles(limit: 0, offset: 0) == [])
    #expect(try titles(limit: -1, offset: -1) == [])
    #expect(try store.newestConversation() == conversations[1].id)
  }

  @Test func conversationsWithoutMessagesAreLeftOut() throws {
    var samples = Samples()
    let empty = samples.conversation("empty")
    try store.save(empty)
    #expect(try store.summaries(limit: 10, offset: 0) == [])
    #expect(try store.newestConversation() == nil)
    #expect(try store.conversation(empty.id) == empty)

    try store.save(samples.question("Now."), in: empty.id)
    #expect(try titles(limit: 10, offset: 0) == ["empty"])
  }

  @Test func summaryHasCountModelAndPreview() throws {
    var samples = Samples()
    var conversation = samples.exchange("title")
    conversation.append(samples.question("Sure?", after: conversation.path.last))
    conversation.append(
      samples.answer("Quite\0 sure.", after: conversation.path.last, model: "other"))
    conversation.append(samples.question("Thanks\0 ☕️", after: conversation.path.last))
    try store.save(conversation, messages: conversation.path)
    // Saving messages again must not count them twice.
    try store.save(conversation, messages: conversation.path)

    let summary = ConversationSummary(
      id: conversation.id, title: "title", createdAt: conversation.createdAt,
      updatedAt: conversation.updatedAt, model: "other", messageCount: 5, preview: "Thanks\0 ☕️")
    #expect(try store.summaries(limit: 10, offset: 0) == [summary])
  }

  @Test func summaryWithoutAnswerHasNoModelAndPreviewsReasoning() throws {
    var samples = Samples()
    var conversation = samples.conversation()
    conversation.append(samples.question("Hm?"))
    try store.save(conversation, messages: conversation.path)
    #expect(try store.summaries(limit: 1, offset: 0).map(\.model) == [""])

    var answer = samples.answer("", after: conversation.path.last, status: .streaming)
    answer.reasoning = "Let me see"
    conversation.append(answer)
    try store.save(conversation, messages: [answer.id])
    #expect(try store.summaries(limit: 1, offset: 0).map(\.preview) == ["Let me see"])
    #expect(try store.summaries(limit: 1, offset: 0).map(\.previewsThinking) == [true])
  }

  /// Only an answer without text previews its thinking.
  @Test(arguments: [
    ("", "Hm\0 漢", "Hm\0 漢", true), ("Yes", "Hm", "Yes", false), ("", "", "", false),
  ])
  func thinkingIsPreviewedAsSuch(
    _ content: String, _ reasoning: String, _ preview: String, _ isThinking: Bool
  ) throws {
    for status in [MessageStatus.cancelled, .streaming] {
      var samples = Samples()
      var conversation = samples.conversation()
      conversation.append(samples.question("Hm?"))
      var answer = samples.answer(content, after: conversation.path.last, status: status)
      answer.reasoning = reasoning
      conversation.append(answer)
      try store.save(conversation, messages: conversation.path)
      let summary = try #require(
        try store.summaries(limit: 10, offset: 0).first { $0.id == conversation.id })
      #expect(summary.preview == preview && summary.previewsThinking == isThinking)
      #expect(try store.preview(of: conversation.id) == preview)
    }
  }

  /// A failed answer without text previews its error message.
  @Test(arguments: [("", "", "No such host."), ("", "Hm", "Hm"), ("Yes", "", "Yes")])
  func failuresArePreviewed(
    _ content: String, _ reasoning: String, _ preview: String
  ) throws {
    var samples = Samples()
    var conversation = samples.conversation()
    conversation.append(samples.question("Hm?"))
    var answer = samples.answer(content, after: conversation.path.last, status: .failed)
    (answer.reasoning, answer.errorText) = (reasoning, "No such host.")
    conversation.append(answer)
    try store.save(conversation, messages: conversation.path)
    let summary = try #require(try store.summaries(limit: 1, offset: 0).first)
    #expect(summary.preview == preview && summary.previewsThinking == (preview == "Hm"))
    #expect(try store.preview(of: conversation.id) == preview)
  }

  @Test(arguments: ["x", "é", "漢", "😀", "👨🏽‍🚀", "\0"])
  func previewOfALongTextIsItsBeginning(_ character: Character) throws {
    var samples = Samples()
    for shift in 0..<5 {
      var conversation = samples.conversation()
      let text = String(repeating: "-", count: shift) + String(repeating: character, count: 5000)
      conversation.append(samples.question(text))
      try store.save(conversation, messages: conversation.path)

      let preview = try #require(try store.summaries(limit: 1, offset: 0).first?.preview)
      #expect(preview == String(text.prefix(Preview.listed.characters)))
    }
  }

  @Test func previewOfOneConversationIsLonger() throws {
    var samples = Samples()
    var conversation = samples.conversation()
    conversation.append(samples.question(String(repeating: "漢", count: 5000)))
    try store.save(conversation, messages: conversation.path)
    let preview = try store.preview(of: conversation.id)
    #expect(preview == String(repeating: "漢", count: ConversationSummary.longestSelectedPreview))
    #expect(try store.preview(of: samples.conversation().id).isEmpty)
  }

  @Test func deletionIsCounted() throws {
    var samples = Samples()
    let conversation = samples.exchange()
    try store.save(conversation, messages: conversation.path)
    try store.database.write { try $0.execute(sql: "DELETE FROM message WHERE role = 'user'") }
    #expect(try store.summaries(limit: 1, offset: 0).map(\.messageCount) == [1])
  }

  /// The query plan reveals a scan, regardless of the machine's speed.
  @Test(arguments: [false, true])
  func noTableIsScanned(_ isAfter: Bool) throws {
    let plans = try store.database.read { connection in
      let sql =
        "EXPLAIN QUERY PLAN "
        + ConversationStore.summarizing(
          where: "message_count > 0 AND deleted_at IS NULL", by: "updated_at", isAfter: isAfter)
      var arguments: StatementArguments = ["limit": 1, "offset": 0, "preview": 1]
      if isAfter { arguments += ["time": 1, "id": "x"] }
      let rows = try Row.fetchAll(connection, sql: sql, arguments: arguments)
      return rows.map { $0["detail"] as String? ?? "" }
    }
    let range = isAfter ? " ((updated_at,id)<(?,?))" : ""
    #expect(plans.contains { $0.contains("USING INDEX conversation_by_use" + range) })
    #expect(!plans.contains { $0.contains("SCAN message") || $0.contains("TEMP B-TREE") })
  }

  private func titles(limit: Int, offset: Int) throws -> [String] {
    try store.summaries(limit: limit, offset: offset).map(\.title)
  }

  @Test func aSummarySaysHowTheLastAnswerEnded() throws {
    let store = try ConversationStore.inMemory()
    var samples = Samples()
    var conversation = samples.exchange()
    func ending() throws -> AnswerEnding? {
      try store.save(conversation, messages: conversation.path)
      return try store.summaries(on: .current, limit: 9).first?.ending
    }
    let answer = try #require(conversation.path.last)
    conversation.update(answer) { ($0.status, $0.finishReason) = (.truncated, .length) }
    #expect(try ending() == AnswerEnding(.truncated, .length))
    conversation.append(samples.question("more", after: answer))
    #expect(try ending() == nil)
  }
}
