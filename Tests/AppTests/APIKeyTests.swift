import Chat
import Screen
import TestKit
import Testing

@testable import App

/// `/key`, and servers that want a key.
@Suite struct APIKeyTests {
  private static let address = Provider.aimlapi.moved(to: "http://127.0.0.1:8091/v1")
  private static let file = "~/.local/share/aside/keys.toml"

  private func refusal(_ cause: RefusalCause) -> StreamError {
    .refused(ServerRefusal(status: 401, message: "No", cause: cause))
  }

  /// Returns a script at an address, without a model.
  private func atAddress() -> Script {
    var script = Script.withProviders(Self.address)
    script.state.providers.choices[0].lacksKey = true
    script.state.front.session.model = ""
    script.restDoesNotMatter()
    return script
  }

  private func opened(_ provider: Provider = address) -> Script {
    var script = provider == Self.address ? atAddress() : Script.withProviders(provider)
    script.type("/key")
    script.press(.enter)
    script.restDoesNotMatter()
    return script
  }

  private func text(_ script: Script, width: Int = 80) -> String {
    var shown = script
    return shown.rows(width: width, height: 24).joined(separator: "\n")
  }

  @Test func theCommandOpensTheBoxAndClosesIt() {
    var script = Script.withProviders()
    script.type("/key")
    script.press(.enter)
    #expect(script.keyPage?.provider == .aimlapi)
    #expect(script.takeModelOrders() == [.findKey(.aimlapi)])
    script.press(.control("x"), .character("K"))
    #expect(script.keyPage == nil)
  }

  @Test func aKeyForAnAddressIsNamedByIt() {
    var script = opened()
    #expect(text(script).contains("API key for 127.0.0.1:8091"))
    #expect(text(script).contains("Sent only to 127.0.0.1:8091."))
    script.play(.pasted("sk-1"))
    script.press(.enter)
    #expect(script.takeModelOrders().last == .storeKey(TypedKey("sk-1"), Self.address))
    script.play(.keyChecked(Self.address, .stored(in: "a file")))
    #expect(script.state.conversationHasKeys && script.state.session.isAt(Self.address))
    #expect(script.state.notice?.text == "Saved the API key for 127.0.0.1:8091 in a file.")
    // The provider whose name the address borrows still has no key.
    #expect(script.state.providers["aimlapi"]?.lacksKey == true)
    let listing = ModelListing(
      provider: "aimlapi", baseURL: Self.address.baseURL, models: [Model(id: "tiny")],
      fetchedAt: script.state.now)
    script.play(.modelsListed(Self.address, .success(listing)))
    #expect(script.state.session.model == "tiny")
    #expect(
      script.state.notice?.text
        == "Saved the API key for 127.0.0.1:8091 in a file. Now using tiny (127.0.0.1:8091).")
    script.restDoesNotMatter()
  }

  @Test func aRejectedKeyIsNamedByItsAddress() {
    var script = opened()
    script.play(.pasted("sk-1"))
    script.press(.enter)
    script.play(.keyChecked(Self.address, .notAccepted(refusal(.keyRefused))))
    #expect(text(script).contains("127.0.0.1:8091 rejected this key. Nothing saved."))
  }

  /// Replacing the key must not change the model.
  @Test func theModelStays() {
    var script = Script.withProviders()
    script.restDoesNotMatter()
    script.state.front.session.model = "chosen"
    script.type("/key")
    script.press(.enter)
    script.play(.pasted("sk-2"))
    script.press(.enter)
    script.play(.keyChecked(.aimlapi, .stored(in: "a file")))
    #expect(script.state.session.model == "chosen" && script.keyPage == nil)
    #expect(script.state.notice?.text == "Saved the API key for aimlapi in a file.")
  }

  // MARK: Removing

  @Test func removingAsksOnce() {
    var script = opened(.aimlapi)
    script.press(.control("r"))
    #expect(script.takeModelOrders() == [.findKey(.aimlapi)])
    #expect(!text(script).contains("remove"))
    script.play(.keyFound(.aimlapi, KeyStanding(savedIn: Self.file, overriddenBy: nil)))
    #expect(text(script).contains("Saved in ~/.local/share/aside/keys.toml."))
    #expect(text(script).contains("Ctrl-R remove key"))
    script.press(.control("r"))
    #expect(text(script).contains("Press Ctrl-R again to remove the saved key."))
    script.type("x")
    #expect(!text(script).contains("Press Ctrl-R again"))
    script.press(.control("r"))
    #expect(script.takeModelOrders() == [])
    script.press(.control("r"))
    #expect(script.takeModelOrders() == [.removeKey(.aimlapi)])
    script.play(.keyRemoved(.aimlapi, .removed(hasOther: false)))
    #expect(script.keyPage == nil && script.state.session.lacksKey)
    #expect(script.state.providers["aimlapi"]?.lacksKey == true)
    #expect(script.state.notice?.text == "Removed the API key for aimlapi.")
  }

  @Test func anotherKeyMayRemain() {
    var script = opened(.aimlapi)
    script.play(.keyFound(.aimlapi, KeyStanding(savedIn: Self.file, overriddenBy: "ASIDE_API_KEY")))
    #expect(text(script).contains("Using the key from ASIDE_API_KEY."))
    script.press(.control("r"), .control("r"))
    script.play(.keyRemoved(.aimlapi, .removed(hasOther: true)))
    #expect(!script.state.session.lacksKey && script.keyPage == nil)
  }

  @Test func aKeyThatCannotBeRemovedIsStillThere() {
    var script = opened(.aimlapi)
    script.play(.keyFound(.aimlapi, KeyStanding(savedIn: "the keyring", overriddenBy: nil)))
    script.press(.control("r"), .control("r"))
    script.play(.keyRemoved(.aimlapi, .failed("The keyring does not respond.")))
    #expect(script.state.notice?.text == "The keyring does not respond.")
    #expect(script.state.providers["aimlapi"]?.lacksKey == false)
  }

  // MARK: Without a box

  @Test func theDemoNeedsNoKey() {
    var script = Script.withProviders(.demo)
    script.type("/key")
    script.press(.enter)
    #expect(script.keyPage == nil)
    #expect(script.state.notice?.text == "The demo needs no API key.")
    script.restDoesNotMatter()
  }

  @Test func noKeyCanBeEnteredWhereOthersCouldReadIt() {
    var script = Script.withProviders(Provider.aimlapi.moved(to: "http://192.0.2.1:9/v1"))
    script.type("/key")
    script.press(.enter)
    #expect(script.keyPage == nil)
    #expect(script.state.notice?.text.contains("http://192.0.2.1:9/v1 is not encrypted") == true)
    script.restDoesNotMatter()
  }

  // MARK: Servers that want a key

  @Test func aServerThatWantsAKeySaysSoAtOnce() {
    var script = atAddress()
    script.play(.serverWantsKey(Self.address, hasKey: false))
    #expect(script.state.notice?.text == "127.0.0.1:8091 requires an API key.")
    #expect(script.state.notice?.advice == "Ctrl-X K to add one.")
    #expect(text(script).contains("no API key") && !text(script).contains("ready"))
    script.press(.control("x"), .character("K"))
    script.play(.pasted("sk-1"))
    script.press(.enter)
    script.play(.keyChecked(Self.address, .stored(in: "a file")))
    #expect(!text(script).contains("no API key"))
  }

  @Test func aServerThatRejectsTheKeySaysSoAtOnce() {
    var script = atAddress()
    script.play(.serverWantsKey(Self.address, hasKey: true))
    #expect(script.state.notice?.text == "127.0.0.1:8091 rejected the API key.")
    #expect(script.state.notice?.advice == "Ctrl-X K to replace it.")
    #expect(text(script).contains("API key rejected"))
  }

  @Test func inPlainModeTheCommandIsNamed() {
    var script = Script.withProviders(Self.address, surface: .lines)
    script.play(.serverWantsKey(Self.address, hasKey: false))
    #expect(
      script.state.notice?.advice
        == "Quit, run aside login --base-url http://127.0.0.1:8091/v1, and start again.")
    script.restDoesNotMatter()
  }

  @Test(arguments: [RefusalCause.keyMissing, .keyRefused])
  func aFailedAnswerNamesTheCommandAndCanBeRetriedAfterwards(_ cause: RefusalCause) throws {
    var script = Script.withProviders(Self.address)
    script.state.front.session.model = "m"
    script.restDoesNotMatter()
    let request = try script.ask("hello")
    script.play(.streamed(request, .ended(StreamEnd(outcome: .failed(refusal(cause))))))
    let way = cause == .keyMissing ? "Ctrl-X K to add one." : "Ctrl-X K to replace it."
    #expect(script.state.notice?.text.contains("\(way) F8 to retry.") == true)
    script.press(.control("x"), .character("K"))
    script.play(.pasted("sk-1"))
    script.press(.enter)
    script.play(.keyChecked(Self.address, .stored(in: "a file")))
    #expect(text(script).contains("F8 to retry."))
    script.press(Key(.function(8)))
    #expect(script.state.stream != nil)
  }

  @Test func thePickersHintSaysWhatEnterDoes() {
    var script = Script.withPicker()
    script.restDoesNotMatter()
    script.fail("openrouter", refusal(.keyRefused))
    script.type("openrouter")
    while script.picker?.selection != .provider("openrouter") { script.press(Key(.down)) }
    #expect(text(script).contains("rejected the key · Enter to replace the key"))
    #expect(text(script).contains("Enter replace key") && !text(script).contains("Enter add key"))
  }

  @Test(arguments: [(40, 10), (80, 24)])
  func theScreen(_ width: Int, _ height: Int) {
    var script = opened()
    script.play(
      .keyFound(Self.address, KeyStanding(savedIn: Self.file, overriddenBy: "ASIDE_API_KEY")))
    script.press(.control("r"))
    let grid = script.draw(width: width, height: height)
    if let mismatch = Snapshot.mismatch(grid, named: "key-saved-\(width)x\(height)") {
      Issue.record("\(mismatch)")
    }
  }
}
