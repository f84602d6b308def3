import Screen
import Testing

@testable import App

/// Long plain text, laid out in blocks.
@Suite struct PlainBlocksTests {
  @Test(arguments: [
    String(repeating: "量子纠缠", count: 1500),
    String(repeating: "some words and ", count: 900) + "end",
    (1...900).map { "line \($0)" }.joined(separator: "\n"),
    String(repeating: "x", count: 9000) + "\ny",
    "short",
  ])
  func lineContinuesAcrossBlocks(_ text: String) throws {
    var blocks = PlainBlocks(text)
    let rows = (0..<blocks.count).flatMap { blocks.rows(ofBlock: $0, width: 30) }
    #expect(JoinedRows(rows).text == text)
    #expect(SelectedText.of(rows, from: 0, to: .max) == text)
  }

  /// Rows are cached for one width at a time, and all are dropped when there are too many.
  @Test func keptRowsAreThoseOfTheWidth() {
    let text = (1...2000).map { "line \($0) of a text" }.joined(separator: "\n")
    var kept = PlainBlocks(text)
    for width in [30, 9, 30, 9] {
      var fresh = PlainBlocks(text)
      let rows = (0..<fresh.count).map { fresh.rows(ofBlock: $0, width: width) }
      for _ in 0..<2 {
        #expect((0..<kept.count).map { kept.rows(ofBlock: $0, width: width) } == rows)
      }
    }
  }
}
