import Chat
import Screen
import Testing
import Words

@testable import App

/// A server at a typed address is never taken for the provider whose settings it borrows, whether
/// stored, compared or shown.
@Suite struct AddressIdentityTests {
  private static let url = "http://127.0.0.1:8099/v1"
  private static let choice = ModelChoice(provider: url, model: "tiny-1")

  /// Returns a script whose session uses the server at the address. The AI/ML API has a key.
  private func connected(_ ids: String...) -> Script {
    var script = Script.withProviders(.demo)
    script.play(.catalogLoaded(ModelCatalog()))
    script.type("/provider 127.0.0.1:8099")
    script.press(.enter)
    list(ids.isEmpty ? ["tiny-1"] : ids, &script)
    script.restDoesNotMatter()
    return script
  }

  private func list(_ ids: [String], _ script: inout Script) {
    let server = script.state.session.provider
    let listing = ModelListing(of: server, ids, at: script.state.now)
    script.play(.modelsListed(server, .success(listing)))
  }

  private func choose(_ command: String, _ script: inout Script) {
    script.type(command)
    script.press(.enter)
    script.restDoesNotMatter()
  }

  private func vendors(_ script: Script) -> [String] {
    script.state.pickerContent.vendors.map(\.provider.listedName)
  }

  // MARK: What is stored

  @Test func answersAndModelsKeepTheAddress() throws {
    var script = connected()
    _ = try script.ask("hello")
    let origin = try #require(script.state.conversation.lastMessage { $0.origin != nil }?.origin)
    #expect(origin.provider == Self.url)
    #expect(script.state.models.catalog.recent == [Self.choice])
    // Without stored settings, the address of the last answer is used.
    var stored = script.state.conversation
    stored.settings = nil
    let session = script.state.session(for: stored)
    #expect(session.provider.baseURL == Self.url && session.isConfigured && !session.lacksKey)
  }

  @Test func theLastAddressSurvivesTheDemo() {
    var script = connected()
    choose("/provider demo", &script)
    #expect(script.state.session.isDemo)
    let choice = script.state.recent.choice
    #expect(choice.address == Self.url && choice.model == "tiny-1" && choice.provider == nil)
    #expect(choice.addresses == [Self.url])
    choose("/provider aimlapi", &script)
    #expect(script.state.recent.choice.address == nil)
    #expect(script.state.recent.choice.addresses == [Self.url])
  }

  /// Presets contain no addresses, and the name alone would mean a different server.
  @Test func aPresetDoesNotNameTheLender() {
    let preset = connected().state.currentPreset(named: "mine")
    #expect(preset.provider == nil && preset.model == nil)
  }

  /// A service's own name may contain spaces.
  @Test(arguments: [
    ("/provider AI/ML API", "aimlapi", nil), ("/provider ai/ml api", "aimlapi", nil),
    ("/provider AI/ML API some/model", "aimlapi", "some/model"),
    ("/provider Ollama m", "ollama", "m"), ("/provider AIMLAPI", "aimlapi", nil),
  ])
  func aProviderIsFoundByItsOwnName(_ command: String, _ name: String, _ model: String?) {
    var script = connected()
    choose(command, &script)
    let session = script.state.session
    #expect(session.provider.name == name && !session.provider.isElsewhere)
    #expect(session.model == model ?? Provider.aimlapi.defaultModel)
  }

  // MARK: What is shown

  @Test func everyServerIsListedOnce() {
    var script = connected()
    #expect(vendors(script).first == "127.0.0.1:8099")
    #expect(vendors(script).count { $0 == "aimlapi" } == 1)
    for command in ["/provider aimlapi", "/provider demo"] {
      choose(command, &script)
      #expect(vendors(script).contains("127.0.0.1:8099"), "\(command)")
      #expect(vendors(script).contains("aimlapi"), "\(command)")
    }
    script.press(Key(.function(3)))
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.contains { $0.contains("tiny-1") && $0.contains("127.0.0.1:8099") }, "\(rows)")
    #expect(!rows.contains { $0.contains("tiny-1") && $0.contains("aimlapi") })
  }

  @Test func typedAddressesOfAnEarlierRunAreListed() throws {
    var script = Script.withProviders()
    script.state.providers.note(try #require(ServerAddress("localhost:8090")))
    #expect(vendors(script).contains("localhost:8090"))
    script.press(Key(.function(3)))
    var catalog = ModelCatalog()
    catalog.recent = [ModelChoice(provider: "http://localhost:8090/v1", model: "m")]
    script.play(.catalogLoaded(catalog))
    script.type("localhost")
    script.press(.enter)
    let session = script.state.session
    #expect(session.provider.baseURL == "http://localhost:8090/v1" && session.model == "m")
    #expect(!session.lacksKey && script.state.recent.choice.address == "http://localhost:8090/v1")
    script.restDoesNotMatter()
  }

  /// A recent model is used at its old address, even if that is in no list.
  @Test func aRecentModelOfAnAddressIsAskedThere() {
    var script = Script.withProviders()
    script.press(Key(.function(3)))
    var catalog = ModelCatalog()
    catalog.recent = [Self.choice]
    script.play(.catalogLoaded(catalog))
    script.type("tiny")
    script.press(.enter)
    #expect(script.state.session.provider.baseURL == Self.url)
    #expect(script.state.session.provider.keyVariable == nil && script.keyPage == nil)
    script.restDoesNotMatter()
  }

  @Test func theProviderThatLendsItsNameIsNotCurrent() {
    var script = connected()
    script.type("/provider aiml")
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.contains { $0.contains("aimlapi") && !$0.contains("current") })
    script.press(.enter, .enter)
    script.restDoesNotMatter()
    #expect(script.state.session.provider == .aimlapi)
  }

  @Test func aModelOfAnAddressCanBeCompared() throws {
    let script = connected()
    for word in ["127.0.0.1:8099:tiny-1", "tiny-1", "\(Self.url):tiny-1"] {
      let asked = try script.state.comparedModels(typed: word)
      #expect(asked.map(\.choice) == [Self.choice], "\(word)")
    }
  }

  // MARK: Models

  @Test func noModelIsInventedForAnAddress() {
    let server = Provider.aimlapi.moved(to: Self.url)
    #expect(server.defaultModel.isEmpty && server.tellsModel)
    var script = connected("tiny-1", "tiny-2")
    #expect(script.state.session.model.isEmpty)
    #expect(script.picker?.rows.compactMap(\.choice?.model) == ["tiny-1", "tiny-2"])
    script.press(.escape)
    #expect(script.rows(width: 80, height: 24).last?.contains("no model · F3") == true)
  }

  private func dead() -> Script {
    var script = Script.withProviders(.demo)
    script.play(.catalogLoaded(ModelCatalog()))
    choose("/provider 127.0.0.1:8099", &script)
    script.play(.modelsListed(script.state.session.provider, .failure(Script.refused)))
    return script
  }

  @Test func aQuestionWaitsForTheModel() {
    var script = dead()
    #expect(script.rows(width: 80, height: 24).last?.contains("no model") == true)
    _ = script.takeEffects()
    script.type("hello")
    script.press(.enter)
    #expect(script.takeModelOrders() == [.list(script.state.session.provider)])
    #expect(script.state.composer.text == "hello" && script.state.conversation.isEmpty)
    list(["tiny-1"], &script)
    script.restDoesNotMatter()
    #expect(script.state.session.model == "tiny-1" && script.state.composer.isEmpty)
    #expect(script.state.conversation.messages.first?.content == "hello")
  }

  @Test func aQuestionIsKeptWhileTheUserChooses() {
    var script = dead()
    script.type("hello")
    script.press(.enter)
    list(["tiny-1", "tiny-2"], &script)
    #expect(script.picker?.query.text == "127.0.0.1:8099 ")
    script.press(Key(.down), .enter)
    #expect(script.state.session.model == "tiny-2" && script.state.composer.text == "hello")
    script.press(.enter)
    script.restDoesNotMatter()
    #expect(script.state.conversation.messages.first?.content == "hello")
  }

  @Test func aQuestionIsKeptWhereNothingAnswers() {
    var script = dead()
    script.type("hello")
    script.press(.enter)
    script.play(.modelsListed(script.state.session.provider, .failure(Script.refused)))
    #expect(script.state.notice?.text == "Nothing is listening at 127.0.0.1:8099.")
    #expect(script.state.composer.text == "hello" && script.state.conversation.isEmpty)
    script.restDoesNotMatter()
  }

  @Test func theAdviceAboutAnUnknownHostIsToCheckIt() {
    var script = Script.withProviders(.demo)
    choose("/provider not.a.host:80", &script)
    script.play(
      .modelsListed(
        script.state.session.provider,
        .failure(.unreachable(host: "not.a.host", .unknownHost))))
    #expect(script.state.notice?.advice == "Check the address.")
  }

  @Test func aServerThatListsNothingAsksForAName() {
    var script = Script.withProviders(.demo)
    choose("/provider 127.0.0.1:8099", &script)
    let refusal = ServerRefusal(status: 404, message: "Not found", cause: .wrongAddress)
    script.play(.modelsListed(script.state.session.provider, .failure(.refused(refusal))))
    #expect(script.state.notice?.advice.contains("/model ID") == true)
  }

  @Test func anAddressIsShownWithItsPort() {
    var script = connected("tiny-1", "tiny-2")
    let row = script.rows(width: 80, height: 24).first { $0.contains("tiny-2") }
    #expect(row?.contains("127.0.0.1:8099") == true)
  }

  // MARK: The next run

  /// Returns a script for a run that begins with the address of an earlier one.
  private func started(_ model: String) throws -> Script {
    var script = Script.withProviders(Provider.aimlapi.moved(to: Self.url))
    script.state.session.model = model
    script.state.newSession.model = model
    script.state.providers.note(try #require(ServerAddress(Self.url)))
    let effects = script.state.start()
    #expect(effects.contains(.models(.list(script.state.session.provider))))
    script.restDoesNotMatter()
    return script
  }

  @Test func aRunSaysThatNothingIsListening() throws {
    var script = try started("tiny-1")
    script.play(.modelsListed(script.state.session.provider, .failure(Script.refused)))
    #expect(script.state.notice?.text == "Nothing is listening at 127.0.0.1:8099.")
    #expect(script.rows(width: 80, height: 24).last?.contains("not running") == true)
  }

  @Test func aRunKeepsItsModelInSilence() throws {
    var script = try started("tiny-2")
    list(["tiny-1", "tiny-2"], &script)
    #expect(script.state.notice == nil && script.picker == nil)
    #expect(script.state.session.model == "tiny-2")
  }

  @Test func aRunSaysThatTheModelIsGone() throws {
    var script = try started("old")
    list(["tiny-1", "tiny-2"], &script)
    #expect(script.state.notice?.text == "127.0.0.1:8099 does not list “old”.")
    #expect(script.state.notice?.advice.contains("F3") == true)
    // Earlier versions remembered the default provider's model for any address.
    var invented = try started(Provider.aimlapi.defaultModel)
    list(["tiny-1"], &invented)
    #expect(invented.state.session.model == "tiny-1")
  }

  @Test func anUnknownModelLeadsToThePicker() throws {
    var script = connected()
    let request = try script.ask("hello")
    let refusal = ServerRefusal(status: 404, message: "No such model", cause: .unknownModel)
    script.play(.streamed(request, .ended(StreamEnd(outcome: .failed(.refused(refusal))))))
    let said = Words.sentences(script.state.notice?.text ?? "", script.state.notice?.advice ?? "")
    #expect(said.contains("F3") && !said.contains("aside models"))
    script.restDoesNotMatter()
  }

  // MARK: The ID

  @Test func anIDContainsNoCredentials() {
    let server = Provider.aimlapi.moved(to: "https://me:secret@host.example:8443/v1?key=k")
    #expect(server.id == "https://host.example:8443/v1")
    #expect(Provider.aimlapi.id == "aimlapi" && Provider.aimlapi.listedName == "aimlapi")
    let other = Script.provider("openai").moved(to: Self.url)
    #expect(other.id == Self.url && other.listedName == "openai (127.0.0.1:8099)")
  }

  // MARK: An address from the command line

  /// The default model is used for an address from the command line, but the user did not name it.
  @Test(arguments: [
    StreamError.refused(ServerRefusal(status: 404, message: "Not Found")),
    .refused(ServerRefusal(status: 501, message: "Error response")), .malformed(.notAModelList),
  ])
  func aWebServerGivenForOneRunIsNotListedLater(_ error: StreamError) throws {
    for model in ["", Provider.aimlapi.defaultModel, "my-model"] {
      var script = Script(provider: Self.given)
      script.state.session.model = model
      script.state.options.choosesProvider = true
      script.state.options.choosesModel = model == "my-model"
      script.play(.modelsListed(Self.given, .failure(error)))
      let mayBeThere = model == "my-model" && error != .malformed(.notAModelList)
      #expect(script.state.recent.choice.addresses == (mayBeThere ? [Self.url] : []))
    }
  }

  /// A server without a model list is listed once it has answered a question.
  @Test func aServerWithoutAListIsListedOnceItAnswers() throws {
    var script = Script(provider: Self.given)
    script.state.session.model = Self.given.defaultModel
    script.state.options.choosesProvider = true
    let refusal = ServerRefusal(status: 404, message: "Not Found")
    script.play(.modelsListed(Self.given, .failure(.refused(refusal))))
    let request = try script.ask("hello")
    script.play(.streamed(request, .opened))
    #expect(script.state.recent.choice.addresses.isEmpty)
    script.play(.streamed(request, .received(AnswerDelta(content: "Hi.", chunks: 1))))
    script.play(.streamed(request, .ended(StreamEnd(outcome: .complete, finishReason: .stop))))
    #expect(script.state.recent.choice.addresses == [Self.url])
    script.restDoesNotMatter()
  }

  /// The server at the address, with the default model that the option gives it.
  private static var given: Provider {
    var server = Provider.aimlapi.moved(to: url)
    server.defaultModel = Provider.aimlapi.defaultModel
    return server
  }

  /// The option is for one run, but later runs list the server once it has answered.
  @Test func aServerGivenForOneRunIsListedLater() {
    let server = Provider.aimlapi.moved(to: "http://127.0.0.1:8099/v1")
    var script = Script(provider: server)
    script.state.options.choosesProvider = true
    script.state.recent.choice.provider = "ollama"
    script.play(.modelsListed(server, .failure(Script.refused)))
    #expect(script.state.recent.choice.addresses.isEmpty)
    script.list("tiny-1", at: server)
    #expect(script.state.recent.choice.addresses == ["http://127.0.0.1:8099/v1"])
    #expect(script.state.recent.choice.provider == "ollama")
    #expect(script.state.recent.choice.address == nil)
    // Choosing one of its models does not make the option permanent either.
    _ = script.state.use(ProviderChoice(provider: server, lacksKey: false), model: "tiny-1")
    #expect(script.state.recent.choice.address == nil)
    #expect(script.state.recent.choice.provider == "ollama")
    script.restDoesNotMatter()
  }
}
