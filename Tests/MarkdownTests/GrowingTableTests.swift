@testable import Markdown
import Screen
import Testing

/// A table that is still arriving.
@Suite struct GrowingTableTests {
  private func rows(_ text: String, width: Int = 40) -> [String] {
    var stream = MarkdownStream(closesOpenMarks: true)
    stream.append(text)
    stream.layout(width: width)
    return stream.allRows().map(\.text)
  }

  @Test(arguments: [
    ("| What you", ["What you", "────────"]),
    ("| What you |", ["What you", "────────"]),
    ("| What you | wh", ["What you   wh", "────────   ──"]),
    ("|a|b|\n", ["a   b", "─   ─"]),
    ("| a | b |\n|", ["a   b", "─   ─"]),
    ("| a | b |\n|-", ["a   b", "─   ─"]),
    ("| a | b |\n|:--", ["a   b", "─   ─"]),
    ("| a | b |\n|---|--", ["a   b", "─   ─"]),
    ("| a | b |\n|---|---|\n", ["a   b", "─   ─"]),
    ("a | b\n---|-", ["a   b", "─   ─"]),
    ("| a \\| b", ["a | b", "─────"]),
    ("- | a | b", ["• a   b", "  ─   ─"]),
    ("> | a", ["│ a", "│ ─"]),
    ("|", []), ("| ", []),
  ])
  func headIsATableFromItsFirstCellOn(_ text: String, _ expected: [String]) {
    #expect(rows(text) == expected)
  }

  @Test func headWithTooManyCellsIsText() {
    let head = "| " + (1...200).map(String.init).joined(separator: " | ")
    #expect(rows(head).first?.hasPrefix("| 1 | 2 | 3") == true)
  }

  @Test func cellsAreBoldBeforeTheirLastAsterisksArrive() {
    #expect(rows("| **Na") == ["Na", "──"])
    #expect(rows("| a | b |\n|---|---|\n| 1 | **tw") == ["a   b", "─   ─", "1   tw"])
  }

  private static let head = "| a | b |\n|---|---|\n| one | 2 |\n"

  /// The cell that is being written does not widen its column, but continues to the right edge.
  @Test(arguments: [
    ("| tw", ["a     b", "───   ─", "one   2", "tw"]),
    ("| twenty", ["a     b", "───   ─", "one   2", "twenty"]),
    ("| twenty | thir", ["a        b", "──────   ─", "one      2", "twenty   thir"]),
    ("| twenty | thirty |", ["a        b", "──────   ─", "one      2", "twenty   thirty"]),
    ("| twenty | thirty |\n", ["a        b", "──────   ──────", "one      2", "twenty   thirty"]),
  ])
  func columnsMoveOnlyWhenACellIsComplete(_ row: String, _ expected: [String]) {
    #expect(rows(Self.head + row) == expected)
  }

  /// A cell at the right edge wraps, and so does every cell once the columns fill the width.
  @Test func growingCellsWrap() {
    let wide = rows(Self.head + "| two | a long cell that goes on", width: 20)
    #expect(
      wide == ["a     b", "───   ─", "one   2", "", "two   a long cell", "      that goes on"])
    let full = "| a | b |\n|---|---|\n| one two three | four five six |\n| seven eight nine | t"
    #expect(!rows(full, width: 20).contains { $0.contains("…") })
  }

  /// A growing row costs little: complete parts of a long table keep their rows.
  @Test func closedPartsAreNotLaidOutAgain() {
    var stream = MarkdownStream(closesOpenMarks: true)
    stream.append(Self.head + String(repeating: "| row | row |\n", count: 400) + "| a")
    stream.layout(width: 40)
    _ = stream.allRows()
    let before = stream.layoutCount
    for _ in 0..<30 {
      stream.append("wide")
      stream.layout(width: 40)
      _ = stream.allRows()
    }
    #expect(stream.layoutCount - before == 30)
  }

  /// The first line of a supposed table becomes text if the next line shows that there is no
  /// table.
  @Test func wrongGuessBecomesText() {
    #expect(rows("|x| is positive") == ["x   is positive", "─   ───────────"])
    #expect(rows("|x| is positive\nor zero") == ["|x| is positive", "or zero"])
    #expect(rows("|x| is positive\n\n") == ["|x| is positive"])
  }

  /// The line below a paragraph may underline it or begin a list; until that is known, the paragraph
  /// does not become a heading.
  @Test(arguments: ["-", "--", "=", "==="])
  func underlineWaitsForItsEnd(_ mark: String) {
    var stream = MarkdownStream(closesOpenMarks: true)
    stream.append("Here:\n" + mark)
    stream.layout(width: 40)
    #expect(stream.allRows() == [StyledLine("Here:", .text)])
  }

  private static let documents = [
    "Text.\n\n| What you | **Thinking** | `c` |\n|:---|---:|:-:|\n| 1 | 2 | 3 |\n| four | 5 | 6 |\n\nEnd.",
    "- item\n\n  | a | b |\n  |---|---|\n  | 量子 | *x* |\n- next",
    "a | b\n--|--\n1 | 2\n", "| a |\ntext", "|||\n|-|-|\n|x|y|", "Title\n---\ntext",
  ]

  /// The number of rows never decreases, and the bars of a table's head never appear on the
  /// screen.
  @Test func nothingJumps() {
    var last = 0
    var stream = MarkdownStream(closesOpenMarks: true)
    for character in Self.documents[0] {
      stream.append(String(character))
      stream.layout(width: 40)
      let rows = stream.allRows().map(\.text)
      #expect(!rows.contains { $0.contains("|") }, "\(rows)")
      #expect(rows.count >= last)
      last = rows.count
    }
  }

  @Test(arguments: documents)
  func theWholeTextIsTheSameHoweverItIsCut(_ document: String) {
    for length in 1...7 {
      var stream = MarkdownStream(closesOpenMarks: true)
      var place = 0
      while place < document.count {
        let start = document.index(document.startIndex, offsetBy: place)
        stream.append(String(document[start...].prefix(length)))
        stream.layout(width: 30)
        _ = stream.allRows()
        place += length
      }
      stream.finish()
      stream.layout(width: 30)
      #expect(stream.allRows() == MarkdownStream.rows(of: document, width: 30))
    }
  }
}
