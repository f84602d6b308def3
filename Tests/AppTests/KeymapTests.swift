import Screen
import TestKit
import Testing
import Words

@testable import App

/// The `[keys]` tables of the configuration: how keys are written, which binding wins, and what
/// is reported for invalid lines.
@Suite struct KeymapTests {
  private func settings(_ lines: [(String, String, String)]) -> [KeySetting] {
    lines.enumerated().map { index, line in
      KeySetting(
        path: line.0.split(separator: ".").map(String.init), keys: line.1, action: line.2,
        place: { "config.toml, line \(index + 1)" })
    }
  }

  private func keymap(_ lines: (String, String, String)...) -> Keymap {
    let (keymap, problems) = Keymap.reading(settings(lines))
    #expect(problems.isEmpty)
    return keymap
  }

  private func problems(_ lines: (String, String, String)...) -> [String] {
    Keymap.reading(settings(lines)).problems
  }

  private func script(_ lines: (String, String, String)...) -> Script {
    var script = Script()
    script.state.preferences.keymap = Keymap.reading(settings(lines)).keymap
    return script
  }

  private func action(_ keymap: Keymap, _ keys: String, _ context: KeyContext) throws -> String? {
    guard case .bound(let rule) = keymap.find(try KeyNotation.keys(keys), in: context) else {
      return nil
    }
    return rule.action?.name
  }

  // MARK: Notation

  @Test(
    arguments: [
      ("C-t", "Ctrl-T"), ("ctrl+t", "Ctrl-T"), ("^T", "Ctrl-T"), ("CTRL-t", "Ctrl-T"),
      ("alt-enter", "Alt-Enter"), ("Shift-Enter", "Alt-Enter"), ("M-b", "Alt-B"),
      ("Alt-Shift-b", "Alt-Shift-B"), ("shift-g", "G"), ("G", "G"), ("g g", "g g"),
      ("ctrl-x  r", "Ctrl-X r"), ("f2", "F2"), ("spc", "Space"), (" ", "Space"),
      ("S-tab", "Shift-Tab"), ("pagedown", "PgDn"), ("Ctrl-Left", "Ctrl-Left"), ("-", "-"),
      ("Ctrl-/", "Ctrl-_"), ("C-Space", "Ctrl-Space"), ("é", "é"), ("↑", "Up"),
    ])
  func keysAreWrittenInManyWays(_ written: String, _ name: String) throws {
    let keys = try KeyNotation.keys(written)
    #expect(keys.name == name)
    #expect(try KeyNotation.keys(name) == keys)
  }

  @Test(
    arguments: [
      ("Ctrl-M", KeyFault.arrivesAs("Ctrl-M", .enter)), ("C-i", .arrivesAs("C-i", .tab)),
      ("Ctrl-[", .arrivesAs("Ctrl-[", .escape)), ("^H", .arrivesAs("^H", Key(.backspace))),
      ("Ctrl-Shift-T", .arrivesAs("Ctrl-Shift-T", .control("t"))),
      ("Ctrl-Enter", .arrivesAs("Ctrl-Enter", .enter)),
      ("Shift-Up", .arrivesAs("Shift-Up", Key(.up))), ("Ctrl-1", .notSent("Ctrl-1")),
      ("F13", .notSent("F13")), ("Ctrl-;", .notSent("Ctrl-;")), ("Super-x", .unknown("Super-x")),
      ("foo", .unknown("foo")), ("", .empty),
    ] as [(String, KeyFault)])
  func keysThatTerminalsCannotSendAreRefused(_ written: String, _ fault: KeyFault) {
    #expect(throws: fault) { () throws(KeyFault) in try KeyNotation.keys(written) }
  }

  @Test func everyDefaultKeyCanBeWritten() throws {
    for rule in KeyContext.configurable.flatMap(DefaultKeys.rules(of:)) {
      #expect(try KeyNotation.keys(rule.keys.name) == rule.keys, "\(rule.keys.name)")
    }
  }

  // MARK: The defaults

  /// Every default key does what its table says: no default hides another.
  @Test func everyDefaultIsInForce() {
    for context in KeyContext.configurable where context != .global && context != .pages {
      for rule in DefaultKeys.rules(of: context) {
        #expect(Keymap.standard.find(rule.keys, in: context) == .bound(rule), "\(rule)")
      }
    }
    for rule in DefaultKeys.rules(of: .global) {
      #expect(Keymap.standard.find(rule.keys, in: .composer) == .bound(rule))
      #expect(Keymap.standard.find(rule.keys, in: .transcript) == .bound(rule))
    }
  }

  @Test func everyActionHasItsOwnName() {
    for context in KeyContext.configurable {
      let names = KeyActions.own(in: context).map(\.name)
      #expect(Set(names).count == names.count)
      #expect(!names.contains(""))
      for name in names {
        #expect(name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" }, "\(name)")
      }
    }
    #expect(Set(Command.allCases.map(\.actionName)).count == Command.allCases.count)
  }

  // MARK: What wins

  @Test func theUsersKeysComeFirst() throws {
    let keymap = keymap(
      ("global", "Ctrl-K", "palette"), ("transcript", "g g", "scroll-to-start"),
      ("composer", "Ctrl-T", "delete-word-backward"), ("global", "Ctrl-L", "none"))
    // A key in `global` replaces a default of the composer.
    #expect(try action(keymap, "Ctrl-K", .composer) == "open-palette")
    #expect(try action(keymap, "Ctrl-K", .list) == "open-palette")
    // A binding of the composer takes precedence over one in `global`.
    #expect(try action(keymap, "Ctrl-T", .composer) == "delete-word-backward")
    #expect(try action(keymap, "Ctrl-T", .transcript) == "toggle-thinking")
    // A sequence replaces the key that begins it.
    #expect(keymap.find([.character("g")], in: .transcript) == .begins)
    #expect(try action(keymap, "g g", .transcript) == "scroll-to-start")
    #expect(try action(keymap, "g g", .list) == nil)
    for context in [KeyContext.composer, .transcript, .list, .page("picker"), .page("help")] {
      #expect(try action(keymap, "Ctrl-L", context) == nil)
    }
    // A page keeps its own key.
    #expect(try action(keymap, "Ctrl-T", .page("search")) == "toggle-reasoning")
  }

  @Test func unbindingAPrefixUnbindsItsSequences() throws {
    let keymap = keymap(("global", "Ctrl-X", "none"), ("composer", "Ctrl-X", "send"))
    #expect(try action(keymap, "Ctrl-X", .composer) == "send")
    for context in [KeyContext.transcript, .list, .page("parameters")] {
      #expect(keymap.find([.control("x")], in: context) == .nothing)
    }
  }

  @Test func aKeyForAllPagesAppliesWhereItsActionIs() throws {
    let keymap = keymap(
      ("pages", "Ctrl-Down", "down"), ("pages", "Z", "close"),
      ("pages", "Ctrl-S", "picker.favorite"),
      ("pages.search", "Ctrl-Down", "page-down"))
    #expect(try action(keymap, "Ctrl-Down", .page("picker")) == "down")
    #expect(try action(keymap, "Ctrl-Down", .page("search")) == "page-down")
    #expect(try action(keymap, "Ctrl-S", .page("picker")) == "favorite")
    #expect(try action(keymap, "Ctrl-S", .page("search")) == nil)
    // Letters are text in the picker.
    #expect(try action(keymap, "Z", .page("parameters")) == "close")
    #expect(try action(keymap, "Z", .page("picker")) == nil)
  }

  // MARK: Problems

  @Test func problemsNameTheLines() {
    #expect(
      problems(("transcript", "g", "find"), ("transcript", "g g", "scroll-to-start")) == [
        "config.toml, line 2: g g is unreachable: g is bound in config.toml, line 1."
      ])
    #expect(
      problems(("transcript", "g g", "scroll-to-start"), ("transcript", "g", "find")) == [
        "config.toml, line 2: g begins g g, which is bound in config.toml, line 1."
      ])
    #expect(
      problems(("global", "Ctrl-T", "find"), ("global", "^t", "send")) == [
        "config.toml, line 2: Ctrl-T is already bound in config.toml, line 1."
      ])
  }

  @Test(
    arguments: [
      ("global", "Ctrl-M", "send", "terminals send Enter for Ctrl-M. Bind Enter instead."),
      ("global", "Ctrl-K", "palete", "unknown action “palete”. Did you mean “palette”?"),
      ("global", "Ctrl-C", "send", "Ctrl-C always stops, clears or quits, and cannot be bound."),
      ("global", "Ctrl-C", "none", "Ctrl-C always stops, clears or quits, and cannot be bound."),
      ("global", "Ctrl-X Esc", "send", "Esc cancels a sequence and cannot be part of one."),
      (
        "transcript", "3", "find",
        "3 begins a count in [keys.transcript] and cannot be bound there."
      ),
      ("transcript", "x", "paste-cut", "“paste-cut” works only in [keys.composer]."),
      (
        "global", "palette", "Ctrl-K",
        "“palette” is an action, not a key. Write the key first: \"Ctrl-K\" = \"palette\"."
      ),
    ])
  func wrongLinesAreExplained(_ context: String, _ keys: String, _ action: String, _ text: String) {
    #expect(problems((context, keys, action)) == ["config.toml, line 1: " + text])
  }

  @Test func lettersAreTextWhereTextIsTyped() {
    for context in ["global", "composer", "pages.palette"] {
      #expect(problems((context, "j", "send")).count == 1)
      #expect(problems((context, "j j", "send")).count == 1)
    }
    #expect(problems(("transcript", "z", "send"), ("list", "z", "quit")).isEmpty)
    // Letters filter the picker's models until Tab moves to the rows, where letters are keys.
    #expect(problems(("pages.picker", "j", "send")).isEmpty)
  }

  @Test func aBadLineHidesNoOther() throws {
    let lines = settings([
      ("nowhere", "a", "send"), ("global", "Ctrl-K", "palette"), ("global", "F99", "send"),
    ])
    let (keymap, problems) = Keymap.reading(lines)
    #expect(problems.count == 2)
    #expect(problems.first?.hasPrefix("config.toml, line 1: unknown table [keys.nowhere].") == true)
    #expect(try action(keymap, "Ctrl-K", .composer) == "open-palette")
  }

  // MARK: Key handling

  @Test func sequencesOfAnyLengthWork() {
    var script = script(("global", "Ctrl-K a b", "help"))
    script.press(.control("k"), .character("a"))
    #expect(script.state.pages.isEmpty)
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("Ctrl-K a …") })
    script.press(.character("b"))
    #expect(script.state.pages.last is HelpPage)
  }

  @Test func escapeCancelsAndBackspaceTakesBack() {
    var script = script(("global", "Ctrl-K a b", "help"), ("global", "Ctrl-K c", "help"))
    script.press(.control("k"), .character("a"), Key(.backspace), .character("c"))
    #expect(script.state.pages.last is HelpPage)
    script.press(.escape, .control("k"), .escape, .character("c"))
    #expect(script.state.composer.text == "c")
  }

  @Test func aSequenceBoundToNothingSaysSo() {
    var script = Script()
    script.press(.control("x"), .character("é"))
    #expect(script.state.notice?.text == "Ctrl-X é is not bound.")
    script.type("x")
    #expect(script.state.composer.text == "x")
  }

  @Test func editingKeysApplyInEveryField() {
    var script = script(("composer", "Ctrl-O", "delete-backward"))
    script.type("abc")
    script.press(.control("o"))
    #expect(script.state.composer.text == "ab")
    script.press(.control("p"))
    script.type("he")
    script.press(.control("o"))
    #expect((script.state.pages.last as? PalettePage)?.query.text == "h")
  }

  @Test func undoAppliesInEveryField() {
    var script = script(("composer", "Alt-Z", "undo-typing"))
    script.press(.control("p"))
    script.type("he")
    script.press(.alt("z"))
    #expect((script.state.pages.last as? PalettePage)?.query.isEmpty == true)
  }

  @Test func theKeysOfCompletionsComeBeforeThoseOfTheComposer() {
    var script = script(
      ("completion", "Ctrl-N", "select-next"), ("completion", "Tab", "none"),
      ("composer", "Ctrl-N", "delete-backward"))
    script.type("/next")
    script.press(.control("n"), .tab)
    #expect(script.state.completion.menu?.selected == 1)
    #expect(script.state.composer.text == "/next")
    script.press(.escape, .control("u"))
    script.type("ab")
    script.press(.control("n"))
    #expect(script.state.composer.text == "a")
  }

  @Test func theEditorsSequenceIsOneLikeAnyOther() throws {
    #expect(try action(.standard, "Ctrl-X Ctrl-E", .transcript) == "open-editor")
    #expect(try action(.standard, "Ctrl-X e", .composer) == "edit")
    let changed = keymap(("global", "Ctrl-X Ctrl-E", "help"))
    #expect(try action(changed, "Ctrl-X Ctrl-E", .composer) == "open-help")
  }

  @Test func anotherKeyThatQuitsAsksForItself() {
    var script = script(("global", "Ctrl-Q", "stop-or-clear"))
    script.press(.control("q"))
    #expect(script.state.leaving.armedQuit?.again == "Ctrl-Q")
    script.press(.control("q"))
    #expect(script.state.leaving.hasQuit)
  }

  @Test func whateverIsUnboundControlCLeaves() {
    let lines = DefaultKeys.rules(of: .global).map(\.keys.name).filter { !$0.contains("Ctrl-C") }
    let settings = settings(lines.map { ("global", $0, "none") })
    var script = Script()
    script.state.preferences.keymap = Keymap.reading(settings).keymap
    script.press(Key(.function(1)), .control("x"))
    #expect(script.state.pages.isEmpty && script.state.input.chord.isEmpty)
    script.press(.control("c"), .control("c"))
    #expect(script.state.leaving.hasQuit)
  }

  // MARK: What is shown

  @Test func textsNameTheKeysInForce() throws {
    var script = script(
      ("global", "Ctrl-T", "none"), ("global", "F9", "help"), ("global", "F1", "none"),
      ("global", "Ctrl-K r", "regenerate"), ("global", "Ctrl-X r", "none"),
      ("global", "F8", "none"))
    let screen = script.rows(width: 80, height: 24)
    #expect(screen.contains { $0.contains("F9") } && !screen.contains { $0.contains("F1 ") })
    #expect(!screen.contains { $0.contains("Ctrl-T") })
    #expect(script.state.say(.askAgain) == "Ctrl-K r to retry.")
    #expect(script.state.say(.goOn) == "Ctrl-X g to continue.")
    script.press(Key(.function(9)))
    let help = script.rows(width: 110, height: 140).joined(separator: "\n")
    #expect(help.contains("F9") && help.contains("Ctrl-K r"))
    #expect(!help.contains("Ctrl-T    t  Toggle thinking"))
  }

  @Test func advicesNameTheKeysOfEditing() {
    let script = script(
      ("composer", "Up", "none"), ("composer", "Alt-K", "line-up"),
      ("composer", "Alt-V", "paste-cut"), ("composer", "Ctrl-Y", "none"))
    #expect(
      script.state.say(.decideOnQueue)
        == "Enter to send, Alt-K to edit, Ctrl-C to discard, Esc to decide later.")
    #expect(script.state.preferences.keymap.editingName(of: .pasteCut) == "Alt-V")
  }

  @Test func aCommandWithoutAKeyIsNamedAsItIsTyped() {
    let script = script(("global", "Ctrl-X r", "none"), ("global", "F8", "none"))
    #expect(script.state.say(.askAgain) == "/regenerate to retry.")
  }

  @Test func hintsOfPagesFollow() throws {
    var script = script(("pages", "Ctrl-E", "close"), ("pages.parameters", "Esc", "none"))
    script.press(Key(.function(4)))
    let hints = try #require(script.rows(width: 139, height: 24).last)
    #expect(hints.contains("Ctrl-E close") && !hints.contains("Esc"))
    script.press(.control("e"))
    #expect(script.state.pages.isEmpty)
  }

  @Test func everyRuleIsListedOnce() {
    let keymap = keymap(("global", "Ctrl-K", "palette"), ("global", "Ctrl-T", "none"))
    let lines = keymap.lines
    let names = lines.map { $0.context + " " + $0.keys }
    #expect(Set(names).count == names.count)
    #expect(
      lines.contains { $0.keys == "Ctrl-K" && $0.action == "open-palette" && $0.setting == 0 })
    #expect(lines.contains { $0.keys == "Ctrl-T" && $0.action == "none" && $0.setting == 1 })
    #expect(lines.contains { $0.keys == "F2" && $0.action == "open-list" && $0.setting == nil })
  }

  // MARK: Screens

  @Test(arguments: [(40, 10), (80, 24), (120, 40), (200, 60)])
  func continuations(_ width: Int, _ height: Int) throws {
    var script = try Script.answered()
    script.press(.control("x"))
    expect(&script, "continuations", width, height)
  }

  /// Groups keep their titles, no command is listed twice, and no title is cut.
  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func continuationsAreInGroups(_ width: Int, _ height: Int) throws {
    var script = try Script.answered()
    script.press(.control("x"))
    let rows = script.rows(width: width, height: height)
    let start = try #require(rows.firstIndex { $0.hasPrefix("─ Ctrl-X …") })
    let end = try #require(rows[(start + 1)...].firstIndex { $0.hasPrefix("────") })
    let popup = rows[start + 1..<end].joined(separator: "\n")
    for section in CommandRow.Section.allCases { #expect(popup.contains(section.title)) }
    for row in CommandTable.rows { #expect(popup.ranges(of: " \(row.title)  ").count <= 1) }
    #expect(popup.replacing("… F1", with: "").contains("…") == false)
    #expect(popup.contains("q Quit"))
  }

  @Test(arguments: [(40, 10), (80, 24), (120, 40), (200, 60)])
  func filteredHelp(_ width: Int, _ height: Int) throws {
    var script = Script()
    script.press(Key(.function(1)))
    script.type("/mess")
    expect(&script, "filteredHelp", width, height)
  }

  private func expect(_ script: inout Script, _ name: String, _ width: Int, _ height: Int) {
    let grid = script.draw(width: width, height: height)
    if let mismatch = Snapshot.mismatch(grid, named: "\(name)-\(width)x\(height)") {
      Issue.record("\(mismatch)")
    }
  }
}
