import Chat
import Screen
import TestKit
import Testing

@testable import App

/// The look of the page of compared answers, and its keys.
@Suite struct ComparisonScreenTests {
  private static let sizes = [(40, 10), (80, 24), (120, 40), (200, 60)]

  /// Returns a comparison in four columns: a finished answer, one in progress, one that is still
  /// thinking, and a finished one in Chinese.
  private static func coming() throws -> Script {
    var script = try Script.toCompare()
    let requests = try script.compare(
      "/compare gpt-4o openrouter:deepseek/deepseek-r1:free aimlapi:通义/千问-超长上下文-思考模型-2026")
    script.advance(by: .seconds(3))
    script.receive(
      "Let me see:\n\n| n | F(n) |\n|---|---|\n| 3 | 2 |\n| 4 | 3 |\n\n- 2 and 3\n- 5 and 13\n",
      for: requests[0])
    script.receive(
      "",
      reasoning: String(repeating: "The Fibonacci numbers below 50 are 0, 1, 1, 2. ", count: 30),
      for: requests[1])
    script.receive("小于 50 的斐波那契素数有四个：2、3、5 和 13。**下一个**是 89，已经超过 50。", for: requests[2])
    script.end(requests[2])
    script.advance(by: .seconds(2))
    script.restDoesNotMatter()
    return script
  }

  @Test(arguments: Self.sizes) func comingAnswers(_ width: Int, _ height: Int) throws {
    var script = try Self.coming()
    let grid = script.draw(width: width, height: height)
    if let mismatch = Snapshot.mismatch(grid, named: "comparing-\(width)x\(height)") {
      Issue.record("\(mismatch)")
    }
  }

  /// A notice that does not fit next to the tabs has rows of its own.
  @Test(arguments: [(40, 10), (80, 24), (120, 40)])
  func aNoticeCanBeReadAsAWhole(_ width: Int, _ height: Int) throws {
    var script = try Self.coming()
    let text = script.rows(width: width, height: height)
      .map { $0.split(separator: " ").joined(separator: " ") }.joined(separator: " ")
    #expect(text.contains("Last question sent again to gpt-4o, deepseek-r1:free and"))
    #expect(text.contains(": 3 requests."))
  }

  @Test func theMarkSaysThatThereIsMore() throws {
    var script = try Script.answered(
      content: (1...60).map { "line \($0)" }.joined(separator: "\n\n"), reasoning: "")
    script.press(.tab, .character("r"))
    let request = try #require(script.state.stream?.request)
    script.receive("short", for: request)
    script.end(request)
    script.press(.character("|"))
    _ = script.draw(width: 80, height: 24)
    #expect(script.rows(width: 80, height: 24)[1].contains(#/↓ \d+ more/#))
    script.press(.character("k"))
    script.restDoesNotMatter()
  }

  @Test(arguments: [(40, 10), (80, 24)]) func wordDiff(_ width: Int, _ height: Int) throws {
    var script = try Script.answered(
      content: "Four of them: 2, 3, 5 and 13. The next one, 89, is too large.", reasoning: "")
    script.press(.tab, .character("r"))
    let request = try #require(script.state.stream?.request)
    script.receive(
      "There are four of them: 2, 3, 5 and 13.\n\n下一个是 89。", for: request)
    script.end(request)
    script.press(.character("|"))
    _ = script.draw(width: width, height: height)
    script.press(.character("w"))
    let grid = script.draw(width: width, height: height)
    if let mismatch = Snapshot.mismatch(grid, named: "word-diff-\(width)x\(height)") {
      Issue.record("\(mismatch)")
    }
    // Both answers are from the same model, so the hint names the number of the focused one.
    let foot = try #require(script.rows(width: width, height: height).last)
    #expect(foot.contains("N previous  Enter choose 2  w columns") == (width == 80), "\(foot)")
    script.press(.escape)
    #expect(script.comparison?.diff == nil)
    script.press(.escape)
    #expect(script.state.pages.isEmpty)
  }

  /// Shows the word diff of two answers in a window of 80x24.
  private static func diff(_ old: String, _ new: String) throws -> Script {
    var script = try Script.answered(content: old, reasoning: "")
    script.press(.tab, .character("r"))
    let request = try #require(script.state.stream?.request)
    script.receive(new, for: request)
    script.end(request)
    script.press(.character("|"))
    _ = script.draw(width: 80, height: 24)
    script.press(.character("w"))
    return script
  }

  @Test func wordDiffGoesFromChangeToChange() throws {
    let lines = (1...60).map { "line \($0)" }
    let other = lines.enumerated().map { [39, 55].contains($0) ? $1 + " changed" : $1 }
    var script = try Self.diff(
      lines.joined(separator: "\n\n"), other.joined(separator: "\n\n"))
    func rows() -> [String] { script.rows(width: 80, height: 24) }
    func marked() -> String { Self.marked(script.draw(width: 80, height: 24)) }
    #expect(rows()[0].contains("qwen3-32b 1 → 2 · −0 +2 words"))
    #expect(rows()[1].contains("─ change 1/2 ─"))
    #expect(marked() == "{+changed+}")
    #expect(rows().contains { $0.contains("line 40 {+changed+}") })
    #expect(rows()[1].contains(#/↑ \d+ +↓ \d+ more/#))
    let hints = " n next change  N previous  Enter choose 2  j k scroll  w columns  Esc back"
    #expect(rows()[23].contains(hints))
    script.press(.character("n"))
    #expect(rows()[1].contains("─ change 2/2 ─"))
    #expect(marked() == "{+changed+}")
    #expect(rows()[2...].prefix(21).contains { $0.contains("line 57") })
    #expect(rows().contains { $0.contains("line 56 {+changed+}") })
    script.press(.character("N"))
    #expect(rows().contains { $0.contains("line 40 {+changed+}") })
    script.restDoesNotMatter()
  }

  /// After scrolling away from a change, `n` and `N` go on from what is in view.
  @Test func nextChangeStartsFromTheViewAfterScrolling() throws {
    let lines = (1...90).map { "line \($0)" }
    let other = lines.enumerated().map { [0, 29, 59, 89].contains($0) ? $1 + " changed" : $1 }
    var script = try Self.diff(
      lines.joined(separator: "\n\n"), other.joined(separator: "\n\n"))
    func number() -> String {
      let row = script.rows(width: 80, height: 24)[1]
      return row.firstMatch(of: #/change \d/#).map { String($0.output) } ?? ""
    }
    #expect(number() == "change 1")
    script.press(Key(.end))
    #expect(number() == "change 1")
    script.press(.character("N"))
    #expect(number() == "change 4")
    script.press(Key(.home), .character("n"))
    #expect(number() == "change 1")
    script.press(.character("j"), .character("n"))
    #expect(number() == "change 2")
    script.restDoesNotMatter()
  }

  /// Returns the text in the style of the current match.
  private static func marked(_ grid: CellGrid) -> String {
    var canvas = Canvas(size: grid.size)
    canvas.draw(grid, x: 0, y: 0)
    return (0..<grid.size.height).map { y in
      let cells = (0..<grid.size.width).map { canvas.cell(x: $0, y: y) }
      return String(cells.filter { $0.style.role == .currentMatch }.map(\.character))
    }.filter { !$0.isEmpty }.joined(separator: "|")
  }

  /// A deletion of several paragraphs is one change, of which the first row is marked. One row can
  /// have two changes.
  @Test func aRunOfWordsIsOneChange() throws {
    var script = try Self.diff(
      "one two three four five\n\nsix seven\n\neight nine\n\nten", "one 2 three IV five\n\nten")
    var found: [String] = []
    for number in 1...3 {
      let grid = script.draw(width: 80, height: 24)
      #expect(GridText(grid).rows[1].contains("change \(number)/3"))
      found.append(Self.marked(grid))
      script.press(.character("n"))
    }
    #expect(
      found == ["[-two-]{+2+}", "[-four-]{+IV+}", "[-six seven-]"])
    script.restDoesNotMatter()
  }

  @Test func wordDiffOfEqualAnswersOffersOnlyWhatWorks() throws {
    var script = try Self.diff("Four of them.", "Four of them.")
    let rows = script.rows(width: 80, height: 24)
    #expect(rows[0].contains("qwen3-32b 1 → 2  ") && !rows[0].contains("words"), "\(rows[0])")
    #expect(rows[2].contains("The answers are the same."))
    #expect(rows[23] == " Enter choose 2  w columns  Esc back")
    script.restDoesNotMatter()
  }

  /// Each column shows its number, which is its key. Tabs mark the columns that are in view.
  @Test func columnsAreNumbered() throws {
    var script = try Self.coming()
    let row = script.rows(width: 200, height: 24)[2]
    #expect(row.contains("1/4 · ") && row.contains("4/4 · "), "\(row)")
    var rows = script.rows(width: 80, height: 24)
    #expect(rows[0].contains("[1 qwen3-32b] · [2 gpt-4o ●] · 3 deepseek"), "\(rows[0])")
    #expect(rows[2].contains("1/4 · ") && rows[2].contains("2/4 · "), "\(rows[2])")
    script.press(.tab, .tab)
    rows = script.rows(width: 80, height: 24)
    #expect(rows[0].contains("] · [4 "), "\(rows[0])")
    #expect(rows[2].contains("3/4 · ") && rows[2].contains("4/4 · "), "\(rows[2])")
    // The foot explains the marks, as long as there are any.
    #expect(rows[22].contains("─ [ ] in view · ● answering ─"), "\(rows[22])")
    #expect(!script.rows(width: 200, height: 24)[22].contains("in view"))
    script.press(.escape)
    #expect(script.rows(width: 80, height: 24)[22].contains("─ [ ] in view ─"))
    script.restDoesNotMatter()
  }

  @Test func wordDiffNeedsFinishedAnswers() throws {
    var script = try Self.coming()
    func hints() -> String { script.rows(width: 120, height: 24).last ?? "" }
    script.press(.character("2"))
    #expect(!hints().contains("w word diff"))
    script.press(.character("4"))
    #expect(hints().contains("w word diff"))
    script.press(.character("2"), .character("w"))
    #expect(script.comparison?.diff == nil)
    #expect(script.rows(width: 120, height: 24).joined().contains("needs two finished answers"))
    script.press(.character("4"), .character("w"))
    #expect(script.comparison?.diff != nil)
  }

  /// Returns a comparison of three answers. The second one has failed.
  private static func failed(_ text: String = "") throws -> Script {
    var script = try Script.toCompare(answered: false)
    script.type("/compare qwen3-32b gpt-4o openrouter:deepseek/deepseek-r1:free")
    script.press(.enter)
    script.type("Which primes are Fibonacci numbers?")
    script.press(.enter)
    let requests = try script.confirmComparison()
    script.receive("Four of them: 2, 3, 5 and 13.", for: requests[0])
    script.end(requests[0])
    if !text.isEmpty { script.receive(text, for: requests[1]) }
    script.end(
      requests[1], .failed(.unreachable(host: "api.aimlapi.com", .noConnection)))
    script.receive("2, 3, 5 and 13.", for: requests[2])
    script.end(requests[2])
    _ = script.draw(width: 120, height: 24)
    return script
  }

  @Test(arguments: ["", "Four of"])
  func continuingWithAFailedAnswerIsConfirmed(_ text: String) throws {
    var script = try Self.failed(text)
    let answers = script.state.front.compared
    script.press(.character("2"), .enter)
    #expect(script.comparison?.problem.contains("Enter again") == true)
    // Pressing another key dismisses the warning.
    script.press(.character("1"), .character("2"), .enter)
    #expect(script.comparison?.problem.contains("Enter again") == true)
    script.press(.enter)
    #expect(script.comparison == nil && script.state.conversation.path.last == answers[1])
    var other = try Self.failed(text)
    other.press(.character("3"), .enter)
    #expect(other.comparison == nil)
    #expect(other.state.conversation.path.last == other.state.front.compared[2])
  }

  /// The keys would be refused here, because they act on the conversation.
  @Test(arguments: ["Four of", ""])
  func keysOfTheConversationAreNotNamedBelowAnAnswer(_ text: String) throws {
    var script = try Script.toCompare()
    let requests = try script.compare("/compare gpt-4o openrouter:deepseek/deepseek-r1:free")
    for request in requests where !text.isEmpty { script.receive(text, for: request) }
    let end = StreamEnd(outcome: .complete, finishReason: .length)
    script.play(.streamed(requests[0], .ended(end)))
    script.end(requests[1], .failed(.disconnected(.other("reset"))))
    let rows = script.rows(width: 200, height: 24).joined(separator: "\n")
    #expect(rows.contains("Token limit reached.") && rows.contains("kept."), "\(rows)")
    for key in ["Ctrl-X g", "F8"] { #expect(!rows.contains(key), "\(rows)") }
    script.restDoesNotMatter()
  }

  @Test(arguments: ["1", "2", "3"])
  func wordDiffLeavesOutAFailedAnswer(_ column: Character) throws {
    var script = try Self.failed()
    script.press(.character(column), .character("w"))
    #expect(script.comparison?.diff?.title == "qwen3-32b → deepseek-r1:free")
    #expect(script.comparison?.diff?.removedWords == 4)
  }

  @Test func columnsScrollAndFollowForThemselves() throws {
    var script = try Script.toCompare()
    let requests = try script.compare("/compare gpt-4o openrouter:deepseek/deepseek-r1:free")
    let lines = (1...60).map { "line \($0)" }.joined(separator: "\n\n")
    script.receive(lines, for: requests[0])
    script.receive(lines, for: requests[1])
    _ = script.draw(width: 200, height: 20)
    // The third column follows the end of its answer.
    script.press(.character("3"), .character("G"))
    _ = script.draw(width: 200, height: 20)
    script.press(.character("2"), .character("j"), .character("j"))
    let first = try #require(script.comparison?.columns[1].firstRow)
    script.receive("\n\nlast", for: requests[0])
    script.receive("\n\nlast", for: requests[1])
    let rows = script.rows(width: 200, height: 20)
    #expect(script.comparison?.columns[1].firstRow == first)
    #expect(rows.filter { $0.contains("last") }.count == 1)
    script.press(.character("G"))
    script.receive("\n\nend", for: requests[0])
    #expect(script.rows(width: 200, height: 20).contains { $0.contains("end") })
    script.restDoesNotMatter()
  }

  @Test func thinkingIsFoldedAndUnfolds() throws {
    var script = try Self.coming()
    script.press(.character("3"))
    #expect(
      !script.rows(width: 200, height: 30).contains {
        $0.contains("Fibonacci numbers below 50 are")
      })
    script.press(.character("o"))
    #expect(script.rows(width: 200, height: 30).contains { $0.contains("Fibonacci numbers below") })
  }

  @Test func narrowWindowShowsTabs() throws {
    var script = try Self.coming()
    var top = script.rows(width: 60, height: 20)[0]
    #expect(top.contains("[2 gpt-4o") && top.contains("1 qwen3-32b"))
    script.press(.tab)
    top = script.rows(width: 60, height: 20)[0]
    #expect(top.contains("[3 deepseek"))
  }

  @Test func copyingSaysSoOnThePage() throws {
    var script = try Self.coming()
    script.press(.character("1"), .character("y"))
    script.play(.copied(what: "Answer", .taken(by: "wl-copy")))
    #expect(script.rows(width: 120, height: 20)[0].contains("wl-copy"))
  }

  /// Which answers were compared is not stored, but their times reveal it.
  @Test func comparisonIsFoundAgainAfterARestart() throws {
    var script = try Script.toCompare()
    for request in try script.compare("/compare gpt-4o openrouter:deepseek/deepseek-r1:free") {
      script.receive("Compared.", for: request)
      script.end(request)
    }
    let compared = script.state.front.compared
    #expect(compared.count > 1)
    script.press(.escape)
    script.press(.tab)
    for version in 1...3 {
      script.advance(by: .seconds(9))
      script.press(.character("r"))
      let request = try #require(script.state.stream?.request)
      script.receive("Later \(version).", for: request)
      script.end(request)
    }
    script.state.front.compared = []
    for answer in compared.dropFirst(compared.count - 2) {
      script.state.conversation.select(answer)
      script.press(.character("|"))
      #expect(script.comparison?.answers == compared)
      script.press(.character("|"))
    }
    script.restDoesNotMatter()
  }

  @Test func moreThanFourVersionsMoveWithBrackets() throws {
    var script = try Script.answered(content: "v1", reasoning: "")
    script.press(.tab)
    for version in 2...6 {
      script.press(.character("r"))
      let request = try #require(script.state.stream?.request)
      script.receive("v\(version)", for: request)
      script.end(request)
    }
    script.press(.character("|"))
    #expect(script.comparison?.answers.count == 4)
    func shown() -> [String] {
      script.comparison?.answers.compactMap { script.state.conversation[$0]?.content } ?? []
    }
    #expect(shown() == ["v3", "v4", "v5", "v6"])
    script.press(.character("["))
    #expect(shown() == ["v2", "v3", "v4", "v5"])
    script.press(.character("]"), .character("]"))
    #expect(shown() == ["v3", "v4", "v5", "v6"])
    script.restDoesNotMatter()
  }
}
