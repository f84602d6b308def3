import Chat
import Foundation
import Screen
import Testing

@testable import App

/// Choices made on the command line or later, and how the screen reports them.
@Suite struct ChoiceTests {
  private static let local = Provider(
    name: "local", baseURL: "http://127.0.0.1:8080/v1", dialect: .llamaCpp, keyVariable: nil,
    defaultModel: "tiny")

  private func script() -> Script {
    var script = Script()
    script.state.providers = KnownProviders(
      [.aimlapi, Self.local, .demo].map { ProviderChoice(provider: $0, lacksKey: false) })
    return script
  }

  private func origin(
    _ provider: String, _ model: String, temperature: Double? = nil, thinks: Bool = true
  ) -> AnswerOrigin {
    var parameters = Parameters()
    parameters.temperature = temperature
    return AnswerOrigin(
      provider: provider, model: model, parameters: parameters,
      thinking: ThinkingMode(isOn: thinks))
  }

  private func stored(_ provider: String, _ model: String) throws -> Conversation {
    let time = Timestamp(milliseconds: 1_700_000_000_000)
    func id(_ number: Int) throws -> UUIDv7 {
      try #require(UUIDv7("00000000-0000-7000-8000-00000000000\(number)"))
    }
    var conversation = Conversation(
      id: ConversationID(try id(0)), title: "stored", createdAt: time,
      thinking: ThinkingMode(isOn: true))
    for (number, role) in [Role.user, .assistant].enumerated() {
      conversation.append(
        Message(
          id: MessageID(try id(number + 1)), parent: conversation.path.last, role: role,
          createdAt: time, content: "text",
          origin: role == .user ? nil : origin(provider, model)))
    }
    conversation.settings = ConversationSettings(provider: provider, model: model)
    return conversation
  }

  private func open(
    _ conversation: Conversation, _ purpose: AwaitedLoad.Purpose = .start, _ script: inout Script
  ) throws {
    _ = script.state.open(conversation.id, purpose)
    let load = try #require(script.state.storing.awaitedLoad?.request)
    script.play(.conversationLoaded(load, .success(conversation)))
  }

  // MARK: The command line

  @Test func aModelAloneIsAskedFromTheConversationsProvider() throws {
    var script = script()
    script.state.options.choosesModel = true
    script.state.newSession.model = "m9"
    try open(try stored("local", "m1"), .start, &script)
    #expect(script.state.session.provider == Self.local)
    #expect(script.state.session.model == "m9")
    #expect(
      script.state.notice?.text == "This conversation used m1 (local). Now using m9 (local).")
    script.restDoesNotMatter()
  }

  @Test func theConversationsOwnProviderKeepsItsModel() throws {
    var script = script()
    script.state.options.choosesProvider = true
    script.state.newSession.provider = Self.local
    script.state.newSession.model = "tiny"
    try open(try stored("local", "m1"), .start, &script)
    #expect(script.state.session.model == "m1")
    #expect(script.state.notice == nil)
    script.restDoesNotMatter()
  }

  @Test func thinkingAndSystemPromptAreSaidWhenTheyChange() throws {
    var script = script()
    script.state.options.choosesThinking = true
    script.state.options.choosesSystemPrompt = true
    script.state.newSession.thinking = ThinkingMode(isOn: false)
    script.state.newSession.systemPrompt = "Be brief."
    try open(try stored("aimlapi", "m1"), .start, &script)
    #expect(
      script.state.notice?.text
        == "Thinking is now off. Now using the system prompt from the command line.")
    #expect(script.state.systemPrompt == "Be brief.")
    script.restDoesNotMatter()
  }

  // MARK: A server that is not running

  @Test func aLocalServerThatDoesNotRunIsSaid() throws {
    var script = script()
    try open(try stored("local", "m1"), .open(nil), &script)
    #expect(script.takeEffects() == [.stream(.recognize(Self.local, needsModel: false))])
    #expect(script.state.notice == nil)
    script.play(.serverUnreachable(.aimlapi))
    #expect(script.state.notice == nil, "another server")
    script.play(.serverUnreachable(Self.local))
    #expect(script.state.notice?.text == "local at 127.0.0.1:8080 is not running.")
  }

  /// The answer says what happened, the notice says what to do, and neither repeats the other.
  @Test(arguments: [(40, 10), (80, 24), (120, 40)])
  func aFailedConnectionToALocalServerIsSaidOnce(_ width: Int, _ height: Int) throws {
    var script = Script(provider: Self.local)
    script.restDoesNotMatter()
    let request = try script.ask("question")
    let error = StreamError.unreachable(host: "127.0.0.1", .noConnection)
    script.play(.streamed(request, .ended(StreamEnd(outcome: .failed(error)))))
    // At 120 columns, the edge of the thinking pane is next to the text.
    let text = script.rows(width: width, height: height).joined(separator: " ")
      .split { $0 == " " || $0 == "│" }.joined(separator: " ")
    #expect(
      text.contains("F3 to choose another model, F8 to retry.")
        || width == 40 && text.contains("F3 to choose another model,"))
    #expect(text.components(separatedBy: "not running").count == 2, "\(text)")
    #expect(!text.contains("Cannot reach") && !text.contains("http://127"))
  }

  /// The moved provider's name is only a default that nobody chose, so the address is shown.
  @Test func aServerThatOnlyHasAnAddressIsCalledByIt() throws {
    let server = Provider.aimlapi.moved(to: "http://127.0.0.1:9/v1")
    let error = StreamError.unreachable(host: "127.0.0.1", .noConnection)
    #expect(ErrorText.sentence(error, at: server) == "Nothing is listening at 127.0.0.1:9.")
    var script = Script(provider: server)
    #expect(script.rows(width: 120, height: 24).last?.contains(" 127.0.0.1:9") == true)
    #expect(Provider.aimlapi.shownName == "aimlapi")
  }

  @Test func aServerElsewhereIsNamedOnce() throws {
    let error = StreamError.unreachable(host: "api.aimlapi.com", .noConnection)
    #expect(ErrorText.sentence(error, at: .aimlapi) == "Cannot reach api.aimlapi.com.")
    for fault in [ConnectionFault.unknownHost, .timedOut, .other("no route")] {
      let sentence = ErrorText.sentence(.unreachable(host: "h.example", fault), at: .aimlapi)
      #expect(sentence.components(separatedBy: "h.example").count == 2, "\(sentence)")
    }
  }

  /// Nobody has to check an address that the program itself knows.
  @Test func theBaseURLIsToBeCheckedOnlyIfTheUserGaveIt() {
    let own = Provider.aimlapi.moved(to: "https://h.example/v1")
    for fault in [ConnectionFault.unknownHost, .timedOut, .noConnection] {
      let error = StreamError.unreachable(host: "h", fault)
      #expect(ErrorText.advice(error, provider: .aimlapi) == "Check your network.")
      #expect(ErrorText.advice(error, provider: own).contains("https://h.example/v1"))
    }
    #expect(ErrorText.advice(.timedOut(host: "h"), provider: .aimlapi) == "Check your network.")
  }

  @Test func aServerElsewhereIsNotAsked() throws {
    var script = script()
    try open(try stored("aimlapi", "m1"), .open(nil), &script)
    #expect(script.takeEffects().isEmpty)
  }

  // MARK: The last choice

  @Test func modelProviderAndThinkingAreRemembered() {
    var script = script()
    #expect(script.state.recent.choice == LastChoice())
    script.type("/model m2")
    script.press(.enter)
    #expect(script.state.recent.choice.provider == "aimlapi")
    #expect(script.state.recent.choice.model == "m2")
    script.type("/provider local m3")
    script.press(.enter, .control("t"))
    #expect(script.state.recent.choice.provider == "local")
    #expect(script.state.recent.choice.model == "m3")
    #expect(script.state.recent.choice.thinking == ThinkingMode(isOn: false))
  }

  @Test func theDemoAndAddressesOfOneRunAreNotRemembered() {
    var script = script()
    script.type("/provider demo")
    script.press(.enter)
    #expect(script.state.recent.choice.provider == nil)
    script.state.session.provider = Self.local.moved(to: "http://127.0.0.1:9/v1")
    script.type("/model m4")
    script.press(.enter)
    #expect(script.state.recent.choice.provider == nil)
    #expect(script.state.newSession.model == "m4")
  }

  // MARK: The head of an answer

  /// The head of an answer shows only parameters that changed since the previous answer. Moving
  /// to an answer does not change that.
  @Test func theHeadSaysParametersOnlyWhereTheyChanged() throws {
    var script = Script()
    script.restDoesNotMatter()
    func answer(_ request: RequestID) {
      script.receive("answer", for: request)
      script.end(request)
    }
    func heads() -> [String] {
      script.rows(width: 140, height: 60).dropLast(2).filter { $0.contains("qwen3-32b · 4") }
    }
    for command in ["", "/set temperature 0.3", "", "/unset temperature"] {
      script.play(.pasted(command))
      script.press(.escape, .enter)
      answer(try script.ask("question"))
    }
    let changed = [false, true, false, false]
    #expect(heads().map { $0.contains("T 0.3") } == changed)
    #expect(heads().map { $0.contains("default parameters") } == [false, false, false, true])
    script.press(.tab, .character("{"), .character("{"), .character("{"))
    #expect(heads().map { $0.contains("T 0.3") } == changed)
  }

  @Test func onlyWhatDiffersFromTheAnswerBeforeIsSaid() {
    let before = origin("local", "m1")
    let table: [(AnswerOrigin, [String])] = [
      (origin("local", "m1"), []),
      (origin("local", "m2"), ["previously m1 (local)"]),
      (origin("paid", "m1"), ["paid, previously m1 (local)"]),
      (origin("local", "m1", temperature: 0.5), ["T 0.5"]),
      (origin("local", "m1", thinks: false), ["thinking off"]),
    ]
    for (now, expected) in table {
      #expect(ParameterText.change(from: before, to: now) == expected)
    }
    #expect(
      ParameterText.change(from: origin("local", "m1", temperature: 0.5), to: before)
        == ["default parameters"])
    #expect(
      ParameterText.change(from: origin("local", "m1", thinks: false), to: before)
        == ["thinking on"])
    #expect(
      ParameterText.change(
        from: origin("local", "m1", temperature: 0.5, thinks: false), to: before)
        == ["thinking on", "default parameters"])
    // A budget is not sent while thinking is off.
    var idle = origin("local", "m1", thinks: false)
    idle.thinking.budget = 512
    #expect(ParameterText.change(from: origin("local", "m1", thinks: false), to: idle) == [])
  }

  /// Values that are too long for the head are left out, so that the names are not.
  @Test func changedParametersAreSaidBriefly() throws {
    let schema = #"{"type":"json_schema","json_schema":{"name":"person","schema":{}}}"#
    let table = [
      ("response_format", "json_object", "response_format json_object"),
      ("response_format", schema, "response_format"), ("tool_choice", "auto", "tool_choice auto"),
      ("extra", #"{"grammar":"root ::= \"a\" | \"b\""}"#, "extra"), ("seed", "7", "seed 7"),
      ("extra", #"{"a":1}"#, #"extra {"a":1}"#), ("temperature", "0.5", "T 0.5"),
    ]
    // The settings that stay the same are not repeated.
    var before = origin("local", "m1", thinks: false)
    before.parameters.topP = 0.9
    for (name, value, expected) in table {
      let field = try #require(ParameterField.named(name))
      var now = before
      try field.set(value, in: &now.parameters)
      #expect(ParameterText.change(from: before, to: now) == [expected])
      let unset = expected.prefix { $0 != " " } + " default"
      #expect(ParameterText.change(from: now, to: before) == [String(unset)])
    }
  }

  /// The fields that do not fit in the head are dropped, from the last on.
  @Test func aNarrowHeadSaysTheChangedParameter() throws {
    var script = Script(thinking: ThinkingMode(isOn: false))
    script.restDoesNotMatter()
    for command in ["", "/set response_format json_object"] {
      script.play(.pasted(command))
      script.press(.escape, .enter)
      let request = try script.ask("question")
      script.receive("answer", for: request)
      script.end(request)
    }
    let heads = script.rows(width: 80, height: 40).filter { $0.contains("qwen3-32b · 4") }
    #expect(heads.map { $0.contains("response_format json_object") } == [false, true])
  }

  @Test(arguments: [Surface.screen, .lines])
  func anAnswerOfAnotherModelSaysSo(_ surface: Surface) throws {
    var script = Script(surface: surface)
    var conversation = try stored("local", "m1")
    for (number, role) in [Role.user, .assistant].enumerated() {
      let id = try #require(UUIDv7("00000000-0000-7000-8000-00000000001\(number)"))
      conversation.append(
        Message(
          id: MessageID(id), parent: conversation.path.last, role: role,
          createdAt: conversation.createdAt, content: "more",
          origin: role == .user ? nil : origin("paid", "m2")))
    }
    try open(conversation, .start, &script)
    let said: [String]
    if surface == .screen {
      said = script.rows(width: 80, height: 24).filter { $0.contains("previously") }
    } else {
      var plain = PlainView()
      said = script.state.news(by: &plain, width: nil).split(separator: "\n").map(String.init)
        .filter { $0.contains("previously") }
    }
    #expect(said.count == 1)
    #expect(said.first?.contains("paid, previously m1 (local)") == true)
    script.restDoesNotMatter()
  }
}
