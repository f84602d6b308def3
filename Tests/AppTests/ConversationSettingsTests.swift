import Chat
import Screen
import Testing

@testable import App

/// The settings of conversations. Each conversation continues with its own model, and no
/// setting leaks into another one.
@Suite struct ConversationSettingsTests {
  private static let local = Provider(
    name: "llamacpp", baseURL: "http://127.0.0.1:8080/v1", dialect: .llamaCpp, keyVariable: nil,
    defaultModel: "tiny")

  private func script() -> Script {
    var script = Script()
    let choices = [
      ProviderChoice(provider: .aimlapi, lacksKey: false),
      ProviderChoice(provider: Self.local, lacksKey: false),
      ProviderChoice(provider: .demo, lacksKey: false),
      ProviderChoice(provider: Self.keyed, lacksKey: true),
    ]
    script.state.providers = KnownProviders(choices)
    return script
  }

  private static let keyed = Provider(
    name: "paid", baseURL: "https://paid.example/v1", dialect: .plain, keyVariable: "PAID_KEY",
    defaultModel: "p1")

  private func stored(
    _ number: Int, _ settings: ConversationSettings?, origin: AnswerOrigin? = nil,
    thinking: ThinkingMode? = nil
  ) throws -> Conversation {
    let time = Timestamp(milliseconds: 1_700_000_000_000)
    func id(_ index: Int) throws -> UUIDv7 {
      try #require(UUIDv7("00000000-0000-7000-8000-0000000\(10_000 + number * 10 + index)"))
    }
    var conversation = Conversation(
      id: ConversationID(try id(0)), title: "stored \(number)", createdAt: time, thinking: thinking)
    conversation.append(
      Message(id: MessageID(try id(1)), parent: nil, role: .user, createdAt: time, content: "q"))
    conversation.append(
      Message(
        id: MessageID(try id(2)), parent: conversation.path.last, role: .assistant,
        createdAt: time, content: "a", origin: origin))
    conversation.settings = settings
    return conversation
  }

  private func open(_ conversation: Conversation, _ script: inout Script) throws {
    _ = script.state.open(conversation.id)
    let load = try #require(script.state.storing.awaitedLoad?.request)
    script.play(.conversationLoaded(load, .success(conversation)))
    _ = script.takeEffects()
  }

  /// Asks a question, and returns the provider and request.
  private func asked(_ script: inout Script) throws -> (Provider, AnswerRequest) {
    script.type("next")
    script.press(.enter)
    let request = try #require(script.state.stream?.request)
    script.play(.questionSaved(request, nil))
    let starts = script.takeEffects().compactMap { effect -> (Provider, AnswerRequest)? in
      if case .stream(.start(_, let request, let provider)) = effect {
        (provider, request)
      } else {
        nil
      }
    }
    return try #require(starts.last)
  }

  @Test func storedConversationKeepsItsSettings() throws {
    var script = script()
    var parameters = Parameters()
    parameters.temperature = 0.3
    let conversation = try stored(
      1, ConversationSettings(provider: "llamacpp", model: "m1", parameters: parameters),
      thinking: ThinkingMode(isOn: false))
    script.type("/set temperature 1.5")
    script.press(.enter)
    try open(conversation, &script)
    let (provider, request) = try asked(&script)
    #expect(provider == Self.local)
    #expect(request.model == "m1")
    #expect(request.parameters == parameters)
    #expect(request.thinking == ThinkingMode(isOn: false))
  }

  @Test func customAddressIsStoredAndRestored() throws {
    var script = script()
    let settings = ConversationSettings(
      provider: "aimlapi", baseURL: "http://127.0.0.1:9/v1", model: "m2")
    try open(try stored(1, settings), &script)
    #expect(script.state.providers.settings(of: script.state.session) == settings)
    let (provider, _) = try asked(&script)
    #expect(provider.baseURL == "http://127.0.0.1:9/v1")
    #expect(script.state.conversation.settings == settings)
  }

  @Test func conversationWithoutSettingsFollowsItsLastAnswer() throws {
    var script = script()
    let origin = AnswerOrigin(
      provider: "demo", model: "m3", parameters: Parameters(), thinking: ThinkingMode(isOn: true))
    try open(try stored(1, nil, origin: origin), &script)
    #expect(script.state.session.provider == .demo)
    #expect(script.state.session.model == "m3")
  }

  @Test func nothingLeaksIntoOtherConversations() throws {
    var script = script()
    try open(
      try stored(
        1, ConversationSettings(provider: "llamacpp", model: "m1"),
        thinking: ThinkingMode(isOn: false)),
      &script)
    script.type("/set temperature 1.5")
    script.press(.enter)
    #expect(script.state.conversation.settings?.parameters.temperature == 1.5)
    try open(try stored(2, ConversationSettings(provider: "aimlapi", model: "m2")), &script)
    #expect(script.state.session.parameters.temperature == nil)
    #expect(script.state.session.model == "m2")
    script.press(.control("n"))
    #expect(script.state.session.provider == .aimlapi)
    #expect(script.state.session.model == Provider.aimlapi.defaultModel)
    #expect(script.state.session.parameters == Parameters())
    #expect(script.state.thinking.isOn)
  }

  @Test func newConversationsUseTheLastChosenProvider() throws {
    var script = script()
    try open(try stored(1, ConversationSettings(provider: "aimlapi", model: "m1")), &script)
    script.type("/provider llamacpp m2")
    script.press(.enter)
    let saved = script.takeEffects().contains {
      if case .store(.saveHeader(let conversation)) = $0 {
        conversation.settings?.model == "m2"
      } else {
        false
      }
    }
    #expect(saved)
    script.press(.control("n"))
    #expect(script.state.session.provider == Self.local)
    #expect(script.state.session.model == "m2")
  }

  @Test func missingProviderIsReportedAndNothingIsSent() throws {
    var script = script()
    try open(try stored(1, ConversationSettings(provider: "gone", model: "m1")), &script)
    #expect(script.state.notice?.text.contains("m1 at gone, which is not configured") == true)
    script.type("next")
    script.press(.enter)
    #expect(script.state.stream == nil)
    #expect(script.state.composer.text == "next")
    script.press(.control("c"))
    script.type("/provider llamacpp m2")
    script.press(.enter)
    let (provider, request) = try asked(&script)
    #expect(provider == Self.local && request.model == "m2")
  }

  @Test func providerWithoutAKeyIsReportedAndNothingIsSent() throws {
    var script = script()
    try open(try stored(1, ConversationSettings(provider: "paid", model: "p1")), &script)
    #expect(script.state.notice?.text.contains("PAID_KEY") == true)
    script.type("next")
    script.press(.enter)
    #expect(script.state.stream == nil)
  }

  @Test func optionsOverrideTheConversationAndAreReported() throws {
    var script = script()
    script.state.options.choosesProvider = true
    script.state.newSession.model = "m9"
    let conversation = try stored(1, ConversationSettings(provider: "llamacpp", model: "m1"))
    _ = script.state.open(conversation.id)
    script.state.storing.awaitedLoad?.purpose = .start
    let load = try #require(script.state.storing.awaitedLoad?.request)
    script.play(.conversationLoaded(load, .success(conversation)))
    #expect(
      script.state.notice?.text
        == "This conversation used m1 (llamacpp). Now using m9 (aimlapi).")
    let (provider, request) = try asked(&script)
    #expect(provider == .aimlapi && request.model == "m9")
    // Other conversations continue with their own settings.
    try open(try stored(2, ConversationSettings(provider: "llamacpp", model: "m1")), &script)
    #expect(script.state.session.model == "m1")
  }

  /// A question still goes to its own conversation's model if the user opens another conversation
  /// before the question has been stored.
  @Test func questionStillBeingStoredGoesToItsOwnModel() throws {
    var script = script()
    try open(try stored(1, ConversationSettings(provider: "llamacpp", model: "m1")), &script)
    script.type("next")
    script.press(.enter)
    let request = try #require(script.state.stream?.request)
    try open(try stored(2, ConversationSettings(provider: "aimlapi", model: "m2")), &script)
    script.play(.questionSaved(request, nil))
    let starts = script.takeEffects().compactMap { effect -> (Provider, String)? in
      if case .stream(.start(_, let request, let provider)) = effect {
        (provider, request.model)
      } else {
        nil
      }
    }
    #expect(starts.map(\.0) == [Self.local])
    #expect(starts.map(\.1) == ["m1"])
    #expect(script.state.session.model == "m2")
  }

  @Test func undoRestoresEarlierDeletionsFromTheStore() throws {
    var script = script()
    var conversation = try stored(1, ConversationSettings(provider: "llamacpp", model: "m1"))
    let whole = conversation
    let last = try #require(conversation.path.last)
    let removed = conversation.remove(last)
    try open(conversation, &script)
    script.press(.tab, .character("u"))
    guard case .store(.restoreDeletion(let request, whole.id))? = script.takeEffects().last else {
      Issue.record("the store was not asked")
      return
    }
    script.play(
      .deletionRestored(request, .success(DeletedMessages(messages: removed, leaf: last))))
    #expect(script.state.conversation.messages == whole.messages)
    #expect(script.state.notice?.text == "Restored.")
    script.press(.character("u"))
    guard case .store(.restoreDeletion(let again, _))? = script.takeEffects().last else {
      Issue.record("the store was not asked again")
      return
    }
    script.play(.deletionRestored(again, .success(nil)))
    #expect(script.state.notice?.text == "Nothing to undo.")
  }

  /// The store replies late, when another conversation is on the screen.
  @Test func undoNeverAffectsAnotherConversation() throws {
    var script = script()
    var conversation = try stored(1, ConversationSettings(provider: "llamacpp", model: "m1"))
    let last = try #require(conversation.path.last)
    let removed = conversation.remove(last)
    try open(conversation, &script)
    script.press(.tab, .character("u"))
    let request = try #require(script.state.front.awaitedUndo)
    let other = try stored(2, ConversationSettings(provider: "llamacpp", model: "m1"))
    try open(other, &script)
    script.play(
      .deletionRestored(request, .success(DeletedMessages(messages: removed, leaf: last))))
    #expect(script.state.conversation == other)
    #expect(script.state.front.awaitedUndo == nil)
  }

  @Test func undoInANewConversationRestoresTheOneDeletedLast() throws {
    var script = script()
    script.press(.tab, .character("u"))
    guard case .store(.restoreLastConversation(let request))? = script.takeEffects().last else {
      Issue.record("the store was not asked")
      return
    }
    let conversation = try stored(1, ConversationSettings(provider: "llamacpp", model: "m1"))
    script.play(.conversationLoaded(request, .success(conversation)))
    #expect(script.state.conversation == conversation)
    #expect(script.state.notice?.text == "Restored.")
    #expect(script.takeEffects() == [.stream(.recognize(Self.local, needsModel: false))])
  }
}
