import Chat
import TestKit
import Testing
import Text

@testable import Storage

/// The different routes that a search can take. Each must find what reading every message would
/// find.
@Suite struct SearchWaysTests {
  private static let scripts = [
    [
      "the", "server", "Serial", "actor", "act", "s", "a", "deadlock", "user", "message", "3", "ab",
    ],
    ["über", "Übung", "für", "Straße", "größer", "der", "die", "ß"],
    ["的", "是", "不", "了", "量", "子", "在", "我", "㍻", "\u{F9B2}"],
    ["の", "に", "が", "サ", "ー", "バ", "量", "ﾃﾞ"], ["한", "국", "어", "공부", "합니다"],
    ["ещё", "жёсткий", "и"],
  ]
  private static let separators = [" ", " ", ". ", "。", "\n"]

  private var random: SplitMix64

  init() { random = SplitMix64(state: 38) }

  private mutating func text(_ script: Int, words: ClosedRange<Int>) -> String {
    var text = ""
    for _ in 0..<Int.random(in: words, using: &random) {
      let isForeign = Int.random(in: 0..<12, using: &random) == 0
      text += Self.scripts[isForeign ? 0 : script].randomElement(using: &random) ?? ""
      let isWritten = !(2...3).contains(script) || Int.random(in: 0..<20, using: &random) == 0
      text += isWritten ? Self.separators.randomElement(using: &random) ?? " " : ""
    }
    return text
  }

  /// Creates a store with random messages, and returns both.
  private mutating func filled(
    _ count: Int
  ) throws -> (store: ConversationStore, messages: [Message]) {
    let store = try ConversationStore.inMemory()
    var samples = Samples()
    var messages: [Message] = []
    for index in 0..<count {
      var conversation = samples.conversation()
      let script = Int.random(in: Self.scripts.indices, using: &random)
      conversation.append(samples.question(text(script, words: 1...20)))
      var answer = samples.answer(text(script, words: 1...60), after: conversation.path.last)
      answer.reasoning = text(script, words: 0...20)
      if index % 9 == 0 { answer.refusal = text(script, words: 1...5) }
      conversation.append(answer)
      try store.save(conversation, messages: conversation.path)
      messages += conversation.messages
    }
    return (store, messages)
  }

  /// Returns a query made from pieces of stored text, so that it matches something.
  private mutating func query(from messages: [Message]) -> String {
    guard let message = messages.randomElement(using: &random) else { return "" }
    var parts: [String] = []
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let text = Bool.random(using: &random) ? message.content : message.reasoning
      guard !text.isEmpty else { continue }
      let start = Int.random(in: 0..<text.count, using: &random)
      let piece = text.dropFirst(start).prefix(Int.random(in: 1...14, using: &random))
      let isPhrase = Bool.random(using: &random)
      parts.append(isPhrase ? "\"\(piece)\"" : String(piece))
    }
    if Int.random(in: 0..<6, using: &random) == 0 {
      parts.append("-\(Self.scripts.joined().randomElement(using: &random) ?? "")")
    }
    if Int.random(in: 0..<8, using: &random) == 0 { parts.append("role:\(message.role.rawValue)") }
    if Int.random(in: 0..<4, using: &random) == 0 { parts.reverse() }
    return parts.joined(separator: " ")
  }

  private func has(_ message: Message, _ phrase: SearchPhrase) -> Bool {
    // The index treats a refusal as part of the content.
    [message.content + " " + message.refusal, message.reasoning].contains { text in
      let tokens = Tokenizer.tokens(of: text)
      return tokens.indices.contains { start in
        phrase.tokens.indices.allSatisfy { index in
          start + index < tokens.count
            && tokens[start + index].withUnsafeBufferPointer { phrase.matches($0, at: index) }
        }
      }
    }
  }

  private func expected(_ query: SearchQuery, _ messages: [Message], limit: Int) -> [Int64] {
    let wanted = query.wanted.compactMap(SearchPhrase.init)
    let unwanted = query.unwanted.compactMap(SearchPhrase.init)
    return messages.filter { message in
      (query.roles.isEmpty || query.roles.contains(message.role))
        && wanted.allSatisfy { has(message, $0) } && !unwanted.contains { has(message, $0) }
    }
    .map(\.createdAt.milliseconds).sorted(by: >).prefix(limit).map(\.self)
  }

  @Test mutating func allWaysFindTheSame() throws {
    let (store, messages) = try filled(150)
    var found = 0
    var given = 0
    for _ in 0..<200 {
      let text = query(from: messages)
      let query = SearchQuery(text)
      guard
        let plan = SearchPlan(query, includesReasoning: true, models: nil, unwantedModels: [])
      else { continue }
      let limit = [1, 7, 1000].randomElement(using: &random) ?? 1
      let expected = expected(query, messages, limit: limit)
      try store.database.read { connection in
        func run(budget: Int?) -> SearchRun {
          SearchRun(
            plan: plan,
            rows: SearchRows(connection: connection, times: (nil, nil), tags: SearchRows.Tags()),
            limit: limit, budget: budget)
        }
        func expect(_ hits: NewestHits, _ way: String) {
          #expect(hits.found.map(\.createdAt) == expected, "\(text.debugDescription), \(way)")
        }
        expect(try run(budget: nil).newest(), "as measured")
        expect(try run(budget: .max).newest(), "texts first")
        expect(try run(budget: 0).newest(), "FTS5")
        // `nil` means that the search gave up.
        if let few = try run(budget: nil).newestOfTexts(1) {
          expect(few, "one text")
        } else {
          given += 1
        }
        expect(try run(budget: 3).newest(), "three texts, then FTS5")
      }
      found += expected.isEmpty ? 0 : 1
    }
    #expect(found > 60)
    #expect(given > 60)
  }

  @Test(
    arguments: [
      "s", "in:question s", "in:answer in:thinking the", "in:thinking s", "in:title s",
      "-role:user s", "role:user in:thinking s", "in:thinking role:assistant",
    ], [false, true])
  mutating func textsTellTheFiltersToo(_ text: String, _ leavesOut: Bool) throws {
    let (store, _) = try filled(60)
    for models in [nil, [], [1]] as [[Int64]?] {
      let plan = try #require(
        SearchPlan(
          SearchQuery(text), includesReasoning: true, models: models,
          unwantedModels: leavesOut ? [1] : []))
      try store.database.read { connection in
        func newest(budget: Int) throws -> [NewestHits.Found] {
          try SearchRun(
            plan: plan,
            rows: SearchRows(connection: connection, times: (nil, nil), tags: SearchRows.Tags()),
            limit: 7, budget: budget
          ).newest().found
        }
        let found = try newest(budget: 0)
        #expect(try newest(budget: .max) == found)
      }
    }
  }

  // MARK: Choosing the route

  @Test func textsAreReadForAsLongAsFTS5WouldMergeLists() {
    func texts(
      _ pages: [Double], isSlow: Bool = false, isNarrowed: Bool = false, hits: Int = 30
    ) -> Int {
      ReadingBudget(pages: pages, isSlow: isSlow, isNarrowed: isNarrowed, messages: 1_000_000)
        .texts(toFind: hits)
    }
    #expect(texts([]) == 0, "nothing may go on")
    #expect(texts([0]) == 0, "nothing to merge")
    #expect(texts([6000]) == 78_000)
    #expect(texts([10]) == 0, "too rare to come across")
    #expect(texts([10], isNarrowed: true) == 185, "beside other words")
    #expect(texts([60], hits: 1) == 780)
    #expect(texts([60], isSlow: true, hits: 1) == 111)
    #expect(texts([50]) == 2600, "no more than the merge takes")
  }

  // MARK: Best match

  @Test func ofManyHitsTheNewestAreRanked() throws {
    let store = try ConversationStore.inMemory()
    var samples = Samples()
    // The older the message, the more often it contains the word.
    for index in 0..<30 {
      var conversation = samples.conversation()
      conversation.append(
        Message(
          id: MessageID(samples.id()), parent: nil, role: .user,
          createdAt: Timestamp(milliseconds: 1_700_000_000_000 + Int64(index) * 18_000_000),
          content: String(repeating: "needle ", count: 30 - index) + "hay"))
      try store.save(conversation, messages: conversation.path)
    }
    let plan = try #require(
      SearchPlan(SearchQuery("needle"), includesReasoning: true, models: nil, unwantedModels: []))
    try store.database.read { connection in
      var run = SearchRun(
        plan: plan,
        rows: SearchRows(connection: connection, times: (nil, nil), tags: SearchRows.Tags()),
        limit: 4, ranking: (10, .max))
      let some = try run.best()
      #expect(some.ranked == 10)
      #expect(some.hits.map(\.subject) == Array(21...30))
      run.ranking.hits = 30
      let all = try run.best()
      #expect(all.ranked == nil)
      #expect(all.hits.map(\.subject) == Array(1...30))
      // Once the search has read five messages, the four requested hits are enough.
      run.budget = .max
      run.ranking.texts = 5
      let few = try run.best()
      #expect(few.ranked == 5)
      #expect(few.hits.map(\.subject) == Array(26...30))
    }
  }

  @Test func rareWordsTitlesAndShortTextsAreBetter() throws {
    let store = try ConversationStore.inMemory()
    var samples = Samples()
    let texts =
      [
        "common rare", "common common common", "common",
        "rare rare common common " + String(repeating: "x ", count: 200),
      ] + Array(repeating: "common word", count: 40)
    for (index, text) in texts.enumerated() {
      var conversation = samples.conversation(index == 2 ? "common rare" : "")
      conversation.append(samples.question(text))
      try store.save(conversation, messages: conversation.path)
    }
    func found(_ query: String) throws -> [String] {
      try #require(
        try store.search(
          SearchQuery(query), order: .best, limit: 3, now: Timestamp(milliseconds: 0))
      ).hits.map { $0.role == nil ? "title" : String($0.snippet.text.prefix(11)) }
    }
    #expect(try found("common rare ") == ["title", "common rare", "rare rare c"])
    #expect(try found("common ").prefix(2) == ["title", "common comm"])
  }
}
