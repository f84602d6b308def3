@testable import Markdown
import Screen
import Testing

@Suite struct LayoutTests {
  @Test(arguments: [
    ("a\nb", ["a", "b"]),
    ("a  \nb\\\nc", ["a", "b", "c"]),
    ("a<br>b <BR/> c<br />\nd", ["a", "b ", "c", "d"]),
    ("# A\n\ntext", ["A", "", "text"]),
    ("- a\n- b", ["• a", "• b"]),
    ("- a\n\n- b\n- c", ["• a", "", "• b", "• c"]),
    ("- a\n  - b\n    - c\n      - d", ["• a", "  ◦ b", "    ▪ c", "      ▪ d"]),
    ("9. a\n10. b", [" 9. a", "10. b"]),
    ("- [x] a\n- [ ] b", ["[x] a", "[ ] b"]),
    ("- a\n* b", ["• a", "", "• b"]),
    ("> a\n>\n> > b", ["│ a", "│", "│ │ b"]),
    ("***", ["────────────────────────"]),
    ("[t](http://e.example)", ["t (http://e.example)"]),
    ("<http://e.example/>", ["http://e.example/"]),
    ("![alt](a.png)", ["[image: alt] (a.png)"]),
    ("![](a.png)", ["[image: a.png]"]),
    ("[![](a.png)](b)", ["[image: a.png] (b)"]),
    ("&copy; &#65; &unknown;", ["© A &unknown;"]),
    ("<b>x</b>\n\n<div>\nx\n</div>", ["<b>x</b>", "", "<div>", "x", "</div>"]),
    ("<p>\n  some words that go on\n", ["<p>", "  some words that go on"]),
    ("<p>\n  some more words that go on\n", ["<p>", "  some more words that", "go on"]),
    ("```swift\nlet a\n```", ["  swift ", "  let a"]),
    ("    a\n\n    b", ["  ", "  a", "", "  b"]),
    ("[^1] x\n\n[^1]: y", ["[^1] x", "", "[^1]: y"]),
    ("[^1]: y\n[^2]: z\nmore", ["[^1]: y", "[^2]: z", "more"]),
    ("a[^1]\n[^1]: y\n[^b]: z\n\n[^c]: w", ["a[^1]", "", "[^1]: y", "[^b]: z", "", "[^c]: w"]),
    ("- a\n  [^1]: y\n  [^2]: z", ["• a", "  [^1]: y", "  [^2]: z"]),
    ("1~2 and 3~4 ~x~", ["1~2 and 3~4 ~x~"]),
    ("~a `~b~` ~~c~~ [~](~d)", ["~a ~b~ ~~c~~ ~ (~d)"]),
    ("http://e.e/~a ~b", ["http://e.e/~a ~b"]),
    ("```\n~x~\n```", ["  ", "  ~x~"]),
    ("a\u{1B}[2J&#x1B;", ["a␛[2J␛"]),
    ("It costs $5, not $6.", ["It costs $5, not $6."]),
  ])
  func rowsShowTheDocument(source: String, rows: [String]) {
    #expect(MarkdownStream.texts(of: source, width: 24) == rows)
  }

  @Test func longCodeIsWrappedAtTheWidth() {
    #expect(
      MarkdownStream.texts(of: "```\nabc defghijkl中x\n```", width: 12) == [
        "  ", "  abc defgh", "  ijkl中x",
      ])
  }

  @Test func codeThatContinuesALineIsIndentedFurther() {
    #expect(
      MarkdownStream.texts(of: "```\n  if abcdef { ghijklmnopqrstu }\n```", width: 24) == [
        "  ", "    if abcdef { ", "      ghijklmnopqrstu }",
      ])
  }

  @Test func keysThatCopyACodeBlockAreInItsTitle() {
    var stream = MarkdownStream(copyKey: "y")
    stream.append("```swift\nlet a\n```\n\n```\nb\n```")
    stream.finish()
    stream.layout(width: 24)
    let rows = (0..<stream.blockCount).flatMap { stream.rows(ofBlock: $0) }
    #expect(
      rows.map(\.text) == [
        "  swift              1y", "  let a", "", "                     2y", "  b",
      ])
    #expect(rows.map(\.isLabel) == [true, false, false, true, false])
    #expect(rows.map { $0.surface == nil } == [false, false, true, false, false])
  }

  /// The painter may draw the filler as a rule, so the filler must not touch the name or the keys.
  @Test func theTitleOfACodeBlockHasFillerAroundItsWords() {
    var stream = MarkdownStream(copyKey: "y")
    stream.append("```swift\nlet a\n```\n\n```\nb\n```")
    stream.finish()
    stream.layout(width: 24)
    let titles = (0..<stream.blockCount).flatMap { stream.rows(ofBlock: $0) }.filter(\.isLabel)
    let marked = titles.map { title in
      title.spans.map { span in
        span.style.written == .filler ? span.text.replacing(" ", with: "─") : span.text
      }.joined()
    }
    #expect(marked == ["─ swift ──────────── 1y", "──────────────────── 2y"])
  }

  @Test func textHasAHangingIndentAfterItsMarker() {
    #expect(
      MarkdownStream.texts(of: "10. one two three four", width: 17) == [
        "10. one two three", "    four",
      ])
  }

  @Test func tableColumnsAreAligned() {
    let source = "| n | 名 | p |\n|:--|:-:|--:|\n| 3 | a | yes |\n| 40 | 中文中 | n |\n"
    #expect(
      MarkdownStream.texts(of: source, width: 40) == [
        "n      名       p",
        "──   ──────   ───",
        "3      a      yes",
        "40   中文中     n",
      ])
  }

  @Test(arguments: [
    ("|--|--|", ["a   b", "─   ─", "1   2"]),
    ("|-|-|", ["a   b", "─   ─", "1   2"]),
    ("-|-", ["a   b", "─   ─", "1   2"]),
    (" :-: | -: ", ["a   b", "─   ─", "1   2"]),
    ("|--|", ["a   b", "─   ─", "1   2"]),
    ("|:|-|", ["| a | b |", "|:|-|", "| 1 | 2 |"]),
    ("|- -|-|", ["| a | b |", "|- -|-|", "| 1 | 2 |"]),
  ])
  func oneDashIsEnoughForAColumn(underline: String, rows: [String]) {
    #expect(MarkdownStream.texts(of: "| a | b |\n\(underline)\n| 1 | 2 |\n") == rows)
  }

  @Test func otherUnderlinesAreUnchanged() {
    #expect(
      MarkdownStream.texts(of: "a\nb\n|-|\n\n```\na\n|-|\n```") == [
        "a", "b", "|-|", "", "  ", "  a", "  |-|",
      ])
    #expect(MarkdownHTML.html("# h\n| a |\n|-|\n| 1 |").contains("<td>1</td>"))
  }

  @Test func lineEndsAreKept() {
    #expect(
      MarkdownStream.texts(of: "1 High Street\n*Bath*\nBA1 1AA\n\nA. one\nB. [two\nmore](/x)") == [
        "1 High Street", "Bath", "BA1 1AA", "", "A. one", "B. two", "more (/x)",
      ])
    #expect(
      MarkdownStream.texts(of: "- a\n  b\nc\n  > d\n  > e\n\nf\ng\n===") == [
        "• a", "  b", "  c", "  │ d", "  │ e", "", "f", "g",
      ])
    #expect(
      MarkdownStream.texts(of: "long enough to wrap\nhere\n一二三四五六七八九十\n一", width: 12) == [
        "long enough", "to wrap", "here", "一二三四五六", "七八九十", "一",
      ])
  }

  @Test func lineEndAfterABreakOrFormulaAddsNoEmptyLine() {
    #expect(
      MarkdownStream.texts(of: "a<br>\nb  \nc\\\nd\n$$x$$\ne\n\\[y\\]  \nf<br><br>g") == [
        "a", "b", "c", "d", "  x", "e", "  y", "f", "", "g",
      ])
  }

  @Test func joinedChineseLinesHaveNoSpaceBetween() {
    #expect(MarkdownStream.texts(of: "`一行\n二行` `a\nb` `中\na`") == ["一行二行 a b 中 a"])
    let table = "| 甲<br>乙 | a<br>b | c | d | e |\n|---|---|---|---|---|\n| 一<br>二 | c |\n"
    #expect(MarkdownStream.texts(of: table, width: 8).prefix(2) == ["甲乙: 一", "二"])
  }

  /// Long paragraphs are read in parts. This one is longer than a whole chain of parts.
  @Test(arguments: [" ", ""]) func lineEndsAreKeptInLongParagraphs(_ end: String) {
    let lines = (0..<6000).map { "Line \($0) of it\(end)" }
    let kept = lines.map { $0.hasSuffix(" ") ? String($0.dropLast()) : $0 }
    let source = lines.joined(separator: "\n")
    #expect(MarkdownStream.texts(of: source) == kept)
    var stream = MarkdownStream()
    stream.append(source)
    stream.finish()
    stream.layout(width: 60)
    #expect(stream.plainText == kept.joined(separator: "\n") + "\n")
  }

  @Test func wordsOfLongLinesStaySeparateInPlainText() {
    for text in ["some words ", "一直没有空格的文字。"] {
      let source = String(repeating: text, count: 3000) + "end"
      var stream = MarkdownStream()
      stream.append(source)
      stream.finish()
      stream.layout(width: 60)
      #expect(stream.plainText == source + "\n")
    }
  }

  @Test func escapedBarInTableCodeIsABar() {
    let table = """
      | command | does |
      |---|---|
      | `grep -E 'foo\\|bar'` | `a\\|b\\|c` and \\| |
      | $P(A\\|B)$ | `\\n` |

      `a\\|b`
      """
    #expect(
      MarkdownStream.texts(of: table) == [
        "command             does", "─────────────────   ───────────",
        "grep -E 'foo|bar'   a|b|c and |", "P(A|B)              \\n", "", "a\\|b",
      ])
  }

  @Test func tableShrinksItsWidestColumn() {
    let source = "| a | b |\n|---|---|\n| key | some words that wrap |\n| k2 | x |\n"
    #expect(
      MarkdownStream.texts(of: source, width: 20) == [
        "a     b",
        "───   ──────────────",
        "key   some words",
        "      that wrap",
        "",
        "k2    x",
      ])
  }

  /// Words stay whole if another column has room to spare.
  @Test func tableWordsAreNotCut() {
    let source = """
      | Feature | Swift | Rust | Go | Python | Notes |
      |---|---|---|---|---|---|
      | Memory | ARC | ownership | GC | GC | varies by implementation and runtime |
      | Price | $1,234.56 | $2,345.67 | 3,456 | 4,567 | 1234567890 |
      """
    for width in [59, 60, 70, 80] {
      let rows = MarkdownStream.texts(of: source, width: width)
      let text = rows.joined(separator: "\n")
      for word in ["ownership", "$1,234.56", "1234567890", "runtime", "Feature", "Python"] {
        #expect(text.contains(word), "\(word) at \(width)")
      }
      #expect(text.contains("───"))
    }
    let rule = MarkdownStream.rows(of: source, width: 60)[1]
    #expect(rule.width == 60)
    let list = MarkdownStream.texts(of: source, width: 50)
    #expect(list.contains("Rust: ownership"))
  }

  @Test func tableWithTooManyColumnsBecomesLines() {
    let source = "| head | two |\n|---|---|\n| a | bbbbbbbb |\n| c | d |\n"
    #expect(
      MarkdownStream.texts(of: source, width: 9) == [
        "head: a", "two:", "  bbbbbbb", "  b", "", "head: c", "two: d",
      ])
  }

  @Test func breakInACellStartsANewLine() {
    let source = "| a | b |\n|---|---|\n| 1 | x<br>y<br/>**z** |\n| 2 | w |\n"
    #expect(
      MarkdownStream.texts(of: source) == [
        "a   b", "─   ─", "1   x", "    y", "    z", "", "2   w",
      ])
    #expect(
      MarkdownStream.texts(of: "| head | two |\n|-|-|\n| a | bbbbbbbb<br>c |", width: 9) == [
        "head: a", "two:", "  bbbbbbb", "  b", "  c",
      ])
    #expect(MarkdownHTML.html(source).contains("<td>x<br>\ny<br>\n<strong>z</strong></td>"))
    #expect(MarkdownHTML.html("a <b title='*x*'>") == "<p>a &lt;b title=&#39;*x*&#39;&gt;</p>\n")
  }

  @Test func emphasisAndRoles() {
    let line = MarkdownStream.rows(of: "a *b* **c** ~~d~~ `e` [f](g)")[0]
    #expect(
      line.spans == [
        StyledSpan("a ", .text), StyledSpan("b", Style(.text, .italic)), StyledSpan(" ", .text),
        StyledSpan("c", Style(.text, .bold)), StyledSpan(" ~~", .text),
        StyledSpan("d", Style(.text, .strikethrough)), StyledSpan("~~ ", .text),
        StyledSpan("e", Style(.code)), StyledSpan(" ", .text), StyledSpan("f", Style(.link)),
        StyledSpan(" (g)", Style.secondary.foreign),
      ])
  }

  @Test func onlyTwoTildesStrikeThrough() {
    let spans = MarkdownStream.rows(of: "每天1~2次，~~没~~持续3~4周 ~x~")[0].spans
    #expect(
      spans == [
        StyledSpan("每天1~2次，~~", .text), StyledSpan("没", Style(.text, .strikethrough)),
        StyledSpan("~~持续3~4周 ~x~", .text),
      ])
    #expect(MarkdownHTML.html("1~2, 3~4 ~~x~~") == "<p>1~2, 3~4 <del>x</del></p>\n")
  }

  @Test(arguments: [
    ("**“引号”**后", ["“引号”"]),
    ("说**“引号”**后", ["“引号”"]),
    ("**注意：**Swift和**要点。**后", ["注意：", "要点。"]),
    ("中**foo()**的**`x`**中", ["foo()", "x"]),
    ("完。**重点**，**（括）**。**“引”**", ["重点", "（括）", "“引”"]),
    ("中 **“引”** 中", ["“引”"]),
    ("前\\**“引”**", []),
    ("2 * 3，* 中", []),
    ("a**“b”**c", []),
  ])
  func emphasisNextToWidePunctuation(source: String, strong: [String]) {
    let rows = MarkdownStream.rows(of: source)
    let bold = rows.flatMap(\.spans).filter { $0.style.emphasis.contains(.bold) }
    #expect(bold.map(\.text) == strong)
    #expect(strong.isEmpty || !rows[0].text.contains("*"))
  }

  @Test func headingLevelsLookDifferent() {
    let styles = ["# a", "## a", "### a"].map { MarkdownStream.rows(of: $0)[0].spans[0].style }
    #expect(
      styles == [
        Style(.heading, [.bold, .underline]), Style(.heading, .bold),
        Style(.heading, [.bold, .italic]),
      ])
  }

  @Test func reasoningHasOneRole() {
    let rows = MarkdownStream.rows(of: "# a\n\n> b\n\nc **d**", dimmed: true)
    let roles = Set(rows.flatMap(\.spans).map(\.style.role))
    #expect(roles == [.reasoning, .rule])
  }

  @Test func embeddedImagesAreOnlyNamed() {
    let data = String(repeating: "A", count: 5000)
    let rows = MarkdownStream.texts(of: "![x](data:image/png;base64,\(data))", width: 80)
    #expect(rows == ["[image: x] (data:image/png;base64, 5022 bytes)"])
  }
}
