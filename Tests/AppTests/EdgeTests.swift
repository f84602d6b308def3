import Chat
import Screen
import Testing

@testable import App

/// The marks that show how much is out of view, and the size of boxes.
@Suite struct EdgeTests {
  private static let pages: [(name: String, keys: [Key])] = [
    ("palette", [.control("p")]), ("help", [Key(.function(1))]),
    ("parameters", [Key(.function(4))]), ("request", [Key(.function(4)), .character("v")]),
    ("completions", [.character("/")]),
  ]

  private func opened(_ name: String) throws -> Script {
    var script = try Script.answered()
    script.restDoesNotMatter()
    for key in try #require(Self.pages.first { $0.name == name }).keys { script.press(key) }
    return script
  }

  @Test(
    arguments: pages.map(\.name),
    [Size(width: 40, height: 10), Size(width: 80, height: 16), Size(width: 120, height: 18)])
  func whatIsOutOfViewIsCountedAtItsEdge(_ name: String, _ size: Size) throws {
    var script = try opened(name)
    var rows = script.rows(width: size.width, height: size.height)
    let bottom = try #require(rows.lastIndex { $0.contains(/↓ [0-9]+ more/) })
    #expect(bottom > size.height / 2)
    #expect(!rows.contains { $0.contains(/↑ [0-9]/) }, "nothing is above")
    for _ in 0..<40 { script.press(Key(.down)) }
    rows = script.rows(width: size.width, height: size.height)
    #expect(rows.contains { $0.contains(/↑ [0-9]/) }, "\(rows)")
  }

  // MARK: The palette in a narrow window

  @Test(arguments: [40, 60, 71])
  func aNarrowPaletteSaysWhyBelowTheRows(_ width: Int) throws {
    var script = Script()
    script.restDoesNotMatter()
    script.press(.control("p"))
    script.type("regenerate")
    let rows = script.rows(width: width, height: 24)
    let row = try #require(rows.firstIndex { $0.contains("▌ Regenerate") })
    #expect(!rows[row].contains("no messages") && !rows[row].hasSuffix("r│"))
    #expect(rows.dropFirst(row + 1).contains { $0.contains("(no messages yet)") })
  }

  // MARK: Completions next to the thinking pane

  @Test func completionsLeaveTheThinkingPaneAlone() throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    script.press(.control("o"))
    let before = script.rows(width: 120, height: 40)
    let divider = try #require(before.compactMap { $0.firstIndex(of: "┬") }.first)
    let column = before[1].distance(from: before[1].startIndex, to: divider)
    script.type("/")
    let after = script.rows(width: 120, height: 40)
    let bottom = try #require(after.firstIndex { $0.contains("└") })
    #expect(after[bottom + 1].contains("┴") && !after[bottom + 1].contains("┘"))
    for (one, other) in zip(before, after).prefix(bottom + 1).dropFirst() {
      #expect(one.dropFirst(column) == other.dropFirst(column))
    }
  }

  @Test func theKeysAfterAPrefixEndTheThinkingPane() throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    script.press(.control("o"))
    _ = script.rows(width: 120, height: 40)
    script.press(.control("x"))
    let rows = script.rows(width: 120, height: 40)
    let rule = try #require(rows.firstIndex { $0.contains("Ctrl-X …") })
    #expect(rows[rule].contains("┴"))
    #expect(!rows.dropFirst(rule + 1).contains { $0.contains("┴") })
    #expect(rows[rule + 1].contains("Most used"))
  }

  // MARK: Help and the form

  @Test(arguments: [40, 80, 120])
  func aFilteredHelpPageSaysWhatTheSecondKeyIs(_ width: Int) {
    var script = Script()
    script.press(Key(.function(1)))
    script.type("fork")
    let rows = script.rows(width: width, height: 24)
    #expect(rows[0].hasPrefix(" › fork"))
    #expect(rows.prefix(2).joined().contains("second column: Ctrl-X, then the key"))
    #expect(rows.contains { $0.contains("F          k  Fork from here") })
  }

  /// A key that only works after Ctrl-X is shown with Ctrl-X, and the title does not mention second
  /// keys.
  @Test(arguments: [40, 80, 120])
  func aFilteredHelpPageWithoutSecondKeysDoesNotSpeakOfThem(_ width: Int) {
    var script = Script()
    script.press(Key(.function(1)))
    script.type("queue")
    let rows = script.rows(width: width, height: 24)
    #expect(rows.contains { $0.contains("Ctrl-X 9      Discard queue") })
    #expect(!rows.prefix(2).joined().contains("second column"))
  }

  @Test(arguments: [80, 120])
  func theRangeStaysWhileAValueIsTyped(_ width: Int) throws {
    var script = Script()
    script.restDoesNotMatter()
    try script.openForm(at: "temperature")
    script.press(.enter)
    script.type("5")
    let rows = script.rows(width: width, height: 24)
    let row = try #require(rows.first { $0.contains("▌ temperature") })
    #expect(row.contains("5") && row.contains("0 – 2"))
    #expect(rows.contains { $0.contains("! temperature must be") })
  }

  // MARK: A command that needs a choice

  @Test func aThemeIsAskedForInAList() {
    var script = Script()
    script.restDoesNotMatter()
    script.state.preferences.themes = ["dark", "light"]
    script.type("/theme")
    script.press(.enter)
    let palette = script.state.pages.last as? PalettePage
    #expect(palette?.asked?.row.command == .setTheme)
    #expect(palette?.asked?.candidates.map(\.text).contains("light") == true)
    #expect(script.state.notice == nil && script.state.composer.isEmpty)
  }
}
