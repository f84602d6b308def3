import Chat
import Screen
import Testing

@testable import App

/// The figures of an answer that continues another one. The screen shows the figures of both
/// parts, and sums count each part once.
@Suite struct ContinuedFiguresTests {
  /// - Parameter usages: the usage that the server reports for each part; `nil` for none.
  private func continued(_ usages: (Usage?, Usage?), cost: Bool = true) throws -> Script {
    var script = Script()
    if cost {
      var model = Model(id: script.state.session.model)
      (model.inputPrice, model.outputPrice, model.contextLength) = (0, 10, 100_000)
      script.know(model)
    }
    let first = try script.ask("question")
    script.play(
      .streamed(
        first,
        .received(
          AnswerDelta(
            reasoning: String(repeating: "thought ", count: 20),
            content: String(repeating: "word ", count: 80), chunks: 1))),
      .streamed(
        first,
        .ended(
          StreamEnd(
            outcome: .truncated, usage: usages.0,
            timings: Timings(
              firstToken: .seconds(1), firstContent: .seconds(3), end: .seconds(11))))))
    script.press(.control("x"), .character("g"))
    let second = try #require(script.state.stream?.request)
    script.play(
      .questionSaved(second, nil),
      .streamed(
        second, .received(AnswerDelta(content: String(repeating: "more ", count: 50), chunks: 1))),
      .streamed(
        second,
        .ended(
          StreamEnd(
            outcome: .complete, finishReason: .stop, usage: usages.1,
            timings: Timings(
              firstToken: .seconds(1), firstContent: .seconds(1), end: .seconds(6))))))
    script.restDoesNotMatter()
    return script
  }

  private func parts(_ script: Script) -> (Message?, Message?) {
    let answers = script.state.conversation.messagesByAge.filter { $0.role == .assistant }
    return (answers.first, answers.last)
  }

  @Test func reportedPartsAddUp() throws {
    var script = try continued(
      (
        Usage(promptTokens: 10, completionTokens: 100, reasoningTokens: 20, cost: 0.25),
        Usage(promptTokens: 90, completionTokens: 50, cost: 0.5)
      ))
    let tokens = AnswerTokens(try #require(parts(script).1))
    #expect((tokens.total, tokens.isEstimate) == (150, false))
    #expect(tokens.thinking?.count == 20)
    let rows = script.rows(width: 120, height: 24)
    #expect(rows.contains { $0.contains("· 17 s · 150 tok · $0.75") })
    #expect(rows.last?.contains(" 10 tok/s") == true, "\(rows.last ?? "")")
    #expect(rows.last?.contains(" 140/100k") == true, "\(rows.last ?? "")")
    #expect(script.state.front.spending.dollars == 0.75, "each part once")
    #expect(script.state.spentToday.dollars == 0.75)
  }

  @Test func estimatedPartsAddUp() throws {
    var script = try continued((nil, nil))
    let (first, second) = parts(script)
    let one = AnswerTokens(try #require(first))
    let both = AnswerTokens(try #require(second))
    #expect(both.total - one.total == 50 && both.isEstimate)
    #expect(both.thinking?.count == one.thinking?.count, "the second part did not think")
    #expect(second?.estimate?.completionTokens == 50)
    let rows = script.rows(width: 120, height: 24)
    #expect(rows.contains { $0.contains("· 17 s · ≈ 154 tok · ≈ $0.0015") })
    let cost = script.state.front.spending.dollars
    #expect(abs(cost - 0.00154) < 1e-9, "\(cost)")
  }

  @Test func whileThePartArrivesItsFiguresAddUpToo() throws {
    var script = Script()
    let first = try script.ask("question")
    script.play(
      .streamed(
        first, .received(AnswerDelta(content: String(repeating: "word ", count: 80), chunks: 1))),
      .streamed(
        first,
        .ended(
          StreamEnd(
            outcome: .truncated, timings: Timings(firstToken: .seconds(1), end: .seconds(9))))))
    script.press(.control("x"), .character("g"))
    let second = try #require(script.state.stream?.request)
    script.play(.questionSaved(second, nil))
    script.state.now = script.state.now.advanced(by: .seconds(3))
    script.play(
      .streamed(
        second, .received(AnswerDelta(content: String(repeating: "more ", count: 20), chunks: 1))))
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.contains { $0.contains("· 12 s · ≈ 100 tok") })
    script.restDoesNotMatter()
  }

  @Test func theFirstPartMayBeDeleted() throws {
    var script = try continued((Usage(completionTokens: 100), Usage(completionTokens: 50)))
    let (first, second) = parts(script)
    _ = script.state.conversation.remove(try #require(first?.id))
    #expect(AnswerTokens(try #require(second)).total == 150)
  }
}
