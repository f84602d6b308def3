import Chat
import Screen
import TestKit
import Testing

@testable import App

@Suite struct FindTests {
  /// Sixty numbered paragraphs; every tenth contains the word.
  private func script(
    reasoning: String = "Where is the needle? Here."
  ) throws -> Script {
    let lines = (1...60).map { $0 % 10 == 0 ? "line \($0) Needle" : "line \($0)" }
    var script = try Script.answered(
      content: lines.joined(separator: "\n\n"), reasoning: reasoning)
    script.state.reasoningSetting = .open
    _ = script.rows(width: 80, height: 24)
    return script
  }

  private func find(_ script: inout Script, _ query: String) {
    script.press(.tab, .character("/"))
    script.type(query)
    script.press(.enter)
  }

  private func visibleHits(_ script: inout Script) -> [String] {
    script.rows(width: 80, height: 24).filter { $0.contains("Needle") }
  }

  @Test func thinkingIsSearchedBeforeItsAnswer() throws {
    var script = try script()
    script.press(.control("o"))
    _ = script.rows(width: 80, height: 24)
    script.press(.tab, .character("g"), Key(.backTab))
    find(&script, "needle")
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("Where is the needle?") })
    #expect(script.state.find?.isHitInReasoning == true)
    script.press(.character("n"))
    #expect(visibleHits(&script) == [" line 10 Needle"])
    script.press(.character("N"))
    #expect(script.state.find?.isHitInReasoning == true)
    script.press(.character("N"))
    #expect(visibleHits(&script).contains(" line 60 Needle"))
    #expect(script.state.notice?.text == "Wrapped to the end.")
  }

  @Test func findVisitsHitsInOrderAndWrapsAround() throws {
    var script = try script(reasoning: "Let me look.")
    script.press(.tab, .character("g"), Key(.backTab))
    find(&script, "needle")
    #expect(visibleHits(&script) == [" line 10 Needle"])
    script.press(.character("n"))
    #expect(visibleHits(&script).contains(" line 20 Needle"))
    for _ in 0..<4 { script.press(.character("n")) }
    #expect(visibleHits(&script).contains(" line 60 Needle"))
    #expect(script.state.notice == nil)
    script.press(.character("n"))
    #expect(visibleHits(&script) == [" line 10 Needle"])
    #expect(script.state.notice?.text == "Wrapped to the top.")
    script.press(.character("N"))
    #expect(visibleHits(&script).contains(" line 60 Needle"))
    #expect(script.state.notice?.text == "Wrapped to the end.")
  }

  @Test func wrappedMatchIsMarkedOnBothRows() throws {
    let filler = (1...40).map { "line \($0)" }.joined(separator: "\n\n")
    let line = String(repeating: "汉", count: 38) + "量子纠缠" + String(repeating: "字", count: 20)
    var script = try Script.answered(
      content: [filler, line, filler, line].joined(separator: "\n\n"), reasoning: "")
    _ = script.rows(width: 80, height: 24)
    script.press(.tab, .character("g"), Key(.backTab))
    find(&script, "量子纠缠")
    let first = try #require(script.state.find?.hit)
    #expect(matchRows(&script) == ["量", "子纠缠"])
    script.press(.character("n"))
    #expect(try #require(script.state.find?.hit) > first)
    script.press(.character("N"))
    #expect(script.state.find?.hit == first && script.state.notice == nil)
    // Its first row is the last visible row.
    let last = script.state.transcript.moved(
      first, by: 1 - script.state.transcript.height, script.state.conversation)
    script.state.transcript.show(at: last, script.state.conversation)
    #expect(matchRows(&script) == ["量"])
    script.state.find?.hit = nil
    script.press(.character("n"))
    #expect(script.state.find?.hit == first && matchRows(&script) == ["量", "子纠缠"])
    // It is above the visible rows.
    script.state.transcript.show(at: first, script.state.conversation)
    script.press(.character("j"))
    #expect(matchRows(&script) == ["子纠缠"])
  }

  private func matchRows(_ script: inout Script) -> [String] {
    let grid = script.draw(width: 80, height: 24)
    return (0..<24).compactMap { y in
      let cells = grid.row(y).filter { $0.style.role == .match && $0.width > 0 }
      return cells.isEmpty ? nil : String(cells.map(\.character))
    }
  }

  @Test func missingTextIsReportedAndNothingMoves() throws {
    var script = try script()
    script.press(.tab)
    let before = script.rows(width: 80, height: 24)[2..<15]
    script.press(.character("/"))
    script.type("haystack")
    script.press(.enter)
    #expect(script.state.notice?.text == "No match for “haystack”.")
    script.press(.escape)
    script.state.notice = nil
    #expect(script.rows(width: 80, height: 24)[2..<15] == before)
    #expect(script.state.find == nil)
  }

  @Test func reasoningIsSearchedInItsPane() throws {
    var script = try script()
    script.press(.tab, .tab, .character("/"))
    script.type("NEEDLE")
    script.press(.enter)
    #expect(script.state.find?.hit?.row == 0)
    #expect(script.state.notice == nil)
  }

  @Test func keysWhileTyping() throws {
    var script = try script()
    script.press(.tab, .character("/"), .character("n"), .character("x"), Key(.backspace))
    #expect(script.state.find?.query == "n")
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("/n▏ · Enter find") })
    script.press(Key(.backspace), Key(.backspace))
    #expect(script.state.find == nil)
    // With nothing to find, the keys are text again.
    script.press(.character("n"))
    #expect(script.state.composer.text == "n")
  }

  @Test func escapeEndsFindBeforeStoppingAnAnswer() throws {
    var script = try script()
    _ = try script.ask("more")
    script.press(.control("x"), .character("f"))
    script.type("line")
    script.press(.enter, .escape)
    #expect(script.state.find == nil && script.state.stream != nil)
    script.press(.escape)
    #expect(script.state.stream == nil)
  }

  @Test func jumpsByMessageAndByQuestion() throws {
    var script = Script()
    for number in 1...4 {
      let request = try script.ask("question \(number)")
      let lines = (1...12).map { "answer \(number) line \($0)" }.joined(separator: "\n\n")
      script.play(
        .streamed(request, .received(AnswerDelta(content: lines, chunks: 1))),
        .streamed(request, .ended(StreamEnd(outcome: .complete, finishReason: .stop))))
    }
    func top(_ script: inout Script) -> String {
      script.rows(width: 80, height: 24).dropFirst(2).first { !$0.isEmpty } ?? ""
    }
    _ = top(&script)
    script.press(.tab, .character("("), .character("("))
    #expect(script.rows(width: 80, height: 24).contains(" question 3"))
    #expect(top(&script) == " ▸ you")
    script.press(.character("}"))
    #expect(top(&script).hasPrefix(" ▸ qwen3-32b"))
    script.press(.character("}"))
    #expect(script.rows(width: 80, height: 24).contains(" question 4"))
    script.press(.character(")"))
    #expect(script.state.transcript.isFollowing)
    for _ in 0..<5 { script.press(.character("(")) }
    #expect(top(&script) == " ▸ you")
    #expect(script.rows(width: 80, height: 24).contains(" question 1"))
  }

  @Test(arguments: [(80, 24), (40, 10)]) func marked(_ width: Int, _ height: Int) throws {
    var script = try script()
    script.press(.tab, .character("g"), Key(.backTab))
    find(&script, "needle")
    let grid = script.draw(width: width, height: height)
    if let mismatch = Snapshot.mismatch(grid, named: "found-\(width)x\(height)") {
      Issue.record("\(mismatch)")
    }
  }
}
