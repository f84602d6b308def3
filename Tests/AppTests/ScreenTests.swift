import Chat
import Screen
import TestKit
import Testing

@testable import App

/// The screen at several sizes. `RECORD_SNAPSHOTS=1` records the snapshots again.
@Suite struct ScreenTests {
  private static let sizes = [(110, 24), (80, 24), (40, 10), (40, 8), (200, 60)]

  @Test(arguments: sizes)
  func welcome(_ width: Int, _ height: Int) {
    var script = Script(provider: .demo)
    expect(&script, "welcome", width, height)
  }

  @Test(arguments: sizes)
  func answered(_ width: Int, _ height: Int) throws {
    var script = try Script.answered(content: Self.markdown)
    expect(&script, "answered", width, height)
  }

  /// The key folds the thinking next to the text. In narrow windows, where the thinking is above the
  /// text and already folded, the key opens it again.
  @Test(arguments: sizes)
  func toggled(_ width: Int, _ height: Int) throws {
    var script = try Script.answered()
    script.state.terminal.size = Size(width: width, height: height)
    script.press(.control("o"))
    expect(&script, "toggled", width, height)
  }

  @Test(arguments: [(120, 40), (200, 60), (80, 24), (40, 10)])
  func thinking(_ width: Int, _ height: Int) throws {
    var (script, _) = try thinking()
    script.type("next question\nin two lines")
    expect(&script, "thinking", width, height)
  }

  @Test(arguments: [(120, 40), (200, 60), (80, 24), (40, 10)])
  func thought(_ width: Int, _ height: Int) throws {
    var (script, request) = try thinking()
    script.advance(by: .seconds(3))
    script.play(
      .streamed(
        request,
        .received(
          AnswerDelta(
            content: "Three: st**r**awbe**rr**y.", chunks: 9,
            timings: Timings(firstToken: .milliseconds(350), firstContent: .seconds(14))))))
    expect(&script, "thought", width, height)
  }

  @Test(arguments: [(80, 24), (40, 10)])
  func answerNow(_ width: Int, _ height: Int) throws {
    var (script, _) = try thinking()
    script.press(.control("x"), .character("a"))
    expect(&script, "answer-now", width, height)
    script.restDoesNotMatter()
  }

  /// Returns a script in which a model with a thinking budget is still thinking.
  private func thinking() throws -> (Script, RequestID) {
    var script = Script(thinking: ThinkingMode(isOn: true, budget: 4096))
    let request = try script.ask("How many r are in strawberry? 草莓 🍓")
    script.advance(by: .seconds(12))
    let thought = "Okay, the user asks about letters. 我来数一数。 s-t-r-a-w-b-e-r-r-y. "
    var delta = AnswerDelta(
      reasoning: String(repeating: thought, count: 9), chunks: 189,
      timings: Timings(firstToken: .milliseconds(350)))
    delta.reasoningChunks = 189
    script.play(.streamed(request, .received(delta)))
    return (script, request)
  }

  @Test(arguments: [(80, 24), (40, 10)])
  func trouble(_ width: Int, _ height: Int) throws {
    var script = Script()
    let request = try script.ask("hello")
    script.play(
      .streamed(request, .received(AnswerDelta(content: "Four of them: 2, 3, 5 and 1", chunks: 9))),
      .streamed(
        request,
        .ended(StreamEnd(outcome: .failed(.disconnected(.other("Connection reset by peer")))))))
    expect(&script, "trouble", width, height)
  }

  @Test(arguments: [(110, 24), (80, 24), (40, 10)])
  func conversationList(_ width: Int, _ height: Int) throws {
    var script = Script()
    script.press(Key(.function(2)))
    guard case .store(.loadSummaries(let request, _, after: _))? = script.takeEffects().first else {
      Issue.record("no list is asked for")
      return
    }
    var random = IDSource(seed: 7)
    let titles = ["Primes that are Fibonacci numbers", "量子纠缠是什么", "Why \u{1B}[2Jdeadlock?", ""]
    let summaries = titles.enumerated().map { index, title in
      ConversationSummary(
        id: ConversationID(random.uuid(at: script.state.now)), title: title,
        createdAt: script.state.now,
        updatedAt: Timestamp(
          milliseconds: script.state.now.milliseconds - Int64(index) * 7_200_000),
        model: "alibaba/qwen3-32b", messageCount: 2 * index + 1,
        preview: "Four of them: 2, 3, 5 and 13.")
    }
    script.play(.summariesLoaded(request, .success(ListPage(summaries, hasMore: false))))
    script.press(.character("j"))
    expect(&script, "conversationList", width, height)
  }

  @Test(arguments: [(80, 24), (40, 10), (120, 40), (200, 60)])
  func help(_ width: Int, _ height: Int) {
    var script = Script()
    script.press(Key(.function(1)))
    expect(&script, "help", width, height)
  }

  @Test(arguments: [(80, 24), (40, 10)])
  func palette(_ width: Int, _ height: Int) {
    var script = Script()
    script.press(.control("p"))
    script.type("co")
    script.press(Key(.down))
    expect(&script, "palette", width, height)
  }

  @Test func scrolledUpReaderIsNotMoved() throws {
    var script = Script()
    let request = try script.ask("hello")
    let lines = (1...60).map { "line \($0)" }.joined(separator: "\n\n")
    script.play(.streamed(request, .received(AnswerDelta(content: lines, chunks: 60))))
    _ = script.rows(width: 80, height: 24)
    script.press(Key(.pageUp))
    let before = script.rows(width: 80, height: 24)
    script.play(.streamed(request, .received(AnswerDelta(content: "\n\nline 61", chunks: 1))))
    let after = script.rows(width: 80, height: 24)
    #expect(after[2..<17] == before[2..<17])
    #expect(after.contains { $0.hasSuffix(" ↓ 2 new lines ─") })
    script.press(Key(.pageDown), Key(.pageDown))
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("line 61") })
  }

  @Test func reducedMotionShowsWholeLinesAndNoCounters() throws {
    var script = Script()
    script.state.preferences.hasReducedMotion = true
    script.type("hello")
    script.press(.enter)
    let request = try #require(script.state.stream?.request)
    script.play(.questionSaved(request, nil))
    #expect(!script.takeEffects().contains(.timer(.set(.second, .seconds(1)))))
    script.play(.streamed(request, .received(AnswerDelta(content: "one\n\ntw", chunks: 2))))
    script.advance(by: .seconds(7))
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.contains(" one"))
    #expect(!rows.contains { $0.contains("tw") || $0.contains("7 s") })
    script.play(.streamed(request, .received(AnswerDelta(content: "o", chunks: 1))))
    script.play(
      .streamed(request, .ended(StreamEnd(outcome: .complete, finishReason: .stop))))
    #expect(script.rows(width: 80, height: 24).contains(" two"))
    script.restDoesNotMatter()
  }

  @Test func reducedMotionCountsNoSecondsOfAPrivateAnswer() throws {
    var script = Script()
    script.state.preferences.hasReducedMotion = true
    script.type("/private")
    script.press(.enter)
    script.type("hello")
    script.press(.enter)
    try #require(script.state.isPrivate && script.state.stream != nil)
    #expect(!script.takeEffects().contains(.timer(.set(.second, .seconds(1)))))
    script.restDoesNotMatter()
  }

  @Test func everySizeIsDrawn() throws {
    var script = try Script.answered(content: Self.markdown)
    for height in 0...30 {
      for width in [0, 1, 5, 9, 10, 11, 20, 39, 40, 80, 99, 100, 101, 300] {
        #expect(script.draw(width: width, height: height).size.width == width)
      }
    }
  }

  private func expect(_ script: inout Script, _ name: String, _ width: Int, _ height: Int) {
    let grid = script.draw(width: width, height: height)
    if let mismatch = Snapshot.mismatch(grid, named: "\(name)-\(width)x\(height)") {
      Issue.record("\(mismatch)")
    }
  }

  private static let markdown = """
    Four of them: **2**, 3, 5 and `13`.

    ```swift
    let fib = sequence(state: (0, 1)) { s in
      defer { s = (s.1, s.0 + s.1) }; return s.0 }
    ```

    | n | Fibonacci(n) | prime |
    |---|---|---|
    | 3 | 2 | yes |
    | 4 | 3 | yes |

    - one
    - two 量子
    """
}
