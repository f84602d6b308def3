import Chat
import Screen
import Testing

@testable import App

/// The context window that a server reported in a refusal, until it turns out to have changed.
@Suite struct LearnedWindowTests {
  /// Returns a script in a new conversation with a model whose server has refused a request that
  /// exceeded 512 tokens.
  private func refused(model: String = "m", listed: Int? = 512) throws -> Script {
    var script = Script(provider: Script.provider("llama.cpp"))
    script.restDoesNotMatter()
    script.state.session.model = model
    script.state.newSession.model = model
    var known = Model(id: "m")
    known.contextLength = listed
    script.know(known)
    let request = try script.ask("question")
    let cause = RefusalCause.contextExceeded(needed: 600, window: 512)
    let refusal = ServerRefusal(status: 400, message: "too long", cause: cause)
    script.play(.streamed(request, .ended(StreamEnd(outcome: .failed(.refused(refusal))))))
    script.press(.control("n"))
    try #require(window(script) == 512)
    return script
  }

  private func window(_ script: Script) -> Int? {
    script.state.window(of: script.state.session.model, at: script.state.session.provider)
  }

  private func list(_ script: inout Script, _ model: Model) {
    let provider = script.state.session.provider
    script.play(
      .modelsListed(
        provider,
        .success(
          ModelListing(
            provider: provider.name, baseURL: provider.baseURL, models: [model],
            fetchedAt: script.state.now))))
  }

  @Test func aNewerListCorrectsIt() throws {
    var script = try refused()
    var model = Model(id: "m")
    model.contextLength = 2_048
    list(&script, model)
    #expect(window(script) == 2_048)
    script.type("question")
    #expect(script.rows(width: 80, height: 24).last?.contains("/2k") == true)
  }

  /// The server may have loaded the model with less context than the model was trained for.
  @Test(arguments: [
    ("m", nil, false, 512), ("m", 40_960, true, 512), ("other", 2_048, false, 512),
    ("m", 2_048, false, 2_048), ("alias", 2_048, false, 2_048),
  ])
  func onlyAListThatNamesTheWindowCorrectsIt(
    _ name: String, _ listed: Int?, _ isTrained: Bool, _ expected: Int
  ) throws {
    var script = try refused(model: name == "alias" ? name : "m")
    var model = Model(id: name == "other" ? name : "m")
    model.aliases = ["alias"]
    model.contextLength = listed
    model.mayHaveLessContext = isTrained
    list(&script, model)
    #expect(window(script) == expected)
  }

  /// Without an ID, the server chooses the model.
  @Test func theOnlyModelOfAListIsTheOneThatTheServerChooses() throws {
    var script = try refused(model: "")
    var model = Model(id: "m")
    model.contextLength = 2_048
    list(&script, model)
    #expect(window(script) == nil)
  }

  @Test func aListOfAnotherServerCorrectsNothing() throws {
    var script = try refused()
    var model = Model(id: "m")
    model.contextLength = 2_048
    let other = Script.provider("ollama")
    script.play(
      .modelsListed(
        other,
        .success(
          ModelListing(
            provider: other.name, baseURL: other.baseURL, models: [model],
            fetchedAt: script.state.now))))
    #expect(window(script) == 512)
  }

  /// The list that was known before says nothing about the server as it runs now.
  @Test(arguments: [
    (500, 100, StreamOutcome.complete, true), (412, 100, .complete, false),
    (500, 100, .truncated, false),
  ])
  func aLongerAnswerCorrectsIt(
    _ prompt: Int, _ completion: Int, _ outcome: StreamOutcome, _ isCorrected: Bool
  ) throws {
    var script = try refused(listed: 1_024)
    let request = try script.ask("hello")
    _ = script.takeEffects()
    script.play(
      .streamed(request, .received(AnswerDelta(content: "Hello.", chunks: 1))),
      .streamed(
        request,
        .ended(
          StreamEnd(
            outcome: outcome, finishReason: .stop,
            usage: Usage(promptTokens: prompt, completionTokens: completion)))))
    #expect(window(script) == (isCorrected ? 1_024 : 512))
    let isListed = script.takeEffects().contains {
      if case .models(.list) = $0 { true } else { false }
    }
    #expect(isListed == isCorrected, "the list may be out of date, too")
    script.restDoesNotMatter()
  }
}
