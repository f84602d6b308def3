@testable import Markdown
import Testing

@Suite struct BlockBoundaryTests {
  /// Returns one letter per line for the block that begins there: `p`aragraph, `s`ingle line,
  /// `c`ode, `h`tml, `e`mpty item. The letter is upper case if the block also ends there. Other
  /// lines are `.`, or `!` if they end their block.
  private func verdicts(of text: String) -> String {
    var boundary = BlockBoundary()
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let verdict = boundary.read(Array(line.utf8)[...])
      let letter =
        switch verdict.opening?.start {
        case .paragraph: "p"
        case .singleLine: "s"
        case .code: "c"
        case .html: "h"
        case .emptyItem: "e"
        case nil: verdict.closes ? "!" : "."
        }
      return verdict.closes ? letter.uppercased() : letter
    }.joined()
  }

  @Test(arguments: [
    ("a\nb\n\nc", "p.!p"),
    ("# a\nb\n---\nc", "Sp!p"),
    ("a\n***\nb", "pSp"),
    ("```\na\n\n# b\n```\nc", "c...!p"),
    ("- a\n- b\n\n- c\n\nd", "pp!p!p"),
    ("- a\nlazy\n  b\n1. c", "p..p"),
    ("- ```\n  a\nb\n\nc", "c.p!p"),
    ("> a\nb\n\n> c", "p.!p"),
    ("> ```\nb", "cp"),
    ("a | b\n---|---\n|---|---|\n1 | 2\n\nc", "p...!p"),
    ("a\n- b\n2. c", "ppp"),
    ("a\n2. b\n-\n", "p.!!"),
    ("-\n\n  a\n- b", "E!pp"),
    ("    a\n\n    b\nc", "c..p"),
    ("<div>\n```\n\nb", "h.!p"),
    ("<!-- a\n\nb -->\nc", "h.!p"),
    ("<b>\n\na\n<b>", "h!p."),
    ("$$\n- a\n# b\n$$\nc", "p...."),
    ("a\n===\nb\n===", "p!p!"),
    ("> a\n>\n> - b\n>   c\n>\n>   d", "p!p.!p"),
  ])
  func linesBeginAndEndBlocks(text: String, expected: String) {
    #expect(verdicts(of: text) == expected)
  }
}
