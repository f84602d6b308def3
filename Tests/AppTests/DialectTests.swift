import Chat
import Screen
import Testing

@testable import App

/// Turning thinking on and off for each kind of server, on the screen.
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
    #expect(script.state.notice?.text.contains("qwen dialect") == true)
    #expect(script.state.notice?.advice.contains("--provider") == true)
    #expect(!script.state.thinking.isOn)
    submit("/think on", to: &script)
    #expect(script.state.notice?.text.contains("qwen dialect") == false)
  }

  @Test func budgetTurnsThinkingOn() {
    var script = Script(thinking: ThinkingMode(isOn: false))
    submit("/think 4096", to: &script)
    #expect(script.state.thinking == ThinkingMode(isOn: true, budget: 4096))
    #expect(script.state.notice?.text == "Thinking on, thinking_budget = 4096")
    submit("/think off", to: &script)
    #expect(script.state.thinking == ThinkingMode(isOn: false, budget: 4096))
    submit("/think on", to: &script)
    #expect(script.state.thinking == ThinkingMode(isOn: true, budget: 4096))
    #expect(script.state.notice?.text == "Thinking on, thinking_budget = 4096")
    submit("/unset thinking_budget", to: &script)
    submit("/think on", to: &script)
    #expect(script.state.notice?.text == "Thinking on")
    submit("/think off", to: &script)
    submit("/set thinking_budget 512", to: &script)
    #expect(script.state.thinking == ThinkingMode(isOn: true, budget: 512))
    submit("/think no", to: &script)
    #expect(
      script.state.notice?.text.contains("on, off, low, medium, high, or a token budget") == true)
    #expect(script.state.composer.text == "/think no")
  }

  @Test func effortIsAParameterThatReplacesTheBudget() throws {
    let vllm = try #require(Provider.builtIn.first { $0.name == "vllm" })
    var script = Script(thinking: ThinkingMode(isOn: false, budget: 512), provider: vllm)
    submit("/think high", to: &script)
    #expect(script.state.thinking == ThinkingMode(isOn: true))
    #expect(script.state.session.parameters.reasoningEffort == "high")
    #expect(script.state.session.sources["reasoning_effort"] == .conversation)
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.last?.contains("think high") == true)
    #expect(!rows.contains { $0.contains("reasoning_effort high") }, "it is said once")
    submit("/think 99", to: &script)
    #expect(script.state.session.parameters.reasoningEffort == nil)
    #expect(script.state.thinking == ThinkingMode(isOn: true, budget: 99))
    submit("/set reasoning_effort low", to: &script)
    #expect(script.state.thinking == ThinkingMode(isOn: true))
    #expect(script.state.notice?.text == "Thinking on, reasoning_effort = low")
    submit("/set reasoning_effort none", to: &script)
    #expect(!script.state.thinking.isOn)
    script.press(.control("t"))
    #expect(script.state.thinking == ThinkingMode(isOn: true))
    #expect(script.state.session.parameters.reasoningEffort == "low")
  }

  /// Ollama uses one field for both, so the effort must not be sent while thinking is off.
  @Test func effortReturnsWithThinking() throws {
    let ollama = try #require(Provider.builtIn.first { $0.name == "ollama" })
    var script = Script(provider: ollama)
    submit("/think low", to: &script)
    script.press(.control("t"))
    #expect(!script.state.thinking.isOn)
    #expect(script.state.front.answerRequest.conflict(for: .ollama) == nil)
    script.press(.control("t"))
    #expect(script.state.thinking.isOn)
    #expect(script.state.session.parameters.reasoningEffort == "low")
    submit("/think off", to: &script)
    submit("/think on", to: &script)
    #expect(script.state.notice?.text == "Thinking on, reasoning_effort = low")
  }

  /// A server without a budget gets none, even if one was set for another server.
  @Test func theNoticeNamesOnlyWhatIsSent() throws {
    let ollama = try #require(Provider.builtIn.first { $0.name == "ollama" })
    var script = Script(thinking: ThinkingMode(isOn: false, budget: 512), provider: ollama)
    submit("/think on", to: &script)
    #expect(script.state.notice?.text == "Thinking on")
  }

  @Test func effortIsSavedWithTheConversation() throws {
    let ollama = try #require(Provider.builtIn.first { $0.name == "ollama" })
    var script = Script(provider: ollama)
    let request = try script.ask("question")
    script.play(
      .streamed(request, .ended(StreamEnd(outcome: .complete, finishReason: .stop))))
    _ = script.takeEffects()
    submit("/think medium", to: &script)
    let stored = script.takeEffects().compactMap { effect -> Conversation? in
      if case .store(.saveHeader(let conversation)) = effect { conversation } else { nil }
    }
    #expect(stored.map(\.settings?.parameters.reasoningEffort) == ["medium"])
  }

  // MARK: Asking a server what it is

  private var unknown: Provider {
    var provider = Provider(
      name: "own", baseURL: "http://127.0.0.1:2/v1", dialect: .plain, keyVariable: nil,
      defaultModel: "m")
    provider.dialectBasis = .assumed
    return provider
  }

  @Test func aServerIsAskedWhatItIsAtTheStart() {
    var script = Script(provider: unknown)
    #expect(script.state.start() == [.stream(.recognize(unknown, needsModel: false))])
    var bare = unknown
    bare.defaultModel = ""
    script = Script(provider: bare)
    #expect(script.state.start() == [.stream(.recognize(bare, needsModel: true))])
    script.state.session.lacksKey = true
    #expect(script.state.start() == [])
    var stated = Script()
    #expect(stated.state.start() == [])
  }

  @Test func aServerIsAskedWhatItIsWhenItIsChosen() {
    var script = Script()
    script.state.providers.choices = [ProviderChoice(provider: unknown, lacksKey: false)]
    script.type("/provider own m")
    _ = script.takeEffects()
    script.press(.enter)
    #expect(script.takeEffects() == [.stream(.recognize(unknown, needsModel: false))])
    #expect(script.rows(width: 80, height: 24).last?.contains("thinking on") == true)
    var found = unknown
    found.dialectBasis = .recognized("a server")
    script.play(.serverRecognized(found))
    #expect(script.rows(width: 80, height: 24).last?.contains("thinking n/a") == true)
  }

  @Test func aServerIsAskedWhatItIsWhenAConversationIsOpened() throws {
    var script = Script()
    script.state.providers.choices = [ProviderChoice(provider: unknown, lacksKey: false)]
    let id = ConversationID(try #require(UUIDv7("00000000-0000-7000-8000-000000000001")))
    var conversation = Conversation(id: id, createdAt: script.state.now)
    conversation.append(
      Message(
        id: MessageID(try #require(UUIDv7("00000000-0000-7000-8000-000000000002"))), parent: nil,
        role: .user, createdAt: script.state.now, content: "q"))
    conversation.settings = ConversationSettings(provider: "own", model: "m")
    _ = script.state.open(id)
    let load = try #require(script.state.storing.awaitedLoad?.request)
    script.play(.conversationLoaded(load, .success(conversation)))
    #expect(script.takeEffects().contains(.stream(.recognize(unknown, needsModel: false))))
    script.restDoesNotMatter()
  }

  /// An unknown server may support anything, so nothing is reported as unsupported.
  @Test func untilAServerIsKnownItCanThink() throws {
    var script = Script(provider: unknown)
    #expect(script.rows(width: 80, height: 24).last?.contains("thinking on") == true)
    script.press(.control("t"))
    #expect(script.rows(width: 80, height: 24).last?.contains("thinking off") == true)
    try script.openForm(at: "enable_thinking")
    let row = script.rows(width: 80, height: 24).first { $0.contains("enable_thinking") }
    #expect(row?.contains("false") == true && row?.contains("not sup") == false)
  }

  /// Every choice reaches the server, or is refused with a notice that says what the server
  /// accepts.
  @Test(arguments: DialectName.allCases)
  func everyChoiceIsSentOrRefused(_ dialect: DialectName) throws {
    for (text, form) in [
      ("/think off", ThinkingForm.off), ("/think on", .on), ("/think 2048", .budget),
      ("/think low", .effort), ("/set enable_thinking false", .off),
      ("/set thinking_budget 2048", .budget), ("/set reasoning_effort low", .effort),
    ] {
      var provider = Provider.aimlapi
      provider.dialect = dialect
      var script = Script(provider: provider)
      submit(text, to: &script)
      let notice = try #require(script.state.notice)
      let isTaken = dialect.thinkingForms.contains(form)
      #expect((script.state.conversation.thinking != nil) == isTaken, "\(text)")
      #expect(notice.kind == (isTaken ? .information : .trouble))
      #expect(script.state.composer.text == (isTaken ? "" : text))
      guard !isTaken else { continue }
      #expect(notice.text.contains("aimlapi ") && notice.text.contains(dialect.rawValue))
      let accepted = dialect.thinkingForms.isEmpty ? "decides whether to think" : "It accepts "
      #expect(notice.text.contains(accepted), "\(notice.text)")
    }
  }

  @Test func theKeyIsRefusedLikeTheCommand() throws {
    for name in ["openai", "lmstudio", "mistral"] {
      let provider = try #require(Provider.builtIn.first { $0.name == name })
      var script = Script(provider: provider)
      script.press(.control("t"))
      #expect(script.state.notice?.kind == .trouble)
      #expect(script.state.notice?.text.hasPrefix("\(name) cannot turn thinking off") == true)
      #expect(script.state.conversation.thinking == nil)
      #expect(script.rows(width: 80, height: 24).last?.contains("thinking n/a") == true)
    }
  }

  // MARK: The list of models

  private func lists(_ script: inout Script) -> [DialectName] {
    script.takeModelOrders().compactMap { order in
      if case .list(let provider) = order, provider.name == moved.name {
        provider.dialect
      } else {
        nil
      }
    }
  }

  private func listing(_ script: Script, _ ids: String...) -> ModelListing {
    ModelListing(of: moved, ids, at: script.state.now)
  }

  @Test func listReadInAnotherDialectIsReadAgain() {
    let assumed = known(.assumed)
    let found = known(.recognized("llama.cpp"), .llamaCpp)
    var script = Script(provider: assumed)
    script.press(Key(.function(3)))
    script.play(.catalogLoaded(ModelCatalog()))
    #expect(lists(&script) == [.qwen])
    script.play(.modelsListed(assumed, .success(listing(script, "poor"))))
    script.play(.serverRecognized(found))
    #expect(lists(&script) == [.llamaCpp])
    script.play(.modelsListed(found, .success(listing(script, "rich"))))
    #expect(script.state.models.listing(of: found)?.models.map(\.id) == ["rich"])
    script.play(.serverRecognized(found))
    #expect(lists(&script) == [], "once")
  }

  @Test func listStillComingInAnotherDialectIsDropped() {
    let assumed = known(.assumed)
    let found = known(.recognized("llama.cpp"), .llamaCpp)
    var script = Script(provider: assumed)
    script.press(Key(.function(3)))
    script.play(.catalogLoaded(ModelCatalog()))
    #expect(lists(&script) == [.qwen])
    script.play(.serverRecognized(found))
    #expect(lists(&script) == [.llamaCpp])
    script.play(.modelsListed(found, .success(listing(script, "rich"))))
    script.play(.modelsListed(assumed, .success(listing(script, "poor"))))
    #expect(script.state.models.listing(of: found)?.models.map(\.id) == ["rich"])
  }

  @Test func listOfAnEarlierRunIsReadAgainOnceTheServerIsKnown() {
    let found = known(.recognized("llama.cpp"), .llamaCpp)
    var script = Script(provider: found)
    var catalog = ModelCatalog()
    catalog.listings = [listing(script, "poor")]
    script.press(Key(.function(3)))
    script.play(.catalogLoaded(catalog))
    #expect(lists(&script) == [.llamaCpp])
    script.play(.modelsListed(found, .success(listing(script, "rich"))))
    script.press(.escape, Key(.function(3)))
    #expect(lists(&script) == [])
  }
}
