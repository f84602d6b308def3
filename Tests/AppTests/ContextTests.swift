import Chat
import Foundation
import Screen
import TestKit
import Testing

@testable import App

/// The figures for context window usage, and what happens when the window is full.
@Suite struct ContextTests {
  /// - Parameter window: the model's window, in tokens; `nil` if its server does not say.
  private func script(
    window: Int?, full: FullContext = .ask, surface: Surface = .screen
  ) -> Script {
    var script = Script(surface: surface)
    script.state.preferences.fullContext = full
    var model = Model(id: script.state.session.model)
    model.contextLength = window
    script.know(model)
    return script
  }

  private func answer(
    _ script: inout Script, _ question: String, prompt: Int?, completion: Int? = 100,
    content: String = "An answer."
  ) throws {
    let request = try script.ask(question)
    script.end(request, content, Usage(promptTokens: prompt, completionTokens: completion))
  }

  private func status(_ script: inout Script, width: Int = 80) -> String {
    script.rows(width: width, height: 24).last ?? ""
  }

  // MARK: The gauge

  @Test func theGaugeShowsPromptAndAnswer() throws {
    var script = script(window: 131_000)
    try answer(&script, "question", prompt: 12_000, completion: 400)
    #expect(status(&script, width: 120).contains("12k/131k tok"))
    #expect(status(&script, width: 120).contains("▰▱▱▱▱▱ "))
  }

  @Test(arguments: [
    (912, 8_000, "912/8k"), (3_573, 4_096, "3.6k/4.1k"), (4_000, 8_192, "4k/8.2k"),
    (9_640, 10_000, "9.6k/10k"), (12_400, 16_385, "12k/16k"), (31_600, 32_768, "31k/32k"),
    (2_400, 131_072, "2k/131k"), (2_600, 131_072, "3k/131k"), (1_250_000, 2_000_000, "1.3M/2M"),
    (9_000, 2_048, "9k/2k"), (700, 900, "700/900"),
  ])
  func theNumbersCanBeToldApart(_ used: Int, _ whole: Int, _ text: String) {
    let texts = Figures.used(used, of: whole)
    #expect("\(texts.used)/\(texts.whole)" == text)
  }

  @Test func theDraftCounts() throws {
    var script = script(window: 8_000)
    try answer(&script, "question", prompt: 1_300)
    #expect(status(&script).contains(" 1.4k/8k"))
    script.play(.pasted(String(repeating: "word ", count: 1000)))
    #expect(status(&script).contains("≈ 2.4k/8k"))
    script.press(.control("c"))
    #expect(status(&script).contains(" 1.4k/8k"))
    #expect(!status(&script).contains("≈"))
  }

  /// Questions may contain a different kind of text from answers.
  @Test func whatTheServerCountedInTheLastRequestCalibratesTheNext() throws {
    var script = script(window: 131_000)
    let words = String(repeating: "word ", count: 200)
    try answer(&script, words, prompt: 410, completion: 0, content: "")
    script.play(.pasted(words))
    #expect((810...830).contains(script.state.contextUse.tokens))
  }

  @Test func beforeTheFirstAnswerItIsAnEstimate() {
    var script = script(window: 131_000)
    #expect(!status(&script).contains("131k"))
    script.type("How long is this question?")
    #expect(status(&script, width: 120).contains("▱▱▱▱▱▱ "))
    #expect(status(&script).contains("≈ "))
    #expect(status(&script).contains("/131k"))
  }

  @Test func theSystemPromptAndToolsCount() {
    var script = script(window: 131_000)
    script.state.session.systemPrompt = String(repeating: "word ", count: 1000)
    script.state.session.parameters.tools = .array([.string("word word word")])
    script.play(.saved(nil))
    #expect((1000...1100).contains(script.state.contextUse.tokens))
  }

  @Test func theThinkingOfEarlierTurnsIsNotSentAgain() throws {
    var script = script(window: 10_000)
    let request = try script.ask("question")
    script.play(.streamed(request, .received(AnswerDelta(reasoning: "Long.", chunks: 1))))
    script.end(
      request, "Short.", Usage(promptTokens: 1000, completionTokens: 900, reasoningTokens: 850))
    #expect(script.state.contextUse.tokens == 1050)
    #expect(!script.state.contextUse.isEstimate)
  }

  @Test func anotherBranchHasItsOwnSize() throws {
    var script = script(window: 131_000)
    try answer(&script, "question", prompt: 1_000)
    try answer(&script, "and then?", prompt: 50_000)
    #expect(script.state.contextUse.tokens == 50_100)
    script.press(.control("x"), .character("r"))
    let request = try #require(script.state.stream?.request)
    script.play(.questionSaved(request, nil))
    script.end(request, "Other.", Usage(promptTokens: 40_000, completionTokens: 10))
    #expect(script.state.contextUse.tokens == 40_010)
    script.press(.control("x"), .character("["))
    #expect(script.state.contextUse.tokens == 50_100)
    script.restDoesNotMatter()
  }

  @Test func withoutAKnownWindowOnlyTheCountIsShown() throws {
    var script = script(window: nil)
    script.type("How long is this question?")
    #expect(status(&script).contains(" tok  "))
    #expect(!status(&script).contains("/"))
  }

  @Test func theUsersOwnLengthComesFirst() throws {
    var script = script(window: 131_000)
    script.state.session.provider.contextLength = 4_000
    script.play(.saved(nil))
    script.know(
      try #require(script.state.listedModel(script.state.session)),
      at: script.state.session.provider)
    try answer(&script, "question", prompt: 1_000)
    #expect(status(&script).contains("/4k"))
  }

  @Test func nothingChangesWhenTheConversationIsOpenedAgain() throws {
    var script = script(window: 8_000)
    let request = try script.ask("question")
    script.end(request, "四个：二、三、五和十三。", nil)
    let before = status(&script)
    #expect(before.contains("≈"))
    let stored = script.state.conversation
    script.press(.control("n"))
    _ = script.state.open(stored.id)
    let load = try #require(script.state.storing.awaitedLoad?.request)
    script.play(.conversationLoaded(load, .success(stored)))
    #expect(status(&script) == before)
    script.restDoesNotMatter()
  }

  // MARK: Nearly full

  @Test func fourFifthsAreAccentedWithAdvice() throws {
    var script = script(window: 10_000)
    try answer(&script, "question", prompt: 7_800)
    #expect(script.state.notice == nil)
    #expect(!script.state.contextUse.isNearlyFull)
    try answer(&script, "more", prompt: 8_000, completion: 100)
    #expect(script.state.contextUse.isNearlyFull)
    #expect(script.state.notice?.text == "Context 81 % full: 8.1k of 10k tokens.")
    let advice = try #require(script.state.notice?.advice)
    for key in ["Ctrl-N", "Ctrl-X k", "Ctrl-X 0"] { #expect(advice.contains(key)) }
    try answer(&script, "and more", prompt: 8_300)
    #expect(script.state.notice == nil, "it is said once")
  }

  // MARK: Full

  @Test func aRequestThatDoesNotFitAsksFirst() throws {
    var script = script(window: 10_000)
    try answer(&script, "question", prompt: 9_800)
    script.type("more")
    script.press(.enter)
    #expect(script.state.stream == nil)
    #expect(script.state.composer.text == "more")
    #expect(
      script.state.notice?.text == "≈ 9.9k of 10k tokens: too little room for an answer.")
    #expect(script.state.notice?.advice.hasPrefix("Press Enter again to send anyway.") == true)
    script.press(.enter)
    #expect(script.state.stream != nil)
    script.restDoesNotMatter()
  }

  @Test func anotherTextIsAskedAboutAgain() throws {
    var script = script(window: 10_000)
    try answer(&script, "question", prompt: 9_800)
    script.type("more")
    script.press(.enter)
    script.type("!")
    script.press(.enter)
    #expect(script.state.stream == nil)
    script.press(.enter)
    #expect(script.state.stream != nil)
    script.restDoesNotMatter()
  }

  @Test func regeneratingAsksToo() throws {
    var script = script(window: 10_000)
    try answer(&script, "question", prompt: 9_800, completion: 1)
    script.press(.control("x"), .character("r"))
    #expect(script.state.stream == nil)
    #expect(script.state.notice?.advice.hasPrefix("Press again to send anyway.") == true)
    let path = script.state.conversation.path
    script.press(.control("x"), .character("r"))
    #expect(script.state.stream != nil)
    #expect(script.state.conversation.path != path)
    script.restDoesNotMatter()
  }

  @Test func inPlainModeTheSameLineAgainSends() throws {
    var script = script(window: 200, surface: .lines)
    let long = String(repeating: "word ", count: 300)
    script.submit(line: long)
    #expect(script.state.stream == nil)
    #expect(script.state.notice?.advice.hasPrefix("Repeat the question to send anyway.") == true)
    script.submit(line: long)
    #expect(script.state.stream != nil)
    script.restDoesNotMatter()
  }

  // MARK: Leaving out the oldest turns

  private func sent(_ script: inout Script) throws -> AnswerRequest {
    let request = try #require(script.state.stream?.request)
    script.play(.questionSaved(request, nil))
    let effects = script.takeEffects()
    return try #require(
      effects.lazy.compactMap { effect -> AnswerRequest? in
        if case .stream(.start(_, let request, _)) = effect { request } else { nil }
      }.first)
  }

  @Test func theOldestTurnsAreLeftOutVisibly() throws {
    var script = script(window: 1_000, full: .dropOldest)
    script.state.session.systemPrompt = "Be brief."
    let long = String(repeating: "word ", count: 300)
    for number in 1...3 {
      let request = try script.ask("question \(number)")
      script.end(request, long, nil)
    }
    script.type("question 4")
    script.press(.enter)
    let request = try sent(&script)
    #expect(request.turns.first == AnswerRequest.Turn(role: .system, content: "Be brief."))
    #expect(request.turns.dropFirst().first?.content == "question 2")
    #expect(request.turns.last?.content == "question 4")
    #expect(script.state.notice?.text == "Context full: 2 oldest messages not sent.")
    let rows = script.rows(width: 80, height: 80)
    let rule = try #require(rows.firstIndex { $0.contains("── sent from here on ─") })
    #expect(rows[rule + 2].contains("▌ question 2"))
    #expect(script.state.conversation.lastMessage?.origin?.omittedMessages == 2)
    #expect(script.state.conversation.path.count == 8, "everything is still there")
    script.restDoesNotMatter()
  }

  @Test func theSystemPromptAndTheQuestionAreNeverLeftOut() throws {
    var script = script(window: 100, full: .dropOldest)
    script.state.session.systemPrompt = String(repeating: "word ", count: 200)
    let request = try script.ask("question 1")
    script.end(request, String(repeating: "word ", count: 200), nil)
    script.type(String(repeating: "more ", count: 200))
    script.press(.enter)
    let sent = try sent(&script)
    #expect(sent.turns.map(\.role) == [.system, .user])
    #expect(sent.turns.last?.content.hasPrefix("more") == true)
    script.restDoesNotMatter()
  }

  @Test func aCommandTurnsItOnForTheConversation() throws {
    var script = script(window: 1_000)
    let request = try script.ask("question 1")
    script.end(request, String(repeating: "word ", count: 960), nil)
    script.type("question 2")
    script.press(.enter)
    #expect(script.state.stream == nil)
    script.press(.control("x"), .character("0"))
    #expect(script.state.dropsOldest)
    script.press(.enter)
    let sent = try sent(&script)
    #expect(sent.turns.map(\.content) == ["question 2"])
    script.press(.escape, .control("n"))
    #expect(!script.state.dropsOldest)
    script.restDoesNotMatter()
  }

  @Test func theAnswersLimitIsKeptFree() {
    var parameters = Parameters()
    #expect(ContextRoom(window: 8192, parameters).forRequest == 8192 - 512)
    parameters.maxTokens = 4000
    #expect(ContextRoom(window: 8192, parameters).forRequest == 4192)
    parameters.maxTokens = 100_000
    #expect(ContextRoom(window: 8192, parameters).forRequest == 4096)
    parameters.maxTokens = -1
    #expect(ContextRoom(window: 8192, parameters).forRequest == 8192)
  }

  // MARK: A server's refusal

  private func refuse(_ script: inout Script, _ request: RequestID, _ needed: Int, _ window: Int) {
    let cause = RefusalCause.contextExceeded(needed: needed, window: window)
    let refusal = ServerRefusal(status: 400, message: "too long", cause: cause)
    script.play(.streamed(request, .ended(StreamEnd(outcome: .failed(.refused(refusal))))))
  }

  @Test func aRefusalSaysHowManyTokensOverAndOffersTheSame() throws {
    var script = script(window: nil)
    let request = try script.ask("hello")
    refuse(&script, request, 9009, 2048)
    #expect(script.state.notice?.text == "6,961 tokens over the model's limit of 2,048.")
    for key in ["Ctrl-N", "Ctrl-X k", "Ctrl-X 0"] {
      #expect(script.state.notice?.advice.contains(key) == true)
    }
    #expect(status(&script).contains(" 9k/2k  "), "its numbers are remembered")
  }

  @Test func afterARefusalTheOldestTurnsCanBeLeftOut() throws {
    var script = script(window: nil)
    for number in 1...2 {
      let request = try script.ask("question \(number)")
      script.end(request, String(repeating: "word ", count: 300), nil)
    }
    let request = try script.ask("question 3")
    refuse(&script, request, 1300, 1000)
    script.press(.control("x"), .character("0"))
    script.press(.control("x"), .character("r"))
    #expect(try sent(&script).turns.first?.content == "question 2")
    script.restDoesNotMatter()
  }

  // MARK: What a narrow status line omits

  /// - Parameter isFull: whether the window is nearly full.
  @Test(arguments: [
    (
      200, false,
      ["62 tok/s", "first 0.4 s", "$0.0026", "▱▱▱▱▱▱ ", "119/131k tok", "done · F1 help"]
    ),
    (120, false, ["62 tok/s", "first 0.4 s", "$0.0026", "119/131k tok", "F1 help"]),
    (80, false, ["tok/s", "119/131k"]), (60, false, ["▱ 119/131k", "F1 help"]),
    (40, false, ["qwen3-32b", "119/131k", "done"]), (30, false, ["119/131k", "done"]),
    (80, true, ["tok/s", "4k/4k"]), (60, true, ["4k/4k"]), (40, true, ["4k/4k", "done"]),
  ])
  func theMostImportantFigureStays(_ width: Int, _ isFull: Bool, _ figures: [String]) throws {
    var script = try Script.answered()
    if isFull {
      let last = try #require(script.state.conversation.path.last)
      script.state.conversation.update(last) { $0.usage?.promptTokens = 3900 }
      script.state.session.provider.contextLength = 4000
    } else {
      script.state.session.provider.contextLength = 131_000
    }
    script.state.front.counts = PathCounts()
    script.play(.saved(nil))
    let row = status(&script, width: width)
    for figure in figures { #expect(row.contains(figure), "\(row)") }
  }

  /// The narrowest of these windows has no room for the speed next to the key that stops the
  /// answer.
  @Test(arguments: [40, 50, 60])
  func aNarrowWindowShowsTheTokensAndSpeedOfARunningAnswer(_ width: Int) throws {
    var script = script(window: 100_000)
    let request = try script.ask("question")
    var ends: Set<Int> = []
    for step in 1...60 {
      var delta = AnswerDelta(content: String(repeating: "word ", count: step), chunks: 1)
      delta.timings = Timings(firstToken: .milliseconds(100))
      script.state.now = script.state.now.advanced(by: .milliseconds(900))
      script.play(.streamed(request, .received(delta)))
      let row = status(&script, width: width)
      let end = try #require(row.range(of: width == 40 ? " tok " : "/s "), "\(row)")
      #expect(row.contains(" tok ") && row.contains("answering"), "\(row)")
      #expect(row.contains("Esc stop"), "\(row)")
      ends.insert(row.distance(from: row.startIndex, to: end.lowerBound))
    }
    #expect(ends.count == 1, "\(ends)")
    script.end(request, "", Usage(promptTokens: 10, completionTokens: 9_000))
    #expect(status(&script, width: width).contains("9k/100k"))
  }

  @Test func nearlyFullTheWindowComesFirstWhileAnAnswerArrives() throws {
    var script = script(window: 1_000)
    let request = try script.ask(String(repeating: "word ", count: 850))
    script.play(
      .streamed(request, .received(AnswerDelta(content: "Four of them.", chunks: 1))))
    #expect(status(&script, width: 40).contains("/1k"))
  }

  /// In a narrow window, a reader's keys take the place of the figures, unless the context window is
  /// nearly full.
  @Test(arguments: [40, 80], [131_000, 125])
  func theReadersKeysGiveWayToAFullContextWindow(_ width: Int, _ window: Int) throws {
    var script = try Script.answered()
    script.state.session.provider.contextLength = window
    script.state.front.counts = PathCounts()
    script.play(.saved(nil))
    script.press(.tab)
    let row = status(&script, width: width)
    #expect(row.contains("READ") && row.contains("done"), "\(row)")
    #expect(row.contains("119/125") == (window == 125) && !row.contains("131k"), "\(row)")
    #expect(window == 125 || row.contains("y copy"), "\(row)")
  }

  @Test func aLongStateStaysInANarrowWindow() throws {
    var script = try Script.answered()
    let last = try #require(script.state.conversation.path.last)
    script.state.conversation.update(last) { $0.finishReason = .length }
    #expect(status(&script, width: 40).hasSuffix("912 tok 62/s   token limit"))
  }

  @Test(arguments: [80, 40, 30])
  func whileAnAnswerArrivesItsTokensAreInItsHead(_ width: Int) throws {
    var script = script(window: 1_000)
    let request = try script.ask(String(repeating: "word ", count: 850))
    script.play(
      .streamed(request, .received(AnswerDelta(content: "Four of them.", chunks: 1))))
    let rows = script.rows(width: width, height: 24)
    #expect(rows.contains { $0.contains("0 s · ≈ 4 tok") }, "\(rows)")
  }

  // MARK: The page

  @Test(arguments: [(40, 10), (80, 24), (120, 40), (200, 60)])
  func thePage(_ width: Int, _ height: Int) throws {
    var script = script(window: 131_000)
    script.state.preferences.limits = SpendingLimits(conversation: 1, day: 5)
    try answer(&script, "question", prompt: 112_300, completion: 900)
    script.press(.control("x"), .character("$"))
    let grid = script.draw(width: width, height: height)
    if let mismatch = Snapshot.mismatch(grid, named: "figures-\(width)x\(height)") {
      Issue.record("\(mismatch)")
    }
    script.restDoesNotMatter()
  }

  /// If the whole page is in view, it does not offer to scroll.
  @Test func onlyALongPageOffersToScroll() {
    var script = Script()
    script.press(.control("x"), .character("$"))
    #expect(script.rows(width: 40, height: 10).last?.contains("j k scroll") == true)
    #expect(script.rows(width: 80, height: 24).last?.contains("scroll") == false)
    for _ in 1...9 { script.press(.character("j")) }
    #expect(script.rows(width: 40, height: 10).last?.contains("j k scroll") == true)
    script.restDoesNotMatter()
  }

  /// Everything unknown is dim, and the key looks like keys elsewhere.
  @Test func thePageMarksItsKeyAndDimsWhatIsUnknown() throws {
    var script = script(window: 131_000)
    script.press(.control("x"), .character("$"))
    let grid = script.draw(width: 80, height: 24)
    func style(of text: String, in name: String) throws -> StyleRole {
      let rows = GridText(grid).rows
      let y = try #require(rows.firstIndex { $0.hasPrefix("  " + name) })
      let row = String(rows[y])
      let start = try #require(row.range(of: text)).lowerBound
      return grid.row(y)[row.distance(from: row.startIndex, to: start)].style.role
    }
    #expect(try style(of: "unknown", in: "prices") == .secondary)
    #expect(try style(of: "ask", in: "when full") == .text)
    #expect(try style(of: "Ctrl-X", in: "when full") == .accent)
    #expect(try style(of: "0 drop", in: "when full") == .accent)
    #expect(try style(of: "drop", in: "when full") == .text)
    script.restDoesNotMatter()
  }

  @Test(arguments: [(40, 10), (80, 24), (120, 40), (200, 60)])
  func theQuestion(_ width: Int, _ height: Int) throws {
    var script = script(window: 10_000)
    try answer(&script, "question", prompt: 9_800)
    script.type("more")
    script.press(.enter)
    let grid = script.draw(width: width, height: height)
    if let mismatch = Snapshot.mismatch(grid, named: "context-full-\(width)x\(height)") {
      Issue.record("\(mismatch)")
    }
  }
}

extension Script {
  /// Makes a model known, as if its server had listed it.
  mutating func know(_ model: Model, at provider: Provider? = nil) {
    let provider = provider ?? state.session.provider
    var catalog = ModelCatalog()
    catalog.listings = [
      ModelListing(
        provider: provider.name, baseURL: provider.baseURL, models: [model], fetchedAt: state.now)
    ]
    play(.catalogLoaded(catalog))
  }

  /// Receives this text as the whole answer and ends it.
  mutating func end(_ request: RequestID, _ content: String, _ usage: Usage?) {
    play(
      .streamed(request, .received(AnswerDelta(content: content, chunks: 1))),
      .streamed(
        request, .ended(StreamEnd(outcome: .complete, finishReason: .stop, usage: usage))))
  }
}
