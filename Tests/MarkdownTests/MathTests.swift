import TestKit
@testable import Markdown
import Testing

@Suite struct MathTests {
  @Test(arguments: [
    ("x^2 + y_1 \\le z", "x² + y₁ ≤ z"),
    ("\\frac{a+b}{2}", "(a + b)/2"),
    ("e^{i\\pi} = -1", "e^(iπ) = −1"),
    ("\\sum_{i=1}^{n} i^2", "∑ᵢ₌₁ⁿ i²"),
    ("\\sqrt{x+1} \\cdot \\sqrt2 \\sqrt[3]{8}", "√(x + 1)·√2 ∛8"),
    ("\\mathbb{R}^n \\to \\mathcal{L}", "ℝⁿ → ℒ"),
    ("x_{max} y_{qw}", "xₘₐₓy_(qw)"),
    ("\\text{if } x > 0", "if x > 0"),
    ("\\sin x + \\log(y)", "sin x + log(y)"),
    ("\\left( a \\right)", "(a)"),
    ("\\begin{bmatrix} a & b \\\\ c & d \\end{bmatrix}", "[a b; c d]"),
    ("90^\\circ", "90°"),
  ])
  func formulasAreReadable(latex: String, text: String) {
    #expect(Math.inline(latex) == text)
  }

  @Test(arguments: [
    ("\\frac{1}{2}x + \\frac{1}{2x}", "(1/2)x + 1/(2x)"),
    ("\\frac{a}{bc} \\cdot \\frac{ab}{c}", "a/(bc)·ab/c"),
    ("2\\frac{1}{2} \\frac{a}{b}^2", "2(1/2)(a/b)²"),
    ("\\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a}", "(−b ± √(b² − 4ac))/(2a)"),
    ("\\frac{-b}{2a} \\log \\frac1{2\\pi}", "(−b/(2a)) log 1/(2π)"),
    ("\\frac{d}{dx}f, \\frac{dy}{dx}", "d/dx f, dy/dx"),
    ("\\frac{\\partial^2 f}{\\partial x^2} \\frac{d}{dx}", "(∂²f/∂x²)(d/dx)"),
    ("\\frac{n(n+1)}{2}", "n(n + 1)/2"),
    ("\\frac{P(B \\mid A)\\,P(A)}{P(B)}", "(P(B ∣ A) P(A))/P(B)"),
    ("e^{-\\frac{x^2}{2\\sigma^2}}", "e^(−x²/(2σ²))"),
    ("\\frac{\\text{distance}}{\\text{time}}", "distance/time"),
    ("\\frac{x^n}{n!} \\frac{1}{x_{i+1}} = \\frac{a}{|b|}", "(xⁿ/n!)(1/xᵢ₊₁) = a/|b|"),
    ("\\frac{\\frac{a}{b}+1}{\\frac{c}{d}}", "(a/b + 1)/(c/d)"),
    ("\\lim_{x\\to 0} \\frac{\\sin x}{x}", "lim_(x → 0) (sin x)/x"),
    ("\\sum_{n=0}^{\\infty} \\frac{x^n}{n!}", "∑ₙ₌₀^∞ xⁿ/n!"),
    ("\\left|\\frac{a}{b}\\right| \\frac12\\,x", "|a/b|1/2 x"),
  ])
  func fractionsAreReadAsTheyAre(latex: String, text: String) {
    #expect(Math.inline(latex) == text)
  }

  @Test(arguments: [
    ("O(n \\log n), O(\\log n)", "O(n log n), O(log n)"),
    ("2\\sin x + \\sin\\theta\\cos\\phi", "2 sin x + sin θ cos φ"),
    ("\\log_2 n \\sin^2(x)", "log₂ n sin²(x)"),
    ("\\forall x \\exists y: x \\ne y", "∀x ∃y: x ≠ y"),
    ("f: X \\to Y", "f: X → Y"),
    ("a := b", "a := b"),
    ("P(A \\mid B), P(A | B)", "P(A ∣ B), P(A | B)"),
    ("\\{x \\mid x > 0\\}", "{x ∣ x > 0}"),
    ("\\not\\in, \\notin, f(x,y)", "∉, ∉, f(x,y)"),
    ("|A| = n", "|A| = n"),
    ("\\left| x \\right| + 1", "|x| + 1"),
    ("a_1, \\ldots, a_n", "a₁, …, aₙ"),
    ("\\arg\\max_\\theta \\; L", "arg max_θ L"),
    ("\\sqrt{2}x \\sqrt{2x}", "√2 x√(2x)"),
    ("a \\perp b, (-1)", "a ⊥ b, (−1)"),
    ("\\textbf{bold} \\mathit{it} \\texttt{tt}", "bold it tt"),
    ("5\\mathrm{km}\\,\\mathrm{d}x", "5 km dx"),
    ("\\text{a\\%} x'", "a%x′"),
    ("a \\\\[2pt] b", "a; b"),
  ])
  func namesAndRelationsAreSpaced(latex: String, text: String) {
    #expect(Math.inline(latex) == text)
  }

  @Test(arguments: [
    "\\unknowncommand{x}{y}", "\\overset{!}{=}", "a \\stackrel{d}{=} b", "\\color{red}{x}",
    "\\underbrace{a+b}_{n}", "\\overbrace{a}^{b}", "\\frac{a}{b", "\\begin{foo} x \\end{foo}",
    "\\begin{array}{c|c} a & b \\\\ \\hline c & d \\end{array}", "\\mathbf{x}_{\\xyz{q}}",
    "\\ce{H2O}", "{{{", "\\", "\\frac", "x^", "a}", "\\begin{cases} a", "\\text{a", "\\sqrt[2{x}",
    "\\begin{matrix} a \\end{cases}", "\\text{\\alpha}", "{a & b}", "\\!",
    String(repeating: "{", count: 60) + "x" + String(repeating: "}", count: 60),
  ])
  func unknownFormulaIsShownAsItsSource(latex: String) {
    #expect(Math.inline(latex) == latex)
    #expect(Math.display("a + \\y\n  " + latex) == ["a + \\y", latex])
  }

  @Test func matricesHaveSeveralRows() {
    #expect(
      Math.display("A = \\begin{pmatrix} 1 & 20 \\\\ 3 & 4 \\end{pmatrix}") == [
        "A = ⎛ 1  20 ⎞", "    ⎝ 3  4  ⎠",
      ])
  }

  @Test(arguments: [
    ("\\begin{aligned} a &= b \\\\ &= c \\end{aligned}", ["a = b", "  = c"]),
    ("\\begin{align*} f(x) &= 1 \\\\ &\\ge 2 \\end{align*}", ["f(x) = 1", "     ≥ 2"]),
    (
      "\\begin{aligned} x + y &= 10 & a &= 1 \\\\ 2x &= 5 & bb &= 2 \\\\ \\end{aligned}",
      ["x + y = 10    a = 1", "   2x = 5    bb = 2"]
    ),
    ("a &= b \\\\ ccc &= d", ["  a = b", "ccc = d"]),
    ("\\begin{gather} a \\\\ bcd \\end{gather}", ["a", "bcd"]),
    (
      "\\begin{aligned} A &= \\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix} \\end{aligned}",
      ["A = (1 2; 3 4)"]
    ),
  ])
  func equationsAreAligned(latex: String, rows: [String]) {
    #expect(Math.display(latex) == rows)
  }

  @Test(arguments: [
    ("a \\(x^2\\) b", ["a x² b"]),
    ("$$\na\n+ b\n- c\n$$\nafter", ["  a + b − c", "after"]),
    ("before \\[ x \\] after", ["before ", "  x", "after"]),
    ("`$x$` and \\$5$", ["$x$ and $5$"]),
    ("```\n$x^2$\n```", ["  ", "  $x^2$"]),
    ("| a |\n|---|\n| $|x|^2$ |", ["a", "────", "|x|²"]),
    ("> $$\n> x\n> $$", ["│   x"]),
    ("$$\na + \\y\n  b\n$$", ["  a + \\y", "  b"]),
    ("$HOME/$PATH and 5$ to 10$", ["$HOME/$PATH and 5$ to", "10$"]),
    ("$5 to the US$.", ["$5 to the US$."]),
    ("$n$ and $m$, $a b$", ["n and m, ab"]),
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
      var generator = SplitMix64(state: UInt64(seed))
      let latex = (0..<40).map { _ in words[Int(generator.next() % UInt64(words.count))] }.joined()
      #expect(!Math.display(latex).isEmpty)
      #expect(!Math.inline(latex).contains("\n"))
    }
  }
}
