import Chat
import Foundation
import Screen
import Testing

@testable import App

/// The hint line, which never cuts a word at any width.
@Suite struct HintTests {
  private let widths = [20, 40, 52, 60, 78, 80, 99, 100, 110, 140, 200]

  private static let pages: [(name: String, keys: [Key])] = [
    ("list", [Key(.function(2))]), ("search", [.control("r")]), ("help", [Key(.function(1))]),
    ("parameters", [Key(.function(4))]), ("palette", [.control("p")]),
    ("picker", [Key(.function(3))]),
  ]

  /// Returns the hints in the last row, or in the bottom border of an overlay's box.
  private func hints(_ script: inout Script, width: Int) throws -> String {
    let rows = script.rows(width: width, height: 24)
    guard script.state.pages.last?.isOverlay == true else {
      // The mark at the right end says how much is below.
      return try #require(rows.last?.split(separator: "  ↓ ").first).trimmingCharacters(
        in: .whitespaces)
    }
    let box = try #require(script.state.pages.last?.box(on: script.state.stage))
    let border = rows[box.bottom - 1].drop { "└─ ".contains($0) }
    return try #require(border.split(separator: "─").first).trimmingCharacters(in: ["┘", " "])
  }

  @Test(arguments: ["list", "search", "help", "parameters", "palette", "picker"])
  func noWordIsCut(_ name: String) throws {
    var script = Script()
    script.press(try #require(Self.pages.first { $0.name == name }).keys[0])
    if name == "list" { try script.answerList([]) }
    let whole = try hints(&script, width: 139)
    let words = Set(whole.split(separator: " "))
    for width in widths where width < 140 {
      let line = try hints(&script, width: width)
      #expect(!line.isEmpty && line.split(separator: " ").allSatisfy(words.contains), "\(width)")
      // The hints leave at least one column free.
      #expect(DisplayWidth.of(line) < width)
    }
  }

  private static let states: [(name: String, keys: [Key])] = [
    ("composing", []), ("reading", [.tab]), ("a count", [.tab, .character("2")]),
    ("a sequence", [.control("x")]), ("selecting", [.tab, .character("v")]),
    ("finding", [.tab, .character("/")]), ("editing", [.tab, .character("e")]),
  ]

  /// The status line drops a field rather than showing only its first few letters.
  @Test(
    arguments: states.map(\.name), ["qwen3-32b", "some/thinking-model-with-a-long-name-2507"])
  func theStatusLineHasNoStumps(_ name: String, _ model: String) throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    script.state.session.model = model
    for key in try #require(Self.states.first { $0.name == name }).keys { script.press(key) }
    for width in 20...100 {
      let line = try #require(script.rows(width: width, height: 10).last)
      for stump in line.matches(of: #/([^ ·]+)…/#) {
        #expect(stump.1.count >= 5, "\(width): \(line)")
      }
    }
  }

  /// On most pages, letters filter. In this form they are commands, and the hints say so at
  /// every width. Those that newcomers need stay longest: how to move a slider, how to get rid of
  /// a value, and where all keys are listed.
  @Test(arguments: [40, 80, 120])
  func letterCommandsOfTheFormAreNamed(_ width: Int) throws {
    var script = Script()
    try script.openForm(at: "temperature")
    let line = try hints(&script, width: width)
    #expect(line.hasPrefix("←→ adjust  ") && line.hasSuffix("  ? keys  Esc close"))
    #expect(line.contains("x unset"))
    for hint in ["Enter edit", "u undo", "s preset", "S system"] {
      #expect(line.contains(hint) == (width >= 80), "\(hint)")
    }
    #expect(line.contains("p logprobs") == (width >= 120))
    try script.select("stop")
    #expect(try hints(&script, width: width).hasPrefix("Enter edit  x unset"))
    script.press(.character("?"))
    #expect(script.state.pages.last is HelpPage)
    script.press(.escape)
    #expect(script.state.pages.last is ParametersPage)
  }

  @Test(arguments: [40, 80, 120])
  func letterCommandsOfTheListAreNamed(_ width: Int) throws {
    var script = try Script.answered()
    script.press(Key(.function(2)))
    try script.answerList([ConversationSummary(script.state.conversation)])
    let line = try hints(&script, width: width)
    #expect(line.contains("? keys") && line.hasSuffix("Esc close"))
    #expect(line.contains("/ filter") == (width >= 80))
    #expect(line.contains("d delete") == (width >= 80))
  }

  @Test func searchPageDropsFilterHintsBeforeKeyHints() throws {
    var script = Script()
    script.press(.control("r"))
    for width in 10...160 {
      let line = try #require(script.rows(width: width, height: 24).last)
      if line.contains("model:") {
        #expect(line.contains("Ctrl-T exclude thinking  ") && line.hasSuffix("-exclude"))
      }
    }
  }

  @Test func leastImportantFigureIsDroppedFirst() {
    let hints = [
      HintLine.Hint(wayOut: "Esc back"), HintLine.Hint("n new", 2), HintLine.Hint("Enter open", 1),
    ]
    #expect(HintLine.text(hints, columns: 27) == "Enter open  n new  Esc back")
    #expect(HintLine.text(hints, columns: 26) == "Enter open  Esc back")
    #expect(HintLine.text(hints, columns: 19) == "Enter open")
    #expect(HintLine.text(hints, columns: 9) == "Esc back")
    #expect(HintLine.text(hints, columns: 7) == "")
  }

  /// Pages offer to scroll only if their text does not fit.
  @Test func pagesThatFitDoNotOfferToScroll() throws {
    var help = Script()
    help.press(Key(.function(1)))
    #expect(help.rows(width: 80, height: 24)[23].contains("↑↓ scroll"))
    help.type("probabilities")
    let rows = help.rows(width: 80, height: 40)
    #expect(!rows[39].contains("scroll") && rows[39].contains("Esc clear"), "\(rows[39])")
    var compared = try Script.toCompare()
    compared.restDoesNotMatter()
    compared.press(.control("x"), .character("r"))
    let request = try #require(compared.state.stream?.request)
    compared.play(.questionSaved(request, nil))
    compared.receive("Five: also 1.\n\nOr four.", for: request)
    compared.end(request)
    compared.press(.control("x"), .character("|"), .character("2"))
    let foot = compared.rows(width: 120, height: 24)[23]
    #expect(!foot.contains("scroll") && foot.contains("Esc close"), "\(foot)")
    #expect(compared.rows(width: 120, height: 4)[3].contains("j k scroll"))
    compared.press(.character("w"))
    #expect(!compared.rows(width: 120, height: 24)[23].contains("scroll"))
  }

  // MARK: The order

  /// A page or mode, its first hint, and the beginning of its last one.
  private static let ordered: [(name: String, keys: [Key], first: String, last: String)] = [
    ("help", [Key(.function(1))], "↑↓ scroll", "Esc close"),
    ("list", [Key(.function(2))], "Enter open", "Esc "),
    (
      "list filter", [Key(.function(2)), .character("/"), .character("i")], "Enter keep",
      "Esc cancel"
    ),
    ("picker", [Key(.function(3))], "Enter ", "Esc close"),
    ("parameters", [Key(.function(4))], "←→ adjust", "Esc close"),
    ("number", [Key(.function(4)), .enter], "Enter keep", "Esc cancel"),
    ("JSON", [Key(.function(4)), .character("v")], "j k scroll", "Esc back"),
    ("system prompt", [Key(.function(7))], "Enter keep", "Esc cancel"),
    ("palette", [.control("p")], "Enter run", "Esc close"),
    ("search", [.control("r")], "Ctrl-T exclude thinking", "Esc close"),
    ("comparison", [.control("x"), .character("|")], "Enter continue with this", "Esc close"),
    (
      "word diff", [.control("x"), .character("|"), .character("w")], "n next change", "Esc back"
    ),
    ("reading", [.tab], "y copy", "Esc back"),
    ("thinking", [.control("o"), .tab], "y copy", "Esc back"),
    ("selecting", [.tab, .character("v")], "y copy", "Esc back"),
    ("finding", [.tab, .character("/"), .character("i")], "Enter keep", "Esc cancel"),
    ("found", [.tab, .character("/"), .character("i"), .enter], "n next", "Esc back"),
    ("editing", [.tab, .character("e")], "Enter send as new version", "Esc cancel"),
    ("a sequence", [.control("x")], "Backspace back", "Esc cancel"),
  ]

  /// The main action comes first and the way out last. In a narrow window, both stay longest.
  @Test(arguments: ordered.map(\.name))
  func theMainActionComesFirstAndTheWayOutLast(_ name: String) throws {
    let (_, keys, first, last) = try #require(Self.ordered.first { $0.name == name })
    var script = try Script.toCompare()
    script.restDoesNotMatter()
    // Add a second version, so that there is something to compare.
    script.press(.control("x"), .character("r"))
    let request = try #require(script.state.stream?.request)
    script.play(.questionSaved(request, nil))
    script.receive("Five: also 1.", for: request)
    script.end(request)
    for key in keys {
      // The transcript must be laid out before anything in it can be selected.
      _ = script.rows(width: 80, height: 24)
      script.press(key)
      if key == Key(.function(2)) {
        try script.answerList([ConversationSummary(script.state.conversation)])
      }
    }
    // In a side bar, the dividing line follows the hints of the filter.
    for width in name == "list filter" ? [60, 80] : [68, 80, 100, 120, 200] {
      // In a tall window, the JSON does not scroll.
      let rows = script.rows(width: width, height: name == "JSON" ? 12 : 24)
      let line = try #require(rows.last { $0.contains("  " + last) }, "\(width)")
      let end = try #require(line.range(of: "  " + last))
      let start = try #require(line[..<end.lowerBound].range(of: first), "\(line)")
      // Only the name of a mode or the beginning of a rule precedes the hints.
      #expect(line[..<start.lowerBound].matches(of: #/[^\s─└]+/#).count <= 2, "\(line)")
      // The state of the conversation, a rule or nothing follows them.
      let rest = line[end.upperBound...].drop { $0.isLetter }
      #expect(rest.isEmpty || rest.hasPrefix("  ") || rest.hasPrefix(" ─"), "\(line)")
      let next = rest.split(separator: "  ").first ?? ""
      #expect(!next.contains(#/^(Enter|Tab|Space|Ctrl-.|[^\s0-9]) [a-z]+$/#), "\(line)")
    }
  }

  /// The key table of each page says which key is the way out, so no page can list it elsewhere.
  @Test func everyPageHasAWayOut() {
    func check<Shown: Page>(_ page: Shown.Type) {
      let rows = page.keys.rows.filter { $0.keys.contains(.escape) }
      #expect(rows.count == 1, "\(page.name)")
    }
    check(HelpPage.self)
    check(PalettePage.self)
    check(PickerPage.self)
    check(KeyPage.self)
    check(ParametersPage.self)
    check(ParameterLinePage.self)
    check(ParameterTextPage.self)
    check(RequestPreviewPage.self)
    check(SystemPromptPage.self)
    check(LibraryPage<PresetShelf>.self)
    check(LibraryPage<PromptShelf>.self)
    check(PromptFormPage.self)
    check(PresetNamePage.self)
    check(SearchPage.self)
    check(ComparisonPage.self)
    check(ProbabilitiesPage.self)
    check(FiguresPage.self)
    check(StartPage.self)
  }

  @Test(
    "Only in a narrow window a figure comes before the hint for the help page",
    arguments: [20, 30, 40, 60, 80, 100, 140])
  func statusLineKeepsTheHelpHint(_ width: Int) throws {
    var script = try Script.answered()
    let line = try #require(script.rows(width: width, height: 24).last)
    #expect(width < 60 ? line.contains("912 tok") : line.hasSuffix("F1 help"), "\(line)")
    script.press(.control("x"))
    #expect(script.rows(width: width, height: 24).contains { $0.contains("Ctrl-X …") })
  }

  // MARK: Help

  /// The help hint stays in the same place whatever the status says, even beneath overlays. While
  /// an answer arrives, the status may replace the hint.
  @Test(arguments: [80, 120, 200])
  func theHintForHelpKeepsItsPlace(_ width: Int) throws {
    var places: Set<Int> = []
    var script = Script()
    func look(_ what: String, isRequired: Bool = true) {
      let row = script.rows(width: width, height: 24).last ?? ""
      let hint = row.range(of: "F1 help")
      #expect(hint != nil || !isRequired, "\(what)")
      if let hint { places.insert(row.distance(from: row.startIndex, to: hint.lowerBound)) }
    }
    look("ready")
    let ends: [StreamOutcome] = [.complete, .cancelled, .failed(.timedOut(host: "host"))]
    for outcome in ends {
      let request = try script.ask("question")
      script.receive("words", for: request)
      look("answering", isRequired: false)
      script.press(.tab)
      look("reading", isRequired: false)
      script.play(.streamed(request, .ended(StreamEnd(outcome: outcome))))
      look("ended")
      script.press(.escape)
      for key in [Key.control("p"), Key(.function(3)), Key(.function(5))] {
        script.press(key)
        look(key.name)
        script.press(.escape)
      }
    }
    #expect(places == [width - 8])
    script.restDoesNotMatter()
  }
}
