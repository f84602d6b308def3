import Chat
import Screen
import Testing

@testable import App

/// The key of the parameter form that requests token probabilities.
@Suite struct ParameterLogprobsTests {
  private func opened(_ provider: String) -> Script {
    var script = Script.withProviders(Script.provider(provider))
    script.press(Key(.function(4)))
    return script
  }

  private func parameters(_ script: Script) -> Parameters { script.state.front.session.parameters }

  @Test func pTurnsThemOnAndOff() {
    var script = opened("aimlapi")
    script.press(.character("p"))
    #expect(parameters(script).logprobs == true)
    #expect(parameters(script).topLogprobs == 5)
    var text = script.rows(width: 80, height: 24).joined(separator: "\n")
    #expect(text.contains("logprobs on, with 5 alternatives per token. p to turn off."))
    #expect(text.contains("▌ logprobs               true"))
    script.press(.character("p"))
    #expect(parameters(script).logprobs == nil)
    #expect(parameters(script).topLogprobs == nil)
    text = script.rows(width: 80, height: 24).joined(separator: "\n")
    #expect(text.contains("logprobs off."))
    script.restDoesNotMatter()
  }

  @Test func whatTheyCostIsNotCutByTheMessage() {
    for (name, end) in [
      ("aimlapi", "Covers the answer, not the thinking."),
      ("deepseek", "Some thinking models reject it."),
    ] {
      var script = opened(name)
      script.press(.character("p"))
      let text = script.rows(width: 80, height: 24).joined(separator: "\n")
      #expect(text.contains("Adds no tokens to the bill"))
      #expect(text.contains(end))
      script.restDoesNotMatter()
    }
  }

  @Test("A server that was named by its address alone is described by what it turned out to be")
  func anAddressAloneHasNoFactsOfTheDefaultProvider() {
    var provider = Provider.aimlapi.moved(to: "http://127.0.0.1:9999/v1")
    provider.dialect = .llamaCpp
    provider.dialectBasis = .recognized("llama.cpp")
    #expect(provider.logprobsFact == .withThinking)
    var script = Script(provider: provider)
    script.press(Key(.function(4)))
    let text = script.rows(width: 100, height: 24).joined(separator: "\n")
    #expect(text.contains("127.0.0.1:9999"))
    #expect(!text.contains("aimlapi"))
    script.restDoesNotMatter()
  }

  @Test func textThatDoesNotFitEndsWithAnEllipsis() {
    var script = opened("aimlapi")
    script.press(.character("p"))
    let rows = script.rows(width: 40, height: 10)
    #expect(rows[6].hasPrefix(" Adds no tokens to the bill"), "\(rows)")
    #expect(rows[6].hasSuffix("…"), "\(rows)")
    #expect(!rows[6].contains("… …"), "\(rows)")
    script.restDoesNotMatter()
  }

  @Test func oneUndoTakesBothBack() {
    var script = opened("aimlapi")
    script.press(.character("p"), .character("u"))
    #expect(parameters(script).logprobs == nil)
    #expect(parameters(script).topLogprobs == nil)
    script.restDoesNotMatter()
  }

  @Test(arguments: ["groq", "mistral"])
  func serverThatRefusesIsNotAsked(_ name: String) {
    var script = opened(name)
    script.press(.character("p"))
    #expect(parameters(script).logprobs == nil)
    let text = script.rows(width: 80, height: 24).joined(separator: "\n")
    #expect(text.contains("Not turned on: this server rejects it. Enter to set it anyway."))
    script.press(.enter)
    #expect(parameters(script).logprobs == true)
    script.restDoesNotMatter()
  }

  @Test(arguments: [
    (
      "aimlapi",
      "Adds no tokens to the bill, but makes the response several times larger. "
        + "Covers the answer, not the thinking."
    ),
    ("llama.cpp", "Makes the response several times larger. Covers thinking, too."),
    ("vllm", "Makes the response several times larger."),
    (
      "deepseek",
      "Adds no tokens to the bill, but makes the response several times larger. "
        + "Some thinking models reject it."
    ), ("groq", "rejects requests with this parameter"),
  ])
  func formSaysWhatTheServerDoes(_ name: String, _ words: String) {
    var script = opened(name)
    while let page = script.state.pages.last as? ParametersPage,
      page.field != .parameter(.logprobs)
    {
      script.press(Key(.down))
    }
    let rows = script.rows(width: 80, height: 24)
    let text = rows.suffix(5).map { $0.trimmingPrefix(" ") }.joined(separator: " ")
    #expect(text.contains(words), "\(rows.suffix(5))")
    script.restDoesNotMatter()
  }
}
