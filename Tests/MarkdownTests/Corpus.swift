@testable import Markdown
import Screen
import TestKit

/// Documents with every kind of block, in all combinations.
enum Corpus {
  static let documents = [
    "",
    "\u{FEFF}plain",
    "One paragraph\nof two lines.\r\n\r\nAnother one.\rlone return",
    "# One\n## Two ##\ntext\n### Three\n#no heading\n\nSetext\n===\nOther\n---\n",
    "a\n***\nb\n- - -\n___\n",
    "- one\n- two\n\n- three\n* other list\n+ third\n",
    "1. a\n2. b\n\n   more of b\n3. c\n10) x\n11) y\n",
    "8. a\n9. b\n10. c\n11. d\n\nend",
    "- a\n  - b\n    - c\n      1. d\n   - e\nlazy\n\n  back in a\n\nout",
    "- [x] done\n- [ ] open\n-\n-\n\n\n  not in it\n",
    "1. step\n   ```sh\n   make\n\n   make test\n   ```\n2. next\n```\nouter\n",
    "> quote\n> more\nlazy\n\n> again\n> > nested\n> - item\n>   ```\n>   x\n> out\n",
    "```swift\nlet a = \"x\" // c\n\n/* b\n*/ func f() {}\n```\nafter\n~~~~ py\n~~~\n# x\n~~~~\n",
    "```\nopen fence\n  with lines",
    "  ```js\n    x\n y\n  ```\n\n    indented\n\n    more\nout",
    "| a | b |\n|---|--:|\n| 1 | 中文 |\n| `x` | **y** |\nafter\n\nno | table\n",
    "| a | b |\n|-|:-:|\n| 1 | 2 |\n\n- c | d\n  -|-\n  3 | 4\n",
    "text with `code`, *em*, **strong**, ~~gone~~, [link](http://e.example \"t\"), <http://a.example>.",
    "hard  \nbreak\\\nagain ![img](a.png) &amp; &#x1b; &unknown; \u{202E}x",
    "[a] and [b][a] and [c]\n\n[a]: http://a.example\n[c]: <http://c.example> 'title'\n\n[a] after",
    "[^1] note\n\n[^1]: http://note.example\n",
    "Claim.[^1]\n[^1]: Source\n  more\n[^2]: http://b.example\n\n> q\n[^3]: x\n- a\n  [^4]: y\n  [^5]: z\n",
    "1~2, ~~3~4~~ `~` ~ http://e.example/~a ~5 [~a](~b)\n\n~~~\n~\n~~~\n",
    "说**“引号”**后，**注意：**Swift\n* 项**（一）**的 `中**“x”**` [**“a”**后](b)\n",
    "a<br>b<br/>\nc\n\n| a | b |\n|---|---|\n| x<br>y | z |\n",
    "<div>\n```\nnot code\n\n</div>\n\n<!-- c\n\nd -->\n<b>x</b>\n<x-y>\nz\n\n<script>\n\n</script>\n",
    "Inline \\(x^2\\), $y_1$, $5 and $6.\n\n$$\na\n+ b\n- c\n$$\n\\[ \\frac{a}{b} \\]\ntail\n",
    "\\[\n\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}\n= x\n\\]\n",
    "emoji 👩‍👩‍👧‍👦 flag 🇨🇭 中文，全角。 e\u{301}\n- 中文\n- 👍🏽\n",
    "term\n2. not a list\n1. a list\n",
    "a\n\n\n\n\nb\n\t\n \n\tcode\n",
    "- a\n\n      code in item\n\n  text\n-     code first\n",
    "* a\n  > q\n  > w\n* b\n  | x | y |\n  |---|---|\n  | 1 | 2 |\n",
  ]

  /// Paragraphs of several parts, with and without spaces.
  static let longParagraphs = [
    String(repeating: "Some words that go on and on. ", count: 600) + "\n- item\n",
    String(repeating: "line by line\n", count: 900) + "===\nend",
    String(repeating: "没有空格的长段落，", count: 800) + "完。\n\nnext",
  ]

  /// Returns random text made of characters with a meaning in Markdown.
  static func noise(_ generator: inout SplitMix64, pieces: Int) -> String {
    let words = [
      "a", "word", "中", "😀", " ", "  ", "    ", "\t", "\n", "\n", "\n\n", "\r\n", "\r", "#", "# ",
      "- ", "* ", "1. ", "2) ", "10. ", "> ", ">", "`", "```", "```\n", "~~~\n", "$", "$$", "\\",
      "\\[",
      "\\]", "\\(", "\\)", "|", "|---|\n", "|-|:-:|\n", "| a | b |\n", "[", "]", "[a]", "[a]: x\n",
      "(", ")",
      "!", "<",
      ">", "<div>\n", "<b>", "&amp;", "&#0;", "*", "**", "。", "”", "_", "~~", "~", "===\n", "---\n",
      "\u{0}",
      "\u{1B}",
      "\u{200D}", "\u{301}", "^", "{", "}", "\\frac", "-", "+ ", "[x] ", "  - ", "   1. ",
    ]
    return (0..<pieces).map { _ in words[Int(generator.next() % UInt64(words.count))] }.joined()
  }
}

extension MarkdownStream {
  /// Returns all rows of text that arrives in one piece.
  static func rows(of text: String, width: Int = 60, dimmed: Bool = false) -> [StyledLine] {
    var stream = MarkdownStream(dimmed: dimmed)
    stream.append(text)
    stream.finish()
    stream.layout(width: width)
    return stream.rows
  }

  static func texts(of text: String, width: Int = 60) -> [String] {
    rows(of: text, width: width).map(\.text)
  }

  /// Returns all rows of the last layout, laying them out if necessary.
  mutating func allRows() -> [StyledLine] {
    (0..<blockCount).flatMap { rows(ofBlock: $0) }
  }

  /// All rows of the last layout. Reading them does not change the stream.
  var rows: [StyledLine] {
    var copy = self
    return copy.allRows()
  }
}
