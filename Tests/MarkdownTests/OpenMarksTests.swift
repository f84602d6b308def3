@testable import Markdown
import Screen
import TestKit
import Testing

@Suite struct OpenMarksTests {
  @Test(arguments: [
    ("**This answer is", "**This answer is**"),
    ("**bold ", "**bold** "),
    ("**bold** and", "**bold** and"),
    ("**bold*", "**bold**"),
    ("***both", "***both***"),
    ("***both** one", "***both** one*"),
    ("**bold *and slanted", "**bold *and slanted***"),
    ("a **", "a "),
    ("**", ""),
    ("a (**", "a ("),
    ("_slanted", "_slanted_"),
    ("snake_case and a_", "snake_case and a_"),
    ("2 * 3 *", "2 * 3 "),
    ("a*b", "a*b"),
    ("~~gone", "~~gone~~"),
    ("about ~20", "about ~20"),
    ("call `print(x", "call `print(x`"),
    ("call ``a ` b", "call ``a ` b``"),
    ("call `", "call "),
    ("**call `f", "**call `f`**"),
    ("`**` and **b", "`**` and **b**"),
    (#"\*not \**b"#, #"\*not \**b*"#),
    ("这是**粗体", "这是**粗体**"),
    ("这是**粗体**后", "这是**粗体**后"),
    ("**“引号”**后", "**“引号”**后"),
    ("first\n**second\n", "first\n**second**\n"),
    ("", ""),
  ])
  func marksAtTheEndAreClosed(_ text: String, _ closed: String) {
    #expect(String(decoding: OpenMarks.closed(Array(text.utf8)), as: UTF8.self) == closed)
  }

  @Test(arguments: [
    ("**This answer is", "This answer is", Style(.text, .bold)),
    ("- **First", "First", Style(.text, .bold)),
    ("> run `make", "make", Style(.code)),
  ])
  func growingTextHasItsStyleAtOnce(_ text: String, _ word: String, _ style: Style) {
    var stream = MarkdownStream(closesOpenMarks: true)
    stream.append(text)
    stream.layout(width: 40)
    let spans = stream.allRows().flatMap(\.spans)
    #expect(spans.contains(StyledSpan(word, style)))
    stream.finish()
    stream.layout(width: 40)
    #expect(stream.allRows() == MarkdownStream.rows(of: text, width: 40))
  }

  @Test(arguments: Corpus.documents)
  func theWholeTextIsTheSame(document: String) {
    var stream = MarkdownStream(closesOpenMarks: true)
    for character in document {
      stream.append(String(character))
      stream.layout(width: 40)
      _ = stream.allRows()
    }
    stream.finish()
    stream.layout(width: 40)
    let whole = MarkdownStream.rows(of: document, width: 40)
    #expect(stream.allRows().map(\.text) == whole.map(\.text))
    #expect(stream.allRows() == whole)
  }

  @Test func noiseIsSafe() {
    var generator = SplitMix64(state: 11)
    let alphabet = Array("**__~~``\\a b粗“.\n".utf8) + [0xFF]
    for _ in 0..<2000 {
      let text = (0..<Int(generator.next() % 24)).map { _ in
        alphabet[Int(generator.next() % UInt64(alphabet.count))]
      }
      let kept = OpenMarks.closed(text).filter { !"*_~`".utf8.contains($0) }
      let letters = text.filter { !"*_~`".utf8.contains($0) }
      // Closing may also remove the spaces after the marks that it removes.
      #expect(letters.starts(with: kept))
    }
  }
}
