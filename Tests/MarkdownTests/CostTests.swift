@testable import Markdown
import Screen
import TestKit
import Testing

/// How much is laid out, counted in blocks; `Benchmarks` measures time.
@Suite struct CostTests {
  static let openings: [(opening: String, pattern: String)] = [
    ("", "A paragraph of *some* words.\n\n"),
    ("", "Words that go on in one paragraph. "),
    ("", "一直没有空格的文字。"),
    ("", "abcdefghijklmnopqrstuvwxyz"),
    ("```swift\n", "let a = 1 // c\n"),
    ("```js\n", "var a=1;"),
    ("| a | b |\n|---|---|\n", "| some | words |\n"),
    ("", "- item\n"),
    ("", "> quote\n>\n> more\n>\n"),
    ("1. item\n\n", "   text in it\n\n"),
    ("- a\n", "  - b\n    - c\n"),
    ("<div>\n", "<p>text</p>\n"),
    ("$$\n", "x^2 + 1\n"),
    ("$$", "x^2 + 1"),
    ("# ", "heading without end "),
  ]

  /// Lays out a screenful of rows from the last blocks.
  private func show(_ stream: inout MarkdownStream, width: Int = 60) {
    stream.layout(width: width)
    var rows = 0
    var block = stream.blockCount
    while block > 0, rows < 40 {
      block -= 1
      rows += stream.rows(ofBlock: block).count
    }
  }

  @Test(arguments: openings)
  func tokenLaysOutOnlyTheOpenBlock(opening: String, pattern: String) {
    var stream = MarkdownStream()
    stream.append(opening + String(repeating: pattern, count: 300_000 / pattern.utf8.count))
    show(&stream)
    let longest = stream.tail.map(\.text.count).max() ?? 0
    #expect(longest <= 4 * Piece.longest + 100, "the open end is short")
    for character in pattern.prefix(12) {
      let before = stream.layoutCount
      stream.append(String(character))
      show(&stream)
      #expect(stream.layoutCount - before <= 45)
    }
  }

  @Test(arguments: openings)
  func newWidthLaysOutOnlyVisibleBlocks(opening: String, pattern: String) {
    var stream = MarkdownStream()
    stream.append(opening + String(repeating: pattern, count: 300_000 / pattern.utf8.count))
    stream.finish()
    show(&stream)
    let before = stream.layoutCount
    show(&stream, width: 43)
    #expect(stream.layoutCount - before <= 60, "of \(stream.blockCount) blocks")
  }

  @Test func unusedRowsAreDropped() {
    var stream = MarkdownStream()
    stream.append(String(repeating: "- item\n", count: 20_000))
    stream.layout(width: 40)
    for block in 0..<stream.blockCount { _ = stream.rows(ofBlock: block) }
    #expect(stream.keptRowCount <= MarkdownStream.mostKeptRows)
  }

  @Test func codeBlocksAreFoundByBlockIndex() {
    var stream = MarkdownStream()
    stream.append("a\n\n```swift\nb\n```\n\n- c\n\n      d\n\n> ```\n> e")
    stream.layout(width: 40)
    let rows = stream.codeBlockIndexes.map { stream.rows(ofBlock: $0).map(\.text) }
    #expect(rows.map { $0.contains { $0.contains("b") } } == [true, false, false])
    #expect(rows.count == 3)
    #expect(rows[1].contains { $0.contains("d") })
    #expect(rows[2].contains("│   e"))
  }
}

@Suite struct WholeTextTests {
  /// Characters that combine must do so however the text is cut.
  @Test(arguments: [
    "e\u{301}a", "👩\u{200D}👩\u{200D}👧", "🇨🇭🇩🇪", "👍\u{1F3FD}", "\u{1112}\u{1161}\u{11AB}",
    "#\u{FE0F}\u{20E3}",
    "क\u{94D}षि", "a\u{200D}", "\u{301}x",
  ])
  func charactersAreNeverSplit(character: String) {
    let shapes = [
      character, "- \(character)\n- \(character)", "**\(character)**\(character)",
      "```\n\(character)\n\(character)", "| \(character) |\n|---|\n| \(character) |",
      "> \(character)\n\(character)", String(repeating: character, count: 1500),
      "x " + String(repeating: "ab " + character, count: 700),
    ]
    for shape in shapes {
      let whole = MarkdownStream.rows(of: shape, width: 30)
      var stream = MarkdownStream()
      var isFirst = true
      for scalar in shape.unicodeScalars {
        stream.append(String(scalar))
        // Long texts are laid out only at the start and the end.
        if isFirst || shape.utf8.count < 200 { stream.layout(width: 30) }
        isFirst = false
        if shape.utf8.count < 200 { _ = stream.allRows() }
      }
      stream.finish()
      stream.layout(width: 30)
      #expect(stream.allRows() == whole)
    }
  }

  @Test(arguments: [
    "[^1]: http://x.example", "[^1]: a note\n[^2]: http://x.example",
    "[a]: http://a.example\n[^1]: http://b",
    "> [^1]: http://x", "- [^1]: http://x", "Text[^1] and [^1].\n\n[^1]: http://x.example 'title'",
  ])
  func footnotesAreShownAsWritten(source: String) {
    let text = MarkdownStream.texts(of: source).joined(separator: "\n")
    let notes = source.split(separator: "\n").filter { $0.contains("[^") }
    for note in notes {
      #expect(text.contains(note.drop { "> -".contains($0) }), "\(text)")
    }
  }

  @Test func everyCellAppearsAtEveryWidth() {
    var generator = SplitMix64(state: 21)
    let words = [
      "a", "cell", "with", "words", "中文", "`code`", "longerwordthanmost", "👍🏽", "1,234.5",
    ]
    for columns in [1, 2, 3, 10] {
      func cells() -> [String] {
        (0..<columns).map { _ in
          (0..<Int(generator.next() % 4)).map { _ in
            words[Int(generator.next() % UInt64(words.count))]
          }.joined(separator: " ")
        }
      }
      let all = (0..<6).map { _ in cells() }
      func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
      let source =
        line(all[0]) + line(all[0].map { _ in "---" }) + all.dropFirst().map(line).joined()
      for width in 8...100 {
        let rows = MarkdownStream.rows(of: source, width: width)
        #expect(rows.allSatisfy { $0.width <= width })
        let text = rows.map { $0.text.filter { $0 != " " } }.joined()
        let letters = text.filter { $0 != "─" && $0 != ":" }
        let wanted = all.joined().joined().filter { $0 != " " && $0 != "`" }
        // The texts of cells that wrap next to each other are interleaved, so only letters are counted.
        #expect(Self.counts(letters, of: wanted), "width \(width): \(rows.map(\.text))")
      }
    }
  }

  /// Returns whether every character occurs at least as often in `text` as in `wanted`.
  private static func counts(_ text: String, of wanted: String) -> Bool {
    let there = Dictionary(text.map { ($0, 1) }, uniquingKeysWith: +)
    return Dictionary(wanted.map { ($0, 1) }, uniquingKeysWith: +)
      .allSatisfy { there[$0.key, default: 0] >= $0.value }
  }

  @Test(arguments: ["swift", "js", "python", "html", "json", "diff", "sh", "none"])
  func longLinesOfCodeAreHarmless(language: String) {
    for line in ["var a=function(b){return \"c\"+b};", "\"", "/*", "<a ", "'\\", "((("] {
      let source = "```\(language)\n" + String(repeating: line, count: 200_000 / line.utf8.count)
      var stream = MarkdownStream()
      stream.append(source)
      stream.layout(width: 60)
      #expect(stream.tail.allSatisfy { $0.text.count <= 4 * Piece.longest + 100 })
      #expect(!stream.rows(ofBlock: stream.blockCount - 1).isEmpty)
      #expect(stream.codeBlocks[0].source == source.dropFirst(4 + language.utf8.count) + "\n")
    }
  }
}
