import Chat
import Screen
import Testing
import Words

@testable import App

/// Servers that the screen names by their address: on the first screen, in the picker and with
/// `/provider`.
@Suite struct AddressTests {
  private static let url = "http://127.0.0.1:8099/v1"

  private var server: Provider { Provider.aimlapi.moved(to: Self.url) }

  private func listing(_ ids: String...) -> Result<ModelListing, StreamError> {
    .success(ModelListing(of: server, ids, at: Timestamp(milliseconds: 1_764_000_000_000)))
  }

  private func connected(_ text: String = "/provider 127.0.0.1:8099") -> Script {
    var script = Script.demo()
    script.type(text)
    script.press(.enter)
    return script
  }

  @Test(arguments: ["first screen", "first screen, pasted", "picker", "command", "lines"])
  func everyWayConnects(_ way: String) throws {
    var script = Script.demo(surface: way == "lines" ? .lines : .screen)
    switch way {
    case "picker":
      script.press(Key(.function(3)))
      script.play(.catalogLoaded(ModelCatalog()))
      script.type("127.0.0.1:8099")
      #expect(
        script.rows(width: 80, height: 24).contains {
          $0.contains("Connect to the server at \(Self.url)")
        })
    case "command": script.type("/provider localhost:8099/v1/")
    case "lines":
      script.state.offerStart()
      script.submit(line: "127.0.0.1:8099")
    case "first screen, pasted":
      script.state.offerStart()
      script.play(.pasted("http://127.0.0.1:8099"))
    default:
      script.state.offerStart()
      script.type("http://127.0.0.1:8099")
    }
    _ = script.takeEffects()
    if way != "lines" { script.press(.enter) }
    let session = script.state.session
    #expect(session.provider.baseURL.hasSuffix(":8099/v1"))
    #expect(session.provider.isNamedByAddress && !session.isDemo && session.model.isEmpty)
    #expect(script.state.conversation.isEmpty && script.state.composer.isEmpty)
    #expect(script.state.pages.isEmpty)
    #expect(script.state.notice?.text == "Connecting to \(session.provider.shownBaseURL)…")
    script.restDoesNotMatter()
  }

  @Test func theServerIsIdentifiedAndItsModelsAreListed() {
    var script = Script.demo()
    script.type("127.0.0.1:8099")
    _ = script.takeEffects()
    script.press(.enter)
    let provider = script.state.session.provider
    #expect(
      script.takeEffects() == [
        .stream(.recognize(provider, needsModel: true)), .models(.list(provider)),
      ])
    // `ASIDE_API_KEY` belongs to the address that the run began with.
    #expect(!provider.getsGeneralKey && provider.keyVariable == nil && provider.headers.isEmpty)
  }

  @Test func theOnlyModelIsUsedAndRemembered() {
    var script = connected()
    script.play(.modelsListed(script.state.session.provider, listing("tiny-1")))
    #expect(script.state.session.model == "tiny-1")
    #expect(script.state.notice?.text == "Now using tiny-1 (127.0.0.1:8099).")
    let choice = script.state.recent.choice
    #expect(choice.address == Self.url && choice.provider == nil && choice.model == "tiny-1")
    // The model is not recorded for the provider whose settings the address borrows.
    #expect(
      script.state.models.catalog.recent == [ModelChoice(provider: Self.url, model: "tiny-1")])
  }

  @Test func severalModelsOpenThePicker() {
    var script = connected()
    script.play(.modelsListed(script.state.session.provider, listing("tiny-1", "tiny-2")))
    #expect(script.picker?.query.text == "127.0.0.1:8099 ")
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.contains { $0.contains("tiny-1") } && rows.contains { $0.contains("tiny-2") })
    #expect(!rows.joined().contains("aimlapi"))
    script.play(.catalogLoaded(ModelCatalog()))
    script.press(Key(.down), .enter)
    #expect(script.state.session.model == "tiny-2" && script.state.session.isAt(server))
  }

  @Test func theModelThatTheServerNamesIsUsed() {
    var script = connected()
    var found = script.state.session.provider
    found.dialect = .lmStudio
    found.dialectBasis = .recognized("LM Studio")
    found.defaultModel = "tiny-2"
    script.play(.serverRecognized(found))
    script.play(.modelsListed(script.state.session.provider, listing("tiny-1", "tiny-2")))
    #expect(script.state.session.model == "tiny-2" && script.picker == nil)
    #expect(script.state.notice?.text == "Now using tiny-2 (127.0.0.1:8099).")
  }

  @Test func whereNothingAnswersItSaysSo() {
    var script = connected()
    script.play(.modelsListed(script.state.session.provider, .failure(Script.refused)))
    #expect(script.state.notice?.text == "Nothing is listening at 127.0.0.1:8099.")
    #expect(script.state.notice?.advice.contains("F3") == true)
  }

  private static let noKey = StreamError.refused(
    ServerRefusal(status: 401, message: "No key", cause: .keyMissing))

  @Test func aServerThatNeedsAKeyAsksForIt() {
    var script = connected()
    script.restDoesNotMatter()
    let server = script.state.session.provider
    script.play(.modelsListed(server, .failure(Self.noKey)))
    #expect(script.keyPage?.provider.baseURL == server.baseURL)
    script.play(.pasted("sk-1"))
    script.press(.enter)
    script.play(.keyChecked(server, .stored(in: "a file")))
    #expect(script.keyPage == nil)
    script.play(.modelsListed(server, listing("tiny-1")))
    #expect(script.state.session.model == "tiny-1")
  }

  /// What is being typed must not end up in the field for the key.
  @Test func aServerThatNeedsAKeySaysSoToSomebodyWhoTypes() {
    var script = connected()
    script.restDoesNotMatter()
    script.type("Why")
    script.play(.modelsListed(script.state.session.provider, .failure(Self.noKey)))
    #expect(script.keyPage == nil)
    #expect(script.state.notice?.text == "127.0.0.1:8099 requires an API key.")
    #expect(script.state.notice?.advice.hasSuffix("Ctrl-X K to add one.") == true)
  }

  @Test func theAddressOfAKnownProviderIsThatProvider() {
    let script = connected("/provider http://127.0.0.1:11434/v1")
    #expect(script.state.notice?.text.contains("ollama") == true)
    let hosted = connected("/provider https://api.deepseek.com")
    #expect(hosted.state.session.provider.name == "deepseek" && hosted.state.session.lacksKey)
  }

  @Test func theModelCanBeNamed() {
    var script = connected("/provider 127.0.0.1:8099 my-model")
    #expect(script.state.session.model == "my-model" && script.state.session.isAt(server))
    script.play(.modelsListed(script.state.session.provider, listing("tiny-1", "my-model")))
    #expect(script.state.notice?.text == "Now using my-model (127.0.0.1:8099).")
    #expect(script.state.recent.choice.address == Self.url)
  }

  /// A web server without a model list may not be a model server.
  @Test func anAddressWithoutAModelListIsNotRemembered() {
    var script = connected("/provider 127.0.0.1:8099")
    script.play(
      .modelsListed(
        script.state.session.provider,
        .failure(.refused(ServerRefusal(status: 404, message: "", cause: .wrongAddress)))))
    #expect(script.state.recent.choice.address == nil)
  }

  private static let webServers: [StreamError] = [
    .refused(ServerRefusal(status: 404, message: "Not Found")),
    .refused(ServerRefusal(status: 405, message: "No")),
    .refused(ServerRefusal(status: 501, message: "Error response")), .malformed(.notAModelList),
  ]

  @Test(arguments: Self.webServers) func aWebServerIsNoModelServer(_ error: StreamError) {
    for (path, hint) in [("", ""), ("/v2", "Most servers use /v1. ")] {
      var script = connected("/provider http://127.0.0.1:8099\(path)")
      script.play(.modelsListed(script.state.session.provider, .failure(error)))
      let notice = script.state.notice
      #expect(
        notice?.text
          == "127.0.0.1:8099 does not look like a model server: it sent no model list.")
      #expect(notice?.advice == hint + "Check the address, or /model ID to name a model.")
    }
  }

  /// The same after a question, for an address from the command line.
  @Test func aQuestionToAWebServerSaysSo() {
    let server = Provider.aimlapi.moved(to: "http://127.0.0.1:8099/v2")
    for (status, parts) in [(404, "the model ID and the base URL"), (501, "the base URL")] {
      let error = StreamError.refused(ServerRefusal(status: status, message: "Error response"))
      #expect(
        ErrorText.advice(error, provider: server)
          == "This may not be a model server. Check \(parts) (http://127.0.0.1:8099/v2). "
          + "Most servers use /v1.")
      #expect(!ErrorText.advice(error, provider: .aimlapi).contains("may not be"))
    }
  }

  /// A server that lists no models may still have the named one.
  @Test func aServerWithoutAListMayHaveTheNamedModel() {
    var script = connected("/provider 127.0.0.1:8099 my-model")
    script.play(
      .modelsListed(
        script.state.session.provider,
        .failure(.refused(ServerRefusal(status: 404, message: "", cause: .wrongAddress)))))
    #expect(script.state.notice?.text == "Now using my-model (127.0.0.1:8099).")
    #expect(script.state.recent.choice.address == Self.url)
  }

  /// `--model` may name a model that the server does not have.
  @Test(arguments: ["127.0.0.1:8099", "127.0.0.1:8080"])
  func aNamedModelThatIsNotListedIsReported(_ address: String) {
    var script = Script.demo()
    script.state.options.modelForProvider = "some/model"
    script.type(address)
    script.press(.enter)
    let provider = script.state.session.provider
    #expect(script.state.session.model == "some/model")
    script.list("tiny-1", at: provider)
    #expect(
      script.state.notice?.text
        == Words.ProviderChoice.unlisted("some/model", at: provider.shownName))
    #expect(script.state.notice?.advice.contains("F3") == true)
  }

  @Test func anAddressFromTheCommandLineIsNotRemembered() {
    var script = Script.withProviders(server)
    script.state.session.model = "tiny-1"
    script.type("/model tiny-2")
    script.press(.enter)
    #expect(script.state.recent.choice == LastChoice())
    script.restDoesNotMatter()
  }

  @Test(arguments: [
    "Is http://127.0.0.1:8099 up?", "127.0.0.1:8099 is my server", "qwen3:8b", "example.com",
  ])
  func otherTextIsAQuestion(_ text: String) {
    var script = Script.demo()
    script.type(text)
    script.press(.enter)
    #expect(script.state.conversation.messages.first?.content == text)
  }

  @Test func withAnotherProviderAnAddressIsAQuestion() {
    var script = Script.withProviders()
    script.type("127.0.0.1:8099")
    script.press(.enter)
    #expect(script.state.conversation.messages.first?.content == "127.0.0.1:8099")
    script.restDoesNotMatter()
  }

  @Test func anUnknownProviderNamesThePossibility() {
    let script = connected("/provider nobody")
    #expect(script.state.notice?.advice.contains("/provider ADDRESS") == true)
  }
}
