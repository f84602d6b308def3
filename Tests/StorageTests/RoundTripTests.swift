import Chat
import GRDB
import Testing

@testable import Storage

@Suite struct RoundTripTests {
  private var samples = Samples()

  @Test func conversationRoundTrips() throws {
    var samples = samples
    let store = try ConversationStore.inMemory()
    var conversation = samples.exchange("Über 日本語 👩‍👩‍👧‍👦")
    conversation.thinking = ThinkingMode(isOn: true, budget: 4096)
    conversation.append(samples.question("And then?", after: conversation.path.last))

    try store.save(conversation, messages: conversation.path)

    #expect(try store.conversation(conversation.id) == conversation)
  }

  @Test func branchesAndSelectionRoundTrip() throws {
    var samples = samples
    let store = try ConversationStore.inMemory()
    var first = samples.conversation()
    first.append(samples.question("Which?"))
    var second = first
    first.append(samples.answer("This.", after: first.path.last))
    second.append(samples.answer("That.", after: second.path.last))

    try store.save(second, messages: second.path)
    try store.save(first, messages: first.path)

    let loaded = try #require(try store.conversation(first.id))
    #expect(loaded.path == first.path)
    #expect(Set(loaded.allMessages.map(\.content)) == ["Which?", "This.", "That."])

    try store.save(second)
    #expect(try store.conversation(first.id)?.path == second.path)
  }

  @Test(arguments: [
    "", "\0", "a\0b\0", "line\r\nline\n", "\u{FEFF}bom", "\u{1B}[31mred", "e\u{301} 👨🏽‍🚀 🇩🇪",
    "'; DROP TABLE message; --",
  ])
  func everyTextRoundTripsByteForByte(_ text: String) throws {
    try expectRoundTrip(of: text)
  }

  @Test func nonTextPartsOfAnswersRoundTrip() throws {
    var samples = samples
    let store = try ConversationStore.inMemory()
    var conversation = samples.conversation()
    conversation.append(samples.question("Why?"))
    var answer = samples.answer("", after: conversation.path.last, status: .streaming)
    conversation.append(answer)
    try store.save(conversation, messages: conversation.path)
    answer.refusal = "I\0cannot."
    answer.toolCalls = [
      ToolCall(id: "c1", name: "weather", arguments: "{\"a\": \"量\\u0000"), ToolCall(name: "time"),
    ]
    answer.logprobs = [
      TokenLogprob(
        token: "\u{FFFD}", logprob: -.infinity, bytes: [0xE9, 0x87],
        top: [.init(token: "x", logprob: -9999)]),
      TokenLogprob(token: "y", logprob: -0.25),
    ]
    answer.serverTimings = ServerTimings(
      queue: .microseconds(12), prompt: .milliseconds(3), generation: .seconds(40))
    var earlier = EarlierParts()
    (earlier.tokens, earlier.isEstimate, earlier.thinkingTokens) = (912, true, 824)
    (earlier.time, earlier.writing) = (.milliseconds(15_500), .milliseconds(14_250))
    earlier.spending = Spending(0.25, isEstimate: true)
    answer.earlier = earlier
    answer.status = .complete
    conversation.update(answer.id) { $0 = answer }
    try store.save(conversation, messages: [answer.id])
    #expect(try store.conversation(conversation.id) == conversation)
  }

  @Test func megabyteRoundTripsByteForByte() throws {
    try expectRoundTrip(of: String(repeating: "0123456789abcd\0\n", count: 1 << 16))
  }

  private func expectRoundTrip(of text: String) throws {
    var samples = samples
    let store = try ConversationStore.inMemory()
    var conversation = samples.conversation(text)
    var message = samples.answer(text, after: nil, model: text)
    message.origin?.provider = text
    message.origin?.parameters.stop = [text]
    message.reasoning = text
    message.errorText = text
    message.finishReason = .other("x" + text)
    conversation.append(message)

    try store.save(conversation, messages: conversation.path)

    let loaded = try #require(try store.conversation(conversation.id))
    let answer = try #require(loaded.lastMessage)
    // Compare bytes, too: equal strings may have different bytes.
    let isSame =
      loaded == conversation
      && [loaded.title, answer.content, answer.reasoning].allSatisfy {
        $0.utf8.elementsEqual(text.utf8)
      }
    #expect(isSame)
  }

  @Test(arguments: MessageStatus.allCases, Role.allCases)
  func everyStatusAndRoleRoundTrips(_ status: MessageStatus, _ role: Role) throws {
    var samples = samples
    let message = Message(
      id: MessageID(samples.id()), parent: nil, role: role, createdAt: samples.now(),
      content: "text", status: status)
    #expect(try roundTrip(message) == message)
  }

  @Test(
    arguments: [
      nil, .stop, .length, .contentFilter, .toolCalls, .other("abort"), .other(""),
    ] as [FinishReason?])
  func everyFinishReasonRoundTrips(_ reason: FinishReason?) throws {
    var samples = samples
    var message = samples.answer("text", after: nil)
    message.finishReason = reason
    #expect(try roundTrip(message) == message)
  }

  @Test(arguments: [
    nil, Usage(promptTokens: 0), Usage(completionTokens: 1), Usage(reasoningTokens: .max),
    Usage(cachedTokens: 3), Usage(cost: 0.000_012_3),
    Usage(
      promptTokens: 12, completionTokens: 34, reasoningTokens: 56, cachedTokens: 7, cost: 1.0 / 3),
  ])
  func everyUsageRoundTrips(_ usage: Usage?) throws {
    var samples = samples
    var message = samples.answer("text", after: nil)
    message.usage = usage
    #expect(try roundTrip(message) == message)
  }

  @Test(arguments: [
    nil, Timings(firstToken: .zero), Timings(firstContent: .microseconds(1)),
    Timings(end: .seconds(86_400)),
    Timings(
      firstToken: .milliseconds(321), firstContent: .seconds(4), end: .microseconds(9_876_543)),
  ])
  func everyTimingRoundTrips(_ timings: Timings?) throws {
    var samples = samples
    var message = samples.answer("text", after: nil)
    message.timings = timings
    #expect(try roundTrip(message) == message)
  }

  @Test func durationsBeyondTheColumnAreClamped() throws {
    var samples = samples
    var message = samples.answer("text", after: nil)
    message.timings = Timings(end: .seconds(Int64.max))
    #expect(try roundTrip(message)?.timings?.end == .microseconds(Int64.max))
  }

  @Test func everyParameterRoundTrips() throws {
    var samples = samples
    var message = samples.answer("text", after: nil)
    var parameters = Parameters()
    parameters.maxTokens = .max
    parameters.maxCompletionTokens = 2
    parameters.temperature = 0.1
    parameters.topP = 0.95
    parameters.topK = 40
    parameters.minP = 0
    parameters.stop = ["\n\n", "/end"]
    parameters.frequencyPenalty = -2
    parameters.presencePenalty = 2
    parameters.repetitionPenalty = .infinity
    parameters.seed = 9_007_199_254_740_993
    parameters.logprobs = false
    parameters.topLogprobs = 20
    for thinking in [ThinkingMode(isOn: false), ThinkingMode(isOn: true, budget: 1)] {
      message.origin = AnswerOrigin(
        provider: "p", model: "m", parameters: parameters, thinking: thinking)
      #expect(try roundTrip(message) == message)
    }
  }

  @Test func unknownWordsKeepTheRow() throws {
    var samples = samples
    let store = try ConversationStore.inMemory()
    let conversation = samples.exchange()
    try store.save(conversation, messages: conversation.path)
    try store.database.write { connection in
      try connection.execute(
        sql: """
          PRAGMA ignore_check_constraints = ON;
          UPDATE message SET role = 'oracle', status = 'dreaming', parameters = '{]';
          UPDATE conversation SET leaf_id = 'nowhere';
          """)
    }
    let loaded = try #require(try store.conversation(conversation.id))
    #expect(loaded.messages.map(\.content) == ["Why?", "Because."])
    #expect(loaded.messages.map(\.role) == [.assistant, .assistant])
    #expect(loaded.messages.map(\.status) == [.truncated, .truncated])
    #expect(loaded.lastMessage?.origin?.parameters == Parameters())
  }

  @Test func unknownConversationIsNil() throws {
    var samples = samples
    #expect(try ConversationStore.inMemory().conversation(ConversationID(samples.id())) == nil)
  }

  private func roundTrip(_ message: Message) throws -> Message? {
    var samples = Samples()
    let store = try ConversationStore.inMemory()
    var conversation = samples.conversation()
    conversation.append(message)
    try store.save(conversation, messages: [message.id])
    return try store.conversation(conversation.id)?[message.id]
  }
}
