import Chat
import Screen
import TestKit
import Testing

@testable import App

/// Where the thinking is shown, and when it folds.
@Suite struct ReasoningPaneTests {
  private func reasoning(_ text: String) -> StreamEvent {
    var delta = AnswerDelta(
      reasoning: text, chunks: 1, timings: Timings(firstToken: .milliseconds(400)))
    delta.reasoningChunks = 1
    return .received(delta)
  }

  private func content(_ text: String) -> StreamEvent {
    .received(
      AnswerDelta(
        content: text, chunks: 1,
        timings: Timings(firstToken: .milliseconds(400), firstContent: .seconds(4))))
  }

  private let end = StreamEvent.ended(
    StreamEnd(
      outcome: .complete, finishReason: .stop,
      timings: Timings(firstToken: .milliseconds(400), firstContent: .seconds(4))))

  /// Returns the title row of the thinking, folded or open.
  private func title(_ script: inout Script, width: Int = 80, height: Int = 24) -> String {
    script.rows(width: width, height: height)
      .first { $0.hasPrefix("▸ ") || $0.hasPrefix("▾ ") } ?? ""
  }

  // MARK: Beside the text

  /// Where the text and the composer are.
  private struct Column: Equatable {
    let transcript: Int
    let text: Int
    let composer: Rect

    init(_ script: inout Script, _ size: Size) {
      _ = script.draw(width: size.width, height: size.height)
      let areas = script.state.panes.areas
      transcript = areas.columns?.count ?? 0
      text = areas.textColumn
      let composer = areas.composer
      self.composer = Rect(x: composer.x, y: 0, width: composer.width, height: 1)
    }
  }

  /// The text keeps its place no matter what arrives, in what pieces, and what else needs space on
  /// the screen. In this test, a model thinks only if thinking is on, and not always even then; any
  /// answer may fail. The text may move only when a question is sent, or when a model that has
  /// answered without thinking first thinks.
  @Test(arguments: [
    Size(width: 100, height: 10), Size(width: 120, height: 40), Size(width: 200, height: 60),
  ])
  func theTextKeepsItsPlace(_ size: Size) throws {
    for seed in UInt64(1)...16 {
      var random = SplitMix64(state: seed)
      var script = Script(thinking: ThinkingMode(isOn: Bool.random(using: &random)))
      var column = Column(&script, size)
      // The welcome message has no text column, so the first check does not compare that column.
      var isFirst = true
      func check(_ script: inout Script, _ what: String) {
        let now = Column(&script, size)
        #expect(
          now.transcript == column.transcript && now.composer == column.composer
            && (isFirst || now.text == column.text), "\(what), seed \(seed)")
        (column, isFirst) = (now, false)
      }
      for turn in 0..<3 {
        let request = try script.ask("question")
        (column, isFirst) = (Column(&script, size), false)
        check(&script, "waiting")
        let hadThought = script.state.conversation.hasThought
        let thinks = script.state.thinking.isOn && Bool.random(using: &random)
        for thoughts in 0..<Int.random(in: 1...6, using: &random) where thinks {
          script.play(.streamed(request, reasoning("A thought that goes on. ")))
          if turn > 0, !hadThought, thoughts == 0 { column = Column(&script, size) }
          check(&script, "thinking")
          if Bool.random(using: &random) { script.press(.control("x"), .character("a")) }
          if Bool.random(using: &random) { script.press(.control("j")) }
          check(&script, "thinking, with a notice or a longer draft")
        }
        for _ in 0..<Int.random(in: 0...6, using: &random) where script.state.stream != nil {
          guard script.state.stream?.request == request else { break }
          script.play(.streamed(request, content("Words of the answer.\n\n")))
          check(&script, "answering")
        }
        if let request = script.state.stream?.request {
          let fails = Bool.random(using: &random)
          script.play(
            .streamed(
              request, fails ? .ended(StreamEnd(outcome: .failed(.timedOut(host: "host")))) : end))
        }
        check(&script, "ended")
        script.state.composer.clear()
      }
      script.restDoesNotMatter()
    }
  }

  /// Thinking may have been turned off since the question was asked.
  @Test func turningThinkingOffDoesNotMoveAnAnswerThatMayThink() throws {
    let size = Size(width: 120, height: 40)
    var script = Script()
    let request = try script.ask("question")
    let before = Column(&script, size)
    script.press(.control("t"))
    #expect(!script.state.thinking.isOn && Column(&script, size) == before)
    script.play(.streamed(request, reasoning("A thought.")))
    #expect(Column(&script, size) == before)
    script.restDoesNotMatter()
  }

  @Test func thePaneBesideTheTextStaysAsItWasLeft() throws {
    var script = try Script.answered()
    _ = script.rows(width: 120, height: 40)
    #expect(script.state.panes.areas.reasoning != nil)
    script.press(.control("o"))
    _ = script.rows(width: 120, height: 40)
    #expect(script.state.panes.areas.reasoning == nil && !script.state.panes.isReasoningOpen)
    let request = try script.ask("and now?")
    script.play(.streamed(request, reasoning("Hm.")))
    _ = script.rows(width: 120, height: 40)
    #expect(script.state.panes.areas.reasoning == nil)
  }

  @Test func askingAgainWithoutThinkingKeepsThePane() throws {
    var script = Script()
    let request = try script.ask("question")
    script.play(.streamed(request, reasoning("A thought.")))
    _ = script.rows(width: 120, height: 40)
    let width = script.state.panes.areas.transcript.width
    for _ in 1...2 { script.press(.control("x"), .character("a")) }
    let next = try #require(script.state.stream?.request)
    #expect(next != request)
    script.play(
      .questionSaved(next, nil), .streamed(next, content("Words.")), .streamed(next, end))
    let rows = script.rows(width: 120, height: 40)
    #expect(rows.contains { $0.contains("┬ no thinking in this answer") })
    #expect(script.state.panes.areas.transcript.width == width)
    script.restDoesNotMatter()
  }

  @Test func aConversationWithoutThinkingHasNoPane() throws {
    var script = Script(thinking: ThinkingMode(isOn: false))
    let request = try script.ask("question")
    script.play(.streamed(request, content("words")), .streamed(request, end))
    _ = script.rows(width: 120, height: 40)
    #expect(script.state.panes.areas.reasoning == nil)
  }

  /// The pane opens with the first question, because the model may think. From the next question
  /// on, the text is centred in the whole window.
  @Test func aModelThatDoesNotThinkHasNoPane() throws {
    var script = Script()
    for turn in 1...3 {
      let request = try script.ask("question")
      for event in [content("words"), end] {
        script.play(.streamed(request, event))
        let rows = script.rows(width: 120, height: 40)
        #expect((script.state.panes.areas.reasoning != nil) == (turn == 1))
        #expect(rows.contains { $0.contains("┬") || $0.contains("│") } == (turn == 1))
        #expect(script.state.panes.areas.textColumn == (turn == 1 ? 1 : 16))
      }
    }
    script.press(.control("o"))
    #expect(script.state.notice?.text == "No thinking from the model yet.")
    script.restDoesNotMatter()
  }

  /// A model whose last answer had no thinking, or that does not think according to its server, is
  /// not expected to think in a new conversation.
  @Test(arguments: [false, true])
  func aModelKnownNotToThinkHasNoPane(_ isListed: Bool) throws {
    var script = Script()
    script.restDoesNotMatter()
    if isListed {
      var model = Model(id: script.state.session.model)
      model.capabilities.thinks = false
      let provider = script.state.session.provider
      let listing = ModelListing(
        provider: provider.name, baseURL: provider.baseURL, models: [model],
        fetchedAt: script.state.now)
      script.play(.modelsListed(provider, .success(listing)))
    } else {
      let request = try script.ask("question")
      script.play(.streamed(request, content("words")), .streamed(request, end))
      script.press(.control("n"))
    }
    let request = try script.ask("question")
    _ = script.rows(width: 120, height: 40)
    #expect(script.state.panes.areas.reasoning == nil)
    #expect(script.state.panes.areas.textColumn == 16)
    script.play(.streamed(request, reasoning("A thought.")), .streamed(request, content("Words.")))
    script.play(.streamed(request, end))
    script.press(.control("n"))
    _ = try script.ask("question")
    _ = script.rows(width: 120, height: 40)
    #expect(script.state.panes.areas.reasoning != nil)
  }

  /// With thinking off and no thinking in the conversation, the text is in the middle of the
  /// window.
  @Test func withoutThinkingTheTextIsCentred() throws {
    var script = Script(thinking: ThinkingMode(isOn: false))
    let request = try script.ask("question")
    script.play(.streamed(request, content("words")), .streamed(request, end))
    _ = script.draw(width: 120, height: 40)
    #expect(script.state.panes.areas.textColumn == 16)
    script.press(.control("t"))
    _ = script.draw(width: 120, height: 40)
    #expect(script.state.panes.areas.textColumn == 16)
    script.restDoesNotMatter()
  }

  /// The text is either centred in the window, or next to a pane whose edge is visible.
  @Test(arguments: [100, 120, 200])
  func theTextIsCentredUntilThePaneIsNextToIt(_ width: Int) throws {
    var script = Script()
    func check(hasPane: Bool, _ what: String) {
      let rows = script.rows(width: width, height: 40)
      let areas = script.state.panes.areas
      #expect((areas.reasoning != nil) == hasPane, "\(what)")
      #expect(rows.contains { $0.contains("┬") } == hasPane, "\(what)")
      let rest = hasPane ? areas.transcript.width : width
      #expect(areas.composer.x + 1 == (rest - min(88, rest - 2)) / 2, "\(what)")
    }
    check(hasPane: false, "empty")
    script.type("question")
    check(hasPane: false, "typing")
    script.press(.enter)
    check(hasPane: true, "waiting")
    #expect(script.rows(width: width, height: 40).contains { $0.contains("┬ waiting 0 s") })
    let request = try #require(script.state.stream?.request)
    script.play(.streamed(request, content("words")), .streamed(request, end))
    check(hasPane: true, "answered without thinking")
    script.press(.control("o"))
    check(hasPane: false, "folded")
    script.restDoesNotMatter()
  }

  /// With two answers in view, the pane belongs to the first. A joint in the divider marks that
  /// answer's head.
  @Test func thePaneShowsTheThinkingOfTheFirstAnswerInView() throws {
    var script = Script()
    for turn in 1...3 {
      let request = try script.ask("question \(turn)")
      let text = (1...6).map { "Line \($0) of \(turn)." }.joined(separator: "\n\n")
      for event in [reasoning("Thought \(turn)."), content(text), end] {
        script.play(.streamed(request, event))
      }
    }
    func joint(_ rows: [String]) -> Int? { rows.firstIndex { $0.contains("┤") } }
    var rows = script.rows(width: 120, height: 30)
    #expect(rows.contains { $0.contains("│ Thought 3.") })
    script.press(.tab, .character("g"))
    rows = script.rows(width: 120, height: 30)
    #expect(rows.contains { $0.contains("│ Thought 1.") })
    let head = rows.firstIndex { $0.contains(" tok") && !$0.contains("thought") }
    #expect(joint(rows) != nil && joint(rows) == head)
    // The first answer's head is out of view, and its remaining rows fill less than a third of the
    // view.
    for _ in 1...9 { script.press(.character("j")) }
    rows = script.rows(width: 120, height: 30)
    #expect(rows.contains { $0.contains("│ Thought 2.") })
    // Only one answer is in view.
    script.press(.character("g"))
    rows = script.rows(width: 120, height: 14)
    #expect(rows.contains { $0.contains("│ Thought 1.") } && joint(rows) == nil)
    script.restDoesNotMatter()
  }

  /// The answer's head counts thinking and text together, and the pane shows the thinking's share.
  @Test func theTokensOfTheThinkingArePartOfAllTokens() throws {
    var script = try Script.answered()
    let rows = script.rows(width: 120, height: 24)
    #expect(rows.contains { $0.contains("thought 12 s · 824 of 912 tok") })
    #expect(rows.contains { $0.contains("· 912 tok") && !$0.contains("thought") })
  }

  // MARK: Above the text

  @Test func aLowWindowKeepsTheQuestionAndOpensThePaneOnRequest() throws {
    var script = Script()
    let request = try script.ask("question")
    script.play(.streamed(request, reasoning("A thought.")))
    #expect(title(&script, width: 40, height: 10).hasPrefix("▸ thinking 0 s"))
    #expect(script.rows(width: 40, height: 10).contains { $0.contains("question") })
    script.press(.control("o"))
    #expect(title(&script, width: 40, height: 10).hasPrefix("▾ thinking 0 s"))
    #expect(script.rows(width: 40, height: 10).contains(" A thought."))
  }

  @Test(arguments: [(80, 24), (40, 12)])
  func itIsOpenWhileTheModelThinksAndFoldsForTheAnswer(_ width: Int, _ height: Int) throws {
    var script = Script()
    let request = try script.ask("question")
    script.play(.streamed(request, reasoning("A thought.")))
    #expect(title(&script, width: width, height: height).hasPrefix("▾ thinking 0 s"))
    #expect(script.rows(width: width, height: height).contains(" A thought."))
    script.play(.streamed(request, content("Words.")))
    #expect(title(&script, width: width, height: height).hasPrefix("▸ thought 3.6 s"))
    #expect(!script.rows(width: width, height: height).contains(" A thought."))
    script.play(.streamed(request, end))
    #expect(title(&script, width: width, height: height).hasPrefix("▸ thought 3.6 s"))
  }

  /// The pane does not grow with the thinking.
  @Test(arguments: [(80, 24), (40, 12), (40, 10)])
  func theQuestionStaysWhereItIs(_ width: Int, _ height: Int) throws {
    var script = Script()
    let request = try script.ask("question")
    var places: Set<Int> = []
    for number in 1...30 {
      script.play(.streamed(request, reasoning("Thought \(number).\n\n")))
      let rows = script.rows(width: width, height: height)
      if let place = rows.firstIndex(where: { $0.contains("qwen3-32b") }) { places.insert(place) }
    }
    #expect(places.count == 1)
  }

  @Test(arguments: [(80, 24), (120, 24)])
  func aMarkSaysThatTheThinkingContinues(_ width: Int, _ height: Int) throws {
    let lines = (1...60).map { "Thought \($0)." }.joined(separator: "\n\n")
    var script = try Script.answered(reasoning: lines)
    script.state.terminal.size = Size(width: width, height: height)
    _ = script.rows(width: width, height: height)
    if width < 100 { script.press(.control("o")) }
    func marks() -> Int {
      script.rows(width: width, height: height).count { $0.contains("─ ↓ more ─") }
    }
    #expect(marks() == 1)
    script.press(.tab, .tab, .character("G"))
    #expect(script.state.focus == .reasoning && marks() == 0)
  }

  @Test func theReadersChoiceHoldsUntilTheNextAnswer() throws {
    var script = Script()
    let first = try script.ask("question")
    script.play(.streamed(first, reasoning("A thought.")))
    _ = title(&script)
    script.press(.control("o"))
    #expect(title(&script).hasPrefix("▸ thinking"))
    script.play(.streamed(first, reasoning(" More.")), .streamed(first, content("Words.")))
    script.press(.control("o"))
    #expect(title(&script).hasPrefix("▾ thought"))
    script.play(.streamed(first, content(" And more.")), .streamed(first, end))
    #expect(title(&script).hasPrefix("▾ thought"))
    let second = try script.ask("another")
    script.play(.streamed(second, reasoning("Hm.")))
    #expect(title(&script).hasPrefix("▾ thinking"))
    script.play(.streamed(second, content("Words.")))
    #expect(title(&script).hasPrefix("▸ thought"))
    #expect(script.state.panes.isReasoningOpen, "the pane next to the text is as it was left")
  }

  @Test(arguments: [true, false])
  func itDoesNotFoldUnderItsReader(_ isScrolled: Bool) throws {
    var script = Script()
    let request = try script.ask("question")
    let lines = (1...40).map { "Thought \($0)." }.joined(separator: "\n\n")
    script.play(.streamed(request, reasoning(lines)))
    _ = title(&script)
    script.press(.tab, .tab)
    #expect(script.state.focus == .reasoning)
    if isScrolled {
      script.press(.character("g"), .tab)
      #expect(script.state.focus == .composer)
    }
    script.play(.streamed(request, content("Words.")))
    #expect(title(&script).hasPrefix("▾ thought"))
    script.press(.control("o"))
    #expect(title(&script).hasPrefix("▸ thought"))
    #expect(script.state.focus != .reasoning)
  }

  @Test func openAndFoldedHoldInEveryWindow() throws {
    for (setting, mark) in [(ReasoningSetting.open, "▾ "), (.folded, "▸ ")] {
      var script = Script()
      script.state.panes.reasoningSetting = setting
      script.state.panes.isReasoningOpen = setting == .open
      let request = try script.ask("question")
      script.play(.streamed(request, reasoning("A thought.")))
      #expect(title(&script).hasPrefix(mark + "thinking"))
      script.play(.streamed(request, content("Words.")), .streamed(request, end))
      #expect(title(&script).hasPrefix(mark + "thought"))
      script.press(.control("o"))
      #expect(!title(&script).hasPrefix(mark))
    }
  }

  @Test func inTheSmallestWindowAFoldedThoughtTakesNoRow() throws {
    var script = try Script.answered()
    #expect(title(&script, width: 40, height: 8) == "")
    script.press(.control("o"))
    #expect(title(&script, width: 40, height: 8).hasPrefix("▾ thought"))
  }

  // MARK: Budget

  @Test func aGaugeFillsWithTheBudget() {
    for (used, bar) in [
      (-1, "▱▱▱▱▱▱"), (0, "▱▱▱▱▱▱"), (1, "▱▱▱▱▱▱"), (40, "▱▱▱▱▱▱"), (41, "▰▱▱▱▱▱"), (252, "▰▱▱▱▱▱"),
      (2048, "▰▰▰▱▱▱"),
      (4095, "▰▰▰▰▰▱"), (4096, "▰▰▰▰▰▰"), (.max, "▰▰▰▰▰▰"),
    ] { #expect(Gauge.text(used, of: 4096) == bar, "\(used)") }
    #expect(Gauge.text(1, of: .max) == "▱▱▱▱▱▱")
    #expect(Gauge.text(.max - 1, of: .max) == "▰▰▰▰▰▱")
  }

  @Test func theTitleSaysHowMuchOfTheBudgetIsUsed() throws {
    var script = Script(thinking: ThinkingMode(isOn: true, budget: 4096))
    let request = try script.ask("question")
    script.advance(by: .seconds(4))
    script.play(.streamed(request, reasoning(String(repeating: "four ", count: 200))))
    #expect(
      title(&script).hasPrefix("▾ thinking 4 s · ≈ 200 tok · budget ▰▱▱▱▱▱ 4k ───"))
    #expect(title(&script).hasSuffix(" Ctrl-O fold ──────"))
    #expect(title(&script, width: 40).hasPrefix("▾ thinking 4 s · ≈ 200 tok · ▰▱▱▱▱▱ 4k"))
    #expect(title(&script, width: 28).hasPrefix("▾ thinking 4 s · ▰▱▱▱▱▱ 4k"))
    var said = AnswerDelta(usage: Usage(completionTokens: 5000, reasoningTokens: 5000))
    said.reasoningChunks = 0
    script.play(.streamed(request, .received(said)))
    #expect(title(&script).contains("· 5000 tok · budget ▰▰▰▰▰▰ 4k"), "the server has said")
  }

  @Test func withoutABudgetThereIsNoGauge() throws {
    let ollama = try #require(Provider.builtIn.first { $0.name == "ollama" })
    for (provider, budget) in [(Provider.aimlapi, nil), (ollama, 4096)] as [(Provider, Int?)] {
      var script = Script(thinking: ThinkingMode(isOn: true, budget: budget), provider: provider)
      let request = try script.ask("question")
      script.play(.streamed(request, reasoning("Hm.")))
      #expect(title(&script).hasPrefix("▾ thinking 0 s · ≈ 2 tok ───"))
    }
  }
}
