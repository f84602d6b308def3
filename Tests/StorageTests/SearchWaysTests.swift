import Chat
import TestKit
import Testing
import Text

@testable import Storage

/// Every search strategy finds what reading all texts would find.
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

  /// A filled store, and the texts of each message for comparison.
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

  /// A query made from parts of the stored texts, so that there are matches.
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

  @Test mutating func allStrategiesFindTheSame() throws {
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
      let chosen = plan.wanted.compactMap { phrase in
        phrase.parts.randomElement(using: &random).map { phrase[$0] }
      }
      let parts = Array(chosen.prefix(Int.random(in: 0...2, using: &random)))
      try store.database.read { connection in
        func run(_ costs: SearchCosts, crowd: Int = 4000) -> SearchRun {
          SearchRun(
            plan: plan,
            rows: SearchRows(connection: connection, times: (nil, nil), tags: SearchRows.Tags()),
            limit: limit, costs: costs, crowd: crowd)
        }
        func expect(_ hits: NewestHits, _ way: String) {
          #expect(hits.found.map(\.createdAt) == expected, "\(text.debugDescription), \(way)")
        }
        expect(try run(SearchCosts()).newest(), "as measured")
        expect(try run(.free).newest(), "texts first")
        expect(try run(SearchCosts()).newestOfIndex(), "FTS5")
        expect(try run(SearchCosts(), crowd: 1).newestOfIndex(), "FTS5 and exact times")
        expect(try run(.free, crowd: 1).newest(), "texts and exact times")
        let narrowed = try #require(plan.narrowed(to: parts))
        let dear = SearchPrice(merging: .infinity, passing: 0)
        expect(try #require(try run(.free).newestOfTexts(narrowed, or: dear)), "\(parts)")
        // Either leaves the rest to FTS5, or finishes before the first check.
        var quick = SearchCosts()
        quick.stride = 3
        let left = try run(quick).newestOfTexts(narrowed, or: SearchPrice())
        if let left { expect(left, "little of \(parts)") } else { given += 1 }
      }
      found += expected.isEmpty ? 0 : 1
    }
    #expect(found > 60)
    #expect(given > 60)
  }

  // MARK: Crowds

  /// A store of texts with nearly the same time, as after an import without dates.
  private func crowd(_ count: Int, apart milliseconds: Int64) throws -> ConversationStore {
    let store = try ConversationStore.inMemory()
    var samples = Samples()
    let conversations = (0..<count / 20).map { number in
      var conversation = samples.conversation()
      for index in 0..<20 {
        let place = number * 20 + index
        let words = ["everywhere everywhere", place.isMultiple(of: 7) ? "often" : "even"]
        conversation.append(
          Message(
            id: MessageID(samples.id()), parent: conversation.path.last,
            role: index.isMultiple(of: 2) ? .user : .assistant,
            createdAt: Timestamp(
              milliseconds: 1_700_000_000_000 + Int64(place) * milliseconds),
            content: words.joined(separator: " ") + " only\(place)"))
      }
      return conversation
    }
    try store.database.write { connection in
      for conversation in conversations {
        try store.save(conversation, messages: conversation.path, connection)
      }
    }
    return store
  }

  /// Index numbers do not reflect the order of such texts, so searching for the newest by number
  /// would read every text.
  @Test(
    arguments: [0, 1, 40, 1000] as [Int64],
    ["everywhere", "everywhere ", "\"everywhere everywhere\"", "e", "often", "role:user every"])
  func newestWithEqualTimesAreFoundWithoutReadingAll(_ apart: Int64, _ text: String) throws {
    let store = try crowd(2000, apart: apart)
    let plan = try #require(
      SearchPlan(SearchQuery(text), includesReasoning: true, models: nil, unwantedModels: []))
    try store.database.read { connection in
      func newest(crowd: Int) throws -> NewestHits {
        try SearchRun(
          plan: plan,
          rows: SearchRows(connection: connection, times: (nil, nil), tags: SearchRows.Tags()),
          limit: 5, crowd: crowd
        ).newest()
      }
      let all = try newest(crowd: .max)
      let quick = try newest(crowd: 50)
      #expect(all.found.count == 5)
      #expect(quick.found == all.found)
      #expect(quick.read <= 50 + 5 * 7, "of \(all.read)")
    }
  }

  // MARK: Which way

  private func parts(
    _ query: String, _ pages: [String: Double]
  ) throws -> [String]? {
    let plan = try #require(
      SearchPlan(
        SearchQuery(query), includesReasoning: true, models: nil, unwantedModels: []))
    let lists = ListLengths(plan) { token, _ in pages[String(decoding: token, as: UTF8.self)] ?? 0 }
    let costs = SearchCosts()
    return lists.chosenParts(plan, costs, or: lists.price(costs))?.map(\.expression)
  }

  @Test func rarestPartOfAPhraseIsLookedUp() throws {
    let pages: [String: Double] = ["我": 150, "们": 200, "的": 580, "量": 3, "子": 40, "在": 300]
    #expect(try parts("我们的量子在我们的 ", pages) == ["\"们 的 量\""])
    #expect(try parts("\"在我们的\"", pages) == nil, "nothing of it is rare")
    #expect(try parts("s", ["s": 6000]) == [], "all texts")
    #expect(try parts("量 s", ["s": 6000, "量": 60]) == ["\"量\""])
    #expect(
      try parts("the 量 und s", ["s": 6000, "the": 1300, "量": 10, "und": 2]) == [
        "\"und\"", "\"量\"", "\"the\"",
      ])
  }

  // MARK: Best match

  @Test func onlyTheNewestOfManyHitsAreRanked() throws {
    let store = try ConversationStore.inMemory()
    var samples = Samples()
    // The older the text, the more often it has the word.
    for index in 0..<30 {
      var conversation = samples.conversation()
      conversation.append(
        Message(
          id: MessageID(samples.id()), parent: nil, role: .user,
          createdAt: Timestamp(milliseconds: 1_700_000_000_000 + Int64(index) * 300_000),
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
      // Five texts are enough for a page.
      run.costs = .free
      run.ranking.texts = 5
      let few = try run.best()
      #expect(few.ranked == 5)
      #expect(few.hits.map(\.subject) == Array(26...30))
    }
  }

  @Test func rareWordsTitlesAndShortTextsRankHigher() throws {
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

extension SearchCosts {
  /// Always reads texts, and reads all of them.
  fileprivate static let free = SearchCosts(
    reading: 0, readingApart: 0, cutting: 0, passing: 0, joining: 0, merging: 0, little: -1,
    share: 0, stride: 5)
}
