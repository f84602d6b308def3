import Chat
import Screen
import Testing
import Words

@testable import App

@Suite struct HelpTests {
  private func opened(_ path: String = "/home/ada/.config/aside/config.toml") -> Script {
    var script = Script()
    script.state.preferences.configurationPath = path
    script.press(Key(.function(1)))
    return script
  }

  /// The keys of the page that was open come first, before “First keys”.
  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func theKeysOfThePageThatWasOpenComeFirst(_ width: Int, _ height: Int) throws {
    var script = try Script.answered()
    defer { script.restDoesNotMatter() }
    script.press(Key(.function(4)), Key(.function(1)))
    #expect(script.rows(width: width, height: height)[2].hasPrefix(" Request parameters "))
    script.press(.escape, .escape, Key(.function(2)))
    try script.answerList([ConversationSummary(script.state.conversation)])
    script.press(Key(.function(1)))
    #expect(script.rows(width: width, height: height)[2].hasPrefix(" Conversation list "))
    script.press(.escape, .escape, Key(.function(1)))
    #expect(script.rows(width: width, height: height)[2].hasPrefix(" First keys "))
    script.press(.escape, Key(.function(3)), Key(.function(1)))
    #expect(script.rows(width: width, height: height)[2].hasPrefix(" Model picker "))
    script.press(.escape, .escape, .control("r"), Key(.function(1)))
    #expect(script.rows(width: width, height: height)[2].hasPrefix(" Search "))
    script.press(.escape)
    #expect(script.state.pages.last is SearchPage)
  }

  /// The keys at the top are not listed again in their sections.
  @Test func noCommandIsListedTwice() {
    var script = opened()
    let page = script.rows(width: 40, height: 240).joined(separator: "\n") + "\n"
    for title in ["Send", "New line", "Toggle thinking", "Next pane"] {
      #expect(page.ranges(of: " \(title)\n").count == 1, "\(title)")
    }
  }

  /// The descriptions of all keys begin in the same column, with or without a second key.
  @Test func everyGroupHasTheSameColumns() throws {
    var script = opened()
    let page = script.rows(width: 40, height: 240)
    let titles = ["Send", "Discard queue", "Start/end of line", "Select", "Previous conversation"]
    let columns = titles.map { title in
      page.first { $0.hasSuffix(" " + title) }.map { $0.count - title.count }
    }
    #expect(Set(columns) == [16])
  }

  /// No description is too long for its column.
  @Test func descriptionsFit() {
    var script = opened()
    let page = script.rows(width: 40, height: 240)
    let help = SearchPage.keys.help + ParametersPage.keys.help + ProbabilitiesPage.keys.help
    let more = PickerPage.keys.help + ComparisonPage.keys.help + OtherKeys.editing
    for row in help + more {
      #expect(page.contains { $0.hasSuffix(" " + row.action) }, "\(row.action)")
    }
  }

  /// A path that is too long for its column is cut after a slash.
  @Test func aLongPathIsCutAfterASlash() {
    var script = opened("/tmp/some/rather/long/home/.config/aside/config.toml")
    script.press(Key(.end))
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.contains { $0.hasSuffix(" /tmp/some/rather/long/home/.config/") })
    #expect(rows.contains { $0.hasSuffix(" aside/config.toml:") })
  }

  // MARK: Changing keys

  @Test(arguments: [(40, 10), (80, 24), (120, 40), (200, 60)])
  func theEndSaysHowToChangeKeys(_ width: Int, _ height: Int) {
    var script = opened()
    script.press(Key(.end))
    let last = script.rows(width: width, height: height)
    script.press(Key(.pageUp))
    let page = (script.rows(width: width, height: height) + last).joined(separator: " ")
    let letters = page.filter { !$0.isWhitespace }
    #expect(letters.contains("/home/ada/.config/aside/config.toml"))
    for line in Words.Keys.example + ["Run aside keys to list", "Run aside keys --read"] {
      #expect(page.contains(line), "\(line)")
    }
  }

  @Test func aCommandAndThePaletteShowTheSame() {
    var typed = Script()
    typed.type("/keys")
    typed.press(.enter)
    var chosen = Script()
    chosen.press(.control("p"))
    chosen.type("change keys")
    chosen.press(.enter)
    var scrolled = Script()
    scrolled.press(Key(.function(1)), Key(.end))
    let rows = scrolled.rows(width: 80, height: 24)
    #expect(typed.rows(width: 80, height: 24) == rows)
    #expect(chosen.rows(width: 80, height: 24) == rows)
    chosen.restDoesNotMatter()
  }

  @Test func plainModePrintsHowToChangeKeys() throws {
    let page = HelpPage(atKeySettings: true)
    var script = opened()
    #expect(page.lines(script.state.pageContext).joined().contains("/home/ada/.config"))
    script.restDoesNotMatter()
  }

  /// A filter that matches one line of the example shows the whole example.
  @Test(arguments: [("config", true), ("toml", true), ("changing k", true), ("zebra", false)])
  func aFilterKeepsTheLinesTogether(_ query: String, _ isFound: Bool) {
    var script = opened()
    script.type(query)
    let page = script.rows(width: 80, height: 24).joined(separator: "\n")
    for line in Words.Keys.example { #expect(page.contains(line) == isFound) }
  }

  // MARK: The current key bindings

  private func remapped(_ lines: (String, String, String)...) -> Script {
    var script = Script.withPresets()
    script.restDoesNotMatter()
    let settings = lines.map { context, keys, action in
      KeySetting(
        path: context.split(separator: ".").map(String.init), keys: keys, action: action,
        place: { "" })
    }
    let (keymap, problems) = Keymap.reading(settings)
    #expect(problems.isEmpty)
    script.state.preferences.keymap = keymap
    return script
  }

  @Test func messagesOfTheFormNameTheKeysInForce() throws {
    var script = remapped(
      ("pages.parameters", "u", "none"), ("pages.parameters", "Z", "undo"),
      ("pages.parameters", "p", "none"), ("pages.parameters", "Q", "toggle-logprobs"))
    func message() -> String { (script.state.pages.last as? ParametersPage)?.message ?? "" }
    try script.openForm(at: "temperature")
    script.enter("0.5")
    script.press(.character("x"))
    #expect(message() == "temperature unset. Z to undo.")
    script.press(.character("Q"))
    #expect(message().hasSuffix("Q to turn off."))
    script.press(.character("X"))
    #expect(message().hasSuffix("Z to undo."))
    let hints = script.rows(width: 120, height: 24).last ?? ""
    #expect(hints.contains("Z undo") && hints.contains("Q logprobs"))
  }

  @Test func messagesOfTheListNameTheKeysInForce() throws {
    var script = remapped(
      ("list", "u", "none"), ("list", "Z", "undo"), ("list", "D", "none"), ("list", "K", "erase"),
      ("list", "a", "none"), ("list", "A", "archive"))
    let request = try script.ask("question")
    script.receive("answer", for: request)
    script.end(request)
    script.dropPending()
    script.press(Key(.function(2)))
    try script.answerList([ConversationSummary(script.state.conversation)])
    script.restDoesNotMatter()
    script.press(.character("A"))
    #expect(script.state.notice?.advice == "Z to undo.")
    script.dropPending()
    script.press(Key(.right))
    try script.answerList([])
    script.restDoesNotMatter()
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("Press A in the list") })
  }

  @Test func otherPagesNameTheKeysInForce() {
    var script = remapped(
      ("global", "F4", "none"), ("global", "F9", "params"), ("pages.parameters", "s", "none"),
      ("pages.parameters", "W", "save"), ("pages.search", "Tab", "none"),
      ("pages.search", "F10", "sort"))
    script.press(Key(.function(5)))
    script.play(.presetsLoaded(LibraryListing(folder: "/p")))
    #expect(
      script.rows(width: 80, height: 24).joined(separator: " ").contains("Press F9, then W to save")
    )
    script.press(.escape, .control("r"))
    script.type("a")
    #expect(script.rows(width: 80, height: 24)[0].contains("F10 sort"))
  }

  /// Unbinds the composer's default editing keys, and checks that the page does not name them.
  @Test func theHelpNamesNoKeyThatIsNotInForce() throws {
    var lines: [(String, String, String)] = []
    for rule in DefaultKeys.rules(of: .composer) where rule.action != nil {
      if case .edit? = rule.action, rule.keys.count == 1 {
        lines.append(("composer", rule.keys.name, "none"))
      }
    }
    var script = remapped()
    let settings = lines.map { line in
      KeySetting(path: [line.0], keys: line.1, action: line.2, place: { "" })
    }
    let (keymap, _) = Keymap.reading(settings)
    script.state.preferences.keymap = keymap
    script.press(Key(.function(1)))
    let page = script.rows(width: 110, height: 170).joined(separator: "\n")
    for name in ["Ctrl-A/E", "Ctrl-U/K", "Ctrl-W ", "Alt-U/L/C"] {
      #expect(!page.contains(name), "\(name)")
    }
  }

  @Test func theExampleWorks() throws {
    let table = try #require(Words.Keys.example.first).dropFirst("[keys.".count).dropLast()
    let settings = Words.Keys.example.dropFirst().map { line in
      let words = line.split(separator: "\"")
      return KeySetting(
        path: [String(table)], keys: String(words[0]), action: String(words[2]), place: { "" })
    }
    let (keymap, problems) = Keymap.reading(settings)
    #expect(problems.isEmpty && settings.count == 2)
    #expect(keymap.sequences(of: .toggleThinking).contains([Key(.function(9))]))
    #expect(keymap.sequences(of: .newConversation).contains([.control("x"), .control("n")]))
  }
}
