import Chat
import Screen
import Testing

@testable import App

/// How long notices stay.
@Suite struct NoticeTests {
  private func script() throws -> Script {
    var script = try Script.answered()
    script.restDoesNotMatter()
    return script
  }

  @Test func informationGoesWhenAPageOpensOrCloses() throws {
    for key in [Key(.function(1)), .control("p"), Key(.function(3)), .control("r")] {
      var script = try script()
      script.state.notice = Notice(.information, "Exported to x.md.")
      script.type("a")
      #expect(script.state.notice != nil)
      script.press(key)
      #expect(script.state.notice == nil, "\(key.name)")
    }
    var script = try script()
    script.press(Key(.function(4)))
    script.state.notice = Notice(.information, "Undone.")
    script.press(.character("j"))
    #expect(script.state.notice != nil)
    script.press(.escape)
    #expect(script.state.notice == nil)
  }

  /// Does not fit on the rule above the composer.
  private static let long = Notice(
    .information, "Exported to /home/someone/documents/conversations/2026/december/x.md.")

  /// Nothing moves while a page is open: the rows of the notice stay blank until the next question.
  @Test(arguments: [Key(.function(1)), .control("p"), .control("r"), Key(.function(3))])
  func theTextStaysWhenAPageRemovesANotice(_ key: Key) throws {
    let lines = (1...60).map { "line \($0)" }.joined(separator: "\n\n")
    var script = try Script.answered(content: lines)
    script.restDoesNotMatter()
    script.state.notice = Self.long
    let before = script.rows(width: 80, height: 24)
    script.press(key)
    _ = script.rows(width: 80, height: 24)
    script.press(.escape)
    let after = script.rows(width: 80, height: 24)
    #expect(script.state.notice == nil)
    #expect(after == before.map { $0.contains("Exported") ? "" : $0 })
    script.type("next")
    script.press(.enter)
    #expect(script.state.front.blankNoticeRows == 0)
  }

  /// The rows of a notice that a key removes stay blank, until the reader scrolls.
  @Test func theTextStaysWhenAKeyRemovesANotice() throws {
    let lines = (1...60).map { "line \($0)" }.joined(separator: "\n\n")
    var script = try Script.answered(content: lines)
    script.restDoesNotMatter()
    script.press(.tab)
    script.state.notice = Self.long
    let before = script.rows(width: 80, height: 24)
    script.type("2")
    let after = script.rows(width: 80, height: 24)
    #expect(script.state.notice == nil)
    let line = try #require(before.firstIndex { $0.contains("Exported") })
    #expect(after.prefix(line) == before.prefix(line) && after[line].isEmpty)
    script.type("k")
    _ = script.rows(width: 80, height: 24)
    #expect(script.state.front.blankNoticeRows == 0)
  }

  /// The text above the notice stays where it is, and continues in the notice's rows.
  @Test func aReaderWhoScrolledUpSeesTheTextThatANoticeCovered() throws {
    let lines = (1...60).map { "line \($0)" }.joined(separator: "\n\n")
    var script = try Script.answered(content: lines)
    script.restDoesNotMatter()
    _ = script.rows(width: 80, height: 24)
    script.press(.tab, .character("g"))
    let before = script.rows(width: 80, height: 24)
    script.state.notice = Self.long
    #expect(script.rows(width: 80, height: 24)[..<21] != before[..<21])
    script.type("2")
    #expect(script.state.notice == nil)
    #expect(script.rows(width: 80, height: 24)[..<21] == before[..<21])
  }

  /// If the end comes into view without scrolling, no text moves, and nothing more is announced.
  @Test func aReaderJustAboveTheEndSeesItWhenANoticeGoes() throws {
    let lines = (1...60).map { "line \($0)" }.joined(separator: "\n\n")
    var script = try Script.answered(content: lines)
    script.restDoesNotMatter()
    script.state.notice = Notice(.trouble, "Connection reset.")
    _ = script.rows(width: 80, height: 24)
    script.press(.tab, .character("k"))
    let before = script.rows(width: 80, height: 24)
    #expect(before.contains { $0.contains("↓ more") })
    script.press(.escape, .escape)
    let after = script.rows(width: 80, height: 24)
    #expect(script.state.notice == nil)
    #expect(after[2..<17] == before[2..<17])
    #expect(after.contains(" line 60") && !after.contains { $0.contains("↓ more") })
  }

  @Test func theTextStaysWhenTypingRemovesANotice() throws {
    let lines = (1...60).map { "line \($0)" }.joined(separator: "\n\n")
    var script = try Script.answered(content: lines)
    script.restDoesNotMatter()
    script.type("/nonsense")
    script.press(.enter)
    let before = script.rows(width: 80, height: 24)
    script.type("x")
    let after = script.rows(width: 80, height: 24)
    #expect(script.state.notice == nil)
    let line = try #require(before.firstIndex { $0.contains("Unknown command") })
    #expect(after.prefix(line) == before.prefix(line))
  }

  @Test func informationGoesWithTheNextKeyOfAReader() throws {
    var script = try script()
    script.state.notice = Notice(.information, "Exported to x.md.")
    script.press(.tab)
    #expect(script.state.notice != nil)
    script.press(.character("j"))
    #expect(script.state.notice == nil)
    for _ in 1...2 {
      script.press(.character("y"))
      script.play(.copied(what: "Answer", .taken(by: "wl-copy")))
      #expect(script.state.notice != nil)
    }
  }

  /// A short notice is on the rule, so nothing moves when it comes, is replaced or goes.
  @Test(arguments: [
    Size(width: 80, height: 24), Size(width: 120, height: 40), Size(width: 40, height: 10),
  ])
  func aShortNoticeMovesNothing(_ size: Size) throws {
    func rows(_ script: inout Script) -> [String] {
      script.rows(width: size.width, height: size.height)
    }
    let lines = (1...60).map { "line \($0)" }.joined(separator: "\n\n")
    var script = try Script.answered(content: lines)
    script.restDoesNotMatter()
    script.press(.tab)
    let before = rows(&script)
    let rule = try #require(before.lastIndex { $0.hasPrefix("────") })
    script.press(.character("y"))
    script.play(.copied(what: "Answer", .taken(by: "xclip")))
    var copied = rows(&script)
    if size.width >= 80 {
      #expect(copied[rule].hasPrefix(" · Answer copied (xclip). ──"))
      copied[rule] = before[rule]
      #expect(copied == before)
    }
    script.press(.character("k"), .character("j"))
    #expect(script.state.notice == nil)
    #expect(rows(&script)[..<rule] == before[..<rule])
  }

  /// The mark for more text below keeps its place beside a notice.
  @Test func aNoticeLeavesRoomForTheMark() throws {
    let lines = (1...60).map { "line \($0)" }.joined(separator: "\n\n")
    var script = try Script.answered(content: lines)
    _ = script.rows(width: 80, height: 24)
    script.press(.tab, .character("g"))
    let before = try #require(script.rows(width: 80, height: 24).first { $0.contains("↓ more") })
    script.state.notice = Notice(.information, "Exported to x.md.")
    let rows = script.rows(width: 80, height: 24)
    let after = try #require(rows.first { $0.contains("↓ more") })
    #expect(after.hasPrefix(" · Exported to x.md. ─"))
    #expect(after.suffix(40) == before.suffix(40))
  }

  /// Beside a search, the notice is before the count.
  @Test func aNoticeBesideASearchMovesNothing() throws {
    let lines = (1...60).map { "line \($0)" }.joined(separator: "\n\n")
    var script = try Script.answered(content: lines)
    script.restDoesNotMatter()
    _ = script.rows(width: 80, height: 24)
    script.press(.tab, .character("/"))
    script.type("line 60")
    script.press(.enter)
    let before = script.rows(width: 80, height: 24)
    script.press(.character("n"))
    let after = script.rows(width: 80, height: 24)
    let rule = try #require(after.firstIndex { $0.contains("· Wrapped to the top.  1/1") })
    #expect(after[rule].hasPrefix(" / line 60 ──"))
    #expect(after[..<rule] == before[..<rule])
  }

  /// The rows of an earlier notice stay blank if the next one is on the rule.
  @Test func aShortNoticeReplacesALongOne() throws {
    let lines = (1...60).map { "line \($0)" }.joined(separator: "\n\n")
    var script = try Script.answered(content: lines)
    script.restDoesNotMatter()
    script.press(.tab)
    script.state.notice = Notice(.trouble, "Connection reset.", advice: "r to retry.")
    let before = script.rows(width: 80, height: 24)
    let line = try #require(before.firstIndex { $0.contains("Connection reset") })
    script.press(.character("y"))
    script.play(.copied(what: "Answer", .taken(by: "xclip")))
    let after = script.rows(width: 80, height: 24)
    #expect(after.contains { $0.hasPrefix(" · Answer copied") })
    #expect(after[..<line] == before[..<line] && after[line].isEmpty)
  }

  /// There is a blank row above a notice, and the divider next to it reaches the rule.
  @Test(arguments: [Size(width: 80, height: 24), Size(width: 120, height: 40)])
  func noticesHaveARowOfTheirOwn(_ size: Size) throws {
    let lines = (1...60).map { "line \($0)" }.joined(separator: "\n\n")
    var script = try Script.answered(content: lines)
    script.state.notice = Notice(.trouble, "Connection reset.")
    let rows = script.rows(width: size.width, height: size.height)
    let y = try #require(rows.firstIndex { $0.contains("Connection reset.") })
    #expect(rows[y - 1].prefix(40).allSatisfy { $0 == " " })
    #expect(rows[y + 1].hasPrefix("──"))
    #expect(rows[y - 2].contains("line 60"))
    if size.width >= 100 { #expect(rows[y].contains("│") && rows[y + 1].contains("┴")) }
  }

  @Test func anExportIsForgottenWhenTheListCloses() throws {
    var script = try script()
    script.dropPending()
    script.press(Key(.function(2)))
    try script.answerList([ConversationSummary(script.state.conversation)])
    script.restDoesNotMatter()
    script.state.notice = Notice(.information, "Exported to x.md.")
    script.press(.escape)
    #expect(script.state.list == nil && script.state.notice == nil)
  }

  /// These notices stay, because the user has not yet dealt with the problem or followed the
  /// advice.
  @Test(arguments: [
    Notice(.trouble, "Connection reset."), Notice(.information, "Armed.", advice: "Esc to cancel."),
    .stopsAnswer("Press again."),
  ])
  func troubleAndAdviceStay(_ notice: Notice) throws {
    var script = try script()
    script.state.notice = notice
    script.press(Key(.function(1)), .escape)
    script.type("a")
    #expect(script.state.notice == notice)
  }

  @Test func whatAKeyOfAPageSaysIsShownWhenThePageCloses() {
    var script = Script.withPicker()
    script.restDoesNotMatter()
    script.type("gpt-4o")
    script.press(.enter)
    #expect(script.state.pages.isEmpty && script.state.notice?.text.contains("gpt-4o") == true)
  }

  @Test(arguments: ["/qiut", "/set temperature hot", "/new x", "/detach nothing", "/unfold"])
  func aNoticeAboutTheDraftGoesWithTheNextEdit(_ text: String) throws {
    var script = try script()
    script.play(.pasted(text))
    script.press(.escape, .enter)
    #expect(script.state.notice?.isAboutDraft == true)
    script.press(Key(.left))
    let isEmpty = script.state.composer.isEmpty
    #expect(script.state.notice != nil)
    script.press(isEmpty ? .character("a") : Key(.backspace))
    #expect(script.state.notice == nil)
  }

  /// In advice, every key has the accent colour, and no other word does.
  @Test(
    arguments: [
      (
        "Enter to send, Up to edit, Ctrl-C to discard, Esc to decide later.",
        ["Enter", "Up", "Ctrl-C", "Esc"]
      ),
      ("Press Ctrl-X d again to delete; Esc to keep.", ["Ctrl-X d", "Esc"]),
      ("u to undo. Trash is kept from a to z days.", ["u"]),
      ("Press d again to replace it.", ["d"]), ("F4 to list parameters.", ["F4"]),
      ("F4 u to undo.", ["F4", "u"]),
      ("Ctrl-X g to continue or Ctrl-X r to retry.", ["Ctrl-X g", "Ctrl-X r"]),
      ("Up to 4 files, in the End a folder. Home is a word, to be sure.", []),
      ("Use /provider NAME MODEL (Ctrl-X m).", ["Ctrl-X m"]),
    ] as [(String, [String])])
  func keysOfAnAdviceAreMarked(_ advice: String, _ keys: [String]) {
    let line = Keymap.standard.marked(advice, .secondary)
    #expect(line.text == advice)
    #expect(line.spans.filter { $0.style.role == .accent }.map(\.text) == keys)
  }

  /// The notice has rows of its own below the preview of the full-width list.
  @Test func theListShowsANoticeBelowThePreview() throws {
    var script = try script()
    _ = script.draw(width: 100, height: 24)
    script.press(Key(.function(2)))
    try script.answerList([ConversationSummary(script.state.conversation)])
    let before = script.rows(width: 100, height: 24)
    let preview = try #require(before.firstIndex { $0.contains("Four of them") })
    script.state.notice = Notice(
      .information, "1 conversation moved to the trash.", advice: "u to undo.")
    let rows = script.rows(width: 100, height: 24)
    #expect(rows[22] == "   u to undo." && rows[21] == " · 1 conversation moved to the trash.")
    #expect(rows[..<21].elementsEqual(before[..<21]) && rows[preview].contains("Four of them"))
  }
}
