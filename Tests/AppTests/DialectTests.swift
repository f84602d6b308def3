import Chat
import Screen
import Testing

@testable import App

/// How servers are asked to think, on the screen.
@Suite struct DialectTests {
  private let moved = Provider.aimlapi.moved(to: "http://127.0.0.1:1/v1")

  private func known(_ basis: DialectBasis, _ dialect: DialectName = .qwen) -> Provider {
    var provider = moved
    provider.dialect = dialect
    provider.dialectBasis = basis
    return provider
  }

  private func submit(_ text: String, to script: inout Script) {
    script.type(text)
    script.press(.enter)
  }

  @Test func recognizedDialectIsUsed() {
    var script = Script(provider: moved)
    script.state.session.model = ""
    var found = known(.recognized("llama.cpp"), .llamaCpp)
    found.defaultModel = "tiny"
    script.play(.serverRecognized(found))
    #expect(script.state.session.provider.dialect == .llamaCpp)
    #expect(script.state.session.model == "tiny")
    #expect(script.state.newSession.provider.dialect == .llamaCpp)
    // The same holds for a conversation that is opened later.
    let settings = ConversationSettings(
      provider: "aimlapi", baseURL: moved.baseURL, model: "m")
    script.state.providers.choices = [ProviderChoice(provider: .aimlapi, lacksKey: false)]
    let session = script.state.newSession.asking(settings, among: script.state.providers)
    #expect(session.provider.dialect == .llamaCpp)
  }

  @Test func configuredDialectIsNotOverridden() throws {
    let vllm = try #require(Provider.builtIn.first { $0.name == "vllm" })
    var script = Script(provider: vllm)
    var other = vllm
    other.dialect = .llamaCpp
    other.dialectBasis = .recognized("llama.cpp")
    script.play(.serverRecognized(other))
    #expect(script.state.session.provider.dialect == .vllm)
  }

  @Test func unknownDialectIsReportedOnce() {
    var script = Script(provider: moved)
    script.play(.serverRecognized(known(.unrecognized)))
    #expect(script.state.notice == nil, "nobody has asked for thinking")
    submit("/think off", to: &script)
    #expect(script.state.notice?.text.contains("dialect qwen") == true)
    #expect(script.state.notice?.advice.contains("--provider") == true)
    #expect(!script.state.thinking.isOn)
    submit("/think on", to: &script)
    #expect(script.state.notice?.text.contains("dialect qwen") == false)
  }

  @Test func budgetTurnsThinkingOn() {
    var script = Script(thinking: ThinkingMode(isOn: false))
    submit("/think 4096", to: &script)
    #expect(script.state.thinking == ThinkingMode(isOn: true, budget: 4096))
    #expect(script.state.notice?.text == "Thinking on, thinking_budget = 4096")
    submit("/think off", to: &script)
    submit("/set thinking_budget 512", to: &script)
    #expect(script.state.thinking == ThinkingMode(isOn: false, budget: 512))
    #expect(script.state.notice?.text.contains("not sent yet") == true)
    submit("/think no", to: &script)
    #expect(script.state.notice?.text.contains("on, off or an integer") == true)
  }

  @Test(arguments: [
    ("openai", "/think off"), ("openai", "/think 512"), ("lmstudio", "/set enable_thinking false"),
    ("deepseek", "/think 512"), ("ollama", "/set thinking_budget 512"),
  ])
  func unsupportedParametersAreRefused(_ name: String, _ text: String) throws {
    let provider = try #require(Provider.builtIn.first { $0.name == name })
    var script = Script(provider: provider)
    submit(text, to: &script)
    #expect(script.state.conversation.thinking == nil)
    #expect(script.state.notice?.kind == .trouble)
    #expect(script.state.notice?.text.contains("not sent: ") == true)
    #expect(script.state.composer.text == text)
  }
}
