import Chat
import Screen
import TestKit
import Testing

@testable import App

/// The menu of completions above the composer.
@Suite struct CompletionTests {
  private func typed(_ text: String, _ script: Script = Script()) -> Script {
    var script = script
    script.restDoesNotMatter()
    script.type(text)
    return script
  }

  private func offered(_ script: Script) -> [String] {
    script.state.completion.menu?.candidates.map(\.text) ?? []
  }

  // MARK: Names

  @Test(arguments: [
    ("/mod", "model"), ("/exi", "quit"), ("/conv", "list"), ("/rgn", "regenerate"),
    ("/ex", "export"), ("/theme", "theme"), ("/s", "select"), ("/redr", "redraw"),
    ("/modle", "model"), ("/PAR", "params"), ("/mark", "copyraw"),
  ])
  func theBestCommandIsFirst(_ text: String, _ name: String) {
    #expect(offered(typed(text)).contains(name))
    #expect(text == "/s" || offered(typed(text)).first == name)
  }

  @Test(arguments: ["hello", "a/b", " /mod", "/usr/bin", "/new ", "/system be brief", "//", "/1"])
  func otherTextHasNoMenu(_ text: String) {
    #expect(typed(text).state.completion.menu?.candidates.isEmpty != false)
  }

  @Test func aSlashOffersEveryCommand() {
    let names = offered(typed("/"))
    #expect(names.count == CommandTable.rows.count - 1 && names.first == "think")
  }

  @Test func enterCompletesAndRunsACommandWithoutAnArgument() throws {
    var script = try typed("/hel", Script.answered())
    script.press(.enter)
    #expect(script.state.composer.isEmpty && script.state.pages.last is HelpPage)
  }

  @Test func enterCompletesACommandWithAnArgument() {
    var script = typed("/sett")
    script.press(.control("u"))
    script.type("/uns")
    script.press(.enter)
    #expect(script.state.composer.text == "/unset ")
  }

  @Test func aWholeNameRunsWhateverIsSelected() {
    var script = typed("/new")
    #expect(offered(script).count > 1)
    script.press(.enter)
    #expect(script.state.composer.isEmpty && script.state.notice == nil)
  }

  @Test func arrowsSelectAndEnterRuns() {
    var script = typed("/next")
    let names = offered(script)
    script.press(Key(.down), Key(.down), Key(.up))
    #expect(script.state.completion.menu?.selection?.text == names[1])
    script.press(Key(.up), Key(.up))
    #expect(script.state.completion.menu?.selection?.text == names.last)
  }

  @Test func tabCyclesAndTypingEndsIt() {
    var script = typed("/next")
    let names = offered(script)
    script.press(.tab)
    #expect(script.state.composer.text == "/" + names[0])
    script.press(.tab, .tab)
    #expect(script.state.composer.text == "/" + names[2])
    script.press(Key(.backTab))
    #expect(script.state.composer.text == "/" + names[1])
    #expect(offered(script) == names)
    script.press(Key(.backspace))
    #expect(script.state.completion.menu?.cycled == nil)
  }

  @Test func tabFinishesTheOnlyOne() {
    var script = typed("/exp")
    script.press(.tab)
    #expect(script.state.composer.text == "/export ")
  }

  /// Several commands match, but only the first one takes an argument.
  @Test func tabLeavesRoomForAnArgument() {
    var script = typed("/att")
    #expect(offered(script).count > 1)
    script.press(.tab)
    #expect(script.state.composer.text == "/attach ")
    script.press(.tab)
    #expect(script.state.composer.text == "/attachments")
    script.press(Key(.backTab))
    #expect(script.state.composer.text == "/attach ")
    script.type("m")
    #expect(script.state.composer.text == "/attach m")
    guard case .argument(.attach, _)? = script.state.completion.menu?.slot.place else {
      Issue.record("no completions of the path")
      return
    }
  }

  @Test func tabInTheMiddleReplacesTheWholeWord() {
    var script = typed("/expo x")
    script.press(Key(.home), Key(.right), Key(.right))
    script.press(.tab)
    #expect(script.state.composer.text == "/export x")
  }

  @Test func escapeClosesItAndTypingOpensIt() {
    var script = typed("/mo")
    script.press(.escape)
    #expect(script.state.completion.menu == nil && script.state.composer.text == "/mo")
    script.press(.tab)
    #expect(script.state.completion.menu != nil)
    script.press(.escape)
    script.type("d")
    #expect(offered(script).first == "model")
  }

  @Test func upIsTheHistoryWithoutAMenu() throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    script.type("x")
    script.press(Key(.up))
    #expect(script.state.composer.text.hasPrefix("Which primes"))
  }

  @Test func plainModeHasNone() {
    var script = Script(surface: .lines)
    script.type("/mo")
    #expect(script.state.completion.menu == nil)
  }

  @Test func aMistakeOffersTheNearestCommand() {
    var script = typed("/qiut")
    script.press(.enter)
    #expect(script.state.composer.text == "/qiut" && offered(script) == ["quit"])
    script.press(.tab)
    #expect(script.state.composer.text == "/quit")
  }

  // MARK: Arguments

  @Test func modelsOfThisProviderComeFirst() {
    var script = Script.withProviders()
    script.restDoesNotMatter()
    script.type("/model ")
    #expect(script.state.completion.menu?.note.contains("Loading") == true)
    script.play(.catalogLoaded(script.catalog))
    #expect(offered(script).first == "alibaba/qwen3-32b")
    #expect(offered(script).contains("qwen3:8b"))
    script.type("gpt")
    #expect(offered(script) == ["openai/gpt-4o"])
    script.press(.enter)
    #expect(script.state.composer.text == "/model openai/gpt-4o")
    script.press(.enter)
    #expect(script.state.session.model == "openai/gpt-4o" && script.state.composer.isEmpty)
  }

  @Test func aModelOfAnotherProviderChangesTheProvider() {
    var script = Script.withProviders()
    script.restDoesNotMatter()
    script.play(.pasted("/model r1"), .catalogLoaded(script.catalog))
    script.press(.tab)
    #expect(script.state.composer.text == "/provider openrouter deepseek/deepseek-r1:free")
    script.press(.enter)
    #expect(script.state.session.provider.name == "openrouter")
  }

  @Test func providersAndThenTheirModels() {
    var script = Script.withProviders()
    script.restDoesNotMatter()
    script.play(.catalogLoaded(script.catalog))
    script.type("/provider openr")
    script.press(.tab)
    #expect(script.state.composer.text == "/provider openrouter ")
    #expect(offered(script).first == "deepseek/deepseek-r1:free")
    script.press(Key(.down), .enter)
    #expect(script.state.session.model == "deepseek/deepseek-r1:free")
  }

  @Test func comparedModelsAreCompletedWordByWord() {
    var script = Script.withProviders()
    script.restDoesNotMatter()
    script.play(.catalogLoaded(script.catalog))
    script.type("/compare gpt")
    script.press(.tab)
    #expect(script.state.composer.text == "/compare openai/gpt-4o ")
    script.type("235")
    script.press(.tab)
    #expect(
      script.state.composer.text
        == "/compare openai/gpt-4o openrouter:qwen/qwen3-235b-a22b-thinking-2507 ")
  }

  @Test func parametersAndTheirValues() {
    var script = typed("/set temp")
    script.press(.enter)
    #expect(script.state.composer.text == "/set temperature ")
    #expect(script.state.completion.menu?.note.contains("0 to 2") == true)
    script.type("0.5")
    script.press(.enter)
    #expect(script.state.session.parameters.temperature == 0.5)
    script.type("/unset ")
    #expect(offered(script).contains("temperature") && !offered(script).contains("top_p"))
    script.type("temperature")
    script.press(.enter)
    #expect(script.state.session.parameters.temperature == nil)
    script.type("/set logprobs t")
    #expect(offered(script).first == "true")
    script.press(.tab, .enter)
    #expect(script.state.session.parameters.logprobs == true)
  }

  @Test func aNumberIsTakenAsItIs() {
    var script = typed("/think 16")
    #expect(offered(script) == ["16384"])
    script.press(.enter)
    #expect(script.state.thinking.budget == 16)
  }

  @Test func thinkingAndCopyForms() throws {
    #expect(offered(typed("/think o")).prefix(2) == ["on", "off"])
    var script = try Script.answered(content: "```swift\n\n  let x = 1\n```\n")
    script.restDoesNotMatter()
    script.type("/copy ")
    #expect(offered(script) == ["markdown", "1"])
    #expect(script.state.completion.menu?.candidates.last?.help == "swift · let x = 1")
  }

  @Test func presetsArePresetNames() {
    var script = Script()
    script.type("/preset re")
    let orders = script.takeEffects()
    #expect(orders == [.library(.loadPresets)])
    let files = ["code review", "other"].map {
      LibraryListing<Preset>.File(name: $0, reading: .read(Preset(name: $0)))
    }
    script.play(.presetsLoaded(LibraryListing(folder: "/p", files: files)))
    #expect(offered(script).first == "code review")
    script.press(.tab)
    #expect(script.state.composer.text == "/preset \"code review\"")
    #expect(
      Submission(script.state.composer.text) == .command(.choosePreset, argument: "code review"))
    script.restDoesNotMatter()
  }

  @Test func titlesOpenConversations() throws {
    var script = Script()
    script.type("/open prim")
    let summary = ConversationSummary(
      id: ConversationID(script.state.ids.uuid(at: script.state.now)), title: "Rare primes",
      createdAt: script.state.now, updatedAt: script.state.now, model: "m", messageCount: 2,
      preview: "")
    try script.answerList([summary])
    #expect(offered(script) == ["Rare primes"])
    script.press(.enter)
    let loads = script.takeEffects()
    #expect(
      loads.contains { effect in
        if case .store(.loadConversation(_, summary.id)) = effect { true } else { false }
      })
    #expect(script.state.composer.isEmpty)
  }

  @Test func aTitleCanBeTypedBeforeTheTitlesAreKnown() throws {
    var script = Script()
    script.play(.pasted("/open 'Rare primes'"))
    script.press(.enter)
    #expect(!script.state.composer.isEmpty)
    let summary = ConversationSummary(
      id: ConversationID(script.state.ids.uuid(at: script.state.now)), title: "Rare primes",
      createdAt: script.state.now, updatedAt: script.state.now, model: "m", messageCount: 2,
      preview: "")
    try script.answerList([summary])
    #expect(script.state.storing.awaitedLoad != nil && script.state.composer.isEmpty)
    script.restDoesNotMatter()
  }

  // MARK: Paths

  private static let files = FolderListing.files([
    .init(".hidden", isFolder: false), .init("Documents", isFolder: true),
    .init("My Files", isFolder: true), .init("notes.md", isFolder: false),
    .init("old notes.md", isFolder: false),
  ])

  @Test func pathsAreCompletedFolderByFolder() {
    var script = Script()
    script.type("/export ~/d")
    #expect(
      script.takeEffects() == [.files(.listFolder("")), .files(.listFolder("~/"))])
    script.play(.folderListed("~/", Self.files))
    script.restDoesNotMatter()
    #expect(offered(script).first == "~/Documents/")
    script.press(.tab)
    #expect(script.state.composer.text == "/export ~/Documents/")
    script.play(.folderListed("~/Documents/", .files([.init("a.md", isFolder: false)])))
    #expect(offered(script) == ["~/Documents/a.md"])
    script.press(.tab)
    #expect(script.state.composer.text == "/export ~/Documents/a.md")
  }

  private func attaching(_ text: String) -> Script {
    var script = typed(text)
    script.play(.folderListed("~/", Self.files))
    return script
  }

  private func marked(_ script: Script) -> [String] {
    var script = script
    return script.rows(width: 80, height: 24).filter { $0.contains("│ ▌") }
  }

  @Test func enterEntersAFolderAndTakesAFile() {
    var script = attaching("/attach ~/doc")
    #expect(marked(script).count == 1 && marked(script)[0].contains("Documents/"))
    script.press(.enter)
    #expect(script.state.composer.text == "/attach ~/Documents/")
    script.play(.folderListed("~/Documents/", .files([.init("plan.md", isFolder: false)])))
    // Nothing follows the folder's path yet, so no row is marked.
    #expect(offered(script) == ["~/Documents/plan.md"] && marked(script).isEmpty)
    script.press(Key(.down))
    #expect(marked(script).count == 1)
    script.press(.enter)
    #expect(script.state.composer.isEmpty)
    #expect(script.state.attachments.loose.map(\.name) == ["~/Documents/plan.md"])
  }

  /// A row is marked only if Enter would use it.
  @Test(arguments: [
    ("/attach ~/", false), ("/attach ~/not", true), ("/export ~/not", false), ("/model ", false),
    ("/find ", false), ("/exp", true), ("/export", true), ("/think o", true), ("/think ", false),
  ])
  func onlyWhatEnterTakesIsMarked(_ text: String, _ isMarked: Bool) {
    #expect(marked(attaching(text)).count == (isMarked ? 1 : 0))
  }

  @Test func arrowsBeginAtTheFirstOrLastRowWhenNothingIsMarked() {
    var script = attaching("/export ~/")
    script.press(Key(.down))
    #expect(script.state.completion.menu?.selection?.text == "~/Documents/")
    script = attaching("/export ~/")
    script.press(Key(.up))
    #expect(script.state.completion.menu?.selection?.text == "~/old notes.md")
  }

  @Test func exportSaysWhereItWritesBeforeEnter() throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    let path = script.state.exportPath(for: [script.state.conversation.title])
    script.type("/export")
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("export to \(path)") })
    script.type(" ")
    script.play(.folderListed("", Self.files))
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("export to \(path)") })
    script.press(.enter)
    #expect(
      script.pending.contains(
        .store(.export([script.state.conversation.id], path: path, replaces: false))))
  }

  @Test(arguments: [
    ("my", "\"~/My Files/"), ("old", "\"~/old notes.md\""), ("notes", "~/notes.md"),
  ])
  func pathsWithSpacesGetQuotes(_ start: String, _ path: String) {
    var script = typed("/export ~/\(start)")
    script.play(.folderListed("~/", Self.files))
    script.press(.tab)
    #expect(script.state.composer.text == "/export " + path)
    let plain = path.filter { $0 != "\"" }
    #expect(Submission(script.state.composer.text) == .command(.export, argument: plain))
  }

  @Test func hiddenFilesNeedADot() {
    var script = typed("/export ~/")
    script.play(.folderListed("~/", Self.files))
    #expect(!offered(script).contains("~/.hidden"))
    script.type(".")
    #expect(offered(script) == ["~/.hidden"])
  }

  @Test func aListingThatIsLateIsNotShown() {
    var script = typed("/export ~/D")
    script.play(.folderListed("", Self.files))
    #expect(offered(script).isEmpty)
    script.play(.folderListed("~/", .failed("No such folder.")))
    #expect(script.state.completion.menu?.note == "No such folder.")
    script.press(.control("u"))
    script.play(.folderListed("~/", Self.files))
    #expect(script.state.completion.menu == nil)
  }

  @Test(arguments: [
    ("/export \"a b\"", "a b"), ("/export 'a b", "a b"), ("/export a b", "a b"),
    ("/export \"a\" and \"b\"", "\"a\" and \"b\""), ("/export it's", "it's"),
    ("/export \"", ""), ("/find \"a b\"", "\"a b\""), ("/system \"a b\"", "\"a b\""),
    ("/preset 'x'", "x"), ("/set stop \" \"", "stop \" \""),
  ])
  func quotesAroundAWholeArgumentAreDropped(_ text: String, _ argument: String) {
    guard case .command(_, let found) = Submission(text) else {
      Issue.record("\(Submission(text))")
      return
    }
    #expect(found == argument)
  }

  // MARK: Themes

  @Test func aThemeIsChosenForThisRun() {
    var script = Script()
    script.state.preferences.themes = ["auto", "dark", "light"]
    script.state.preferences.theme = "auto"
    script.type("/theme li")
    script.press(.enter)
    #expect(script.takeEffects() == [.terminal(.useTheme("light"))])
    #expect(script.state.composer.text == "/theme light")
    script.play(.themeChosen("light", .used))
    #expect(script.state.composer.isEmpty && script.state.theme == "light")
    #expect(script.state.notice?.advice.contains("theme = \"light\"") == true)
  }

  @Test func anUnknownThemeKeepsTheText() {
    var script = Script()
    script.type("/theme nothing")
    script.press(.enter)
    #expect(script.takeEffects() == [.terminal(.useTheme("nothing"))])
    script.play(.themeChosen("nothing", .failed("Unknown theme “nothing”.")))
    #expect(script.takeEffects() == [.terminal(.previewTheme(script.state.theme))])
    #expect(script.state.composer.before == "/theme nothing")
    #expect(script.state.notice?.kind == .trouble)
  }

  @Test func themesAreShownWhileMovingThroughThem() {
    func previewed(_ script: inout Script) -> [String] {
      script.takeEffects().compactMap {
        if case .terminal(.previewTheme(let name)) = $0 { name } else { nil }
      }
    }
    var script = Script()
    script.state.preferences.themes = ["auto", "dark", "light"]
    script.state.preferences.theme = "auto"
    script.type("/theme ")
    #expect(previewed(&script) == [])
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("theme = \"NAME\"") })
    // The arrow keys start from the theme in use.
    script.press(Key(.down))
    #expect(previewed(&script) == ["dark"])
    script.press(Key(.down))
    #expect(previewed(&script) == ["light"])
    var chosen = script
    chosen.press(.enter)
    #expect(chosen.takeEffects() == [.terminal(.useTheme("light"))])
    // However the menu is closed, the theme in use is restored.
    for key in [Key.escape, .control("c"), Key(.backspace)] {
      var left = script
      left.press(key)
      #expect(previewed(&left) == ["auto"], "\(key)")
      left.restDoesNotMatter()
    }
  }

  @Test func themesSayWhichTerminalTheyNeed() {
    var script = Script()
    script.state.preferences.themes = ["auto", "dark", "light"]
    script.state.preferences.themeBackgrounds = ["dark": .dark, "light": .light]
    script.state.preferences.theme = "dark"
    script.type("/theme ")
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.contains { $0.contains("dark ") && $0.contains("current · for dark terminals") })
    #expect(rows.contains { $0.contains("light ") && $0.contains("  for light terminals") })
  }

  @Test func builtInThemesAreDescribed() {
    var script = Script()
    script.state.preferences.themes = ["auto", "ansi", "stark", "dusk", "paper"]
    script.state.preferences.ownThemes = ["paper"]
    script.state.preferences.theme = "auto"
    script.type("/theme ")
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.contains { $0.contains("auto ") && $0.contains("current · suits the background") })
    #expect(rows.contains { $0.contains("ansi ") && $0.contains("  the terminal's colours") })
    #expect(rows.contains { $0.contains("stark ") && $0.contains("  high contrast, black") })
    #expect(rows.contains { $0.contains("dusk ") && $0.contains("  dim, for dark rooms") })
    // The user's own theme of that name may look different.
    #expect(rows.contains { $0.contains("paper ") && !$0.contains("ink on paper") })
  }

  /// Whether typed or asked for, the list says how to keep a theme, has room for the descriptions,
  /// and has the same keys in the same order.
  @Test(arguments: [(40, 10), (40, 24), (60, 16), (80, 24), (120, 40)])
  func everyListOfThemesSaysHowToKeepOne(_ width: Int, _ height: Int) throws {
    var script = Script()
    script.state.preferences.themes = ["auto", "dark", "light", "ansi", "stark", "dusk", "paper"]
    script.state.preferences.themeBackgrounds = ["dark": .dark, "light": .light]
    script.state.preferences.theme = "auto"
    script.state.terminal.size = Size(width: width, height: height)
    var typed = script
    typed.type("/theme ")
    script.type("/theme")
    script.press(.enter)
    var keys: [String] = []
    for var script in [typed, script] {
      let rows = script.rows(width: width, height: height)
      #expect(rows.contains { $0.contains("theme = \"NAME\"") && $0.contains("config.toml") })
      #expect(rows.contains { $0.contains("dark ") && $0.contains(" for dark terminals") })
      keys += rows.compactMap { row in
        row.firstRange(of: "Enter run").map { String(row[$0.lowerBound...].prefix(40)) }
      }
      script.restDoesNotMatter()
    }
    // A short window with a draft has no border for the keys.
    #expect(keys.count == (height < 16 ? 1 : 2))
    if keys.count == 2, width >= 80 {
      #expect(keys[0] == keys[1] && keys[0].hasPrefix("Enter run  ↑↓ select  Tab complete"))
    }
    script.restDoesNotMatter()
  }

  @Test func aNameThatMatchesNoThemeHasNoMenu() {
    var script = Script()
    script.state.preferences.themes = ["dark", "light"]
    script.type("/theme nothing")
    #expect(script.state.completion.menu == nil)
    script.press(.enter)
    script.play(.themeChosen("nothing", .failed("Unknown theme “nothing”.")))
    script.type("v")
    #expect(!script.rows(width: 40, height: 10).contains { $0.contains("config.toml") })
    script.press(.control("u"))
    script.type("/theme")
    script.press(.enter)
    script.type("zzz")
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.contains { $0.contains("No matches.") })
    #expect(!rows.contains { $0.contains("config.toml") })
    script.restDoesNotMatter()
  }

  /// The rows of a notice stay blank after it. They are no reason to keep the menu away from the
  /// draft.
  @Test func theMenuCoversTheBlankRowsOfANotice() throws {
    var script = Script()
    script.restDoesNotMatter()
    script.state.preferences.themes = ["dark", "light"]
    script.state.terminal.size = Size(width: 40, height: 10)
    script.type("/theme ")
    script.state.front.blankNoticeRows = 3
    let rows = script.rows(width: 40, height: 10)
    let draft = try #require(rows.firstIndex { $0.contains("› /theme") })
    #expect(rows[draft - 1].contains("──") && rows[draft - 2].contains("theme = \"NAME\""))
  }

  @Test func theThemeInUseIsSelectedAtFirst() {
    var script = Script()
    script.state.preferences.themes = ["auto", "dark", "light"]
    script.state.preferences.theme = "dark"
    script.type("/theme ")
    #expect(script.state.completion.menu?.selection?.text == "dark")
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("▌ dark") })
    script.press(.escape, .enter)
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("▌ dark") })
    script.press(Key(.down), .enter)
    script.restDoesNotMatter()
    #expect(script.takeEffects().last == .terminal(.useTheme("light")))
  }

  // MARK: Enter

  @Test(arguments: [
    ("/set", Command.set, ""), ("/attach ", .attach, ""), ("/tag", .tagConversation, ""),
    ("/set temperature", .set, "temperature "), ("/set top_p ", .set, "top_p "),
  ])
  func aCommandWithoutItsArgumentAsksForIt(
    _ text: String, _ command: Command, _ argument: String
  ) throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    script.play(.pasted(text))
    script.press(.escape, .enter)
    let palette = try #require(script.state.pages.last as? PalettePage)
    #expect(palette.asked?.row.command == command)
    #expect(palette.query.text == argument)
    #expect(script.state.composer.isEmpty && script.state.notice == nil)
  }

  @Test func renamingBeginsWithTheTitle() throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    script.type("/rename")
    script.press(.escape, .enter)
    let palette = try #require(script.state.pages.last as? PalettePage)
    #expect(palette.query.text == script.state.conversation.title)
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.contains { $0.contains("A new title for this conversation.") })
    #expect(!rows.joined().contains("select") && !rows.joined().contains("filter"))
  }

  /// The message says what is wrong, so the menu must not come between the message and the text.
  /// Tab offers the completions again.
  @Test(arguments: ["/set temperature hot", "/qiut", "/set nonsense 1"])
  func aMessageTakesThePlaceOfTheMenu(_ text: String) throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    script.type(text)
    script.press(.enter)
    #expect(script.state.notice?.kind == .trouble)
    #expect(!script.state.showsCompletion)
    #expect(!script.rows(width: 80, height: 24).joined().contains("┌"))
    guard script.state.completion.menu != nil else { return }
    script.press(.tab)
    #expect(script.state.focus == .composer && script.state.notice == nil)
  }

  @Test(arguments: [("/rename ", "A new title"), ("/tag ", "-TAG to remove one")])
  func textFieldsSayWhatToType(_ text: String, _ sentence: String) throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    script.type(text)
    for (width, height) in [(120, 40), (80, 24), (40, 10)] {
      let rows = script.rows(width: width, height: height)
      #expect(rows.contains { $0.contains(sentence) })
      #expect(!rows.joined().contains("↑↓"))
      #expect(
        !rows.contains { $0.hasPrefix("│") && $0.dropFirst().dropLast().allSatisfy { $0 == " " } })
    }
  }

  /// The matching letters are marked in the name, or else in the title.
  @Test func matchingLettersAreMarked() throws {
    var script = typed("/th")
    let grid = script.draw(width: 80, height: 24)
    let rows = script.rows(width: 80, height: 24)
    for (name, text) in [("/think on", "th"), ("/theme", "th"), ("/reasoning", "th")] {
      let y = try #require(rows.firstIndex { $0.contains(name) })
      let marked = grid.row(y).filter { $0.style.role == .match }.map { String($0.character) }
      #expect(marked.joined() == text, "\(name)")
    }
  }

  @Test func usageIsCutOnlyIfThereIsNoRoom() {
    var script = Script()
    script.type("/")
    for width in [80, 100, 120, 200] {
      let rows = script.rows(width: width, height: 40)
      #expect(!rows.contains { $0.contains("/think on|off") && $0.contains("…") }, "\(width)")
    }
  }

  // MARK: The screen

  @Test func itNeverCoversTheComposerOrTheNotice() throws {
    for height in 3...40 {
      for width in [10, 19, 20, 40, 80, 120] {
        var script = try Script.answered()
        script.restDoesNotMatter()
        script.state.notice = Notice(.trouble, "Unknown command /qiut.")
        script.type("/")
        let rows = script.rows(width: width, height: height)
        if CompletionMenu.fits(Size(width: width, height: height)) {
          #expect(rows.contains { $0.contains("› /") }, "\(width)x\(height)")
          #expect(rows.contains { $0.contains("▌") }, "\(width)x\(height)")
        }
        if height >= 12, width >= 40 { #expect(rows.joined().contains("Unknown command /qiut")) }
      }
    }
  }

  @Test(arguments: [(120, 40), (80, 24), (40, 10), (200, 60)])
  func screen(_ width: Int, _ height: Int) throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    script.type("/p")
    expectSnapshot(script.draw(width: width, height: height), "completion-\(width)x\(height)")
  }

  @Test(arguments: [(80, 24), (40, 10)])
  func valueScreen(_ width: Int, _ height: Int) throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    script.type("/set temperature ")
    expectSnapshot(script.draw(width: width, height: height), "completion-value-\(width)x\(height)")
  }

  private func expectSnapshot(_ grid: CellGrid, _ name: String) {
    if let mismatch = Snapshot.mismatch(grid, named: name) { Issue.record("\(mismatch)") }
  }

  @Test func aClickChooses() throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    script.type("/uns")
    let rows = script.rows(width: 80, height: 24)
    let y = try #require(rows.firstIndex { $0.contains("/unset") })
    script.play(
      .mouseMoved(MouseEvent(.press, at: Point(x: 10, y: y))),
      .mouseMoved(MouseEvent(.release, at: Point(x: 10, y: y))))
    #expect(script.state.composer.text == "/unset ")
  }

  @Test func aClickElsewhereClosesTheMenu() throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    script.type("/uns")
    let rows = script.rows(width: 80, height: 24)
    let text = try #require(rows.firstIndex { $0.contains("Four of them") })
    func press(_ place: Point) {
      script.play(
        .mouseMoved(MouseEvent(.press, at: place)), .mouseMoved(MouseEvent(.release, at: place)))
    }
    press(Point(x: 70, y: text))
    #expect(script.state.completion.menu == nil && script.state.composer.text == "/uns")
    script.press(.tab)
    #expect(script.state.completion.menu != nil)
    _ = script.draw(width: 80, height: 24)
    let area = script.state.panes.areas.composer
    press(Point(x: area.x + ComposerView.promptWidth + 2, y: area.y))
    #expect(script.state.completion.menu == nil)
    script.type("x")
    #expect(script.state.composer.text == "/uxns")
  }

  @Test func theWheelMovesTheSelection() throws {
    var script = typed("/")
    _ = script.draw(width: 80, height: 24)
    let area = try #require(script.state.panes.areas.completion)
    for _ in 0..<12 {
      script.play(.mouseMoved(MouseEvent(.wheelDown, at: Point(x: 5, y: area.y))))
    }
    #expect(script.state.completion.menu?.selected == 12)
    #expect(script.state.completion.menu?.top == 5)
  }
}
