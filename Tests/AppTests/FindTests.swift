import Chat
import Foundation
import Screen
import TestKit
import Testing

@testable import App

@Suite struct FindTests {
  /// Returns an answer of sixty numbered paragraphs. Every tenth contains the search word.
  private func script(
    reasoning: String = "Where is the needle? Here."
  ) throws -> Script {
    let lines = (1...60).map { $0 % 10 == 0 ? "line \($0) Needle" : "line \($0)" }
    var script = try Script.answered(
      content: lines.joined(separator: "\n\n"), reasoning: reasoning)
    script.state.panes.reasoningSetting = .open
    _ = script.rows(width: 80, height: 24)
    return script
  }

  private func find(_ script: inout Script, _ query: String) {
    script.press(.tab, .character("/"))
    script.type(query)
    script.press(.enter)
  }

  /// Every highlighted match is counted.
  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func everyMarkIsCounted(_ width: Int, _ height: Int) throws {
    var script = try Script.answered(
      content: "The needle and `needle`.\n\n| needle | b |\n|---|---|\n| c | needle |",
      reasoning: "Where is the needle? A needle.")
    script.state.panes.reasoningSetting = .open
    script.press(.control("o"))
    _ = script.rows(width: width, height: height)
    find(&script, "needle")
    let grid = script.draw(width: width, height: height)
    let marks = (0..<height).reduce(0) { count, y in
      let row = grid.row(y).map { $0.style.isMatch || $0.style.role == .selection }
      return count + zip([false] + row, row).count { !$0 && $1 }
    }
    #expect(marks <= script.state.find?.tally.total ?? 0)
    #expect(script.state.find?.tally.total == 6)
  }

  /// If the thinking is next to the conversation, a search of it alone is shown below it, with its
  /// mark for more text.
  @Test(arguments: [(100, 24), (120, 40)])
  func aSearchOfTheThinkingIsShownBelowIt(_ width: Int, _ height: Int) throws {
    let thinking = (1...60).map { "needle \($0)" }.joined(separator: "\n\n")
    var script = try script(reasoning: thinking)
    _ = script.rows(width: width, height: height)
    script.press(.tab, .tab, .character("g"), .character("/"))
    script.type("needle")
    let rule = script.rows(width: width, height: height)[height - 3]
    let pane = try #require(script.state.panes.areas.reasoning)
    #expect(rule.dropFirst(pane.x).hasPrefix("/ needle "))
    #expect(rule.hasSuffix(" 1/60 ─ ↓ more ─"), "\(rule)")
    #expect(!rule.prefix(pane.x).contains("/"))
  }

  private func visibleHits(_ script: inout Script) -> [String] {
    script.rows(width: 80, height: 24).filter { $0.contains("Needle") }
  }

  /// Hidden thinking would move the text, so typing a query does not show it.
  @Test func hiddenThinkingIsShownOnlyIfNoTextMatches() throws {
    var script = try script(reasoning: "Where is the needle? Under the haystack.")
    script.press(.control("o"))
    _ = script.rows(width: 80, height: 24)
    #expect(script.state.panes.areas.reasoning == nil)
    script.press(.tab, .character("g"), .character("/"))
    script.type("needle")
    _ = script.rows(width: 80, height: 24)
    #expect(script.state.find?.isHitInReasoning == false)
    #expect(script.state.panes.areas.reasoning == nil)
    script.type("s")
    #expect(script.state.find?.hit == nil)
    script.press(.escape, .character("/"))
    script.type("haystack")
    #expect(script.state.find?.isHitInReasoning == true)
  }

  @Test func thinkingInViewIsSearchedBeforeItsAnswer() throws {
    var script = try script()
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
    // Scroll so that the hit's first row is the last visible row.
    let last = script.state.transcript.moved(
      first.row, by: 1 - script.state.transcript.height, script.state.conversation)
    script.state.transcript.show(at: last, script.state.conversation)
    #expect(matchRows(&script) == ["量"])
    script.state.find?.take(nil)
    script.press(.character("n"))
    #expect(script.state.find?.hit == first && matchRows(&script) == ["量", "子纠缠"])
    // Scroll so that the hit's first row is above the visible rows.
    script.state.transcript.show(at: first.row, script.state.conversation)
    script.press(.character("j"))
    #expect(matchRows(&script) == ["子纠缠"])
  }

  private func matchRows(_ script: inout Script) -> [String] {
    let grid = script.draw(width: 80, height: 24)
    return (0..<24).compactMap { y in
      let cells = grid.row(y).filter { $0.style.isMatch && $0.width > 0 }
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
    #expect(script.state.notice == nil)
    #expect(findLine(&script).hasSuffix("no matches"))
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
    #expect(script.state.find?.hit?.row.row == 0)
    #expect(script.state.notice == nil)
  }

  @Test func keysWhileTyping() throws {
    var script = try script()
    script.press(.tab, .character("/"), .character("n"), .character("x"), Key(.backspace))
    #expect(script.state.find?.query == "n")
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.contains { $0.hasPrefix(" / n ") })
    #expect(rows.contains { $0.hasPrefix(" FIND  Enter keep  ↑ earlier  Esc cancel") })
    script.press(Key(.backspace), Key(.backspace))
    #expect(script.state.find == nil)
    // An empty query ends the search, so the keys type text again.
    script.press(.character("n"))
    #expect(script.state.composer.text == "n")
  }

  /// Returns the search line up to the mark for text below.
  private func findLine(_ script: inout Script) -> String {
    let row = script.rows(width: 80, height: 24).first { $0.hasPrefix(" / ") } ?? ""
    return row.components(separatedBy: " ─ ↓")[0]
  }

  @Test(arguments: [(80, 24), (120, 40), (40, 10)])
  func openingASearchMovesNothing(_ width: Int, _ height: Int) throws {
    var script = try script(reasoning: "Let me look.")
    script.press(.tab, .character("g"))
    script.type("/")
    script.press(.escape)
    let before = script.rows(width: width, height: height)
    script.press(.character("/"))
    let after = script.rows(width: width, height: height)
    let changed = zip(before, after).enumerated().filter { $1.0 != $1.1 }.map(\.offset)
    // Only the rule and the status line change.
    #expect(changed.count <= 2 && changed.allSatisfy { $0 >= height - 3 }, "\(changed)")
  }

  @Test func followsTheQueryAsItIsTyped() throws {
    var script = try script(reasoning: "Let me look.")
    script.press(.tab, .character("g"))
    let before = script.rows(width: 80, height: 24)[2..<15]
    script.press(.character("/"))
    script.type("line 5")
    #expect(findLine(&script).hasSuffix(" 1/11"))
    #expect(script.rows(width: 80, height: 24).contains(" line 5"))
    script.type("5")
    #expect(findLine(&script).hasSuffix(" 1/1"))
    #expect(script.rows(width: 80, height: 24).contains(" line 55"))
    // A shorter query starts again from where the reader was.
    script.press(Key(.backspace), Key(.backspace))
    #expect(findLine(&script).hasSuffix(" 1/60"))
    script.type("x")
    #expect(findLine(&script).hasSuffix(" no matches"))
    #expect(script.rows(width: 80, height: 24)[2..<15] == before)
    script.press(.control("u"))
    script.type("line 60")
    #expect(script.rows(width: 80, height: 24).contains(" line 60 Needle"))
    script.press(.escape)
    #expect(script.state.find == nil)
    #expect(script.rows(width: 80, height: 24)[2..<15] == before)
  }

  @Test func everyMatchInARowCounts() throws {
    var script = try Script.answered(content: "ab ab ab\n\nab", reasoning: "ab")
    script.state.panes.reasoningSetting = .folded
    _ = script.rows(width: 80, height: 24)
    script.press(.tab, .character("g"), Key(.backTab))
    find(&script, "ab")
    script.press(.character("g"))
    var seen = [findLine(&script).suffix(3)]
    for _ in 0..<5 {
      script.press(.character("n"))
      seen.append(findLine(&script).suffix(3))
    }
    #expect(Set(seen) == ["1/5", "2/5", "3/5", "4/5", "5/5"])
    #expect(seen.first == seen.last)
    script.press(.character("N"))
    #expect(findLine(&script).suffix(3) == seen[4])
    let grid = script.draw(width: 80, height: 24)
    let hits = (0..<24).flatMap { grid.row($0) }.filter {
      $0.style.role == .currentMatch && $0.style.emphasis.contains(.underline)
    }
    #expect(hits.count == 2)
  }

  @Test func longConversationIsCountedLittleByLittle() throws {
    var script = Script()
    let text = String(repeating: "word and another line of text\n\n", count: 2000)
    for _ in 0..<3 {
      let request = try script.ask("question")
      script.play(
        .streamed(request, .received(AnswerDelta(content: text, chunks: 1))),
        .streamed(request, .ended(StreamEnd(outcome: .complete, finishReason: .stop))))
    }
    _ = script.rows(width: 80, height: 24)
    script.press(.control("x"), .character("f"))
    script.type("word")
    #expect(script.state.find?.tally.isComplete == false)
    #expect(findLine(&script).hasSuffix("…"))
    for _ in 0..<10 where script.state.find?.tally.isComplete == false {
      script.play(.timerFired(.countMatches))
    }
    #expect(findLine(&script).hasSuffix("/6000"))
    script.press(.enter, .character("N"))
    #expect(script.state.find?.tally.number != nil)
    script.restDoesNotMatter()
  }

  @Test func countFollowsAGrowingAnswer() throws {
    var script = try Script.answered(content: "ab", reasoning: "")
    let request = try script.ask("more")
    _ = script.rows(width: 80, height: 24)
    script.press(.control("x"), .character("f"))
    script.type("ab")
    #expect(findLine(&script).hasSuffix("/1"))
    script.play(.streamed(request, .received(AnswerDelta(content: "ab ab", chunks: 1))))
    #expect(findLine(&script).hasSuffix("/1…"))
    script.play(.timerFired(.countMatches))
    #expect(findLine(&script).hasSuffix("/3"))
    script.restDoesNotMatter()
  }

  /// A match that was in view anyway keeps its place, too. Cancelling follows the answer again.
  @Test(arguments: [false, true])
  func textThatArrivesDoesNotMoveAMatchOutOfView(_ isInReasoning: Bool) throws {
    var script = Script()
    script.restDoesNotMatter()
    script.state.panes.reasoningSetting = .open
    let request = try script.ask("hello")
    func arrive(_ numbers: ClosedRange<Int>) {
      let lines = numbers.map { "line \($0)\n\n" }.joined()
      let delta =
        isInReasoning
        ? AnswerDelta(reasoning: lines, chunks: 1) : AnswerDelta(content: lines, chunks: 1)
      script.play(.streamed(request, .received(delta)))
    }
    func isShown(_ text: String) -> Bool {
      script.rows(width: 80, height: 24).contains { $0.hasSuffix(text) }
    }
    arrive(1...60)
    #expect(isShown("line 58"))
    script.press(.tab)
    if isInReasoning { script.press(.tab) }
    script.press(.character("/"))
    script.type("line 58")
    arrive(61...120)
    #expect(isShown("line 58") && !isShown("line 120"))
    script.press(.enter)
    arrive(121...180)
    #expect(isShown("line 58") && script.state.find?.hit != nil)
    script.press(.escape, .character("/"))
    script.type("line 57")
    script.press(.escape)
    #expect(isShown("line 58"))
  }

  /// The status line says what Esc does next.
  @Test func theHintForEscapeSaysThatItStopsTheAnswer() throws {
    var script = try script()
    _ = try script.ask("more")
    func wayOut() -> String {
      let line = script.rows(width: 120, height: 24).last ?? ""
      return line.contains("Esc stop") ? "stop" : line.contains("Esc back") ? "back" : ""
    }
    script.press(.tab)
    #expect(wayOut() == "stop")
    script.press(.character("/"))
    script.type("line")
    script.press(.enter)
    #expect(wayOut() == "back")
    script.press(.escape)
    #expect(wayOut() == "stop")
    script.press(.escape)
    #expect(wayOut() == "back" && script.state.stream == nil)
  }

  @Test func queriesOfBeforeComeBack() throws {
    var script = try script()
    find(&script, "needle")
    script.press(.escape, .character("/"), .enter)
    #expect(script.state.find?.query == "needle" && script.state.find?.hit != nil)
    script.press(.character("/"))
    script.type("line 20")
    script.press(.enter, .character("/"), Key(.up), Key(.up))
    #expect(script.state.find?.query == "needle")
    script.press(Key(.down), Key(.down))
    #expect(script.state.find?.query.isEmpty == true)
  }

  @Test func pasteGoesIntoTheQuery() throws {
    var script = try script()
    script.press(.tab, .character("/"))
    script.play(.pasted("line\n60"))
    #expect(script.state.find?.query == "line 60")
    #expect(script.state.composer.isEmpty)
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
    #expect(top(&script).hasPrefix("▌▌ question 3 "))
    script.press(.character("}"))
    #expect(top(&script).hasPrefix("▌qwen3-32b"))
    script.press(.character("}"))
    #expect(top(&script).hasPrefix("▌▌ question 4 "))
    script.press(.character(")"))
    #expect(script.state.transcript.isFollowing)
    for _ in 0..<5 { script.press(.character("(")) }
    #expect(top(&script).hasPrefix("▌▌ question 1 "))
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
