@testable import Markdown
import Screen
import TestKit
import Testing

@Suite struct StreamTests {
  /// Appends text in parts, with a layout after each.
  private func rows(of parts: [String], width: Int) -> [StyledLine] {
    var stream = MarkdownStream()
    for part in parts {
      stream.append(part)
      stream.layout(width: width)
      // Rows cached from here on must be dropped if they change.
      _ = stream.allRows()
    }
    stream.finish()
    stream.layout(width: width)
    return stream.allRows()
  }

  private func parts(of text: String, longest: Int, _ generator: inout SplitMix64) -> [String] {
    var parts: [String] = []
    var scalars = Array(text.unicodeScalars)[...]
    while !scalars.isEmpty {
      let count = 1 + Int(generator.next() % UInt64(longest))
      var part = String.UnicodeScalarView()
      part.append(contentsOf: scalars.prefix(count))
      parts.append(String(part))
      scalars = scalars.dropFirst(count)
    }
    return parts
  }

  @Test(arguments: Corpus.documents)
  func everyCutGivesTheSameRows(document: String) {
    var generator = SplitMix64(state: 7)
    for width in [7, 24, 60] {
      let whole = MarkdownStream.rows(of: document, width: width)
      for longest in [1, 2, 5, 17, 60] {
        let parts = parts(of: document, longest: longest, &generator)
        #expect(rows(of: parts, width: width) == whole, "cut in parts of at most \(longest)")
      }
    }
  }

  @Test(arguments: Corpus.longParagraphs)
  func longParagraphsAreTheSameForEveryCut(document: String) {
    var generator = SplitMix64(state: 3)
    let whole = MarkdownStream.rows(of: document, width: 50)
    for longest in [40, 700, 9000] {
      let parts = parts(of: document, longest: longest, &generator)
      #expect(rows(of: parts, width: 50) == whole)
    }
  }

  @Test func noiseIsTheSameForEveryCut() {
    for seed in 0..<400 {
      var generator = SplitMix64(state: UInt64(seed))
      let text = Corpus.noise(&generator, pieces: 60)
      let whole = MarkdownStream.rows(of: text, width: 30)
      let parts = parts(of: text, longest: 6, &generator)
      #expect(rows(of: parts, width: 30) == whole, "seed \(seed): \(text.debugDescription)")
    }
  }

  /// While text arrives, its rows match the text so far. Documents with link definitions are left
  /// out, because those may lag.
  @Test(arguments: Corpus.documents.filter { !$0.contains("]:") })
  func rowsWhileStreamingMatchTheTextSoFar(document: String) {
    var stream = MarkdownStream()
    var soFar = String.UnicodeScalarView()
    for scalar in document.unicodeScalars {
      stream.append(String(scalar))
      soFar.append(scalar)
      stream.layout(width: 30)
      let rows = stream.allRows()
      #expect(rows == MarkdownStream.rows(of: String(soFar), width: 30))
    }
  }

  @Test func rowsOfStreamedNoiseMatchTheTextSoFar() {
    for seed in 0..<40 {
      var generator = SplitMix64(state: UInt64(seed + 5000))
      let text = "10. a\n\n" + Corpus.noise(&generator, pieces: 40).replacing("]:", with: "]")
      var stream = MarkdownStream()
      var soFar = ""
      for part in parts(of: text, longest: 4, &generator) {
        stream.append(part)
        soFar.unicodeScalars.append(contentsOf: part.unicodeScalars)
        stream.layout(width: 20)
        let rows = stream.allRows()
        #expect(rows == MarkdownStream.rows(of: soFar, width: 20), "seed \(seed)")
      }
    }
  }

  @Test(arguments: Corpus.documents)
  func widthChangeGivesTheRowsForThatWidth(document: String) {
    for isFinished in [false, true] {
      var stream = MarkdownStream()
      stream.append(document)
      if isFinished { stream.finish() }
      for width in [60, 11, 33, 60] {
        stream.layout(width: width)
        let rows = stream.allRows()
        #expect(rows == MarkdownStream.rows(of: document, width: width))
      }
    }
  }

  /// Finding blocks line by line gives the same blocks as md4c on the whole text.
  @Test func blocksMatchTheWholeText() {
    for document in Corpus.documents where !document.contains("[^") {
      var stream = MarkdownStream()
      stream.append(document)
      stream.finish()
      stream.layout(width: 60)
      let blocks = MarkdownParser(base: .text).parse(Array(Self.normalized(document).utf8))
      var layout = BlockLayout(base: .text, nextCodeNumber: 1)
      // In a stream, blank rows depend on the source's lines; in md4c, on the whole list.
      let whole = layout.rows(of: blocks, width: 60)
      #expect(Self.filledRows(stream.rows) == Self.filledRows(whole))
    }
  }

  private static func filledRows(_ rows: [StyledLine]) -> [String] {
    rows.map(\.text).filter { !$0.allSatisfy(\.isWhitespace) }
  }

  private static func normalized(_ text: String) -> String {
    var scalars = text.unicodeScalars[...]
    if scalars.first == "\u{FEFF}" { scalars = scalars.dropFirst() }
    return String(String.UnicodeScalarView(scalars)).replacing("\r\n", with: "\n")
      .replacing("\r", with: "\n")
  }

  @Test func rowsAreSafeAndFitTheWidth() {
    for seed in 0..<200 {
      var generator = SplitMix64(state: UInt64(seed + 1000))
      let text = Corpus.noise(&generator, pieces: 80) + "\u{202E}"
      for width in [1, 2, 9, 40] {
        for row in MarkdownStream.rows(of: text, width: width) {
          let isSafe = row.text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{202E}" }
          #expect(isSafe, "\(row.text.debugDescription)")
          #expect(row.width <= max(2, width), "\(row.text) in \(width)")
        }
      }
    }
  }

  @Test(arguments: [">", "> ", "[", "- ", "*", "`", "![", "$$", "<", "\\[", "1. ", "(", "{", "| "])
  func deepNestingIsHarmless(mark: String) {
    let text = String(repeating: mark, count: 10_000) + "x\u{202E}"
    #expect(MarkdownStream.rows(of: text, width: 40).count > 0)
  }

  @Test func deepFormulasAreHarmless() {
    #expect(
      MarkdownStream.rows(of: "$$" + String(repeating: "\\sqrt{", count: 600) + "$$").count > 0)
  }

  @Test func randomBytesAreHarmless() {
    for seed in 0..<100 {
      var generator = SplitMix64(state: UInt64(seed))
      let bytes = (0..<300).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(MarkdownStream.rows(of: text, width: 20).count > 0)
    }
  }

  @Test func definitionAffectsEarlierBlocks() {
    var stream = MarkdownStream()
    stream.append("See [here].\n\n")
    stream.layout(width: 60)
    #expect(stream.rows.map(\.text) == ["See [here]."])
    stream.append("[here]: http://e.example\n\nEnd")
    stream.layout(width: 60)
    #expect(stream.rows.map(\.text) == ["See here (http://e.example).", "", "End"])
  }

  @Test func eachListHasItsOwnNumberWidth() {
    #expect(MarkdownStream.texts(of: "10. a\n2) b") == ["10. a", "", "2. b"])
    var stream = MarkdownStream()
    stream.append("10. a\n2) b")
    stream.layout(width: 20)
    #expect(stream.rows[2].text == "2. b")
  }

  @Test func numbersAreRealignedWhenTheListReachesTen() {
    var stream = MarkdownStream()
    for number in 1...10 {
      stream.append("\(number). x\n")
      stream.layout(width: 20)
      #expect(stream.rows[0].text == (number < 10 ? "1. x" : " 1. x"))
    }
  }

  @Test func codeBlocksAreNumberedAndKeepTheirSource() {
    var stream = MarkdownStream()
    stream.append("```swift\na\n\tb\u{1B}\n```\n- x\n  ```\n  c\n  ```\n\n  ~~~py\n  d")
    stream.layout(width: 30)
    #expect(
      stream.codeBlocks == [
        CodeBlock(number: 1, language: "swift", source: "a\n\tb\u{1B}\n"),
        CodeBlock(number: 2, language: "", source: "c\n"),
        CodeBlock(number: 3, language: "py", source: "d\n"),
      ])
  }
}
