import Chat
import Screen
import TestKit
import Testing

@testable import App

/// How filters and completions rank matches, and what Enter does with a loose one.
@Suite struct FilterRankingTests {
  // MARK: One order everywhere

  private static let texts = [
    "b-x-c", "xabc", "a b c", "x/abc", "x_abcd", "abcd", "x abc", "ab-c", "abc", "xabcd", "abcx",
    "x.abc", "x-abc",
  ]
  private static let ranked = [
    "abc", "abcd", "abcx", "x/abc", "x_abcd", "x abc", "x.abc", "x-abc", "xabc", "xabcd",
  ]

  /// The whole text, then its prefix, a prefix of a word, another part, and scattered letters.
  /// Equally close matches keep their order.
  @Test func closerMatchesComeFirst() {
    let found = Candidate.matching("abc", Self.texts.map { Candidate($0) }).map(\.text)
    #expect(Array(found.prefix(Self.ranked.count)) == Self.ranked)
    #expect(Set(found.dropFirst(Self.ranked.count)) == ["a b c", "ab-c"])
    let entries = Self.texts.map {
      PaletteEntry(id: $0, title: $0, detail: "", section: "", action: .typed($0))
    }
    #expect(PalettePage.hits("abc", entries).map(\.entry.title) == found)
    var script = Script()
    script.restDoesNotMatter()
    script.press(Key(.function(6)))
    let files = Self.texts.map {
      LibraryListing<PromptTemplate>.File(name: $0, reading: .broken(""))
    }
    script.play(.promptsLoaded(LibraryListing(folder: "", files: files)))
    script.type("abc")
    let page = script.state.pages.last as? LibraryPage<PromptShelf>
    #expect(page?.files.map(\.name) == found)
  }

  @Test(arguments: [
    ("abc", "ABC", FuzzyMatch.Closeness.whole), ("abc", "abcd", .start),
    ("abc", "x/abcd", .wordStart),
    ("abc", "xabcabc", .part), ("abc", "xabc abc", .wordStart), ("abc", "a-b-c", .scattered),
    ("é", "e", .whole),
  ])
  func closenessIsThatOfTheClosestPart(
    _ word: String, _ text: String, _ closeness: FuzzyMatch.Closeness
  ) {
    #expect(FuzzyMatch(word).best(in: text)?.closeness == closeness)
  }

  @Test(arguments: [("b", "abc"), ("abc", "abcd"), ("xz", "x-y-z"), ("word", "a word")])
  func theScoreAloneIsTheSame(_ word: String, _ text: String) {
    let match = FuzzyMatch(word)
    #expect(match.score(in: FoldedLetters(text)) == match.best(in: text)?.score)
  }

  /// However good, a scattered match scores less than a closer one of another word.
  @Test func aLongScatteredMatchStaysBehind() throws {
    let word = String(repeating: "ab", count: 500)
    let text = word.map { "\($0)-" }.joined()
    let score = try #require(FuzzyMatch(word).best(in: text)?.score)
    #expect(score > 0 && score < FuzzyMatch.step)
  }

  @Test(arguments: [
    ("ope", ["openrouter", "openai"]), ("dash", ["dashscope", "dashscope-intl"]),
  ])
  func thePickerRanksProvidersAlike(_ query: String, _ first: [String]) throws {
    var script = Script.withProviders(.demo)
    let choices = ["dashscope", "dashscope-intl", "openrouter", "openai"].map {
      ProviderChoice(provider: Script.provider($0), lacksKey: true)
    }
    script.state.providers = KnownProviders(choices)
    script.restDoesNotMatter()
    script.press(Key(.function(3)))
    script.play(.catalogLoaded(ModelCatalog()))
    script.type(query)
    let names = try #require(script.picker).rows.compactMap { row in
      if case .provider(let id) = row { id } else { nil }
    }
    #expect(Array(names.prefix(2)) == first)
  }

  // MARK: Enter

  /// What Enter does with a name: run a command, complete it, or refuse it with a suggestion.
  @Test(arguments: [
    // The plural of a name, whose letters are scattered in the alias "conversations".
    ("/costs", "cost"), ("/lst", "list"), ("/rdrw", "redraw"), ("/modle", "model"),
    // The beginning of a word in a title.
    ("/mark", "copyraw"), ("/toggle", "think"),
  ])
  func enterRefusesAGuessAndSuggests(_ text: String, _ name: String) {
    var script = Script()
    script.restDoesNotMatter()
    script.type(text)
    #expect(script.state.completion.menu?.marksSelection == false)
    script.press(.enter)
    #expect(script.state.composer.text == text && script.state.pages.isEmpty)
    #expect(script.state.notice?.text == "Unknown command \(text).")
    #expect(script.state.notice?.advice.hasPrefix("Did you mean /\(name)?") == true)
  }

  @Test(arguments: [("/hel", "help"), ("/comm", "palette"), ("/conv", "list"), ("/HEL", "help")])
  func enterRunsABegunNameOrAlias(_ text: String, _ name: String) throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    script.type(text)
    #expect(script.state.completion.menu?.selection?.text == name)
    script.press(.enter)
    #expect(script.state.composer.isEmpty && script.state.notice == nil)
  }

  /// A guess runs once the user selects it.
  @Test(arguments: [Key.tab, Key(.down)]) func aSelectedGuessRuns(_ key: Key) throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    script.type("/helps")
    script.press(key, .enter)
    #expect(script.state.composer.isEmpty && script.state.pages.last is HelpPage)
  }

  /// A scattered match is only shown. A value that contains what was typed is used.
  @Test(arguments: [("drk", false), ("dark", true), ("ark", true), ("da", true)])
  func enterShowsAGuessedValueBeforeUsingIt(_ typed: String, _ isUsed: Bool) {
    var script = Script()
    script.restDoesNotMatter()
    script.state.preferences.themes = ["dark", "light"]
    script.type("/theme \(typed)")
    script.press(.enter)
    #expect(script.pending.contains(.terminal(.useTheme("dark"))) == isUsed)
    #expect(isUsed || script.state.composer.text == "/theme dark")
  }

  // MARK: Marks

  /// Returns the entries' titles and marked letters.
  private func marks(_ query: String, _ titles: [String]) -> [String: String] {
    let entries = titles.map {
      PaletteEntry(id: $0, title: $0, detail: "", section: "", action: .typed($0))
    }
    let found = PalettePage.hits(query, entries).map { hit in
      let letters = Array(hit.entry.title)
      return (hit.entry.title, String(hit.places.sorted().map { letters[$0] }).lowercased())
    }
    return Dictionary(uniqueKeysWithValues: found)
  }

  @Test func everyMatchedLetterIsMarked() throws {
    for id in ["qwen3-8b", "alibaba/qwen3-32b"] {
      let line = PickerName(id, marking: [FuzzyMatch("qw3")]).line(columns: 30)
      #expect(line.spans.filter { $0.style.role == .match }.map(\.text).joined() == "qw3")
    }
    let titles = ["Change theme", "Show/hide attachments"]
    #expect(marks("thm", titles) == ["Change theme": "thm", "Show/hide attachments": "thm"])
    let list = try #require(CommandCandidates.matching("cnvs").first { $0.text == "list" })
    let letters = Array(list.help)
    #expect(String(list.helpPlaces.sorted().map { letters[$0] }) == "cnvs")
    #expect(list.places.isEmpty)
  }

  /// If an entry contains the word, lone letters inside words no longer match. First letters and
  /// parts of words do.
  @Test func looseMatchesGiveWayToRealOnes() {
    #expect(
      marks("thi", ["Attach file", "Toggle thinking", "Theme in italics"])
        == ["Toggle thinking": "thi", "Theme in italics": "thi"])
    #expect(marks("thi", ["Attach file"]) == ["Attach file": "thi"])
    #expect(marks("stp", ["Stop", "System prompt"]).keys.sorted() == ["Stop", "System prompt"])
  }

  /// An alias is marked like a name: without its slash.
  @Test func theSlashOfAnAliasIsNotMarked() throws {
    let list = try #require(CommandCandidates.matching("conv").first)
    let letters = Array(list.help)
    #expect(list.text == "list")
    #expect(String(list.helpPlaces.sorted().map { letters[$0] }) == "conv")
  }

  // MARK: Nothing found

  /// Every list without matches shows the same text, with the key to clear the filter.
  @Test(arguments: [Key(.function(1)), .control("p"), .control("r"), Key(.function(6))])
  func noMatchesSaysWhatToDo(_ key: Key) throws {
    var script = Script()
    script.restDoesNotMatter()
    script.press(key)
    let files = [LibraryListing<PromptTemplate>.File(name: "review", reading: .broken(""))]
    script.play(.promptsLoaded(LibraryListing(folder: "/p", files: files)))
    script.type("zzqqj")
    for case .store(.search(let request, _, _, _, _)) in script.pending.reversed() {
      script.play(.found(request, .success(SearchResult(hits: [], hasMore: false))))
    }
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.contains { $0.contains("No matches. Ctrl-U to clear.") }, "\(rows)")
    #expect(!rows.contains { $0.contains("Enter run") || $0.contains("Enter open") }, "\(rows)")
    script.press(.control("u"))
    #expect(!script.rows(width: 80, height: 24).joined().contains("No matches"))
  }

  // MARK: Enter and its hint

  /// What the hint says about Enter, and whether Enter then empties the draft.
  @Test(arguments: [
    ("/provider dem", "Enter run"), ("/model gpt", "Enter complete"),
    ("/theme drk", "Enter complete"), ("/uns", "Enter complete"),
    ("/hel", "Enter run"), ("/set temp", "Enter complete"), ("/think o", "Enter run"),
  ])
  func theHintSaysWhatEnterDoes(_ text: String, _ hint: String) {
    var script = Script.withProviders()
    script.restDoesNotMatter()
    script.state.preferences.themes = ["dark", "light"]
    script.play(.catalogLoaded(script.catalog))
    script.type(text)
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.contains { $0.contains(hint) }, "\(rows)")
    script.press(.enter)
    #expect(script.state.composer.isEmpty == (hint == "Enter run"))
  }

  @Test func aProviderIsCompletedByTabButRunByEnter() {
    var script = Script.withProviders()
    script.restDoesNotMatter()
    script.play(.catalogLoaded(script.catalog))
    script.type("/provider olla")
    script.press(.tab)
    #expect(script.state.composer.text == "/provider ollama ")
    script.press(.control("u"))
    script.type("/provider olla")
    script.press(.enter)
    #expect(script.state.session.provider.name == "ollama")
  }

  /// The box and the message about an unknown command name the same command.
  @Test(arguments: ["nwe", "nw", "cpy", "lst", "rdrw", "modle", "mark", "tempalte", "zzqqj"])
  func theBoxAndTheMessageAgree(_ text: String) {
    let first = CommandCandidates.matching(text).first
    let name = CommandCandidates.suggestion(for: text)
    #expect(first.map { [$0.text] + $0.aliases }?.contains(name ?? "") ?? (name == nil))
    if text == "nwe" { #expect(name == "new") }
  }

  @Test func theUsualPathIsNotShownNextToAnother() throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    script.type("/export")
    #expect(script.state.completion.menu?.note.isEmpty == false)
    script.type("  x")
    for _ in 0..<2 {
      script.press(Key(.left))
      #expect(script.state.completion.menu?.note.contains(".md") != true)
    }
    script.press(Key(.left), Key(.left))
    #expect(script.state.completion.menu?.slot.place == .name)
    #expect(script.state.completion.menu?.note == "")
  }
}
