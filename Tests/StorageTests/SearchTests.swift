import Chat
import Foundation
import GRDB
import Testing

@testable import Storage

/// Searching stored conversations.
@Suite struct SearchTests {
  private let now = Timestamp(milliseconds: 1_764_000_000_000)

  private func found(
    _ query: String, in store: ConversationStore, order: SearchOrder = .newest,
    includesReasoning: Bool = true, limit: Int = 100
  ) throws -> [SearchHit] {
    try #require(
      try store.search(
        SearchQuery(query), order: order, includesReasoning: includesReasoning, limit: limit,
        now: now)
    ).hits
  }

  private func isFound(_ query: String, in text: String) throws -> Bool {
    var samples = Samples()
    var conversation = samples.conversation()
    conversation.append(samples.question(text))
    let store = try ConversationStore.inMemory()
    try store.save(conversation, messages: conversation.path)
    let newest = try found(query, in: store)
    #expect(try found(query, in: store, order: .best).map(\.message) == newest.map(\.message))
    return !newest.isEmpty
  }

  @Test(arguments: [
    ("actor", "An Actor does not deadlock."), ("deadl", "An Actor does not deadlock."),
    ("dead* does", "An Actor does not deadlock."), ("\"does not\"", "An Actor does not deadlock."),
    ("\"not deadlock\"", "does not\n  **deadlock**"), ("cafe", "Das Café"), ("café", "DAS CAFE"),
    ("Cafe\u{301}", "café"), ("strasse", "Die Straße"), ("STRASSE", "straße"), ("lodz", "Łódź"),
    ("istanbul", "İSTANBUL"), ("ISTANBUL", "istanbul"), ("ρητορικης", "ΡΗΤΟΡΙΚΉΣ"),
    ("ежик", "Ёжик"),
    ("量子", "请解释量子纠缠是什么"), ("纠", "请解释量子纠缠是什么"), ("子纠", "请解释量子纠缠是什么"),
    ("量子 什么", "请解释量子纠缠是什么"), ("국어", "한국어를 공부합니다"), ("공부", "한국어를 공부합니다"),
    ("한", "한국어"), ("하", "한국어"), ("한국", "\u{1112}\u{1161}\u{11AB}\u{1100}\u{116E}\u{11A8}"),
    ("ーバ", "サーバーの設定"), ("設定", "サーバーの設定"), ("がく", "か\u{3099}くせい"), ("データ", "ﾃﾞｰﾀﾍﾞｰｽ"),
    ("foo_bar", "let foo_bar = 1"), ("bar", "let foo_bar = 1"),
    ("URLSession.shared", "await URLSession.shared.data(from: url)"),
    ("shared", "URLSession.shared"),
    ("urlses", "URLSession.shared"), ("ａｂｃ", "abc"), ("🍓", "strawberry🍓!"), ("👍", "ok 👍🏽"),
    ("हिन्दी", "यह हिन्दी है"), ("สวัสดี", "กล่าวสวัสดีครับ"), ("don't", "I don’t know"), ("3.14", "π is 3.14"),
    ("swift actor", "actor, then Swift"), ("-other actor", "an actor"), ("x:y", "map x:y"),
    ("\"an actor", "this is an actor"), ("a\u{0}b", "a\u{0}b"), ("after", "before and after"),
  ])
  func found(_ query: String, _ text: String) throws {
    #expect(try isFound(query, in: text))
  }

  @Test(arguments: [
    ("actor ", "actors"), ("\"actor\"", "actors"), ("\"not does\"", "does not"), ("量纠", "量子纠缠"),
    ("子量", "量子"), ("か", "が"), ("-actor an", "an actor"), ("-\"an actor\" actor", "an actor"),
    ("-act* an", "an actor"), ("eadlock", "deadlock"), ("+++", "+++"), ("actor missing", "actor"),
    ("हिन्दु", "हिन्दी"), ("국한", "한국"), ("", "text"), ("*", "text"), ("\"\"", "text"),
  ])
  func notFound(_ query: String, _ text: String) throws {
    #expect(try !isFound(query, in: text))
  }

  /// No typed text is interpreted as FTS5 syntax.
  @Test func anythingIsAQuery() throws {
    var samples = Samples()
    let conversation = samples.exchange("Title")
    let store = try ConversationStore.inMemory()
    try store.save(conversation, messages: conversation.path)
    var random = SystemRandomNumberGenerator()
    let parts = [
      "\"", "*", "-", "^", "(", ")", "{", "}", ":", "NEAR", "AND", "OR", "NOT", "in:", "model:",
      "a",
      "before:", "2025", "role:user", "量", " ", "\u{0}", "'", "+", "content", "\u{301}", "é", "🍓",
      ";",
      "--", "“", "in:title", "-role:", "after:1d", "why", "\u{1100}", "ﾞ",
    ]
    for _ in 0..<400 {
      let query = (0..<Int.random(in: 1...9, using: &random)).map { _ in
        parts[Int.random(in: 0..<parts.count, using: &random)]
      }.joined()
      for order in [SearchOrder.newest, .best] {
        #expect(throws: Never.self, "\(query.debugDescription)") {
          _ = try found(query, in: store, order: order)
        }
      }
    }
  }

  // MARK: Filters

  /// Returns a store with one conversation for each of three days. Each conversation has one
  /// question and one answer, and the models alternate.
  private func diary() throws -> (store: ConversationStore, conversations: [Conversation]) {
    let store = try ConversationStore.inMemory()
    var samples = Samples()
    var conversations: [Conversation] = []
    for (index, day) in ["2025-03-13", "2025-03-14", "2025-11-20"].enumerated() {
      let noon = try #require(try Self.noon(day))
      let id = samples.id()
      var conversation = Conversation(
        id: ConversationID(id), title: "Diary \(day)", createdAt: noon)
      conversation.append(
        Message(
          id: MessageID(samples.id()), parent: nil, role: .user, createdAt: noon,
          content: "What about lunch?"))
      conversation.append(
        Message(
          id: MessageID(samples.id()), parent: conversation.path.last, role: .assistant,
          createdAt: noon, content: "Lunch number \(index).",
          reasoning: "They are hungry for soup.",
          origin: AnswerOrigin(
            provider: "p", model: index == 1 ? "openai/gpt-4o" : "alibaba/qwen3-32b",
            parameters: Parameters(), thinking: ThinkingMode(isOn: true))))
      conversations.append(conversation)
    }
    // Store the newest first, as if the older ones had been imported later.
    for conversation in conversations.reversed() {
      try store.save(conversation, messages: conversation.path)
    }
    return (store, conversations)
  }

  /// A title comes with the beginning of the message that the conversation list previews.
  @Test func aTitleComesWithTheBeginningOfAMessage() throws {
    let (store, _) = try diary()
    let query = SearchQuery("diary")
    let result = try store.search(
      query, order: .newest, limit: 9, now: Timestamp(milliseconds: 1_800_000_000_000))
    let hits = try #require(result).hits
    #expect(hits.map(\.message) == [nil, nil, nil])
    #expect(hits.map(\.preview) == ["Lunch number 2.", "Lunch number 1.", "Lunch number 0."])
  }

  private static func noon(_ day: String) throws -> Timestamp? {
    let parts = day.split(separator: "-").compactMap { Int($0) }
    let date = Calendar.current.date(
      from: DateComponents(year: parts[0], month: parts[1], day: parts[2], hour: 12))
    return date.map { Timestamp(milliseconds: Int64($0.timeIntervalSince1970 * 1000)) }
  }

  @Test(arguments: [
    ("lunch", [2, 2, 1, 1, 0, 0]), ("number", [2, 1, 0]), ("lunch role:user", [2, 1, 0]),
    ("lunch -role:user", [2, 1, 0]), ("model:qwen3", [2, 0]), ("model:\"gpt 4\"", [1]),
    ("model:GPT-4o lunch", [1]), ("model:none", []), ("-model:qwen lunch role:assistant", [1]),
    ("after:2025-03-14 number", [2, 1]), ("before:2025-03-14 number", [0]),
    ("before:2025-04 number", [1, 0]), ("after:2025-04 number", [2]), ("after:2026", []),
    ("before:2025-03-15 after:2025-03-14 number", [1]), ("after:7d number", [2]),
    ("after:1y number", [2, 1, 0]), ("before:yesterday number", [2, 1, 0]),
    ("after:yesterday lunch", []), ("-before:2025-03-14 number", [2, 1]),
    ("-after:2025-03-14 number", [0]), ("after:2025-03 after:2025-03-14 number", [2, 1]),
    ("-after:2025-04 -before:2025-03-14 number", [1]), ("-before:2025 -after:2025", []),
    ("in:title diary", [2, 1, 0]), ("in:title lunch", []), ("in:title", [2, 1, 0]),
    ("in:question lunch", [2, 1, 0]), ("in:question number", []), ("in:answer number", [2, 1, 0]),
    ("in:thinking soup", [2, 1, 0]), ("in:thinking lunch", []), ("soup -lunch", []),
    ("soup -diary", [2, 1, 0]),
    ("in:title in:thinking soup", [2, 1, 0]), ("diary in:title in:answer", [2, 1, 0]),
    ("role:assistant before:2025-03-14", [0]), ("-lunch", [2, 1, 0]), ("role:tool", []),
  ])
  func filters(_ query: String, _ expected: [Int]) throws {
    let (store, conversations) = try diary()
    for order in [SearchOrder.newest, .best] {
      let hits = try found(query, in: store, order: order)
      let days = hits.map { hit in conversations.firstIndex { $0.id == hit.conversation } ?? -1 }
      #expect(order == .newest ? days == expected : days.sorted() == expected.sorted())
    }
  }

  @Test func reasoningCanBeLeftOut() throws {
    let (store, _) = try diary()
    #expect(try found("soup", in: store).count == 3)
    #expect(try found("soup", in: store, includesReasoning: false).isEmpty)
    #expect(try found("lunch -soup", in: store, includesReasoning: false).count == 6)
  }

  @Test func aHitSaysWhereItIsAndWhatWasFound() throws {
    let (store, conversations) = try diary()
    let hits = try found("lunch number after:2025-04", in: store)
    let hit = try #require(hits.first)
    #expect(hit.conversation == conversations[2].id && hit.message == conversations[2].path.last)
    #expect(hit.role == .assistant && hit.title == "Diary 2025-11-20" && !hit.isInReasoning)
    #expect(hit.snippet.marked == ["Lunch", "number"])
    #expect(hit.snippet.text == "Lunch number 2.")
    #expect(hit.wanted == SearchQuery("lunch number after:2025-04").wanted)
    let thought = try #require(try found("hungry", in: store).first)
    #expect(thought.isInReasoning && thought.snippet.marked == ["hungry"])
    let title = try #require(try found("diary", in: store).first)
    #expect(title.message == nil && title.role == nil)
  }

  @Test func aSnippetIsCutAroundTheMatch() throws {
    var samples = Samples()
    var conversation = samples.conversation()
    let filler = String(repeating: "filler words ", count: 200)
    conversation.append(
      samples.question(filler + "\n\n  the Dé\u{301}adlock\tis 死锁 here " + filler))
    let store = try ConversationStore.inMemory()
    try store.save(conversation, messages: conversation.path)
    let snippet = try #require(try found("deadlock 死锁", in: store).first).snippet
    #expect(snippet.marked == ["Dé\u{301}adlock", "死锁"])
    #expect(snippet.text.hasPrefix("…") && snippet.text.hasSuffix("…"))
    #expect(snippet.text.contains("\n\nthe Dé\u{301}adlock is 死锁 here "))
    #expect(snippet.text.count < 360)
  }

  /// An emoji is marked as a whole, even if only one of the persons in it was searched for.
  @Test(arguments: [("👩", "👩‍👩‍👧"), ("👧", "👩‍👩‍👧"), ("👍", "👍🏽"), ("dead", "Dé\u{301}ad")])
  func aSnippetSplitsNoCharacter(_ query: String, _ marked: String) throws {
    var samples = Samples()
    var conversation = samples.conversation()
    conversation.append(samples.question("a 👩‍👩‍👧 b 👍🏽 Dé\u{301}ad"))
    let store = try ConversationStore.inMemory()
    try store.save(conversation, messages: conversation.path)
    let snippet = try #require(try found(query, in: store).first).snippet
    #expect(snippet.marked == [marked])
    #expect(snippet.text == "a 👩‍👩‍👧 b 👍🏽 Dé\u{301}ad")
  }

  @Test func aSnippetKeepsLinesApart() throws {
    var samples = Samples()
    var conversation = samples.conversation()
    conversation.append(
      samples.question("Before.\n \n\n- one\r\n-   two\tdeadlock  \n"))
    let store = try ConversationStore.inMemory()
    try store.save(conversation, messages: conversation.path)
    let snippet = try #require(try found("deadlock", in: store).first).snippet
    #expect(snippet.text == "Before.\n\n- one\n- two deadlock\n")
    let phrase = try #require(try found("\"one two\"", in: store).first).snippet
    #expect(phrase.marked == ["one - two"])
  }
}

extension SearchSnippet {
  fileprivate var marked: [String] { pieces.filter(\.isMatch).map(\.text) }
}
