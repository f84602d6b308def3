import Chat
import Screen
import TestKit
import Testing

@testable import App

@Suite struct ProbabilitiesPageTests {
  private static let tokens: [TokenLogprob] = [
    .of("Four", 62, ("There", 21), ("2", 9)), .of(" of", 99.5, (" ", 0.2)),
    .of(" them", 97, (" the", 2)), .of(":", 91, (",", 6)), .of(" 2", 88, (" $", 7)),
    .of(",", 99.9), .of(" 3", 99, (" 5", 0.5)), .of(",", 71, (" and", 28)),
    .of(" 5", 98, (" 7", 1)), .of(" and", 93, (",", 6)), .of(" 13", 43, (" 11", 47), (" 8", 3)),
    .of(".", 84, (" (", 9)), .of("\n\n", 55, ("\n", 30)), .of("斐", 12, ("量", 31), ("Note", 22)),
    .bytes([0xE6, 0xB3], 96), .bytes([0xA2], 99), .of("那", 3, ("数", 61)), .of("契数", 90),
    .of("。", 100),
  ]

  // MARK: Opening

  @Test func pOpensTheAnswerInView() throws {
    var script = try Script.answered(Self.tokens)
    script.press(.tab, .character("p"))
    #expect(script.probabilities?.message == script.state.conversation.path.last)
    script.press(.character("p"))
    #expect(script.state.pages.isEmpty)
  }

  @Test(arguments: [Key.escape, .character("q"), .control("c")])
  func leaves(_ key: Key) throws {
    var script = try Script.answered(Self.tokens)
    script.openProbabilities()
    #expect(script.probabilities != nil)
    script.press(key)
    #expect(script.state.pages.isEmpty)
  }

  @Test func twinAndNameOpenAndClose() throws {
    var script = try Script.answered(Self.tokens)
    script.openProbabilities()
    #expect(script.probabilities != nil)
    script.openProbabilities()
    #expect(script.probabilities == nil)
    script.type("/probabilities")
    script.press(.enter)
    #expect(script.probabilities != nil)
    script.restDoesNotMatter()
  }

  @Test(arguments: [
    ("<|im_end|>", [UInt8](), "‹<|im_end|>›"), ("", [], "‹empty›"), ("\u{1B}[2J", [], "‹␛[2J›"),
    ("a", [UInt8(ascii: "a")], "a"), (" ", [UInt8(ascii: " ")], "␣"),
  ])
  func tokenInAList(_ token: String, _ bytes: [UInt8], _ label: String) {
    #expect(TokenLogprob(token: token, logprob: 0, bytes: bytes).label == label)
    #expect(TokenLogprob.Alternative(token: token, logprob: 0, bytes: bytes).label == label)
  }

  @Test func answerWithoutProbabilitiesSaysHowToGetThem() throws {
    var script = try Script.answered()
    script.openProbabilities()
    #expect(script.state.pages.isEmpty)
    #expect(script.state.notice?.text == "No token probabilities.")
    #expect(script.state.notice?.advice == "F4 to request them.")
  }

  @Test func theFormThenOpensAtTheRowThatRequestsThem() throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    script.openProbabilities()
    script.press(Key(.function(4)))
    #expect((script.state.pages.last as? ParametersPage)?.field == .parameter(.logprobs))
    for width in [40, 80] {
      let rows = script.rows(width: width, height: 24)
      #expect(rows.contains { $0.contains("▌ logprobs") })
      #expect(rows.last?.hasPrefix(" p logprobs  ") == true)
    }
    // Once followed, the advice is no longer needed.
    script.press(.escape)
    #expect(script.state.notice == nil)
    script.press(Key(.function(4)))
    #expect((script.state.pages.last as? ParametersPage)?.field == FormField.all.first)
  }

  @Test func requestedProbabilitiesThatDidNotComeAreNotRequestedAgain() throws {
    var script = try Script.answered()
    script.type("/set logprobs true")
    script.press(.enter)
    script.openProbabilities()
    #expect(script.state.notice?.text == "No token probabilities.")
    #expect(script.state.notice?.advice == "Already requested for the next answer.")
    let request = try script.ask("And now?")
    script.openProbabilities()
    #expect(script.state.notice?.text == "No token probabilities yet.")
    script.play(
      .streamed(request, .received(AnswerDelta(content: "Yes."))),
      .streamed(request, .ended(StreamEnd(outcome: .complete, finishReason: .stop))))
    script.openProbabilities()
    #expect(script.state.pages.isEmpty)
    #expect(script.state.notice?.text == "The server sent no token probabilities.")
    #expect(script.state.notice?.advice == "")
    script.restDoesNotMatter()
  }

  @Test func onlyOneAlternativeIsTheChosenToken() throws {
    let end = TokenLogprob(
      token: "", logprob: -0.5, bytes: [],
      top: [
        .init(token: "", logprob: -1, bytes: []), .init(token: "", logprob: -0.5, bytes: []),
        .init(token: "x", logprob: -3, bytes: [0x78]),
      ])
    var script = try Script.answered([.of("Four", 62), end])
    script.openProbabilities()
    script.press(.character("G"))
    let marked = script.rows(width: 80, height: 24).filter { $0.contains("▌") }
    #expect(marked.count == 1)
    #expect(marked.first?.contains("60.7 %") == true)
  }

  @Test func withoutAnAnswerThereIsNothing() {
    var script = Script()
    script.openProbabilities()
    #expect(script.state.notice?.text == "No answer yet, so no token probabilities.")
  }

  // MARK: Moving

  private func opened(width: Int = 80, height: Int = 24) throws -> Script {
    var script = try Script.answered(Self.tokens)
    script.openProbabilities()
    _ = script.draw(width: width, height: height)
    return script
  }

  private func selected(_ script: inout Script, _ keys: Key...) -> Int? {
    for key in keys { script.press(key) }
    return script.probabilities?.selectedToken
  }

  @Test func arrowsMoveByToken() throws {
    var script = try opened()
    #expect(selected(&script) == 0)
    #expect(selected(&script, Key(.left)) == 0)
    #expect(selected(&script, Key(.right), .character("l")) == 2)
    #expect(selected(&script, .character("h")) == 1)
    #expect(selected(&script, .character("G")) == 18)
    #expect(selected(&script, Key(.right)) == 18)
    #expect(selected(&script, .character("g")) == 0)
  }

  @Test func wAndBMoveToTokensBelowOneHalf() throws {
    var script = try opened()
    #expect(selected(&script, .character("w")) == 10)
    #expect(selected(&script, .character("w")) == 13)
    #expect(selected(&script, .character("w")) == 16)
    #expect(selected(&script, .character("w")) == 16)
    #expect(selected(&script, .character("b"), .character("b")) == 10)
    #expect(selected(&script, .character("b")) == 10)
  }

  @Test func rowsKeepTheColumn() throws {
    var script = try opened(width: 15)
    // The rows are: Four of / them: 2, 3, / 5 and 13.⏎ / ⏎ / 斐波₂那契 / 数。
    #expect(selected(&script, Key(.right), Key(.down)) == 3)
    #expect(selected(&script, .character("j")) == 9)
    #expect(selected(&script, Key(.down)) == 12)
    #expect(selected(&script, Key(.down)) == 14)
    #expect(selected(&script, Key(.down)) == 18)
    #expect(selected(&script, Key(.down)) == 18)
    // The two line feeds are one token, which begins two rows up.
    #expect(selected(&script, .character("k"), Key(.up), Key(.up)) == 3)
    #expect(selected(&script, Key(.pageUp)) == 1)
  }

  @Test func clickSelectsAToken() throws {
    var script = try opened()
    script.play(.mouseMoved(MouseEvent(.press, at: Point(x: 12, y: 2))))
    #expect(script.probabilities?.selectedToken == 2)
    script.play(.mouseMoved(MouseEvent(.press, at: Point(x: 12, y: 0))))
    #expect(script.probabilities?.selectedToken == 2)
  }

  @Test func tabSwitchesBetweenThinkingAndAnswer() throws {
    let recorded = try RecordedTokens("stream-logprobs.sse")
    var script = try recorded.script()
    script.openProbabilities()
    var rows = script.rows(width: 80, height: 24)
    #expect(rows[0].hasSuffix("answer · token 24 of 60"))
    #expect(rows[2].hasPrefix(" Hello! I am a **tiny** model"))
    script.press(.tab)
    rows = script.rows(width: 80, height: 24)
    #expect(rows[0].hasSuffix("thinking · token 1 of 60"))
    #expect(rows[2] == " <think>⏎")
    script.press(.tab)
    #expect(script.probabilities?.selectedToken == 23)
  }

  // MARK: What is shown

  @Test func headingHasBothPerplexities() throws {
    // Perplexity is exp of the mean of -ln p, calculated by hand for three tokens.
    var script = try Script.answered([.of("a", 50), .of("b", 25), .of("c", 100)])
    script.openProbabilities()
    script.press(Key(.right))
    #expect(
      script.rows(width: 80, height: 24)[0].hasPrefix(
        " qwen3-32b · perplexity 2.00 · 2.83 so far"))
  }

  @Test(
    "The heading of a recorded reply has the perplexity of its raw bytes",
    arguments: [
      ("stream-logprobs.sse", "1.17"), ("stream-logprobs-off.sse", "1.18"),
      ("bigvocab-logprobs.sse", "34.64"), ("nonstream-logprobs.json", "1.17"),
    ])
  func recordedPerplexity(_ name: String, _ figure: String) throws {
    var script = try RecordedTokens(name).script()
    script.openProbabilities()
    #expect(script.rows(width: 80, height: 24)[0].contains("perplexity \(figure) "))
  }

  @Test func unmeasuredTokensAreCounted() throws {
    var script = try Script.answered([
      .of("a", 50), TokenLogprob(token: "b", logprob: -9999),
      TokenLogprob(token: "c", logprob: -.infinity),
    ])
    script.openProbabilities()
    script.press(Key(.right))
    let rows = script.rows(width: 80, height: 24)
    #expect(rows[0].hasPrefix(" qwen3-32b · perplexity 2.00 · 2.00 so far · 2 unmeasured"))
    #expect(rows.contains { $0.contains("▌b") && $0.hasSuffix("not given") })
    #expect(rows.contains { $0.contains("no alternatives sent") })
  }

  @Test(arguments: [
    (1, "100 %"), (0.9996, "100 %"), (0.9994, "99.9 %"), (0.913, "91.3 %"), (0.061, "6.1 %"),
    (0.01, "1.0 %"), (0.0042, "0.42 %"), (0.00006, "0.01 %"), (0.00004, "< 0.01 %"),
    (0, "< 0.01 %"),
  ])
  func percentages(_ probability: Double, _ text: String) {
    #expect(ProbabilityText.percent(probability) == text)
  }

  @Test(arguments: [
    (1.0, "1.00"), (34.6412, "34.64"), (999.994, "999.99"), (1234.5, "1235"), (.infinity, "∞"),
  ])
  func perplexities(_ value: Double, _ text: String) {
    #expect(ProbabilityText.perplexity(value) == text)
  }

  @Test(arguments: [
    (1, ProbabilityClass.certain), (0.9, .certain), (0.899, .likely), (0.5, .likely),
    (0.499, .possible), (0.2, .possible), (0.199, .doubtful), (0.05, .doubtful),
    (0.049, .unlikely), (0, .unlikely),
  ])
  func classes(_ probability: Double, _ expected: ProbabilityClass) {
    #expect(ProbabilityClass(probability) == expected)
  }

  /// Without colour, the classes still differ from each other and from the selected token.
  @Test func everyClassLooksDifferentWithoutColor() {
    let looks = ProbabilityClass.allCases.map { Theme.monochrome.look(of: $0.style) }
    #expect(Set(looks).count == ProbabilityClass.allCases.count)
    let selected = Theme.monochrome.look(of: Style(.selection, [.bold, .underline]))
    #expect(!looks.contains(selected))
  }

  @Test func chosenTokenIsShownEvenIfItIsNotAmongTheLikeliest() throws {
    let token = TokenLogprob(
      token: "z", logprob: -5, bytes: [0x7A],
      top: [.init(token: "a", logprob: -0.1), .init(token: "b", logprob: -3)])
    var script = try Script.answered([token])
    script.openProbabilities()
    let rows = script.rows(width: 80, height: 24)
    let first = try #require(rows.firstIndex { $0.hasPrefix("  a   ") })
    #expect(rows[first].hasSuffix("   90.5 %  █████████     −0.100 nat"))
    #expect(rows[first + 2].hasPrefix(" ▌z   ") && rows[first + 2].contains("  0.7 %"))
  }

  @Test func partOfACharacterSaysWhichBytes() throws {
    var script = try opened()
    for _ in 0..<14 { script.press(Key(.right)) }
    #expect(script.probabilities?.selectedToken == 14)
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.contains { $0.contains("斐波₂那契数。") })
    #expect(rows.contains { $0.contains("▌\\xE6\\xB3") })
    #expect(rows.contains { $0.contains("\\xE6\\xB3 of 波") })
    script.press(Key(.right))
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("\\xA2 of 波") })
  }

  @Test func controlCharactersOfAModelStayHarmless() throws {
    var script = try Script.answered([
      .of("\u{1B}[2J\u{7}", 40, ("\u{202E}x\r\n\t", 30)), .of("ok", 90),
    ])
    script.openProbabilities()
    let text = script.rows(width: 80, height: 24).joined(separator: "\n")
    #expect(text.contains("␛[2J␇ok") && text.contains("‹U+202E›x␍⏎⇥"))
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x202E })
  }

  /// The alternatives have a place of their own, so that the text around the token can be read.
  @Test(arguments: [(40, 10), (60, 16), (80, 24), (120, 40)])
  func theTextStaysInPlaceAndInView(_ width: Int, _ height: Int) throws {
    let tokens = (0..<4).map { TokenLogprob.of("line \($0)\n", 95, ("x", 3), ("y", 1)) }
    var script = try Script.answered(tokens + [.of("end", 60)])
    script.openProbabilities()
    script.press(.character("g"))
    let text = script.rows(width: width, height: height).filter { $0.hasPrefix(" line") }
    let first = script.rows(width: width, height: height).firstIndex { $0.hasPrefix(" line") }
    let shown = min(4, height == 10 ? 4 : .max)
    #expect(text == (0..<shown).map { " line \($0)⏎" })
    for _ in tokens {
      script.press(Key(.right))
      let rows = script.rows(width: width, height: height)
      #expect(rows.contains { $0.contains("▌") })
      guard height > 10 else { continue }
      #expect(rows.filter { $0.hasPrefix(" line") } == text)
      #expect(rows.firstIndex { $0.hasPrefix(" line") } == first)
    }
  }

  @Test(arguments: [80, 120])
  func manyAlternativesStandSideBySide(_ width: Int) throws {
    let others = (1..<20).map { ("t\($0)", 1.0) }
    var top = [TokenLogprob.Alternative(token: "a", logprob: -0.2)]
    top += others.map { TokenLogprob.Alternative(token: $0.0, logprob: -4.6) }
    var script = try Script.answered([TokenLogprob(token: "a", logprob: -0.2, top: top)])
    script.openProbabilities()
    let text = script.rows(width: width, height: 24).joined(separator: "\n")
    for (name, _) in others { #expect(text.contains(" \(name) "), "\(name)") }
  }

  @Test func everySizeShowsTheSelectedToken() throws {
    var script = try opened()
    for (width, height) in [(10, 3), (12, 4), (20, 6), (40, 8), (40, 10), (200, 60)] {
      script.press(.character("g"))
      for _ in Self.tokens {
        let grid = script.draw(width: width, height: height)
        let isShown = (0..<height).contains { y in
          grid.row(y).contains { $0.style.role == .selection && $0.style.emphasis.contains(.bold) }
        }
        #expect(isShown && grid.cursor == nil, "\(width)x\(height)")
        script.press(Key(.right))
      }
    }
  }

  // MARK: Streaming

  @Test func followsAnAnswerThatIsComing() throws {
    var script = Script()
    let request = try script.ask("Hi")
    script.play(.streamed(request, .opened))
    let receive = { (tokens: ArraySlice<TokenLogprob>) -> Event in
      .streamed(
        request,
        .received(
          AnswerDelta(
            content: TokenLogprob.text(of: tokens), logprobs: Array(tokens), chunks: tokens.count)))
    }
    script.play(receive(Self.tokens[..<5]))
    script.openProbabilities()
    _ = script.draw(width: 80, height: 24)
    #expect(script.probabilities?.selectedToken == 4)
    script.play(receive(Self.tokens[5..<9]))
    #expect(script.rows(width: 80, height: 24)[0].hasSuffix("token 9 of 9"))
    script.press(Key(.left))
    script.play(receive(Self.tokens[9...]))
    #expect(script.rows(width: 80, height: 24)[0].hasSuffix("token 8 of 19"))
    script.restDoesNotMatter()
  }

  @Test func continuedAnswerKeepsTheTokensOfItsBeginning() throws {
    var script = Script()
    let request = try script.ask("Hi")
    let half = Array(Self.tokens[..<8])
    script.play(
      .streamed(request, .opened),
      .streamed(
        request,
        .received(AnswerDelta(content: TokenLogprob.text(of: half), logprobs: half, chunks: 8))),
      .streamed(request, .ended(StreamEnd(outcome: .truncated))))
    script.press(.control("x"), .character("g"))
    let answer = try #require(script.state.stream?.answer)
    #expect(script.state.conversation[answer]?.logprobs == half)
    script.restDoesNotMatter()
  }

  @Test("Each part has its own perplexity")
  func theThinkingDoesNotCountAsTheAnswer() throws {
    let thought: [TokenLogprob] = [.of("Hm", 10), .of("m.", 10)]
    let tokens = thought + [.of("Four", 50), .of(".", 50)]
    var script = try Script.answered(tokens, content: "Four.", reasoning: "Hmm.")
    script.openProbabilities()
    #expect(script.rows(width: 100, height: 24)[0].contains("perplexity 2.00"))
    script.press(.tab)
    #expect(script.rows(width: 100, height: 24)[0].contains("perplexity 10.00"))
    script.restDoesNotMatter()
  }

  // MARK: Plain mode

  @Test func plainModePrintsOneLinePerToken() throws {
    var script = try Script.answered(Array(Self.tokens.prefix(3)), surface: .lines)
    var view = PlainView()
    _ = script.state.news(by: &view)
    script.submit(line: "/probabilities")
    let lines = script.state.news(by: &view).split(separator: "\n").map(String.init)
    #expect(
      lines.prefix(4) == [
        "qwen3-32b: 3 tokens, perplexity 1.19", "1. Four 62.0 % (There 21.0 %, 2 9.0 %)",
        "2. ␣of 99.5 % (␣ 0.20 %)", "3. ␣them 97.0 % (␣the 2.0 %)",
      ])
    #expect(script.state.pages.isEmpty)
  }

  @Test func plainModeSaysHowToRequestThem() throws {
    var script = try Script.answered([], content: "Four.", surface: .lines)
    var view = PlainView()
    _ = script.state.news(by: &view)
    script.submit(line: "/probabilities")
    #expect(
      script.state.news(by: &view).contains(
        "* No token probabilities. /set logprobs true to request them."))
  }

  // MARK: Snapshots

  @Test(arguments: [(40, 10), (80, 24), (120, 40), (200, 60)])
  func theScreen(_ width: Int, _ height: Int) throws {
    var script = try Script.answered(Self.tokens)
    script.openProbabilities()
    script.press(.character("w"))
    expect(&script, "probabilities", width, height)
  }

  @Test(arguments: [(40, 10), (80, 24)])
  func recordedScreen(_ width: Int, _ height: Int) throws {
    var script = try RecordedTokens("bigvocab-logprobs.sse").script()
    script.openProbabilities()
    for _ in 0..<16 { script.press(Key(.right)) }
    expect(&script, "probabilities-recorded", width, height)
  }

  private func expect(_ script: inout Script, _ name: String, _ width: Int, _ height: Int) {
    let grid = script.draw(width: width, height: height)
    if let mismatch = Snapshot.mismatch(grid, named: "\(name)-\(width)x\(height)") {
      Issue.record("\(mismatch)")
    }
  }
}
