import Chat
import Screen
import Testing

@testable import App

/// Screens after every action of every context has been rebound. None of them may name an old
/// key.
@Suite struct KeysInForceTests {
  /// A keymap that binds every action to F10, F11 or F12 followed by another key, and unbinds
  /// every default except Ctrl-C.
  private static let keymap: Keymap = {
    let letters = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ.,;-_+*#'!%&/()="
    var changes: [KeyBinding] = []
    for context in KeyContext.configurable where context != .pages {
      var seen: [KeyAction] = []
      let prefix =
        switch context {
        case .global: 12
        case .composer, .transcript: 11
        default: 10
        }
      for rule in DefaultKeys.rules(of: context) where rule.keys != [.control("c")] {
        changes.append(KeyBinding(context: context, keys: rule.keys, action: nil, setting: 0))
        guard let action = rule.action, !seen.contains(action) else { continue }
        let letter = letters[letters.index(letters.startIndex, offsetBy: seen.count)]
        seen.append(action)
        changes.append(
          KeyBinding(
            context: context, keys: [Key(.function(prefix)), .character(letter)], action: action,
            setting: 0))
      }
    }
    return Keymap(changes: changes)
  }()

  private static let old = [
    "Ctrl-", "Alt-", "Enter ", "Esc ", "Tab ", "PgUp", "PgDn", "j k", "↑↓", "←→ ", "→ ", "n next",
    "N previous", "{ }", "[ ] ", "r regenerate", "e edit", "y copy", "/ find", "? keys", "F1 ",
    "F2 ", "F3 ", "F4 ", "F5 ", "F6 ", "F7 ", "F8 ",
  ]

  private func expectNoOldKey(_ script: inout Script, _ name: String, except: [String] = []) {
    script.restDoesNotMatter()
    for (width, height) in [(80, 24), (200, 60)] {
      for row in script.rows(width: width, height: height) {
        let row = row.replacing("Ctrl-C", with: "")
        for key in Self.old where !except.contains(key) {
          #expect(!row.contains(key), "\(name): \(row)")
        }
      }
    }
  }

  private func remapped(_ script: Script) -> Script {
    var script = script
    script.restDoesNotMatter()
    script.state.preferences.keymap = Self.keymap
    return script
  }

  @Test(
    arguments: [
      Command.openList, .openSearch, .openParameters, .openPalette, .setModel, .choosePreset,
      .insertPrompt, .setSystemPrompt, .openFigures, .select,
    ])
  func pagesNameNoOldKey(_ command: Command) throws {
    var script = remapped(try Script.answered())
    _ = script.state.perform(command)
    // The keys for selecting text cannot be rebound.
    let fixed = command == .select ? ["j k", "y copy", "Esc "] : []
    expectNoOldKey(&script, "\(command)", except: fixed)
  }

  @Test func theConversationNamesNoOldKey() throws {
    var script = remapped(try Script.answered())
    expectNoOldKey(&script, "composer")
    _ = script.state.perform(.toggleReasoning)
    expectNoOldKey(&script, "open thinking")
    for focus in [Focus.transcript, .reasoning] {
      script.state.focus = focus
      expectNoOldKey(&script, "\(focus)")
    }
    script.state.focus = .transcript
    script.press(.character("2"))
    expectNoOldKey(&script, "count")
    _ = script.state.perform(.find)
    script.type("primes")
    script.press(.enter)
    expectNoOldKey(&script, "matches")
    _ = script.state.perform(.deleteOrQuit)
    expectNoOldKey(&script, "quitting")
    _ = script.state.perform(.delete)
    expectNoOldKey(&script, "deleting")
    _ = script.state.perform(.edit)
    expectNoOldKey(&script, "editing")
  }

  @Test func aRunningAnswerNamesNoOldKey() throws {
    var script = remapped(Script())
    script.type("question")
    _ = script.state.perform(.send)
    expectNoOldKey(&script, "waiting")
  }

  @Test func theFirstScreenNamesNoOldKey() {
    var script = remapped(Script())
    script.state.offerStart()
    script.play(.localServersFound([]))
    expectNoOldKey(&script, "start")
  }

  @Test func theHelpNamesNoTwinWithoutOne() {
    var script = remapped(Script())
    _ = script.state.perform(.openHelp)
    let page = script.rows(width: 110, height: 200).joined(separator: "\n")
    #expect(!page.contains("second column"))
  }

  @Test func editorsNameTheKeysInForce() throws {
    var script = remapped(try Script.answered())
    let page = KeyContext.page(SystemPromptPage.name)
    let keep = try #require(Self.keymap.sequences(of: .own("keep"), in: page).first)
    _ = script.state.perform(.setSystemPrompt)
    script.type("x")
    for key in keep { script.press(key) }
    _ = script.state.perform(.setSystemPrompt)
    _ = script.state.pages[0].replaceText("", script.state.pageContext)
    #expect(keep.name.hasPrefix("F10 "))
    #expect(
      script.rows(width: 80, height: 24).contains { $0.contains("\(keep.name) to remove") })
    script.type("text")
    let close = try KeyNotation.keys(
      Self.keymap.name(of: .own("close"), in: .page(SystemPromptPage.name)))
    for key in close { script.press(key) }
    #expect(
      script.rows(width: 80, height: 24).contains { $0.contains("Press \(close.name) again") })
    script.restDoesNotMatter()
  }

  @Test func pairsNameTheKeysInForce() {
    let standard = Keymap.standard
    let changes = [
      ("j", nil), ("k", nil), ("Up", nil), ("Down", nil), ("F9", "up"), ("F11", "down"),
    ]
    let keymap = Keymap.reading(
      changes.map { key, action in
        KeySetting(
          path: ["pages", "cost"], keys: key, action: action ?? "none", place: { "" })
      }
    ).keymap
    let context = KeyContext.page(FiguresPage.name)
    #expect(KeyPair("j k scroll").flatMap { standard.adjusted($0, in: context) } == "j k scroll")
    #expect(KeyPair("j k scroll").flatMap { keymap.adjusted($0, in: context) } == "F11 F9 scroll")
    #expect(KeyPair("Enter choose") == nil)
  }

  // MARK: Letters in the rows of the picker

  @Test func lettersOfThePickerAreKeysInItsRowsOnly() {
    var script = Script.withPicker()
    script.restDoesNotMatter()
    script.type("mm")
    #expect((script.state.pages.last as? PickerPage)?.query.text == "mm")
    let (keymap, problems) = Keymap.reading([
      KeySetting(path: ["pages", "picker"], keys: "g", action: "favorite", place: { "" })
    ])
    #expect(problems.isEmpty)
    script.state.preferences.keymap = keymap
    script.type("g")
    #expect((script.state.pages.last as? PickerPage)?.query.text == "mmg")
    #expect(
      Keymap.standard.lines.contains { $0.context == "pages.picker" && $0.keys == "m" })
  }

  @Test func adviceAboutALetterNamesTablesThatHaveTheAction() {
    let problem = { (path: String, action: String) in
      Keymap.reading([
        KeySetting(
          path: path.split(separator: ".").map(String.init), keys: "f", action: action,
          place: { "" })
      ]).problems.first ?? ""
    }
    #expect(problem("pages.search", "sort").hasSuffix("Add Ctrl or Alt."))
    #expect(problem("composer", "regenerate").contains("or use [keys.transcript] or [keys.list]."))
  }

  @Test func erasingOutsideTheTrashSaysWhere() throws {
    var script = try Script.answered()
    script.press(Key(.function(2)))
    try script.answerList([ConversationSummary(script.state.conversation)])
    script.press(.character("D"))
    #expect(
      script.state.notice?.text
        == "D deletes permanently, but only in the trash. d to move to the trash.")
    script.restDoesNotMatter()
  }
}
