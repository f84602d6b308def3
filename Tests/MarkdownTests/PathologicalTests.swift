import Foundation
import Screen
import Testing

@testable import Markdown

/// Extreme texts that nobody writes. Each of these tests would run for minutes or forever if work
/// were repeated at every character.
@Suite struct PathologicalTests {
  private static func text(_ pattern: String, bytes: Int = 40_000) -> String {
    String(repeating: pattern, count: max(1, bytes / pattern.utf8.count))
  }

  /// Lays out a screenful of rows at the end.
  private func show(_ stream: inout MarkdownStream) -> [StyledLine] {
    stream.layout(width: 80)
    var rows: [StyledLine] = []
    var block = stream.blockCount
    while block > 0, rows.count < 40 {
      block -= 1
      rows = stream.rows(ofBlock: block) + rows
    }
    return rows
  }

  private func showWhole(_ text: String) -> [StyledLine] {
    var stream = MarkdownStream()
    stream.append(text)
    stream.finish()
    return show(&stream)
  }

  private func showStreamed(_ text: String) -> [StyledLine] {
    var stream = MarkdownStream()
    var rest = text.unicodeScalars[...]
    while !rest.isEmpty {
      stream.append(String(String.UnicodeScalarView(rest.prefix(4096))))
      rest = rest.dropFirst(4096)
      _ = show(&stream)
    }
    stream.finish()
    return show(&stream)
  }

  @Test(arguments: [
    ">", "> ", "- ", "1. ", "*", "_", "[", "]", "`", "<", "|", "&", "(", "\\", "$", "~", "#", "=",
    "-",
    "- - ", " ", "\t", "![", "](", "<!--", "<a ", "[a]", "**a", "`a", "a@b.c ", "\u{301}",
    "\u{200D}",
    "|a", "<?", "\n>", "<!-- a --> b",
  ])
  func oneMarkOverAndOver(_ mark: String) {
    let text = Self.text(mark)
    let rows = showWhole(text)
    #expect(!rows.isEmpty || mark.contains(where: \.isWhitespace))
    #expect(rows.allSatisfy { $0.width <= 80 })
  }

  /// Browsers nest at most 512 elements.
  @Test(arguments: [
    String(repeating: ">", count: 200_000) + " end", String(repeating: "> ", count: 50_000) + "end",
    String(repeating: "- ", count: 50_000) + "end", String(repeating: "1. ", count: 50_000) + "end",
    (0..<400).map { String(repeating: "  ", count: $0) + "- end" }.joined(separator: "\n"),
    String(repeating: "**a *b ", count: 5000) + String(repeating: "c* d**", count: 5000) + "end",
  ])
  func pagesAreNotNestedDeeply(_ source: String) {
    let html = MarkdownHTML.html(source)
    var (depth, deepest) = (0, 0)
    for tag in html.split(separator: "<").dropFirst(html.hasPrefix("<") ? 0 : 1) {
      if tag.hasPrefix("br>") { continue }
      depth += tag.hasPrefix("/") ? -1 : 1
      deepest = max(deepest, depth)
    }
    #expect(depth == 0)
    #expect(deepest <= 2 * MarkdownHTML.deepestNesting + 10)
    #expect(html.contains("end"))
    #expect(source.contains("*") || html.contains(MarkdownHTML.nestingMark))
  }

  @Test func ordinaryNestingIsUnchanged() {
    let html = MarkdownHTML.html(
      (0..<40).map { String(repeating: "  ", count: $0) + "- x" }
        .joined(separator: "\n"))
    #expect(!html.contains(MarkdownHTML.nestingMark))
    #expect(html.components(separatedBy: "<ul>").count == 41)
  }

  @Test(arguments: [">", "- ", "- - ", "|a", "\u{301}", "<!-- a --> b"])
  func oneMarkRepeatedWhileStreaming(_ mark: String) {
    let text = Self.text(mark)
    #expect(showStreamed(text) == showWhole(text))
  }

  @Test func lineOfQuoteMarksWhileStreaming() {
    #expect(!showStreamed(Self.text(">", bytes: 200_000)).isEmpty)
  }

  @Test func markersNestedTooDeeplyAreText() {
    func rows(_ text: String) -> [String] { MarkdownStream.texts(of: text, width: 200) }
    let quote = Self.text(">", bytes: 40)
    let quoted = String(repeating: "│ ", count: 32) + ">>>>>>>>"
    #expect(rows(quote + "a\n" + quote + "b") == [quoted + "a", quoted + "b"])
    let list = rows(Self.text("- ", bytes: 80) + "a")
    #expect(list.count == 1 && list[0].hasSuffix("▪ - - - - - - - - a"))
    let numbers = rows(Self.text("1. ", bytes: 120) + "a")
    #expect(numbers == [String(repeating: "1. ", count: 40) + "a"])
  }

  @Test func characterWithEndlessMarksIsCut() {
    let text = "a" + Self.text("\u{301}", bytes: 500_000)
    let rows = showWhole(text)
    #expect(rows.count < 200)
    #expect(rows.allSatisfy { $0.text.unicodeScalars.count < 40 * 80 })
    #expect(Sanitizer.sanitize(text) == "a" + String(repeating: "\u{301}", count: 31) + "\u{FFFD}")
    #expect(Sanitizer.sanitize("e\u{301}👨‍👩‍👧‍👦") == "e\u{301}👨‍👩‍👧‍👦")
  }

  @Test(arguments: ["=", " ", "|a"])
  func longTableLineWhileStreaming(_ pattern: String) {
    let text = "a | b\n--- | ---\n" + Self.text(pattern, bytes: 300_000)
    #expect(!showStreamed(text).isEmpty)
  }

  @Test func tableWithTooManyColumnsIsText() {
    for columns in [129, 10_000] {
      let source =
        ["a", "-", ""].map { Self.text("|" + $0, bytes: columns * ($0.isEmpty ? 1 : 2)) }
        .joined(separator: "|\n") + "|\n" + Self.text("|\n", bytes: 20_000)
      #expect(!showStreamed(source).contains { $0.text.contains("─") })
      #expect(!MarkdownHTML.html(source).contains("<td>"))
    }
  }

  @Test func thousandsOfDefinitions() {
    let source = (0..<1_000).map { "[l\($0)]: http://x/\($0)\n\nsee [l\($0)]\n\n" }.joined()
    #expect(showStreamed(source).last?.text == "see l999 (http://x/999)")
  }
}
