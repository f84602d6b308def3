import Screen
import Testing

@testable import App

/// Long texts, shown as typed and laid out in blocks.
@Suite struct PlainBlocksTests {
  @Test(arguments: [
    String(repeating: "量子纠缠", count: 1500),
    String(repeating: "some words and ", count: 900) + "end",
    (1...900).map { "line \($0)" }.joined(separator: "\n"),
    String(repeating: "x", count: 9000) + "\ny",
    "short",
  ])
  func lineContinuesAcrossBlocks(_ text: String) throws {
    let blocks = PlainBlocks(text)
    let rows = (0..<blocks.count).flatMap { blocks.rows(ofBlock: $0, width: 30) }
    #expect(JoinedRows(rows).text == text)
    #expect(SelectedText.of(rows, from: 0, to: .max) == text)
  }
}
