import Chat
import Screen
import TestKit
import Testing

@testable import App

/// Typing a provider's API key, which is masked, checked, stored, and found nowhere else.
@Suite struct KeyEntryTests {
  private static let secret = "sk-Zq7-do-not-show"

  private func opened(_ query: String = "deepseek") -> Script {
    var script = Script.withPicker()
    script.type(query)
    script.press(Key(.end))
    return script
  }

  /// Returns a script with the picker at a provider without a key, and the key page open.
  private func asking() -> Script {
    var script = Script.withPicker()
    script.type("mistral")
    while script.picker?.selection != .provider("mistral") { script.press(Key(.down)) }
    script.press(.enter)
    return script
  }

  @Test func enterOnAProviderWithoutAKeyAsksForIt() {
    let script = asking()
    #expect(script.keyPage?.provider.name == "mistral")
  }

  @Test func theKeyIsShownAsDotsOnly() {
    var script = asking()
    script.type("sk-1")
    script.play(.pasted("  \(Self.secret)\n"))
    script.press(Key(.backspace))
    let rows = script.rows(width: 80, height: 24).joined()
    #expect(rows.contains(String(repeating: "•", count: 8)))
    #expect(!rows.contains("sk-") && !rows.contains("Zq7"))
  }

  /// A click outside closes the page only while nothing has been typed.
  @Test func aClickOutsideDiscardsNoKey() {
    let click = Event.mouseMoved(MouseEvent(.press, at: Point(x: 0, y: 0)))
    var script = asking()
    _ = script.draw(width: 80, height: 24)
    script.play(.pasted(Self.secret), click)
    #expect(script.keyPage != nil)
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("•••") })
    script.press(.control("u"))
    script.play(click)
    #expect(script.keyPage == nil)
  }

  @Test func theKeyIsInNoDescriptionDraftHistoryOrEffect() {
    var script = asking()
    script.play(.pasted(Self.secret))
    func isHidden(_ script: Script) -> Bool {
      var dumped = ""
      dump(script.state, to: &dumped)
      dumped += "\(script.state)" + String(reflecting: script.state)
      return !dumped.contains("Zq7")
    }
    #expect(isHidden(script))
    script.press(.enter)
    #expect(isHidden(script))
    let effects = script.takeEffects()
    #expect(!"\(effects)".contains("Zq7") && !String(reflecting: effects).contains("Zq7"))
    script.press(.escape)
    #expect(script.keyPage == nil && isHidden(script))
    #expect(script.state.composer.isEmpty && script.state.conversation.draft.isEmpty)
  }

  @Test(arguments: ["sk-1", "  sk-1\n", "\tsk-1 \r\n"])
  func whiteSpaceAroundAPastedKeyIsRemoved(_ text: String) {
    var script = asking()
    _ = script.takeEffects()
    script.play(.pasted(text))
    script.press(.enter)
    #expect(
      script.takeModelOrders() == [.storeKey(TypedKey("sk-1"), Script.provider("mistral"))])
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("Checking…") })
    // Nothing is sent twice, and typing is ignored meanwhile.
    script.press(.enter, .character("x"))
    #expect(script.takeModelOrders() == [])
    #expect(script.keyPage?.field.count == 4)
  }

  @Test func whiteSpaceAroundAPasteIsNotShown() {
    var script = asking()
    script.play(.pasted("  sk-1\n"))
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.contains { $0.contains("› •••• ") && !$0.contains("•••••") })
  }

  @Test func nothingIsNotChecked() {
    var script = asking()
    _ = script.takeEffects()
    script.type("  ")
    script.press(.enter)
    #expect(script.takeModelOrders() == [])
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("Type or paste a key") })
  }

  @Test(arguments: [
    (KeyOutcome.invalid, "Invalid key"),
    (
      .notAccepted(.refused(ServerRefusal(status: 401, message: "Bad key", cause: .keyRefused))),
      "mistral rejected this key. Nothing saved."
    ),
    (.notAccepted(.timedOut(host: "api.mistral.ai")), "api.mistral.ai timed out. Nothing saved."),
    (.refused("Only for its own address."), "Only for its own address."),
  ])
  func whatWentWrongIsSaidAndTheKeyCanBeCorrected(_ outcome: KeyOutcome, _ words: String) {
    var script = asking()
    script.play(.pasted(Self.secret))
    script.press(.enter)
    script.play(.keyChecked(Script.provider("mistral"), outcome))
    let text = script.rows(width: 100, height: 24).joined(separator: " ")
    let joined = text.split { " │".contains($0) }.joined(separator: " ")
    #expect(joined.contains(words))
    #expect(script.keyPage?.field.isEmpty == false)
    #expect(script.state.providers["mistral"]?.lacksKey == true)
    _ = script.takeEffects()
    script.press(.control("u"))
    script.type("sk-2")
    script.press(.enter)
    #expect(
      script.takeModelOrders() == [.storeKey(TypedKey("sk-2"), Script.provider("mistral"))])
  }

  /// Later rows line up with the text of the first, as in a notice.
  @Test func aLongReasonLinesUpAfterItsMark() throws {
    var script = asking()
    script.play(.pasted(Self.secret))
    script.press(.enter)
    script.play(
      .keyChecked(Script.provider("mistral"), .notAccepted(.timedOut(host: "api.mistral.ai"))))
    let rows = script.rows(width: 40, height: 24)
    let first = try #require(rows.firstIndex { $0.contains("! Could not check") })
    #expect(rows[first].hasPrefix(" ! ") && rows[first + 1].hasPrefix("   "), "\(rows)")
    script.restDoesNotMatter()
  }

  private func rejected() -> Script {
    var script = asking()
    script.play(.pasted("sk-test-bad"))
    script.press(.enter)
    script.play(
      .keyChecked(
        Script.provider("mistral"),
        .notAccepted(.refused(ServerRefusal(status: 401, message: "Bad", cause: .keyRefused)))))
    _ = script.takeEffects()
    return script
  }

  @Test func textAfterARejectionReplacesTheKey() {
    var pasted = rejected()
    pasted.play(.pasted("sk-test-good"))
    pasted.press(.enter)
    #expect(
      pasted.takeModelOrders()
        == [.storeKey(TypedKey("sk-test-good"), Script.provider("mistral"))])
    var typed = rejected()
    typed.type("sk-2")
    typed.press(.enter)
    #expect(
      typed.takeModelOrders() == [.storeKey(TypedKey("sk-2"), Script.provider("mistral"))])
  }

  @Test func backspaceAfterARejectionCorrectsTheKey() {
    var script = rejected()
    script.press(Key(.backspace))
    script.type("t")
    script.press(.enter)
    #expect(
      script.takeModelOrders()
        == [.storeKey(TypedKey("sk-test-bat"), Script.provider("mistral"))])
  }

  @Test(arguments: ["", "mistral", "mistral "])
  func theFirstModelIsSelectedWhenTheListArrives(_ filter: String) {
    var script = Script.withPicker()
    script.type(filter)
    for _ in 0..<500 where script.picker?.selection != .provider("mistral") {
      script.press(Key(.down))
    }
    script.press(.enter)
    script.play(.pasted(Self.secret))
    script.press(.enter)
    script.play(.keyChecked(Script.provider("mistral"), .stored(in: "the keyring")))
    #expect(script.picker?.selection == .provider("mistral"))
    script.list("mistral", "m-large", "m-small")
    #expect(script.picker?.selection?.choice?.model == "m-large")
    script.restDoesNotMatter()
  }

  @Test func aStoredKeyGoesOnWithTheModelThatWasChosen() {
    var script = Script.withPicker()
    script.type("deepseek deepseek-reasoner")
    script.press(Key(.end), .enter)
    #expect(script.keyPage?.choice?.model == "deepseek-reasoner")
    script.play(.pasted(Self.secret))
    script.press(.enter)
    _ = script.takeEffects()
    let provider = Script.provider("deepseek")
    script.play(.keyChecked(provider, .stored(in: "~/.config/aside/keys.toml")))
    #expect(script.takeModelOrders() == [.list(provider)])
    #expect(script.state.conversationHasKeys)
    #expect(script.state.session.model == "deepseek-reasoner" && !script.state.session.lacksKey)
    #expect(script.state.providers["deepseek"]?.lacksKey == false)
    #expect(
      script.state.notice?.text
        == "Saved the API key for deepseek in ~/.config/aside/keys.toml. "
        + "Now using deepseek-reasoner (deepseek).")
  }

  @Test func aKeyThatIsNotStoredIsUsedUntilTheEnd() {
    var script = Script.withPicker()
    script.type("deepseek deepseek-reasoner")
    script.press(Key(.end), .enter)
    script.play(.pasted(Self.secret))
    script.press(.enter)
    script.play(.keyChecked(Script.provider("deepseek"), .notStored("Disk full.")))
    #expect(script.state.conversationHasKeys)
    #expect(script.state.providers["deepseek"]?.lacksKey == false)
    #expect(script.state.session.model == "deepseek-reasoner" && !script.state.session.lacksKey)
    #expect(
      script.state.notice?.text
        == "The API key for deepseek works until you quit, but could not be saved. Disk full. "
        + "Now using deepseek-reasoner (deepseek).")
    #expect(script.state.notice?.kind == .trouble)
    script.restDoesNotMatter()
  }

  @Test func withoutADefaultModelThePickerStaysAndListsTheProvider() {
    var script = asking()
    script.play(.pasted(Self.secret))
    script.press(.enter)
    script.play(.keyChecked(Script.provider("mistral"), .stored(in: "the keyring")))
    #expect(script.picker?.content.vendor("mistral")?.isRefreshing == true)
    script.list("mistral", "mistral-large-latest")
    #expect(script.picker?.rows.contains { $0.choice?.model == "mistral-large-latest" } == true)
    script.restDoesNotMatter()
  }

  @Test func everyOpenConversationLearnsOfTheKey() throws {
    let provider = Script.provider("deepseek")
    var script = Script.withProviders(provider)
    script.state.front.session.lacksKey = true
    script.press(Key(.function(3)))
    script.play(.catalogLoaded(script.catalog))
    script.type("deepseek-chat")
    script.press(.enter)
    script.play(.pasted(Self.secret))
    script.press(.enter)
    script.play(.keyChecked(provider, .stored(in: "a file")))
    #expect(!script.state.session.lacksKey)
    _ = try script.ask("hello")
    #expect(script.state.stream != nil)
    script.restDoesNotMatter()
  }

  @Test func escapeCancelsTheCheckAndALateResultIsTold() {
    var script = asking()
    script.play(.pasted(Self.secret))
    script.press(.enter, .escape)
    #expect(script.picker != nil)
    script.play(.keyChecked(Script.provider("mistral"), .stored(in: "a file")))
    #expect(script.picker?.content.vendor("mistral")?.lacksKey == false)
    #expect(script.state.notice?.text == "Saved the API key for mistral in a file.")
    script.restDoesNotMatter()
  }

  @Test func aRefusedKeyCanBeReplacedFromTheList() {
    var script = Script.withPicker()
    script.fail(
      "openrouter", .refused(ServerRefusal(status: 401, message: "No auth", cause: .keyRefused)))
    script.type("openrouter")
    while script.picker?.selection != .provider("openrouter") { script.press(Key(.down)) }
    script.press(.enter)
    #expect(script.keyPage?.provider.name == "openrouter")
  }

  @Test(arguments: [(40, 10), (80, 24)])
  func theScreen(_ width: Int, _ height: Int) {
    var script = asking()
    script.play(.pasted(Self.secret))
    let grid = script.draw(width: width, height: height)
    if let mismatch = Snapshot.mismatch(grid, named: "key-entry-\(width)x\(height)") {
      Issue.record("\(mismatch)")
    }
  }

  // MARK: What the page shows

  /// An address that is longer than a row is broken only after a slash.
  @Test(
    arguments: [
      (.dashscope, 40, ["https://bailian.console.aliyun.com/", "?tab=model#/api-key"]),
      (.dashscope, 80, ["https://bailian.console.aliyun.com/?tab=model#/api-key"]),
      (.dashscopeIntl, 40, ["modelstudio.console.alibabacloud.com/", "?tab=model#/api-key"]),
    ] as [(KeyedProvider, Int, [String])])
  func addressesAreNotCutInTheMiddleOfAWord(
    _ provider: KeyedProvider, _ width: Int, _ parts: [String]
  ) throws {
    var script = Script.withPicker()
    script.type(provider.rawValue)
    while script.picker?.selection != .provider(provider.rawValue) { script.press(Key(.down)) }
    script.press(.enter)
    let rows = script.rows(width: width, height: 24)
    for part in parts {
      #expect(rows.contains { $0.contains(part) }, "\(rows.joined(separator: "\n"))")
    }
    script.restDoesNotMatter()
  }

  enum KeyedProvider: String {
    case dashscope
    case dashscopeIntl = "dashscope-intl"
  }

  /// The host that the key is sent to matters most, so it is always shown. An error replaces other
  /// lines only if there is no room for them.
  @Test(arguments: [(80, 24), (40, 10)])
  func theHostIsNamedWhateverHappens(_ width: Int, _ height: Int) {
    var script = asking()
    func has(_ text: String) -> Bool {
      script.rows(width: width, height: height).contains { $0.contains(text) }
    }
    #expect(has("Sent only to api.mistral.ai.") && has("Get a key at"))
    let place = script.rows(width: width, height: height).firstIndex { $0.contains("Sent only") }
    script.press(.enter)
    #expect(has("! Type or paste a key first."))
    #expect(has("Sent only to api.mistral.ai.") && has("Get a key at"))
    #expect(
      script.rows(width: width, height: height).firstIndex { $0.contains("Sent only") } == place)
    script.type("sk-1")
    script.press(.enter)
    #expect(has("Checking…") && has("Sent only to api.mistral.ai."))
    script.restDoesNotMatter()
  }
}
