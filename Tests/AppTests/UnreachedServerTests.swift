import Chat
import Screen
import Testing

@testable import App

/// Servers that do not answer: at a typed address, and at the start of a run.
@Suite struct UnreachedServerTests {
  private static let wrong = "localhost:9124"
  private static let right = "localhost:9123"

  /// Types an address at which nothing is listening.
  private func mistyped(
    on surface: Surface = .screen, _ address: String = Self.wrong, model: String? = nil
  ) -> Script {
    var script = Script.demo(surface: surface)
    script.state.options.modelForProvider = model
    script.state.offerStart()
    script.play(.localServersFound([]))
    if surface == .lines {
      script.submit(line: address)
    } else {
      script.type(address)
      script.press(.enter)
    }
    script.play(.modelsListed(script.state.session.provider, .failure(Script.refused)))
    return script
  }

  private func page(_ script: Script) -> StartPage? { script.state.pages.last as? StartPage }

  // MARK: A mistyped address

  private static let problem =
    "Nothing is listening at localhost:9124. Type another address, or press F3."

  @Test(arguments: [Self.wrong, "9124"])
  func theAddressCanBeCorrectedAndNothingIsRemembered(_ address: String) {
    var script = mistyped(address)
    #expect(script.state.composer.text == Self.wrong && script.state.composer.after.isEmpty)
    #expect(script.state.session.isDemo && script.state.newSession.isDemo)
    #expect(script.state.recent.choice == LastChoice())
    #expect(page(script) == nil)
    let notice = script.state.notice
    #expect(notice.map { "\($0.text) \($0.advice)" } == Self.problem)
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("Nothing is listening") })
    script.press(Key(.backspace))
    script.type("3")
    script.press(.enter)
    #expect(script.state.session.provider.baseURL == "http://localhost:9123/v1")
    script.list("tiny-1", at: script.state.session.provider)
    #expect(script.state.session.model == "tiny-1" && script.state.composer.isEmpty)
    #expect(script.state.guidance.typedAddress == nil)
  }

  @Test func theFirstScreenReturnsOnceTheAddressIsDeleted() {
    var script = mistyped()
    script.press(.control("u"))
    #expect(page(script) != nil && script.state.session.isDemo)
    #expect(script.rows(width: 80, height: 24)[21].contains(Self.problem))
    script.press(Key(.down))
    #expect(!script.rows(width: 80, height: 24)[21].contains("Nothing is"))
  }

  /// A question goes to the demo, as if no address had been typed.
  @Test func aQuestionInsteadGoesToTheDemo() {
    var script = mistyped()
    script.press(.control("u"))
    script.type("why?")
    script.press(.enter)
    #expect(script.state.conversation.messages.first?.content == "why?")
    #expect(script.state.session.isDemo)
    script.restDoesNotMatter()
  }

  @Test(arguments: [
    StreamError.timedOut(host: "localhost"),
    .refused(ServerRefusal(status: 500, message: "Oops", cause: .temporary)),
    .refused(ServerRefusal(status: 403, message: "No", cause: .notPermitted)),
    .refused(ServerRefusal(status: 401, message: "No", cause: .keyRefused)),
  ])
  func theAddressStaysAfterAnyFailure(_ error: StreamError) {
    for model in [nil, "some/model"] {
      var script = Script.demo()
      script.state.options.modelForProvider = model
      script.state.offerStart()
      script.type(Self.wrong)
      script.press(.enter)
      script.play(.modelsListed(script.state.session.provider, .failure(error)))
      #expect(script.state.composer.text == Self.wrong && script.state.notice != nil)
      script.press(Key(.backspace))
      script.type("3")
      script.press(.enter)
      #expect(script.state.session.provider.baseURL == "http://localhost:9123/v1")
      #expect(script.state.conversation.isEmpty)
      script.restDoesNotMatter()
    }
  }

  @Test func theAddressStaysIfTheServerListsNoModels() {
    var script = Script.demo()
    script.state.offerStart()
    script.type(Self.right)
    script.press(.enter)
    let server = script.state.session.provider
    let listing = ModelListing(
      provider: server.name, baseURL: server.baseURL, models: [], fetchedAt: script.state.now)
    script.play(.modelsListed(server, .success(listing)))
    #expect(script.state.composer.text == Self.right)
    #expect(script.state.notice?.text.hasPrefix("Connected to") == true)
    // Using another provider clears the draft.
    _ = script.state.use(
      ProviderChoice(provider: Script.provider("ollama"), lacksKey: false), model: "m")
    #expect(script.state.composer.isEmpty)
    script.restDoesNotMatter()
  }

  @Test(arguments: ["localhost:99999", "10.0.0.256", "http://", "ftp://host"])
  func whatIsNoAddressIsRefused(_ text: String) {
    for surface in [Surface.screen, .lines] {
      var script = Script.demo(surface: surface)
      script.state.offerStart()
      script.play(.localServersFound([]))
      if surface == .lines {
        script.submit(line: text)
      } else {
        script.type(text)
        script.press(.enter)
        #expect(script.state.composer.text == text)
      }
      #expect(script.state.conversation.isEmpty && script.state.session.isDemo)
      #expect(script.state.notice?.kind == .trouble)
      #expect(script.state.notice?.advice == "Type an address like localhost:8080.")
      script.restDoesNotMatter()
    }
  }

  @Test func aWrongAddressAfterProviderSaysWhy() {
    var script = Script.withProviders()
    script.type("/provider localhost:99999")
    script.press(.enter)
    #expect(
      script.state.notice?.text == "99999 is not a port. Ports are numbers from 1 to 65535.")
    #expect(script.state.composer.text == "/provider localhost:99999")
    script.restDoesNotMatter()
  }

  /// The demo would answer it.
  @Test func aPortAfterASpaceIsRefused() {
    var script = Script.demo()
    script.state.offerStart()
    script.play(.localServersFound([]))
    for command in ["", "/provider "] {
      script.type(command + "localhost 9123")
      script.press(.enter)
      #expect(script.state.conversation.isEmpty && script.state.session.isDemo)
      #expect(script.state.composer.text == command + "localhost 9123")
      #expect(script.state.notice?.text == "The port follows a colon, not a space.")
      #expect(script.state.notice?.advice == "Type localhost:9123.")
      script.press(.control("u"))
    }
    script.restDoesNotMatter()
  }

  @Test func theRightAddressThenConnectsAndIsRemembered() {
    var script = mistyped()
    script.press(.control("u"))
    script.type(Self.right)
    script.press(.enter)
    let server = script.state.session.provider
    #expect(server.baseURL == "http://localhost:9123/v1")
    #expect(script.state.recent.choice == LastChoice())
    script.list("tiny-1", at: server)
    #expect(page(script) == nil && script.state.session.model == "tiny-1")
    #expect(script.state.recent.choice.address == server.baseURL)
    #expect(script.state.recent.choice.addresses == [server.baseURL])
    // From now on, an address is a question.
    script.type(Self.wrong)
    script.press(.enter)
    #expect(script.state.conversation.messages.first?.content == Self.wrong)
  }

  /// A server that refuses to list its models has answered.
  @Test func aServerThatWantsAKeyIsRemembered() {
    var script = Script.demo()
    script.state.offerStart()
    script.type(Self.right)
    script.press(.enter)
    let server = script.state.session.provider
    script.play(
      .modelsListed(
        server,
        .failure(.refused(ServerRefusal(status: 401, message: "No key", cause: .keyMissing)))))
    #expect(script.state.recent.choice.address == server.baseURL)
    #expect(page(script) == nil && script.state.session.isAt(server))
    // The address waits below the field for the key, and goes once the key is saved.
    #expect(script.state.pages.last is KeyPage && script.state.composer.text == Self.right)
    script.play(.keyChecked(server, .stored(in: "a file")))
    #expect(script.state.composer.isEmpty && script.state.guidance.typedAddress == nil)
    script.restDoesNotMatter()
  }

  @Test func whatWasTypedInTheMeantimeStays() {
    var script = Script.demo()
    script.state.offerStart()
    script.type(Self.wrong)
    script.press(.enter)
    let server = script.state.session.provider
    script.type("hm")
    script.play(.modelsListed(server, .failure(Script.refused)))
    #expect(page(script) == nil && script.state.composer.text == "hm")
    #expect(script.state.notice?.text == "Nothing is listening at localhost:9124.")
    #expect(
      script.state.notice?.advice
        == "Start it, type another address, or press F3 to choose another model.")
    #expect(script.state.session.isAt(server))
    script.press(Key(.backspace), Key(.backspace))
    while script.state.notice != nil { script.press(.escape) }
    #expect(page(script) != nil && script.state.session.isDemo)
  }

  @Test func theNamedModelIsKeptForTheNextServer() {
    let script = mistyped(model: "some/model")
    #expect(script.state.options.modelForProvider == "some/model" && script.state.session.isDemo)
  }

  @Test func plainModeAcceptsAnotherAddressToo() {
    var script = mistyped(on: .lines)
    #expect(script.state.notice?.advice.contains("type another address") == true)
    script.submit(line: Self.right)
    #expect(script.state.session.provider.baseURL == "http://localhost:9123/v1")
    #expect(script.state.conversation.isEmpty)
    script.restDoesNotMatter()
  }

  @Test func theChoiceBeforeStays() {
    var script = Script.withProviders(Script.provider("ollama"))
    script.state.recent.choice.provider = "ollama"
    script.type("/provider \(Self.wrong)")
    script.press(.enter)
    script.play(.modelsListed(script.state.session.provider, .failure(Script.refused)))
    #expect(script.state.recent.choice.provider == "ollama")
    #expect(script.state.recent.choice.address == nil)
    #expect(script.state.recent.choice.addresses.isEmpty)
    script.restDoesNotMatter()
  }

  // MARK: The start of a run

  private func restarted(_ provider: Provider, model: String = "tiny-1") -> Script {
    var script = Script.withProviders(provider)
    script.state.session.model = model
    script.state.newSession.model = model
    script.state.recent.choice.provider = provider.name
    script.restDoesNotMatter()
    return script
  }

  /// The status says “not running” at once, not after the first question.
  @Test func aServerHereIsChecked() {
    let provider = Script.provider("llama.cpp")
    var script = restarted(provider)
    _ = script.takeEffects()
    #expect(script.state.start() == [.models(.list(provider))])
    #expect(script.rows(width: 80, height: 24).last?.contains("ready") == true)
    script.play(.modelsListed(provider, .failure(Script.refused)))
    #expect(script.state.notice?.text == "llama.cpp at 127.0.0.1:8080 is not running.")
    #expect(script.state.notice?.advice.contains("type another address") == true)
    #expect(script.rows(width: 80, height: 24).last?.contains("not running") == true)
    // Enter now connects.
    script.type(Self.right)
    #expect(script.rows(width: 80, height: 24).last?.contains("Enter to connect") == true)
    script.press(.enter)
    #expect(script.state.session.provider.baseURL == "http://localhost:9123/v1")
    script.restDoesNotMatter()
  }

  @Test func aRunningServerSaysNothing() {
    let provider = Script.provider("ollama")
    for (model, isListed) in [("tiny-1", true), ("tiny", true), ("other", false)] {
      var script = restarted(provider, model: model)
      _ = script.state.start()
      script.list("ollama", "tiny-1", "tiny:latest")
      #expect((script.state.notice == nil) == isListed, "\(model)")
      #expect(script.state.session.model == model)
    }
  }

  /// Many servers accept any model.
  @Test func aConfiguredModelIsNotQuestioned() {
    var script = restarted(Script.provider("llama.cpp"), model: "mine")
    script.state.recent.choice = LastChoice()
    _ = script.state.start()
    script.list("llama.cpp", "file.gguf")
    #expect(script.state.notice == nil)
  }

  @Test(arguments: ["aimlapi", "openrouter", "demo"])
  func hostedProvidersAreNotAsked(_ name: String) {
    var script = restarted(Script.provider(name))
    #expect(script.state.start().isEmpty)
  }
}
