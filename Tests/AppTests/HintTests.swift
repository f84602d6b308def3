import Chat
import Foundation
import Screen
import Testing

@testable import App

/// The hint line shows whole words at every width.
@Suite struct HintTests {
  private let widths = [20, 40, 52, 60, 78, 80, 99, 100, 110, 140, 200]

  private static let pages: [(name: String, keys: [Key])] = [
    ("list", [Key(.function(2))]), ("search", [.control("r")]), ("help", [Key(.function(1))]),
    ("parameters", [Key(.function(4))]), ("palette", [.control("p")]),
    ("picker", [Key(.function(3))]),
  ]

  /// The hints of an overlay are in the bottom border of its box.
  private func hints(_ script: inout Script, width: Int) throws -> String {
    let rows = script.rows(width: width, height: 24)
    guard script.state.pages.last?.isOverlay == true else {
      // The mark at the right end says how much of a page has been shown so far.
      return try #require(rows.last?.split(separator: "more below").first).trimmingCharacters(
        in: .whitespaces)
    }
    return rows[21].trimmingCharacters(in: ["└", "─", "┘", " "])
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
      // At least two columns separate the text on the right.
      #expect(DisplayWidth.of(line) < width)
    }
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
      HintLine.Hint("Enter opens", 0), HintLine.Hint("n new", 2), HintLine.Hint("Esc back", 1),
    ]
    #expect(HintLine.text(hints, columns: 28) == "Enter opens  n new  Esc back")
    #expect(HintLine.text(hints, columns: 27) == "Enter opens  Esc back")
    #expect(HintLine.text(hints, columns: 20) == "Enter opens")
    #expect(HintLine.text(hints, columns: 10) == "")
  }

  @Test(arguments: [20, 30, 40, 60, 80, 100, 140])
  func statusLineKeepsTheHelpHint(_ width: Int) throws {
    var script = try Script.answered()
    let line = try #require(script.rows(width: width, height: 24).last)
    #expect(line.hasSuffix("F1 help"))
    script.press(.control("x"))
    #expect(script.rows(width: width, height: 24).contains { $0.contains("Ctrl-X …") })
  }
}
