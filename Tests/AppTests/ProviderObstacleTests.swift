import Chat
import Screen
import Testing

@testable import App

/// A provider that cannot be used, or was named without a model: Aside reports the problem and
/// offers the picker.
@Suite struct ProviderObstacleTests {
  private func conversation(_ settings: ConversationSettings) throws -> Conversation {
    let other = ConversationID(
      try #require(UUIDv7("00000000-0000-7000-8000-000000000007")))
    var conversation = Conversation(
      id: other, title: "Primes", createdAt: Timestamp(milliseconds: 0))
    for message in try Script.answered().state.conversation.messages {
      conversation.append(message)
    }
    conversation.settings = settings
    return conversation
  }

  private func open(_ script: inout Script, _ conversation: Conversation) throws {
    _ = script.takeEffects()
    let effects = script.state.open(conversation.id)
    guard case .store(.loadConversation(let request, _))? = effects.first else {
      Issue.record("\(effects)")
      return
    }
    script.play(.conversationLoaded(request, .success(conversation)))
  }

  @Test(arguments: [
    ("nowhere", "not configured here"), ("deepseek", "No API key for deepseek"),
  ])
  func openingOffersThePicker(_ provider: String, _ words: String) throws {
    var script = Script.withProviders()
    let settings = ConversationSettings(
      provider: provider, baseURL: nil, model: "m", parameters: Parameters())
    try open(&script, conversation(settings))
    #expect(script.state.notice?.text.contains(words) == true)
    #expect(script.state.notice?.advice.contains("F3") == true)
    script.type("more")
    script.press(.enter)
    #expect(script.state.stream == nil && script.state.session.model == "m")
    #expect(script.state.notice?.advice.contains("F3") == true)
    script.restDoesNotMatter()
  }

  @Test func aServerThatIsNotRunningIsNoticedOnOpening() throws {
    var script = Script.withProviders()
    let provider = Script.provider("ollama")
    let settings = ConversationSettings(
      provider: "ollama", baseURL: nil, model: "qwen3:8b", parameters: Parameters())
    try open(&script, conversation(settings))
    #expect(script.takeEffects() == [.stream(.recognize(provider, needsModel: false))])
    script.play(.serverUnreachable(provider))
    #expect(
      script.state.notice?.text == "ollama at 127.0.0.1:11434 is not running.")
    #expect(script.state.notice?.advice == "Start it, or press F3 to choose another model.")
  }

  // MARK: A provider without a model

  private func started(_ name: String) -> Script {
    var script = Script.withProviders(Script.provider(name))
    script.state.options.isModelOpen = true
    script.state.newSession.lacksKey = false
    script.state.front.session.lacksKey = false
    return script
  }

  @Test(arguments: [
    ("openrouter", "deepseek/deepseek-r1:free", false), ("aimlapi", "alibaba/qwen3-32b", false),
    ("mistral", "", true),
  ])
  func theStartUsesTheLastModelElseOpensThePicker(
    _ name: String, _ model: String, _ isOpen: Bool
  ) {
    var script = started(name)
    #expect(script.state.start() == [.models(.loadCatalog)])
    script.play(.catalogLoaded(script.catalog))
    #expect(script.state.session.model == model && script.state.newSession.model == model)
    #expect((script.picker != nil) == isOpen)
  }

  @Test func theOnlyListedModelIsUsed() {
    var script = started("mistral")
    _ = script.state.start()
    var catalog = ModelCatalog()
    catalog.listings = [script.listing("mistral", [Model(id: "mistral-small")])]
    script.play(.catalogLoaded(catalog))
    #expect(script.state.session.model == "mistral-small" && script.picker == nil)
  }

  /// A self-hosted server has only the models in its current list.
  @Test(arguments: [
    (["a", "qwen3:8b"], "qwen3:8b", false), (["only"], "only", false), (["a", "b"], "", true),
  ])
  func aLocalServerIsAskedForItsModels(_ ids: [String], _ model: String, _ isOpen: Bool) {
    var script = started("ollama")
    _ = script.state.start()
    script.play(.catalogLoaded(script.catalog))
    #expect(script.takeModelOrders() == [.list(Script.provider("ollama"))])
    let listing = script.listing("ollama", ids.map(Model.init(id:)))
    script.play(.modelsListed(Script.provider("ollama"), .success(listing)))
    #expect(script.state.session.model == model && (script.picker != nil) == isOpen)
    script.restDoesNotMatter()
  }

  @Test func thePickerDoesNotComeBetweenTypedLetters() {
    var script = started("mistral")
    _ = script.state.start()
    script.type("hel")
    script.play(.catalogLoaded(ModelCatalog()))
    script.type("lo")
    #expect(script.picker == nil && script.state.composer.text == "hello")
    script.restDoesNotMatter()
  }

  @Test func withoutAModelNothingIsSent() {
    var script = started("mistral")
    script.type("hello")
    script.press(.enter)
    #expect(script.state.stream == nil)
    #expect(script.state.notice?.text.contains("No model chosen.") == true)
    #expect(script.state.composer.text == "hello")
  }

  @Test func theCommandUsesTheLastModelToo() {
    var script = Script.withProviders()
    script.type("/provider openrouter")
    script.press(.enter)
    script.play(.catalogLoaded(script.catalog))
    #expect(script.state.session.model == "deepseek/deepseek-r1:free")
  }

  @Test func theCommandOpensThePickerWithoutAnyModel() {
    var script = Script.withProviders()
    script.type("/provider vllm")
    script.press(.enter)
    script.play(.catalogLoaded(script.catalog))
    #expect(script.picker == nil && script.state.notice?.text == "Loading vllm's model list…")
    script.fail("vllm", Script.refused)
    #expect(script.picker?.query.text == "vllm " && script.state.notice == nil)
    #expect(script.picker?.selection == .provider("vllm"))
    script.restDoesNotMatter()
  }
}
