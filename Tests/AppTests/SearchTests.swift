import Chat
import Screen
import TestKit
import Testing

@testable import App

/// Searching all conversations, from the first key to the hit.
@Suite struct SearchTests {
  /// In a short window, the query syntax scrolls, and marks show how much is out of view.
  @Test func theQuerySyntaxScrollsInALowWindow() {
    var script = Script()
    script.state.terminal.size = Size(width: 40, height: 10)
    script.press(.control("r"))
    var rows = script.rows(width: 40, height: 10)
    #expect(rows.last?.contains("↓") == true && rows[0].contains("Search all"))
    let first = rows[2]
    script.press(Key(.down))
    rows = script.rows(width: 40, height: 10)
    #expect(rows[1].contains("↑ 1 more") && !rows.contains(first))
    for _ in 1...9 { script.press(Key(.pageDown)) }
    rows = script.rows(width: 40, height: 10)
    #expect(rows.last?.contains("↓") == false && rows[1].contains("↑"))
    script.type("x")
    #expect(!script.rows(width: 40, height: 10)[1].contains("↑"))
    script.restDoesNotMatter()
  }

  private func request(_ effects: [Effect]) throws -> RequestID {
    for case .store(.search(let request, _, _, _, _)) in effects.reversed() { return request }
    return try #require(nil)
  }

  private func hit(
    _ conversation: Conversation, _ message: Message?, _ pieces: [SearchSnippet.Piece],
    isInReasoning: Bool = false, wanted: [SearchQuery.Term] = []
  ) -> SearchHit {
    SearchHit(
      conversation: conversation.id, title: conversation.title, message: message?.id,
      role: message?.role, createdAt: conversation.createdAt, isInReasoning: isInReasoning,
      snippet: SearchSnippet(pieces), wanted: wanted)
  }

  /// Returns a question with two answers. The first is long, and the second is selected.
  private func branched(_ ids: inout IDSource, _ now: Timestamp) -> Conversation {
    var conversation = Conversation(
      id: ConversationID(ids.uuid(at: now)), title: "Why does my actor deadlock?",
      createdAt: Timestamp(milliseconds: now.milliseconds - 90_000_000))
    let question = Message(
      id: MessageID(ids.uuid(at: now)), parent: nil, role: .user, createdAt: now, content: "Why?")
    conversation.append(question)
    let lines = (1...60).map { $0 == 40 ? "an **actor** does not deadlock" : "line \($0)" }
    for (text, thought) in [
      (lines.joined(separator: "\n\n"), lines.joined(separator: "\n\n")), ("Short.", ""),
    ] {
      conversation.select(question.id)
      conversation.append(
        Message(
          id: MessageID(ids.uuid(at: now)), parent: question.id, role: .assistant, createdAt: now,
          content: text, reasoning: thought))
    }
    return conversation
  }

  private func longAnswer(_ conversation: Conversation) throws -> Message {
    try #require(conversation.allMessages.first { $0.content.contains("actor") })
  }

  @Test func aTitleThatMatchesIsShownOnce() throws {
    var script = Script()
    var ids = IDSource(seed: 9)
    let conversation = branched(&ids, script.state.now)
    script.press(.control("r"))
    script.type("actor")
    let title = hit(
      conversation, nil,
      [.init("Why does my "), .init("actor", isMatch: true), .init(" deadlock? #swift")])
    script.play(
      .found(
        try request(script.takeEffects()), .success(SearchResult(hits: [title], hasMore: false))))
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.count { $0.contains("Why does my actor") } == 1)
    #expect(rows.contains { $0.contains("  #swift") || $0.contains("▌ #swift") })
  }

  @Test func theExplanationsOfTheSyntaxAreAligned() throws {
    var script = Script()
    script.press(.control("r"))
    let rows = script.rows(width: 80, height: 24)
    let columns = try ["all words", "an exact phrase", "only your"].map { text in
      let row = try #require(rows.first { $0.contains(text) })
      return try #require(row.ranges(of: text).first).lowerBound.utf16Offset(in: row)
    }
    #expect(Set(columns).count == 1)
  }

  /// If hits look alike, all hits show when they were written.
  @Test func hitsThatLookTheSameAreToldApart() throws {
    var script = Script()
    script.press(.control("r"))
    script.type("actor")
    let request = try request(script.takeEffects())
    var conversation = branched(&script.state.ids, script.state.now)
    let answer = try longAnswer(conversation)
    var hits = [hit(conversation, answer, [.init("an actor")])]
    conversation = Conversation(
      id: ConversationID(script.state.ids.uuid(at: script.state.now)), title: conversation.title,
      createdAt: Timestamp(milliseconds: conversation.createdAt.milliseconds - 120_000))
    hits.append(
      SearchHit(
        conversation: conversation.id, title: conversation.title, message: answer.id,
        role: .assistant, createdAt: conversation.createdAt, isInReasoning: false,
        snippet: SearchSnippet([.init("an actor")])))
    hits.append(
      SearchHit(
        conversation: conversation.id, title: "Another actor", message: nil, role: nil,
        createdAt: conversation.createdAt, isInReasoning: false,
        snippet: SearchSnippet([.init("Another actor")])))
    script.play(.found(request, .success(SearchResult(hits: hits, hasMore: false))))
    let all = script.rows(width: 80, height: 24)
    let heads = all.filter { $0.contains("answer · ") }
    #expect(heads.count == 2 && Set(heads).count == 2)
    let timed = heads + all.filter { $0.contains("title · ") }
    #expect(timed.count == 3)
    #expect(timed.allSatisfy { $0.contains("23 Nov ") || $0.contains("24 Nov ") }, "\(timed)")
    script.restDoesNotMatter()
  }

  /// Below a title that matches, the second row shows the beginning of a message, without markup.
  @Test func aTitleHasTheBeginningOfAMessageBelow() throws {
    var script = Script()
    script.restDoesNotMatter()
    script.press(.control("r"))
    script.type("actor")
    let conversation = branched(&script.state.ids, script.state.now)
    var found = hit(conversation, nil, [.init("Why does my "), .init("actor", isMatch: true)])
    found.preview = "# Waiting\n\nTwo **tasks** wait for\neach other."
    let request = try request(script.pending)
    script.play(.found(request, .success(SearchResult(hits: [found], hasMore: false))))
    let rows = script.rows(width: 80, height: 24)
    let place = try #require(rows.firstIndex { $0.contains("Why does my actor") })
    #expect(rows[place + 1] == " ▌ Waiting Two tasks wait for each other.")
  }

  @Test func everyKeySearchesAndOldResultsAreDropped() throws {
    var script = Script()
    script.press(.control("r"))
    #expect(script.takeEffects().isEmpty)
    script.type("ac")
    let effects = script.takeEffects()
    #expect(effects.count == 2)
    guard case .store(.search(let first, _, .newest, true, 30))? = effects.first else {
      Issue.record("no search")
      return
    }
    script.play(.found(first, .success(SearchResult(hits: [], hasMore: true))))
    let search = try #require(script.state.pages.last as? SearchPage)
    #expect(search.result == nil && search.query.wanted == [.init("ac", isPrefix: true)])
    script.play(.found(try request(effects), .success(SearchResult(hits: [], hasMore: false))))
    #expect(script.rows(width: 80, height: 24)[2] == " No matches. Ctrl-U to clear.")
  }

  @Test func aSlowSearchSaysSo() throws {
    var script = Script()
    script.press(.control("r"))
    script.type("a")
    #expect(script.pending.contains(.timer(.set(.searchIsSlow, .milliseconds(500)))))
    let effects = script.takeEffects()
    #expect(script.rows(width: 80, height: 24)[2].isEmpty)
    script.play(.timerFired(.searchIsSlow))
    #expect(script.rows(width: 80, height: 24)[2] == " searching…")
    let found = SearchResult(hits: [], hasMore: false, indexed: 0.25)
    script.play(.found(try request(effects), .success(found)))
    #expect(script.rows(width: 80, height: 24)[2] == " No matches yet.")
    #expect(script.rows(width: 80, height: 24)[23].contains("indexing… 25 %"))
    // The timer of a search that has ended changes nothing.
    #expect(script.state.isQuiet(.timerFired(.searchIsSlow)))
    script.play(.timerFired(.searchIsSlow))
    #expect(script.rows(width: 80, height: 24)[2].contains("No matches yet"))
    // The search is repeated when more is indexed. The text does not blink.
    script.play(.indexed)
    #expect(script.rows(width: 80, height: 24)[2].contains("No matches yet"))
    script.restDoesNotMatter()
  }

  /// While older results are on the screen, the first row says that they are being replaced.
  @Test func aSlowSearchSaysSoAboveOlderResults() throws {
    var script = Script()
    script.press(.control("r"))
    script.type("a")
    let conversation = branched(&script.state.ids, script.state.now)
    let first = hit(conversation, nil, [.init("Why does my actor")])
    script.play(
      .found(
        try request(script.takeEffects()), .success(SearchResult(hits: [first], hasMore: false))))
    script.type("b")
    #expect(script.rows(width: 80, height: 24)[0].contains("1 result"))
    script.play(.timerFired(.searchIsSlow))
    #expect(script.rows(width: 80, height: 24)[0].contains("searching…"))
    #expect(!script.rows(width: 80, height: 24)[0].contains("1 result"))
    script.restDoesNotMatter()
  }

  @Test func keysSortAndSwitchTheThinkingOffAndClose() throws {
    var script = Script()
    script.press(.control("x"), .character("/"))
    script.type("a")
    script.press(.tab, .control("t"))
    guard case .store(.search(_, _, .best, false, _))? = script.takeEffects().last else {
      Issue.record("not as ordered")
      return
    }
    script.press(.control("c"))
    let search = try #require(script.state.pages.last as? SearchPage)
    #expect(search.text.isEmpty)
    script.press(.escape)
    #expect(script.state.conversationHasKeys)
    script.type("/search due date")
    script.press(.enter)
    guard case .store(.search(_, let query, _, _, _))? = script.takeEffects().last else {
      Issue.record("no search")
      return
    }
    #expect(query == SearchQuery("due date"))
  }

  @Test func rankingOnlyTheNewestIsReported() throws {
    var script = Script()
    script.press(.control("r"), .tab)
    script.type("a")
    let one = hit(script.state.conversation, nil, [.init("a", isMatch: true)])
    let request = try request(script.takeEffects())
    func head(_ ranked: Int?) -> String {
      var script = script
      script.play(
        .found(request, .success(SearchResult(hits: [one], hasMore: true, ranked: ranked))))
      return script.rows(width: 90, height: 24)[0]
    }
    #expect(head(nil).contains("1+ results · best match first"))
    #expect(head(500).contains("1+ results · best first (latest 500)"))
  }

  @Test func scrollingDownLoadsMoreHits() throws {
    var script = Script()
    script.press(.control("r"))
    script.type("a")
    let one = hit(script.state.conversation, nil, [.init("a", isMatch: true)])
    let result = SearchResult(hits: Array(repeating: one, count: 30), hasMore: true)
    script.play(.found(try request(script.takeEffects()), .success(result)))
    for _ in 0..<19 { script.press(Key(.down)) }
    #expect(script.takeEffects().isEmpty)
    script.press(.control("n"), .control("n"))
    let effects = script.takeEffects()
    #expect(effects.count == 1)
    guard case .store(.search(_, _, _, _, 150))? = effects.first else {
      Issue.record("not more")
      return
    }
  }

  /// Searches, opens a hit, and answers the order to load its conversation.
  /// - Returns: the script and the message with the hit.
  private func landed(isInReasoning: Bool) throws -> (Script, Message) {
    var script = Script()
    _ = script.rows(width: 110, height: 24)
    var ids = IDSource(seed: 9)
    let conversation = branched(&ids, script.state.now)
    let message = try longAnswer(conversation)
    script.press(.control("r"))
    script.type("\"actor does\"")
    let found = hit(
      conversation, message, [.init("an **"), .init("actor** does", isMatch: true), .init(" not")],
      isInReasoning: isInReasoning, wanted: [.init("actor does")])
    script.play(
      .found(
        try request(script.takeEffects()), .success(SearchResult(hits: [found], hasMore: false))))
    script.press(.enter)
    guard case .store(.loadConversation(let load, conversation.id))? = script.takeEffects().last
    else {
      Issue.record("nothing is loaded")
      return (script, message)
    }
    script.play(.conversationLoaded(load, .success(conversation)))
    return (script, message)
  }

  @Test func enterOpensTheMessageInItsBranchWithTheHitMarked() throws {
    var (script, message) = try landed(isInReasoning: false)
    #expect(script.state.conversationHasKeys && script.state.conversation.path.last == message.id)
    #expect(script.state.focus == .transcript)
    let rows = script.rows(width: 110, height: 24)
    #expect(rows.contains { $0.contains("an actor does not deadlock") })
    let grid = script.draw(width: 110, height: 24)
    if let mismatch = Snapshot.mismatch(grid, named: "landed-110x24") {
      Issue.record("\(mismatch)")
    }
    script.press(.escape)
    #expect(script.state.find == nil)
  }

  @Test func hitInTheThinkingIsShownInItsPane() throws {
    var (script, message) = try landed(isInReasoning: true)
    #expect(script.state.conversation.path.last == message.id && script.state.focus == .reasoning)
    let rows = script.rows(width: 110, height: 24)
    #expect(rows.contains { $0.contains("│ an actor does not deadlock") })
  }

  @Test func hitInTheOpenConversationLoadsNothingAndKeepsTheStream() throws {
    var script = try Script.answered()
    let answer = try #require(script.state.conversation.lastMessage)
    _ = try script.ask("and more?")
    script.press(.control("r"))
    script.type("thirteen")
    let found = hit(script.state.conversation, answer, [.init("13", isMatch: true)])
    script.play(
      .found(
        try request(script.takeEffects()), .success(SearchResult(hits: [found], hasMore: false))))
    script.press(.enter)
    #expect(script.takeEffects().isEmpty)
    #expect(script.state.conversationHasKeys && script.state.stream != nil)
    #expect(script.state.cursor == answer.id)
  }

  @Test(arguments: [(80, 24), (40, 10)], [0, 1])
  func aClickOpensTheHitUnderThePointer(_ size: (Int, Int), _ row: Int) throws {
    var script = Script()
    var ids = IDSource(seed: 9)
    script.press(.control("r"))
    script.type("a")
    let hits = (0..<20).map { number in
      hit(
        Conversation(
          id: ConversationID(ids.uuid(at: script.state.now)), title: "Number \(number)",
          createdAt: script.state.now), nil, [.init("a", isMatch: true)])
    }
    script.play(
      .found(try request(script.takeEffects()), .success(SearchResult(hits: hits, hasMore: false))))
    for _ in 0..<20 { script.press(Key(.down)) }
    let y = 2 + (size.1 < 20 ? 2 : 3) * row
    let before = script.rows(width: size.0, height: size.1)
    let place = Point(x: 9, y: y)
    script.play(.mouseMoved(MouseEvent(.press, at: place)))
    let after = script.rows(width: size.0, height: size.1)
    #expect(before[y].dropFirst(3) == after[y].dropFirst(3))
    let page = try #require(script.state.pages.last as? SearchPage)
    #expect(before[y].contains(page.selection?.title ?? "?"))
    #expect(
      script.takeEffects().contains {
        if case .store(.loadConversation(_, page.selection?.conversation)) = $0 {
          true
        } else {
          false
        }
      })
  }

  @Test(arguments: [(80, 24), (40, 10), (110, 24)])
  func screen(_ width: Int, _ height: Int) throws {
    var script = Script()
    var ids = IDSource(seed: 9)
    let conversation = branched(&ids, script.state.now)
    let answer = try longAnswer(conversation)
    script.press(.control("r"))
    script.type("actor deadl")
    let hits = [
      hit(
        conversation, answer,
        [
          .init("…an "), .init("actor", isMatch: true), .init(" does not "),
          .init("deadlock", isMatch: true), .init(" by itself: reentrancy lets other calls run…"),
        ]),
      hit(
        conversation, answer,
        [.init("量子 \u{1B}[2J "), .init("actor", isMatch: true), .init(" 纠缠")],
        isInReasoning: true),
      hit(conversation, nil, [.init("Why does my "), .init("actor", isMatch: true)]),
    ]
    script.play(
      .found(
        try request(script.takeEffects()),
        .success(SearchResult(hits: hits, hasMore: false, indexed: 0.42))))
    script.press(Key(.down))
    let grid = script.draw(width: width, height: height)
    if let mismatch = Snapshot.mismatch(grid, named: "search-\(width)x\(height)") {
      Issue.record("\(mismatch)")
    }
  }

  @Test func filterErrorsAreShownBelow() {
    var script = Script()
    script.press(.control("r"))
    script.type("actor before:tomorrow")
    #expect(
      script.rows(width: 100, height: 24).last
        == " before: needs a date such as 2025-03-14, 2025-03, 2025, yesterday or 7d, not “tomorrow”."
    )
    script.press(.control("c"))
    script.type("actor -in:title")
    #expect(
      script.rows(width: 100, height: 24).last
        == " in: cannot be negated. Use in:question in:answer in:thinking instead."
    )
    for height in 0...12 {
      for width in [0, 1, 10, 12, 31, 61, 200] {
        #expect(script.draw(width: width, height: height).size.width == width)
      }
    }
  }
}
