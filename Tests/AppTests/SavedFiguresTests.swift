import Chat
import Testing

@testable import App

/// The figures saved with an answer while it arrives, so that its tokens and cost are known
/// even if the program is killed.
@Suite struct SavedFiguresTests {
  private func script() -> Script {
    var script = Script()
    var model = Model(id: script.state.session.model)
    (model.inputPrice, model.outputPrice) = (1, 10)
    script.know(model)
    return script
  }

  private func token(_ text: String) -> TokenLogprob { TokenLogprob(token: text, logprob: -0.5) }

  /// Returns what is saved when the timer fires.
  private func pieces(_ script: inout Script) -> [AnswerPiece] {
    _ = script.takeEffects()
    script.play(.timerFired(.saveText))
    return script.takeEffects().compactMap { effect in
      if case .store(.appendText(_, _, let piece)) = effect { piece } else { nil }
    }
  }

  @Test func eachPieceHasItsTokensAndTheFiguresSoFar() throws {
    var script = script()
    let request = try script.ask("question")
    var texts = ("", "")
    var last = AnswerFigures()
    for step in 1...8 {
      script.state.now = script.state.now.advanced(by: .milliseconds(300))
      let word = "word\(step) "
      var delta = AnswerDelta(
        reasoning: step < 4 ? word : "", content: step < 4 ? "" : word, logprobs: [token(word)],
        chunks: 1)
      delta.timings = Timings(firstToken: .milliseconds(300))
      script.play(.streamed(request, .received(delta)))
      let piece = try #require(pieces(&script).first)
      #expect(TokenLogprob.text(of: piece.logprobs) == word)
      texts = (texts.0 + piece.reasoning, texts.1 + piece.content)
      let figures = piece.figures
      #expect(figures.timings?.firstToken == .milliseconds(300))
      #expect(figures.timings?.end == .milliseconds(300 * step))
      #expect(figures.estimate?.completionTokens ?? 0 > last.estimate?.completionTokens ?? 0)
      #expect(figures.estimate?.cost ?? 0 > last.estimate?.cost ?? 0)
      last = figures
    }
    let answer = try #require(script.state.conversation.lastMessage)
    #expect(texts == (answer.reasoning, answer.content))
    #expect(answer.estimate == nil, "what is shown comes from the stream")
    let tokens = try #require(script.state.stream?.tokens)
    #expect(last.estimate?.completionTokens == tokens.total)
    #expect(last.estimate?.reasoningTokens == tokens.reasoningTokens)
  }

  /// The database orders the parts of an answer by their text, so tokens without text must wait.
  @Test func tokensWithoutTextWaitForText() throws {
    var script = script()
    let request = try script.ask("question")
    script.play(
      .streamed(request, .received(AnswerDelta(logprobs: [token("\u{FFFD}")], chunks: 1))))
    #expect(pieces(&script) == [])
    script.play(
      .streamed(
        request, .received(AnswerDelta(content: "é", logprobs: [token("é")], chunks: 1))))
    #expect(pieces(&script).map(\.logprobs) == [[token("\u{FFFD}"), token("é")]])
  }

  @Test func anAnswerThatIsSavedWholeHasItsFiguresToo() throws {
    var script = script()
    let request = try script.ask("question")
    var delta = AnswerDelta(content: "one two three", refusal: "No.", chunks: 1)
    delta.timings = Timings(firstToken: .milliseconds(9))
    script.play(.streamed(request, .received(delta)))
    _ = script.takeEffects()
    script.play(.timerFired(.saveText))
    let saved = script.takeEffects().compactMap { effect -> Message? in
      guard case .store(.save(let conversation, _)) = effect else { return nil }
      return conversation.lastMessage
    }
    #expect(saved.first?.status == .streaming)
    #expect(saved.first?.estimate?.cost ?? 0 > 0)
    #expect(saved.first?.timings?.end != nil)
    #expect(script.state.conversation.lastMessage?.estimate == nil)
  }
}

extension [Effect] {
  /// The effects without the figures of appended text, because those depend on the time.
  var withoutFigures: [Effect] {
    map { effect in
      guard case .store(.appendText(let conversation, let answer, var piece)) = effect else {
        return effect
      }
      piece.figures = AnswerFigures()
      return .store(.appendText(conversation, answer, piece))
    }
  }
}
