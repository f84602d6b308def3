import Chat
import Screen
import Testing

@testable import App

/// Output with `borders = "ascii"`. Everything that the program draws is ASCII, and text is
/// unchanged.
@Suite struct PlainMarksTests {
  private static let sizes = [(110, 40), (80, 24), (40, 10), (30, 8)]

  private func expectASCII(_ script: inout Script, _ what: String) {
    for (width, height) in Self.sizes {
      let grid = script.draw(width: width, height: height)
      let rows = GridText(grid.withPlainMarks()).rows
      for row in rows where !row.utf8.allSatisfy({ $0 < 0x80 }) {
        Issue.record("\(what) at \(width)x\(height): \(row)")
      }
      #expect(rows.map { DisplayWidth.of($0) } == GridText(grid).rows.map { DisplayWidth.of($0) })
    }
  }

  @Test func everyViewIsASCII() throws {
    var welcome = Script(provider: .demo)
    expectASCII(&welcome, "welcome")
    welcome.press(.control("x"))
    expectASCII(&welcome, "twin")
    var help = Script(lacksKey: true)
    help.press(Key(.function(1)))
    expectASCII(&help, "help")
    var parameters = Script()
    parameters.press(Key(.function(4)))
    expectASCII(&parameters, "parameters")
    var answered = try Script.answered(content: Self.markdown)
    for key in [Key(.tab), .character("j"), .control("o"), .character("|"), Key(.escape)] {
      expectASCII(&answered, "answered, before \(key)")
      answered.press(key)
    }
    for text in ["/nothing\n", "/unset nothing\n", "/find four", "/copy\n"] {
      for character in text {
        answered.press(character == "\n" ? .enter : .character(character))
      }
      expectASCII(&answered, text)
      answered.press(Key(.escape))
    }
    var scrolled = try Script.answered(content: Self.markdown + Self.markdown)
    _ = scrolled.draw(width: 80, height: 24)
    scrolled.press(Key(.pageUp))
    expectASCII(&scrolled, "scrolled")
  }

  @Test func streamIsASCII() throws {
    var script = Script()
    let title =
      "A question that is so long that its title has to be cut somewhere near its end, here"
    let request = try script.ask(title)
    expectASCII(&script, "waiting")
    var delta = AnswerDelta(reasoning: "Okay.", chunks: 2, timings: Timings(firstToken: .zero))
    delta.reasoningChunks = 2
    script.play(.streamed(request, .received(delta)))
    expectASCII(&script, "thinking")
    script.press(.control("o"))
    expectASCII(&script, "thinking out of sight")
    script.play(.streamed(request, .received(AnswerDelta(content: "One", chunks: 1))))
    expectASCII(&script, "answering")
    script.play(
      .streamed(
        request, .ended(StreamEnd(outcome: .failed(.disconnected(.other("reset by peer")))))))
    expectASCII(&script, "failed")
  }

  @Test func listIsASCII() throws {
    var script = Script()
    script.press(Key(.function(2)))
    guard case .store(.loadSummaries(let request, _, after: _))? = script.takeEffects().last else {
      Issue.record("no list was asked for")
      return
    }
    var random = IDSource(seed: 7)
    let summary = ConversationSummary(
      id: ConversationID(random.uuid(at: script.state.now)),
      title: ConversationTitle.of(String(repeating: "many words ", count: 20)),
      createdAt: script.state.now, updatedAt: script.state.now, model: "a/model", messageCount: 2,
      preview: "Four of them.", hasDraft: true)
    script.play(.summariesLoaded(request, .success(ListPage([summary], hasMore: false))))
    expectASCII(&script, "list")
  }

  @Test func textsAreUnchanged() throws {
    let text = "a → b … c • d ─ e │ f “g” ≈ h · i"
    let content =
      "\(text)\n\n```\n\(text)\n```\n\n| \(text) |\n|---|\n| x |\n\n<p>\n\(text)\n</p>\n"
    var script = try Script.answered(content: content)
    let rows = GridText(script.draw(width: 80, height: 40).withPlainMarks()).rows
    #expect(rows.filter { $0.contains(text) }.count == 4)
    script.type("→ … •")
    let bottom = GridText(script.draw(width: 80, height: 40).withPlainMarks()).rows
    #expect(bottom.contains { $0.contains("→ … •") })
  }

  private static let markdown = """
    # Four of them

    > A quote

    - one
      - two
        - three

    | n | Fibonacci(n) |
    |---|---|
    | 3 | 2 |

    ---

    ```swift
    let four = 4
    ```

    $$\\begin{pmatrix} a & b \\\\ c & d \\\\ e & f \\end{pmatrix}$$

    [a link](https://example.com/somewhere) four <b>html</b>

    """
}
