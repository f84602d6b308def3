@testable import Markdown
import Testing

@Suite struct BlockBoundaryTests {
  /// Each line with what begins at it: `b`lock, `f`ence, `i`tem, `r`est; upper case when the block
  /// also ends there; `.` for lines inside, `!` for one that ends its block.
  private func verdicts(of text: String) -> String {
    var boundary = BlockBoundary()
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let verdict = boundary.read(Array(line.utf8)[...])
      let letter =
        switch verdict.start {
        case .block: "b"
        case .fence: "f"
        case .item: "i"
        case .paragraphRest: "r"
        case nil: verdict.closes ? "!" : "."
        }
      return verdict.closes ? letter.uppercased() : letter
    }.joined()
  }

  @Test(arguments: [
    ("a\nb\n\nc", "b.!b"),
    ("# a\nb\n---\nc", "Bb!b"),
    ("a\n***\nb", "bBb"),
    ("```\na\n\n# b\n```\nc", "f...!b"),
    ("- a\n- b\n\n- c\n\nd", "ii.i.b"),
    ("- a\nlazy\n  b\n1. c", "i..i"),
    ("- ```\n  a\nb\n\nc", "i.b!b"),
    ("> a\nb\n\n> c", "b.!b"),
    ("> ```\nb", "bb"),
    ("a | b\n---|---\n|---|---|\n1 | 2\n\nc", "b...!b"),
    ("a\n- b\n2. c", "bii"),
    ("a\n2. b\n-\n", "b.!!"),
    ("    a\n\n    b\nc", "b..b"),
    ("<div>\n```\n\nb", "b.!b"),
    ("<!-- a\n\nb -->\nc", "b.!b"),
    ("<b>\n\na\n<b>", "b!b."),
    ("$$\n- a\n# b\n$$\nc", "b...."),
    ("a\n===\nb\n===", "b!b!"),
  ])
  func linesBeginAndEndBlocks(text: String, expected: String) {
    #expect(verdicts(of: text) == expected)
  }
}
