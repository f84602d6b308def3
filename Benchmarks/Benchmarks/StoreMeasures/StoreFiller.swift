internal import Chat
@testable import Storage

/// A generator that fills a store with years of conversations, identical in every run. Each
/// conversation has 4 to 40 messages, and every answer includes thinking. Messages are stored as
/// the program stores them, but with many conversations per transaction.
struct StoreFiller {
  let path: String

  private static let models = [
    "alibaba/qwen3-32b", "qwen3-235b-a22b", "deepseek-r1", "gpt-5-mini", "llama.cpp/gemma-3-27b",
  ]
  private static let conversationsAtOnce = 500
  /// The time of the first message, in milliseconds. Messages are 200 seconds apart on average, so
  /// a million of them span over six years.
  private static let firstDay: Int64 = 1_590_000_000_000
  private static let between: ClosedRange<Int64> = 20_000...380_000

  func fill(_ count: Int) throws {
    var random = Generator(state: 1)
    var words = Words(random: &random)
    var time = Self.firstDay
    let store = try ConversationStore(path: path)
    var written = 0
    let start = ContinuousClock.now
    while written < count {
      try store.database.write { connection in
        for _ in 0..<Self.conversationsAtOnce where written < count {
          let conversation = conversation(&time, &random, &words)
          try store.save(conversation, messages: conversation.path, connection)
          written += conversation.path.count
        }
      }
      if written % 100_000 < 11_000 { print("\(written) messages, \(start.duration(to: .now))") }
    }
    print("\(written) messages in \(start.duration(to: .now))")
  }

  private func conversation(
    _ time: inout Int64, _ random: inout Generator, _ words: inout Words
  ) -> Conversation {
    let now = Timestamp(milliseconds: time)
    let language = Words.Language.any(&random)
    let model = Self.models[min(Self.models.count - 1, Int(random.unit() * random.unit() * 8))]
    var conversation = Conversation(
      id: ConversationID(UUIDv7(time: now, random: &random)), createdAt: now)
    for _ in 0..<Int.random(in: 2...20, using: &random) {
      time += Int64.random(in: Self.between, using: &random) * 2
      let now = Timestamp(milliseconds: time)
      let question = words.text(language, bytes: 30...260, &random)
      if conversation.title.isEmpty { conversation.title = ConversationTitle.of(question) }
      conversation.append(
        Message(
          id: MessageID(UUIDv7(time: now, random: &random)), parent: conversation.path.last,
          role: .user, createdAt: now, content: question))
      conversation.append(
        Message(
          id: MessageID(UUIDv7(time: now, random: &random)), parent: conversation.path.last,
          role: .assistant, createdAt: now,
          content: words.text(language, bytes: 200...1800, &random),
          reasoning: words.text(language, bytes: 100...900, &random),
          origin: AnswerOrigin(
            provider: "aimlapi", model: model, parameters: Parameters(),
            thinking: ThinkingMode(isOn: true)),
          finishReason: .stop))
    }
    return conversation
  }
}

/// A SplitMix64 random number generator.
struct Generator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  mutating func unit() -> Double { Double(next() >> 11) / Double(1 << 53) }
}
