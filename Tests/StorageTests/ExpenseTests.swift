import Chat
import GRDB
import Testing

@testable import Storage

/// The stored costs of requests.
@Suite struct ExpenseTests {
  private func answered(
    _ samples: inout Samples, _ title: String, cost: Double? = nil, estimate: Double? = nil
  ) -> Conversation {
    var conversation = samples.conversation(title)
    conversation.append(samples.question("Why?"))
    var answer = samples.answer("Because.", after: conversation.path.last)
    answer.usage = cost.map { Usage(promptTokens: 3, cost: $0) }
    answer.estimate = AnswerEstimate(
      promptCount: 7, completionTokens: 2, reasoningTokens: 1, cost: estimate)
    answer.origin?.omittedMessages = 4
    conversation.append(answer)
    return conversation
  }

  @Test func estimatesAreStoredWithTheAnswer() throws {
    var samples = Samples()
    let store = try ConversationStore.inMemory()
    let conversation = answered(&samples, "one", estimate: 0.5)
    try store.save(conversation, messages: conversation.path)
    #expect(try store.conversation(conversation.id) == conversation)
  }

  @Test func spendingIsSummedSinceATime() throws {
    var samples = Samples()
    let store = try ConversationStore.inMemory()
    let old = answered(&samples, "old", cost: 100)
    let noon = samples.now()
    let exact = answered(&samples, "exact", cost: 0.25)
    for conversation in [old, exact] {
      try store.save(conversation, messages: conversation.path)
      try store.save(conversation, messages: conversation.path)
    }
    #expect(try store.spending(since: noon, on: nil).sinceTime == Spending(0.25, isEstimate: false))
    let estimated = answered(&samples, "estimated", estimate: 0.5)
    try store.save(estimated, messages: estimated.path)
    #expect(try store.spending(since: noon, on: nil).sinceTime == Spending(0.75, isEstimate: true))
  }

  @Test func titlesAndDeletedAnswersStayPaidFor() throws {
    var samples = Samples()
    let store = try ConversationStore.inMemory()
    let start = samples.now()
    var conversation = answered(&samples, "one", cost: 0.25)
    try store.save(conversation, messages: conversation.path)
    #expect(try store.spending(since: start, on: conversation.id).otherThanMessages.isNothing)
    let title = Expense(
      id: MessageID(samples.id()), conversation: conversation.id, time: samples.now(),
      spending: Spending(0.5, isEstimate: true))
    try store.note(title)
    try store.note(title)
    #expect(
      try store.spending(since: start, on: conversation.id).otherThanMessages
        == Spending(0.5, isEstimate: true))
    let answer = try #require(conversation.path.last)
    let removed = conversation.remove(answer)
    try store.delete(removed.map(\.id), of: conversation)
    let report = try store.spending(since: start, on: conversation.id)
    #expect(report.otherThanMessages.dollars == 0.75)
    #expect(report.sinceTime.dollars == 0.75)
    try store.erase([conversation.id])
    #expect(try store.spending(since: start, on: conversation.id).sinceTime.dollars == 0.75)
  }

  @Test func mergingTakesOverExpensesOnce() throws {
    var samples = Samples()
    let start = samples.now()
    let (one, two) = (try TemporaryFolder(), try TemporaryFolder())
    let mine = try ConversationStore(path: one.database)
    let common = answered(&samples, "both", cost: 0.25)
    try mine.save(common, messages: common.path)
    do {
      let other = try ConversationStore(path: two.database)
      try other.save(common, messages: common.path)
      let theirs = answered(&samples, "theirs", estimate: 0.5)
      try other.save(theirs, messages: theirs.path)
    }
    for _ in 1...2 {
      _ = try mine.merge(two.database)
      #expect(
        try mine.spending(since: start, on: nil).sinceTime == Spending(0.75, isEstimate: true))
    }
  }

  @Test func costsOfOlderVersionsAreTakenOver() throws {
    let queue = try DatabaseQueue()
    try queue.write { connection in
      for migration in Migrations.all.prefix(9) { try migration(connection) }
      try connection.execute(
        sql: """
          INSERT INTO conversation (id, title, created_at, updated_at) VALUES ('c', '', 1, 1);
          INSERT INTO message
            (id, conversation_id, role, status, created_at, cost, content, reasoning)
            VALUES ('m', 'c', 'assistant', 'complete', 5, 0.5, '', ''),
              ('n', 'c', 'assistant', 'complete', 6, NULL, '', '');
          """)
      for migration in Migrations.all.dropFirst(9) { try migration(connection) }
      #expect(try Double.fetchAll(connection, sql: "SELECT cost FROM expense") == [0.5])
    }
  }

  @Test func aPriceThatBecomesKnownLaterIsStoredWithTheAnswer() throws {
    var samples = Samples()
    let store = try ConversationStore.inMemory()
    let start = samples.now()
    var conversation = answered(&samples, "one")
    try store.save(conversation, messages: conversation.path)
    let id = try #require(conversation.path.last)
    let expense = Expense(
      id: id, conversation: conversation.id, time: samples.now(),
      spending: Spending(0.5, isEstimate: true))
    try store.notePrice(expense)
    conversation.update(id) { $0.estimate?.cost = 0.5 }
    #expect(try store.conversation(conversation.id) == conversation)
    #expect(try store.spending(since: start, on: nil).sinceTime == expense.spending)
    let other = Expense(
      id: id, conversation: conversation.id, time: samples.now(),
      spending: Spending(9, isEstimate: true))
    try store.notePrice(other)
    #expect(try store.conversation(conversation.id) == conversation, "the first price stays")
    #expect(try store.spending(since: start, on: nil).sinceTime == expense.spending)
    try store.erase([conversation.id])
    try store.notePrice(expense)
  }

  @Test func statisticsIncludeEstimates() throws {
    var samples = Samples()
    let store = try ConversationStore.inMemory()
    let exact = answered(&samples, "one", cost: 0.25)
    try store.save(exact, messages: exact.path)
    #expect(try store.monthlyUse().map(\.isCostEstimated) == [false])
    let estimated = answered(&samples, "two", estimate: 0.5)
    try store.save(estimated, messages: estimated.path)
    let use = try #require(try store.monthlyUse().first)
    #expect(use.cost == 0.75 && use.isCostEstimated)
  }

  /// If a server reports no token counts, our estimates are used.
  @Test func statisticsIncludeEstimatedTokens() throws {
    var samples = Samples()
    let store = try ConversationStore.inMemory()
    let estimated = answered(&samples, "one", estimate: 0.5)
    try store.save(estimated, messages: estimated.path)
    var use = try #require(try store.monthlyUse().first)
    #expect(use.promptTokens == 7 && use.completionTokens == 2 && use.reasoningTokens == 1)
    #expect(use.isPromptEstimated && use.isCompletionEstimated)
    // The server reported this request's token counts.
    let exact = answered(&samples, "two", cost: 0.25)
    try store.save(exact, messages: exact.path)
    use = try #require(try store.monthlyUse().first)
    #expect(use.promptTokens == 10 && use.completionTokens == 4 && use.isPromptEstimated)
  }

  @Test func newestAnswerOfAModelIsFound() throws {
    var samples = Samples()
    let store = try ConversationStore.inMemory()
    #expect(try store.newestAnswer(of: "m") == nil)
    for title in ["one", "two"] {
      let conversation = answered(&samples, title, cost: 0.25)
      try store.save(conversation, messages: conversation.path)
      let answer = try #require(conversation.lastMessage)
      let model = try #require(answer.origin?.model)
      #expect(try store.newestAnswer(of: model) == answer)
    }
    #expect(try store.newestAnswer(of: "another") == nil)
  }
}
