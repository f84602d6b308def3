@testable import Markdown
import Screen
import TestKit
import Testing

/// Markdown for output that can only be appended to.
@Suite struct PrinterTests {
  private func lines(of parts: [String], width: Int) -> [StyledLine] {
    var printer = MarkdownPrinter()
    return parts.flatMap { printer.append($0, width: width) } + printer.finish(width: width)
  }

  /// Cuts text at random places between scalars.
  private func parts(of text: String, longest: Int, _ generator: inout SplitMix64) -> [String] {
    var parts: [String] = []
    var scalars = Array(text.unicodeScalars)[...]
    while !scalars.isEmpty {
      var part = String.UnicodeScalarView()
      part.append(contentsOf: scalars.prefix(1 + Int(generator.next() % UInt64(longest))))
      scalars = scalars.dropFirst(part.count)
      parts.append(String(part))
    }
    return parts
  }

  @Test(arguments: Corpus.documents)
  func everyCutGivesTheSameText(document: String) {
    for width in [9, 24, 60] { check(document, width: width, longest: [1, 3, 17, 200]) }
  }

  @Test(arguments: Corpus.longParagraphs) func longParagraphsComeWhole(document: String) {
    check(document, width: 60, longest: [200, 1000])
  }

  @Test func noiseComesWhole() {
    var generator = SplitMix64(state: 12)
    for _ in 0..<200 {
      check(Corpus.noise(&generator, pieces: 40), width: 20, longest: [1, 5])
    }
  }

  private func check(_ document: String, width: Int, longest: [Int]) {
    // A link is still unknown when the rows before its definition are released.
    guard !document.contains("]:") else { return }
    var generator = SplitMix64(state: 11)
    let whole = words(lines(of: [document], width: width))
    for longest in longest {
      let parts = parts(of: document, longest: longest, &generator)
      let words = words(lines(of: parts, width: width))
      #expect(words == whole, "\(document.debugDescription), width \(width), \(longest)")
    }
  }

  /// Ignores spaces, because a list is indented further once its numbers reach 10.
  private func words(_ lines: [StyledLine]) -> [Substring] {
    lines.flatMap { $0.text.split(separator: " ") }
  }

  /// The printed rows are the screen's rows, except for the labels. A list marker in front of a
  /// label moves to the row below it.
  @Test(arguments: Corpus.documents) func theTextIsThatOfTheScreen(document: String) {
    var rows: [StyledLine] = []
    var label: StyledLine?
    for row in MarkdownStream.rows(of: document, width: 1000) {
      if row.isLabel {
        label = row
      } else {
        rows.append(label.map { row.decorated(as: $0) } ?? row)
        label = nil
      }
    }
    #expect(lines(of: [document], width: 1000).map(\.text) == rows.map(\.text))
  }

  @Test(arguments: [
    ("1. ```sh\n   a\n   b\n   ```\n", ["1.   a", "     b"]),
    ("- ```\n  x\n  ```\n- y\n", ["•   x", "• y"]),
    ("- - ```py\n    y\n    ```\n", ["• ◦   y"]),
    ("> - ```c\n>   int z;\n>   ```\n", ["│ •   int z;"]),
    ("- ```\n  ```\n- next\n", ["•", "• next"]),
    ("> ```c\n> a\n> ```\n", ["│   a"]),
  ])
  func codeKeepsTheMarkerOfItsItem(document: String, rows: [String]) {
    for parts in [[document], document.map(String.init)] {
      let texts = lines(of: parts, width: 40).map { line in
        var text = line.text
        while text.last == " " { text.removeLast() }
        return text
      }
      #expect(texts.filter { !$0.isEmpty } == rows)
    }
  }

  @Test func paragraphsComeRowByRow() {
    var printer = MarkdownPrinter()
    #expect(printer.append("one two thr", width: 10).isEmpty)
    #expect(printer.append("ee four five s", width: 10).map(\.text) == ["one two", "three four"])
    #expect(
      printer.append("ix seven eight nine\n\n", width: 10).map(\.text)
        == ["five six", "seven", "eight nine"])
  }

  /// Marks disappear once their closing marks arrive, so more words may then fit into the row
  /// above.
  @Test func openMarksAreAwaited() {
    var printer = MarkdownPrinter()
    #expect(printer.append("one two **a b c d e f g h i j k", width: 10).isEmpty)
    #expect(
      printer.append("** l m n o p", width: 10).map(\.text)
        == ["one two a", "b c d e f", "g h i j k"])
    #expect(printer.finish(width: 10).map(\.text) == ["l m n o p"])
  }

  @Test func codeComesLineByLineAndIsNotWrapped() {
    var printer = MarkdownPrinter()
    let long = "let a = \"" + String(repeating: "x", count: 40) + "\""
    #expect(printer.append("```swift\n\(long)\nlet b", width: 20).map(\.text) == ["  " + long])
    #expect(printer.append(" = 2\n```\n", width: 20).map(\.text) == ["  let b = 2"])
    #expect(printer.finish(width: 20).isEmpty)
  }

  @Test func tablesComeAsAWhole() {
    var printer = MarkdownPrinter()
    #expect(printer.append("| a | b |\n|---|---|\n| 1 | 2 |\n", width: 40).isEmpty)
    #expect(printer.append("| longer | 3 |\n\n", width: 40).isEmpty)
    let rows = printer.append("Then text.\n\n", width: 40).map(\.text)
    #expect(rows.count == 6)
    #expect(rows.first?.hasPrefix("a       ") == true)
  }

  @Test func aNewWidthAppliesFromTheNextBlockOn() {
    var printer = MarkdownPrinter()
    #expect(printer.append("one two three four ", width: 10).map(\.text) == ["one two"])
    #expect(
      printer.append("five\n\nsix seven eight\n\n", width: 30).map(\.text)
        == ["three four", "five", "", "six seven eight"])
  }
}
