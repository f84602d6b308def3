import Chat
import Foundation
import Screen
import Testing
import Words

@testable import App

@Suite struct PaletteTests {
  private func palette(_ script: Script) -> PalettePage? { script.state.pages.last as? PalettePage }

  private func opened(_ query: String = "") -> Script {
    var script = Script()
    script.press(.control("p"))
    script.type(query)
    return script
  }

  /// A command's arguments are hidden if they do not fit, and keys are never truncated.
  @Test(arguments: [72, 80, 100, 110, 120, 200])
  func rowsShowWholeKeysAndNames(_ width: Int) throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    _ = script.draw(width: width, height: 50)
    script.press(.control("p"))
    script.type("toggle thinking")
    let rows = script.rows(width: width, height: 50)
    let row = try #require(rows.first { $0.contains("Toggle thinking") })
    #expect(row.contains(" Ctrl-T ") && row.contains(" Ctrl-X t ") && !row.contains("…"), "\(row)")
    #expect(width < 100 || row.contains(" /think "), "\(row)")
  }

  /// Single keys begin in one column, and key sequences in another.
  @Test(arguments: [80, 120, 200]) func keysAreInColumns(_ width: Int) {
    var script = opened()
    let rows = script.rows(width: width, height: 50)
    func columns(_ text: String) -> Set<Int> {
      Set(
        rows.compactMap { row in
          row.range(of: text).map { row.distance(from: row.startIndex, to: $0.lowerBound) }
        })
    }
    #expect(columns("  Ctrl-X ").count == 1, "\(columns("  Ctrl-X "))")
    let keys = Set(["  F2 ", "  Ctrl-N ", "  Ctrl-R ", "  F3 "].flatMap(columns))
    #expect(keys.count == 1, "\(keys)")
  }

  /// Clicks an entry among the matches.
  /// - Returns: where it was clicked.
  @discardableResult
  private func click(_ title: String, in script: inout Script) throws -> Point {
    _ = script.draw(width: 80, height: 24)
    let page = try #require(palette(script))
    let index = try #require(page.hits.firstIndex { $0.entry.title == title })
    let area = PaletteView.areas(page, script.state.stage).rows
    let place = Point(x: area.x + 4, y: area.y + index - page.top)
    script.play(
      .mouseMoved(MouseEvent(.press, at: place)), .mouseMoved(MouseEvent(.release, at: place)))
    return place
  }

  @Test func aClickDoesWhatEnterDoes() throws {
    var script = opened("parameters")
    script.restDoesNotMatter()
    try click(Words.Command.openParameters, in: &script)
    #expect(script.state.pages.last is ParametersPage)
    script = opened("e")
    script.restDoesNotMatter()
    let disabled = try #require(
      palette(script)?.hits.prefix(10).first { $0.entry.obstacle != nil }?.entry)
    try click(disabled.title, in: &script)
    #expect(palette(script)?.selection?.title == disabled.title)
    #expect(palette(script)?.problem.isEmpty == false)
  }

  /// The second press of a double click must not choose one of the arguments.
  @Test func aDoubleClickAsksForTheArgumentOnly() throws {
    var script = Script()
    script.restDoesNotMatter()
    script.state.preferences.themes = (1...12).map { "n\($0)" }
    script.press(.control("p"))
    script.type("change theme")
    let place = try click(Words.Command.setTheme, in: &script)
    #expect(palette(script)?.asked?.candidates.isEmpty == false)
    _ = script.draw(width: 80, height: 24)
    script.play(.mouseMoved(MouseEvent(.press, at: place)))
    #expect(palette(script)?.asked != nil)
    script.advance(by: .seconds(1))
    script.play(.mouseMoved(MouseEvent(.press, at: place)))
    #expect(palette(script)?.asked == nil)
  }

  /// Without room for a command's name, the title is marked, even where the name is closer.
  @Test(arguments: [60, 80, 110]) func everyRowShowsWhyItIsFound(_ width: Int) throws {
    var script = opened("thm")
    let grid = script.draw(width: width, height: 24)
    let rows = (0..<24).map(grid.row)
    let row = try #require(
      rows.first { String($0.map(\.character)).contains("Change theme") })
    let letters = row.filter { $0.style.role == .match }.map(\.character)
    #expect(String(letters) == "thm", "\(letters)")
  }

  /// If a command is found by its name and the title does not contain the letters, they are marked
  /// in the name.
  @Test func matchingLettersOfANameAreMarked() throws {
    var script = opened("params")
    let grid = script.draw(width: 110, height: 24)
    let rows = (0..<24).map(grid.row)
    let text = { (cells: [Cell]) in String(cells.map(\.character)) }
    let row = try #require(rows.first { text($0).contains("Request parameters") })
    let marked = row.indices.filter { row[$0].style.role == .match }
    #expect(text(marked.map { row[$0] }) == "params")
    let first = try #require(marked.first)
    #expect(row[first - 1].character == "/")
  }

  @Test func everyCommandHasItsOwnNameTwinAndTitle() {
    let rows = CommandTable.rows
    #expect(rows.map(\.command).count == Command.allCases.count)
    #expect(Set(rows.map(\.command)) == Set(Command.allCases))
    for row in rows {
      if let twin = row.twin {
        #expect(
          Keymap.standard.sequences(of: row.command).contains([.control("x"), .character(twin)]))
      }
      // Every command can be typed, and has a twin unless it takes an argument.
      #expect(!row.names.isEmpty && (row.twin != nil || row.argument != nil))
      for name in row.names {
        let isIncomplete = row.argument?.isRequired == true
        #expect(
          Submission("/\(name)")
            == (isIncomplete
              ? .missingArgument(usage: row.usage) : .command(row.command, argument: "")))
        #expect(
          Submission("/\(name) x")
            == (row.argument == nil
              ? .unexpectedArgument(name) : .command(row.command, argument: "x")))
      }
      for key in row.keys {
        let context: KeyContext = key.context == .transcript ? .transcript : .composer
        #expect(Keymap.standard.command(for: key.key, in: context) == row.command)
      }
    }
    let twins = rows.compactMap(\.twin)
    #expect(Set(twins).count == twins.count)
    #expect(Set(rows.map(\.title)).count == rows.count)
    #expect(Set(rows.flatMap(\.names)).count == rows.flatMap(\.names).count)
  }

  @Test func helpPageNamesEveryCommand() {
    var script = Script()
    script.press(Key(.function(1)))
    let page = script.rows(width: 110, height: 140).joined(separator: "\n")
    for row in CommandTable.rows {
      #expect(page.contains(row.twin == nil ? row.usage : row.title))
    }
  }

  /// A command that only sequences run shows one that is easier to press than its twin.
  @Test func helpPageNamesTheKeyTwice() {
    var script = Script()
    script.press(Key(.function(1)))
    let page = script.rows(width: 110, height: 140)
    #expect(page.contains { $0.contains(" Ctrl-X Ctrl-X Previous conversation") })
    #expect(page.contains { $0.contains(" Ctrl-X i      Private conversation") })
  }

  /// A command that cannot be run now has a symbol as well as a colour, even without room for the
  /// reason.
  @Test(arguments: [(40, 10), (60, 24), (80, 24), (120, 40)])
  func whatCannotBeRunHasASign(_ width: Int, _ height: Int) {
    var script = opened("co")
    let rows = script.rows(width: width, height: height)
    #expect(rows.contains { $0.contains("– Copy as Markdown") })
    #expect(rows.contains { $0.contains("  Compare answers") })
  }

  @Test func emptyQueryListsEveryCommand() {
    let entries = palette(opened())?.hits.map(\.entry) ?? []
    let commands = entries.filter { $0.section != Words.Palette.parameters }.compactMap(\.command)
    #expect(Set(commands) == Set(Command.allCases).subtracting([.openPalette]))
    #expect(commands.count == Command.allCases.count - 1)
  }

  @Test(arguments: [
    ("new c", Command.newConversation), ("quit", .quit), ("/quit", .quit),
    ("conans", .continueAnswer),
    ("ffh", .fork), ("regen", .regenerate), ("TOGGLE THINKING", .toggleThinking),
    ("params", .openParameters), ("cpmd", .copyMarkdown), ("fork", .fork),
    ("redr", .redraw),
  ])
  func bestMatchIsSelected(_ query: String, _ command: Command) {
    #expect(palette(opened(query))?.selection?.command == command)
  }

  @Test func enterRunsTheSelectedCommand() {
    var script = opened("toggle thinking")
    script.press(.enter)
    #expect(script.state.conversationHasKeys)
    #expect(!script.state.thinking.isOn)
  }

  @Test func arrowsAndControlKeysMoveTheSelection() {
    var script = opened()
    let all = palette(script)?.hits.map(\.entry) ?? []
    let start = 0
    #expect(all[start].obstacle == nil && palette(script)?.selection == all[start])
    script.press(Key(.down), .control("n"), Key(.down), .control("p"), Key(.up))
    #expect(palette(script)?.selection == all[start + 1])
    for _ in 0..<start + 2 { script.press(.control("p")) }
    #expect(palette(script)?.selection == all[0])
    script.press(Key(.pageDown))
    #expect(palette(script)?.selection == all[18])
    for _ in 0..<8 { script.press(Key(.pageDown)) }
    script.press(Key(.down))
    #expect(palette(script)?.selection == all.last)
    script.press(Key(.pageUp))
    #expect(palette(script)?.selection == all[all.count - 19])
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("│ ▌ ") })
  }

  @Test func escapeClosesAndKeepsTheDraft() {
    var script = Script()
    script.type("half a question")
    script.press(.control("p"))
    script.type("zzqq")
    #expect(palette(script)?.hits.isEmpty == true)
    script.press(.enter)
    #expect(palette(script) != nil)
    script.press(.escape)
    #expect(script.state.conversationHasKeys)
    #expect(script.state.composer.text == "half a question")
  }

  @Test func sendingFromThePaletteSendsTheDraft() {
    var script = Script()
    script.type("hello")
    script.press(.control("x"), .character("x"))
    script.type("send")
    script.press(.enter)
    #expect(script.state.stream != nil)
    #expect(script.state.conversation.title == "hello")
  }

  // MARK: Arguments

  @Test func anArgumentIsAskedForInPlaceAndTheDraftStays() {
    var script = Script()
    script.restDoesNotMatter()
    script.type("half a question")
    script.press(.control("p"))
    script.type("set param")
    script.press(.enter)
    #expect(palette(script)?.asked?.row.command == .set)
    script.type("temp")
    #expect(palette(script)?.asked?.candidates.first?.text == "temperature")
    script.press(.enter)
    #expect(palette(script)?.query.text == "temperature ")
    script.type("0.4")
    script.press(.enter)
    #expect(script.state.session.parameters.temperature == 0.4)
    #expect(script.state.composer.text == "half a question" && script.state.conversationHasKeys)
  }

  @Test func aWrongArgumentKeepsThePaletteAndSaysWhy() {
    var script = opened("set param")
    script.restDoesNotMatter()
    script.press(.enter)
    script.type("temperature hot")
    script.press(.enter)
    #expect(palette(script)?.problem.contains("temperature") == true)
    #expect(palette(script)?.query.text == "temperature hot" && script.state.notice == nil)
    #expect(script.rows(width: 80, height: 24).joined().contains("must be a number"))
  }

  private static let files = FolderListing.files([
    .init("Documents", isFolder: true), .init("notes.md", isFolder: false),
  ])

  @Test func enterEntersAFolderAndTakesAFile() {
    var script = opened("attach file")
    script.restDoesNotMatter()
    script.press(.enter)
    script.play(.folderListed("", Self.files))
    // Nothing is marked before something is typed or selected.
    #expect(palette(script)?.marksSelection == false)
    script.type("doc")
    #expect(palette(script)?.marksSelection == true)
    script.press(.enter)
    #expect(palette(script)?.query.text == "Documents/")
    script.play(.folderListed("Documents/", .files([.init("plan.md", isFolder: false)])))
    script.press(Key(.down), .enter)
    #expect(script.state.attachments.loose.map(\.name) == ["Documents/plan.md"])
    #expect(script.state.conversationHasKeys)
  }

  @Test func exportShowsItsDestinationBeforeEnter() throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    script.press(.control("p"))
    script.type("export to file")
    script.press(.enter)
    let path = script.state.exportPath(for: [script.state.conversation.title])
    #expect(palette(script)?.query.text == path && palette(script)?.marksSelection == false)
    script.press(.enter)
    #expect(
      script.pending.contains(
        .store(.export([script.state.conversation.id], path: path, replaces: false))))
  }

  @Test func escapeGoesBackToTheCommands() {
    var script = opened("set param")
    script.press(.enter, .escape)
    #expect(palette(script)?.asked == nil && palette(script)?.query.text == "set param")
    #expect(palette(script)?.selection?.command == .set)
    script.press(.escape)
    #expect(script.state.conversationHasKeys)
    script.restDoesNotMatter()
  }

  @Test func tabAsksForAnArgumentThatIsNotRequired() {
    var script = opened("toggle thinking")
    script.restDoesNotMatter()
    script.press(.tab)
    script.type("of")
    script.press(.enter)
    #expect(!script.state.thinking.isOn && script.state.conversationHasKeys)
  }

  @Test func themesArePartOfTheList() {
    var script = Script()
    script.restDoesNotMatter()
    script.state.preferences.themes = ["dark", "light"]
    script.state.preferences.theme = "dark"
    script.press(.control("p"))
    script.type("theme light")
    script.press(.enter)
    #expect(script.pending.contains(.terminal(.useTheme("light"))))
    #expect(!script.pending.contains(.terminal(.useTheme("dark"))))
  }

  @Test func modelsPresetsCodeAndConversationsArePartOfTheList() throws {
    var script = Script.withProviders()
    script.restDoesNotMatter()
    script.press(.control("p"))
    script.play(.catalogLoaded(script.catalog))
    let files = [
      LibraryListing<Preset>.File(name: "review", reading: .read(Preset(name: "review")))
    ]
    script.play(.presetsLoaded(LibraryListing(folder: "/p", files: files)))
    let titles = palette(script)?.hits.map(\.entry.title) ?? []
    #expect(titles.contains("Model: qwen3:8b") && titles.contains("Provider: openrouter"))
    #expect(titles.contains("Preset: review") && titles.contains("Export as HTML"))
    script.type("model r1")
    script.press(.enter)
    #expect(script.state.session.model == "deepseek/deepseek-r1:free")
  }

  @Test func codeBlocksAreCopiedByNumber() throws {
    var script = try Script.answered(content: "```swift\nlet x = 1\n```\n")
    script.restDoesNotMatter()
    script.press(.control("p"))
    script.type("copy code block 1")
    #expect(palette(script)?.selection?.detail == "swift · let x = 1")
    script.press(.enter)
    #expect(script.pending.contains { if case .terminal(.copy) = $0 { true } else { false } })
  }

  // MARK: Recent and unavailable entries

  /// Nothing happens to a conversation that the list hides.
  @Test(arguments: [
    ("delete message", "Delete message"), ("ask again", "again"), ("previous version", "version"),
    ("copy code block 1", "Copy"),
  ])
  func theListHidesWhatCommandsWouldChange(_ query: String, _ name: String) throws {
    var script = try Script.answered(content: "```\na\n```")
    script.restDoesNotMatter()
    script.press(Key(.function(2)))
    _ = try script.answerList([])
    let before = script.state.conversation
    script.press(.control("p"))
    script.type(query)
    script.press(.enter, .enter)
    script.restDoesNotMatter()
    #expect(script.state.conversation == before)
    #expect(script.state.stream == nil)
  }

  @Test func parametersAreFoundByName() {
    var script = opened("temperature")
    script.restDoesNotMatter()
    script.press(.enter)
    script.type("0.3")
    script.press(.enter)
    #expect(script.state.session.parameters.temperature == 0.3)
  }

  /// Before anything is used, the palette opens on what people need most, and what only edits the
  /// draft comes last.
  @Test func anUnusedPaletteOpensOnANewConversation() throws {
    let page = try #require(palette(opened()))
    #expect(page.selection?.command == .newConversation)
    #expect(page.rows.first == .heading("Conversations"))
    #expect(page.hits.last?.entry.section == "Editing text")
    let editing = page.hits.filter { $0.entry.section == "Editing text" }.map(\.entry.command)
    #expect(editing == [.newLine, .undoTyping, .redoTyping, .unfoldPaste, .deleteOrQuit])
  }

  /// The title of the copy command says what is copied now.
  @Test func copyingIsNamedForWhatIsMarked() throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    func title() -> String? {
      script.press(.control("p"))
      script.type("/copy")
      defer { script.press(.escape) }
      return palette(script)?.selection?.title
    }
    #expect(title() == "Copy answer")
    script.press(.tab, .character("("))
    #expect(title() == "Copy question")
    script.press(.character("y"))
    let copied = script.pending.contains {
      if case .terminal(.copy(_, what: "Question")) = $0 { true } else { false }
    }
    #expect(copied)
  }

  @Test func whatWasUsedLastIsFirst() {
    var script = opened("toggle thinking")
    script.restDoesNotMatter()
    script.press(.enter, .control("p"))
    script.type("set param")
    script.press(.enter)
    script.type("top_p 0.5")
    script.press(.enter, .control("p"))
    let first = palette(script)?.hits.prefix(2).map(\.entry)
    #expect(first?.map(\.command) == [.set, .toggleThinking])
    #expect(first?.allSatisfy { $0.section == "Recent" } == true)
    #expect(palette(script)?.hits.filter { $0.entry.id == "set" }.count == 1)
    #expect(script.state.recent.actions == ["set", "think"])
  }

  @Test func aCommandThatIsImpossibleNowSaysWhy() {
    var script = opened("regenerate")
    script.restDoesNotMatter()
    #expect(palette(script)?.selection?.obstacle == "no messages yet")
    #expect(script.rows(width: 80, height: 24).joined().contains("no messages yet"))
    script.press(.enter)
    #expect(palette(script)?.problem.contains("Regenerate") == true)
    script.type("x")
    #expect(palette(script)?.problem.isEmpty == true)
  }

  @Test func filterAcceptsSlashesAndPastes() {
    var script = Script()
    script.type("/palette")
    script.press(.enter)
    script.play(.pasted("quit\nand more"))
    #expect(palette(script)?.selection?.command == .quit)
    script.press(.enter)
    #expect(script.state.leaving.hasQuit)
  }
}

@Suite struct FuzzyMatchTests {
  @Test(arguments: [
    ("cop", "Copy up to here", [0, 1, 2]), ("uth", "Copy up to here", [5, 8, 11]),
    ("", "x", []), ("量子", "关于量子", [2, 3]), ("É", "café", [3]),
  ])
  func matchedLettersAreMarkedWhereTheyReadBest(_ word: String, _ text: String, _ places: [Int]) {
    #expect(FuzzyMatch(word).best(in: text)?.places == places)
  }

  @Test(arguments: [
    ("te", "temperature", false), ("te", "stream_title", true), ("te", "stream", true),
    ("utem", "unset temperature", false), ("ct", "Change theme", false), ("ma", "name that", true),
    ("am", "name that", false),
  ])
  func singleLettersWithinWordsAreLoose(_ word: String, _ text: String, _ isLoose: Bool) {
    #expect(FuzzyMatch(word).best(in: text)?.isLoose == isLoose)
  }

  @Test(arguments: [("ba", "ab"), ("aa", "a"), ("x", "")])
  func orderMatters(_ word: String, _ text: String) {
    #expect(FuzzyMatch(word).best(in: text) == nil)
  }

  @Test func contiguousMatchRanksHigher() throws {
    let whole = try #require(FuzzyMatch("list").best(in: "the list"))
    let spread = try #require(FuzzyMatch("list").best(in: "split first"))
    #expect(whole.score > spread.score)
  }
}
