import Chat
import Foundation
import Screen
import TestKit
import Testing

@testable import App

/// Selecting text with keys and the mouse.
@Suite struct SelectionTests {
  private static let answer = """
    A first line that is long enough to be wrapped in a window of forty columns.

    > quoted words that also go on for long enough to be wrapped

    - item one which is wrapped as well since it is long
    - 中文没有空格的一行文字需要在中间断开因为窗口很窄很窄

    ```swift
    let value = 1
      indented(value)
    ```

    last
    """

  private func script(width: Int = 40, height: Int = 60) throws -> Script {
    var script = try Script.answered(content: Self.answer, reasoning: "Let me think about it.")
    script.state.panes.reasoningSetting = .open
    _ = script.draw(width: width, height: height)
    return script
  }

  private func copied(_ script: inout Script) -> String? {
    for case .terminal(.copy(let text, _)) in script.takeEffects() { return text.text }
    return nil
  }

  /// Returns the first cell of the text on the screen.
  private func place(of text: String, _ script: inout Script) throws -> Point {
    let rows = script.rows(width: 40, height: 60)
    let y = try #require(rows.firstIndex { $0.contains(text) })
    let range = try #require(rows[y].range(of: text))
    return Point(x: StyledLine(String(rows[y][..<range.lowerBound])).width, y: y)
  }

  @Test func selectingAllByKeysCopiesTheTextWithoutDecoration() throws {
    var script = try script()
    script.press(.tab, .character("g"), .character("v"), .character("G"), .character("y"))
    #expect(
      copied(&script) == """
        Which primes below 50 are Fibonacci numbers?

        qwen3-32b · 15 s · 912 tok · $0.0026
        A first line that is long enough to be wrapped in a window of forty columns.

        quoted words that also go on for long enough to be wrapped

        - item one which is wrapped as well since it is long
        - 中文没有空格的一行文字需要在中间断开因为窗口很窄很窄

        let value = 1
          indented(value)

        last
        """)
    #expect(script.state.selection == nil)
  }

  /// Each step moves the mark at the selection's moving end by one row, even to a heading, a blank
  /// row or the title of a code block.
  @Test func eachStepOfASelectionIsSeen() throws {
    var script = try script()
    script.press(.tab, .character("g"), .character("v"))
    func mark() -> Int? {
      let grid = script.draw(width: 40, height: 60)
      let marked = (0..<60).flatMap { y in
        grid.row(y).filter { $0.style.isMatch && $0.width > 0 }.map { _ in y }
      }
      return marked.count == 1 ? marked.first : nil
    }
    var last = try #require(mark())
    for step in 1...18 {
      script.press(.character("j"))
      let now = try #require(mark(), "step \(step)")
      #expect(now == last + 1, "step \(step)")
      last = now
    }
    script.press(.character("k"))
    #expect(mark() == last - 1)
    script.press(.escape)
    #expect(mark() == nil)
  }

  @Test func theHintToCopyASelectionStaysLongest() throws {
    var script = try script()
    script.press(.tab, .character("v"))
    for width in [40, 60, 80] {
      let row = script.rows(width: width, height: 24).last ?? ""
      #expect(row.hasPrefix(" SELECT  y copy"), "\(row)")
      #expect(row.contains("  j k extend") == (width > 40), "\(row)")
    }
  }

  /// A click marks the message for commands, and typing still goes to the composer.
  @Test func clickMarksTheMessage() throws {
    var script = try Script.answered(content: "Four primes.")
    _ = script.draw(width: 80, height: 24)
    let rows = script.rows(width: 80, height: 24)
    func click(_ x: Int, _ text: String) throws {
      let y = try #require(rows.firstIndex { $0.contains(text) })
      script.advance(by: .seconds(2))
      script.play(.mouseMoved(MouseEvent(.press, at: Point(x: x, y: y))))
      script.play(.mouseMoved(MouseEvent(.release, at: Point(x: x, y: y))))
    }
    try click(5, "Four primes.")
    #expect(script.state.cursor == script.state.conversation.path.last)
    #expect(script.state.focus == .composer)
    try click(5, "▌ Which primes")
    #expect(script.state.cursor == script.state.conversation.path.first)
    script.type("l")
    #expect(script.state.composer.text == "l")
    try click(5, "▌ Which primes")
    #expect(script.state.cursor == nil)
    try click(5, "Four primes.")
    try click(60, "Four primes.")
    #expect(script.state.cursor == nil)
    script.restDoesNotMatter()
  }

  @Test func aClickOnABlankRowMarksItsMessage() throws {
    var script = try Script.answered(content: "First.\n\nSecond.")
    script.restDoesNotMatter()
    script.play(.pasted("one\n\ntwo"))
    script.press(.enter)
    let rows = script.rows(width: 80, height: 24)
    let path = script.state.conversation.path
    func click(below text: String) throws {
      let y = try #require(rows.firstIndex { $0.contains(text) }) + 1
      script.advance(by: .seconds(2))
      script.play(.mouseMoved(MouseEvent(.press, at: Point(x: 5, y: y))))
      script.play(.mouseMoved(MouseEvent(.release, at: Point(x: 5, y: y))))
    }
    try click(below: " First.")
    #expect(script.state.cursor == path[1])
    try click(below: " First.")
    #expect(script.state.cursor == nil)
    try click(below: "▌ one")
    #expect(script.state.cursor == path[2])
    // The row between two messages belongs to neither.
    try click(below: " Second.")
    #expect(script.state.cursor == nil)
  }

  /// The head of a long answer is out of view, so a bar in the margin shows the mark everywhere,
  /// however the message was marked.
  @Test(arguments: [true, false])
  func theMarkIsVisibleInALongMessage(_ byMouse: Bool) throws {
    let lines = (1...60).map { "line \($0)" }.joined(separator: "\n\n")
    var script = try Script.answered(content: lines, reasoning: "")
    script.restDoesNotMatter()
    let before = script.rows(width: 80, height: 24)
    #expect(!before.contains { $0.hasPrefix("▌") })
    let y = try #require(before.firstIndex { $0.contains("line 57") })
    if byMouse {
      script.play(.mouseMoved(MouseEvent(.press, at: Point(x: 3, y: y))))
      script.play(.mouseMoved(MouseEvent(.release, at: Point(x: 3, y: y))))
    } else {
      script.state.cursor = script.state.conversation.path.last
    }
    let after = script.rows(width: 80, height: 24)
    let areas = script.state.panes.areas.transcript
    for row in areas.y..<areas.bottom {
      #expect(after[row].hasPrefix("▌") && after[row].dropFirst() == before[row].dropFirst())
    }
    // Only the marked message has the bar.
    script.press(.escape)
    script.state.cursor = script.state.conversation.path.first
    #expect(!script.rows(width: 80, height: 24).contains { $0.hasPrefix("▌") })
  }

  /// An unbound letter, such as vi's `l`, must not end the selection.
  @Test func otherLettersKeepTheSelection() throws {
    var script = try Script.answered()
    _ = script.draw(width: 80, height: 24)
    script.press(.tab, .character("v"), .character("k"))
    let before = script.state.selection
    for letter in "hlwbq1" { script.press(.character(letter)) }
    #expect(before != nil && script.state.selection == before)
    #expect(script.state.composer.isEmpty)
    script.press(.character("y"))
    #expect(copied(&script) != nil)
  }

  /// - Parameter source: an answer, which is copied in full.
  @Test(arguments: [
    "- one\n  - two\n    - three\n- four", "* one\n    * two\n* three", "+ one\n  * two",
    "1) one\n   - bullet\n2) two", "- [x] done\n- [ ] open\n  - [ ] below",
    "-   far\n-   apart", "- a\n\t- by a tab\n\t\t- by two", "9. nine\n10. ten\n11. eleven",
    "- one\n\n  second paragraph\n\n- two", "- - nested at once\n- x", "- 한국어 목록\n  - 중첩 항목",
    "- 列表项目一\n  - 嵌套的项目，很长很长很长很长很长很长很长很长很长很长很长很长",
  ])
  func listsAreCopiedAsInTheSource(_ source: String) throws {
    for width in [30, 44, 99] {
      var script = try Script.answered(content: source, reasoning: "")
      _ = script.draw(width: width, height: 60)
      script.press(.tab, .character("g"), .character("v"), .character("G"), .character("y"))
      let text = try #require(copied(&script))
      #expect(text.hasSuffix("\n" + source), "\(text)")
    }
  }

  @Test(arguments: [
    "func f() {\n\tif x {\n\t\treturn\t1\n\t}\n}", "a\tb\tc\t\td", "ab  \tx", "\tx = \"a\tb\"",
    "long\tline that is cut at the edge of the window \t and goes\ton \tfor a while",
    "한글\t값\n中文\t值",
  ])
  func tabsInCodeAreCopiedAsTabs(_ code: String) throws {
    for (before, after) in [("```go\n", "\n```"), ("- x\n\n  ```go\n  ", "\n  ```")] {
      let isNested = before.hasPrefix("-")
      let source = before + (isNested ? code.replacing("\n", with: "\n  ") : code) + after
      for width in [30, 31, 44, 99] {
        var script = try Script.answered(content: source, reasoning: "")
        _ = script.draw(width: width, height: 60)
        script.press(.tab, .character("g"), .character("v"), .character("G"), .character("y"))
        let text = try #require(copied(&script))
        #expect(
          text.hasSuffix(isNested ? "  " + code.replacing("\n", with: "\n  ") : code), "\(text)")
      }
    }
  }

  @Test func partlySelectedTabIsCopiedWholeOrNotAtAll() throws {
    var script = try Script.answered(content: "```\na\tb\n```", reasoning: "")
    _ = script.draw(width: 40, height: 20)
    let start = try place(of: "a   b", &script)
    for (from, to, text) in [(0, 4, "a\tb"), (1, 4, "\tb"), (2, 4, "b"), (0, 1, "a\t")] {
      let (x, end, y) = (start.x + from, start.x + to, start.y)
      script.play(
        .mouseMoved(MouseEvent(.press, at: Point(x: x, y: y))),
        .mouseMoved(MouseEvent(.drag, at: Point(x: end, y: y))),
        .mouseMoved(MouseEvent(.release, at: Point(x: end, y: y))))
      #expect(copied(&script) == text)
    }
  }

  @Test func copiedTextDoesNotDependOnTheWidth() throws {
    var texts: Set<String> = []
    for width in [40, 41, 57, 80, 99] {
      var script = try script(width: width)
      script.press(.tab, .character("g"), .character("v"), .character("G"), .character("y"))
      texts.insert(try #require(copied(&script)))
    }
    #expect(texts.count == 1)
  }

  @Test func draggingCopiesFromCellToCell() throws {
    var script = try script()
    let start = try place(of: "first", &script)
    let end = try place(of: "wrapped in", &script)
    script.play(
      .mouseMoved(MouseEvent(.press, at: start)), .mouseMoved(MouseEvent(.drag, at: end)))
    #expect(script.state.selection?.isEmpty == false)
    script.play(.mouseMoved(MouseEvent(.release, at: end)))
    #expect(copied(&script) == "first line that is long enough to be w")
    // The selection stays visible until a key is pressed.
    #expect(script.state.selection != nil)
    script.press(.character("j"))
    script.press(.escape)
    #expect(script.state.selection == nil)
  }

  /// The text in the thinking pane begins one column to the right of the window's edge or the
  /// divider.
  @Test(arguments: [(40, 60), (120, 40)])
  func aDragMayBeginNextToTheThinking(_ width: Int, _ height: Int) throws {
    var script = try script(width: width, height: height)
    let pane = try #require(script.state.panes.areas.reasoning)
    script.play(
      .mouseMoved(MouseEvent(.press, at: Point(x: pane.x - 1, y: pane.y))),
      .mouseMoved(MouseEvent(.drag, at: Point(x: pane.x + 5, y: pane.y))),
      .mouseMoved(MouseEvent(.release, at: Point(x: pane.x + 5, y: pane.y))))
    #expect(copied(&script) == "Let me")
  }

  @Test func aDragFromABlankRowCopiesNoLeadingLineBreak() throws {
    var script = try script()
    let text = try place(of: "let value", &script)
    let last = try place(of: "last", &script)
    script.play(
      .mouseMoved(MouseEvent(.press, at: Point(x: 1, y: last.y - 1))),
      .mouseMoved(MouseEvent(.drag, at: Point(x: last.x + 3, y: last.y))),
      .mouseMoved(MouseEvent(.release, at: Point(x: last.x + 3, y: last.y))))
    #expect(text.y < last.y && copied(&script) == "last")
  }

  @Test func aClickOnTheLabelOfACodeBlockCopiesIt() throws {
    var script = try script()
    let label = try place(of: "1y", &script)
    func click(_ place: Point) {
      script.advance(by: .seconds(2))
      script.play(
        .mouseMoved(MouseEvent(.press, at: place)), .mouseMoved(MouseEvent(.release, at: place)))
    }
    for column in [label.x, label.x + 1] {
      click(Point(x: column, y: label.y))
      #expect(copied(&script) == "let value = 1\n  indented(value)\n")
    }
    // A click elsewhere in the row copies nothing.
    click(Point(x: 3, y: label.y))
    #expect(copied(&script) == nil)
  }

  /// Only a pointer that has left the pane scrolls it.
  @Test func draggingAlongTheFirstOrLastRowScrollsNothing() throws {
    let lines = (1...60).map { "line \($0)" }.joined(separator: "\n\n")
    var script = try Script.answered(content: lines, reasoning: "")
    script.restDoesNotMatter()
    _ = script.rows(width: 80, height: 24)
    script.play(.mouseMoved(MouseEvent(.wheelUp, at: Point(x: 4, y: 10))))
    let before = script.rows(width: 80, height: 24)
    let area = script.state.panes.areas.transcript
    for y in [area.y, area.bottom - 1] {
      script.play(
        .mouseMoved(MouseEvent(.press, at: Point(x: 4, y: y))),
        .mouseMoved(MouseEvent(.drag, at: Point(x: 6, y: y))),
        .mouseMoved(MouseEvent(.release, at: Point(x: 6, y: y))))
      #expect(script.rows(width: 80, height: 24).dropLast() == before.dropLast())
    }
  }

  /// Selects upwards or downwards in a long answer and holds the pointer past the edge.
  private func heldPastTheEdge(isUp: Bool) throws -> Script {
    let lines = (1...60).map { "line \($0)" }.joined(separator: "\n\n")
    var script = try Script.answered(content: lines, reasoning: "")
    _ = script.rows(width: 80, height: 24)
    if !isUp { script.press(.tab, .character("g")) }
    _ = script.rows(width: 80, height: 24)
    script.dropPending()
    script.play(
      .mouseMoved(MouseEvent(.press, at: Point(x: 4, y: 10))),
      .mouseMoved(MouseEvent(.drag, at: Point(x: 4, y: isUp ? 0 : 23))))
    return script
  }

  private static let scrollTimer = Effect.timer(.set(.scrollDrag, .milliseconds(80)))

  @Test(arguments: [true, false])
  func holdingADragPastTheEdgeScrollsToTheEndOfTheText(_ isUp: Bool) throws {
    var script = try heldPastTheEdge(isUp: isUp)
    var count = 0
    while script.takeEffects() == [Self.scrollTimer], count < 500 {
      let before = script.state.transcript.viewpoint
      let head = script.state.selection?.head
      _ = script.rows(width: 80, height: 24)
      script.play(.timerFired(.scrollDrag))
      if script.state.transcript.viewpoint != before {
        #expect(script.state.selection?.head != head)
      }
      count += 1
    }
    #expect((50..<500).contains(count))
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.contains { $0.hasSuffix(isUp ? " line 1" : " line 60") })
    #expect(script.state.isQuiet(.timerFired(.scrollDrag)))
  }

  /// The thinking pane above the text shows one answer's thinking during a drag. If it changed its
  /// height for each answer in view, the pointer would no longer be past the edge.
  @Test(arguments: [false, true])
  func holdingADragPastTheThinkingPaneScrollsToTheEndOfTheText(_ hasAllThinking: Bool) throws {
    var script = Script()
    script.state.panes.reasoningSetting = .open
    for turn in 1...6 {
      let request = try script.ask("question \(turn)")
      if hasAllThinking || turn == 6 {
        let thoughts = (1...(turn * 2)).map { "Thought \($0)." }.joined(separator: "\n\n")
        script.play(.streamed(request, .received(AnswerDelta(reasoning: thoughts, chunks: 1))))
      }
      let lines = (1...5).map { "Line \($0) of \(turn)." }.joined(separator: "\n\n")
      script.play(
        .streamed(request, .received(AnswerDelta(content: lines, chunks: 1))),
        .streamed(request, .ended(StreamEnd(outcome: .complete))))
    }
    _ = script.rows(width: 80, height: 24)
    script.dropPending()
    let area = script.state.panes.areas.transcript
    script.play(
      .mouseMoved(MouseEvent(.press, at: Point(x: 4, y: area.bottom - 3))),
      .mouseMoved(MouseEvent(.drag, at: Point(x: 4, y: area.y - 1))))
    var count = 0
    while script.takeEffects() == [Self.scrollTimer], count < 500 {
      #expect(script.state.panes.areas.transcript == area)
      _ = script.rows(width: 80, height: 24)
      script.play(.timerFired(.scrollDrag))
      count += 1
    }
    #expect((20..<500).contains(count))
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("question 1") })
    script.play(.mouseMoved(MouseEvent(.release, at: Point(x: 4, y: area.y - 1))))
    _ = script.rows(width: 80, height: 24)
    #expect(script.state.panes.areas.transcript != area)
    script.restDoesNotMatter()
  }

  /// A pending timer does nothing, and more motion past the edge does not set another one.
  @Test(
    arguments: [
      .keyPressed(.escape), .mouseMoved(MouseEvent(.release, at: Point(x: 4, y: 0))),
      .mouseMoved(MouseEvent(.press, at: Point(x: 4, y: 9))),
      .mouseMoved(MouseEvent(.drag, at: Point(x: 4, y: 9))), .keyPressed(Key(.function(1))),
    ] as [Event])
  func scrollingEndsWithTheDrag(_ event: Event) throws {
    var script = try heldPastTheEdge(isUp: true)
    #expect(script.takeEffects() == [Self.scrollTimer])
    script.play(.mouseMoved(MouseEvent(.drag, at: Point(x: 5, y: 0))))
    #expect(script.takeEffects() == [])
    #expect(!script.state.isQuiet(.timerFired(.scrollDrag)))
    script.play(event)
    script.dropPending()
    let before = script.draw(width: 80, height: 24)
    #expect(script.state.isQuiet(.timerFired(.scrollDrag)))
    script.play(.timerFired(.scrollDrag))
    #expect(script.takeEffects() == [])
    #expect(script.draw(width: 80, height: 24) == before)
  }

  @Test func textThatArrivesStandsStillWhileTheButtonIsHeld() throws {
    let lines = (1...60).map { "line \($0)" }.joined(separator: "\n\n")
    var script = Script()
    script.restDoesNotMatter()
    let request = try script.ask("hello")
    func arrive(_ text: String) {
      script.play(.streamed(request, .received(AnswerDelta(content: text, chunks: 1))))
    }
    script.play(.streamed(request, .opened))
    arrive(lines)
    let before = script.rows(width: 80, height: 24)
    let y = script.state.panes.areas.transcript.y + 4
    script.play(
      .mouseMoved(MouseEvent(.press, at: Point(x: 1, y: y))),
      .mouseMoved(MouseEvent(.drag, at: Point(x: 3, y: y))))
    arrive("\n\n" + lines)
    #expect(script.rows(width: 80, height: 24)[2..<18] == before[2..<18])
    script.play(.mouseMoved(MouseEvent(.release, at: Point(x: 3, y: y))))
    #expect(script.state.transcript.isFollowing)
  }

  /// Begins a selection by keys while a long answer arrives. Returns the script and the request.
  private func selectingWhileAnswering() throws -> (Script, RequestID) {
    var script = Script()
    script.restDoesNotMatter()
    let request = try script.ask("hello")
    script.play(.streamed(request, .opened))
    arrive(in: &script, request)
    _ = script.rows(width: 80, height: 24)
    script.press(.tab, .character("v"))
    return (script, request)
  }

  private func arrive(in script: inout Script, _ request: RequestID) {
    let lines = (1...60).map { "line \($0)" }.joined(separator: "\n\n") + "\n\n"
    script.play(.streamed(request, .received(AnswerDelta(content: lines, chunks: 1))))
  }

  @Test func textThatArrivesStandsStillWhileSelectingByKeys() throws {
    var (script, request) = try selectingWhileAnswering()
    for keys in [[], [.character("j"), .character("k")], [.character("G")]] as [[Key]] {
      for key in keys { script.press(key) }
      let before = script.rows(width: 80, height: 24)
      arrive(in: &script, request)
      let after = script.rows(width: 80, height: 24)
      #expect(after[2..<20] == before[2..<20])
      #expect(after[21].contains("new lines"))
    }
  }

  @Test(arguments: [Key.escape, .character("y"), .character("v"), Key(.function(1))])
  func theEndIsFollowedAgainAfterASelectionByKeys(_ key: Key) throws {
    var (script, _) = try selectingWhileAnswering()
    #expect(!script.state.transcript.isFollowing)
    script.press(.character("j"), key)
    #expect(script.state.selection == nil && script.state.transcript.isFollowing)
  }

  @Test func aReaderWhoSelectedUpwardsStaysThere() throws {
    var (script, request) = try selectingWhileAnswering()
    script.press(.character("k"), .character("k"), .escape)
    #expect(!script.state.transcript.isFollowing)
    let before = script.rows(width: 80, height: 24)
    arrive(in: &script, request)
    #expect(script.rows(width: 80, height: 24)[2..<20] == before[2..<20])
    // Selecting at the end keeps the view from following the text.
    script.press(.character("v"), .character("G"))
    #expect(!script.state.transcript.isFollowing)
    script.press(.escape)
    #expect(script.state.transcript.isFollowing)
  }

  /// Covers scrolling while the button is held, a release over a page, and a release that is never
  /// reported.
  @Test func theEndIsFollowedAgainUnlessTheReaderScrolledUp() throws {
    let lines = (1...60).map { "line \($0)" }.joined(separator: "\n\n")
    func pressed() throws -> (Script, Point) {
      var script = Script()
      script.restDoesNotMatter()
      let request = try script.ask("hello")
      script.play(
        .streamed(request, .opened),
        .streamed(request, .received(AnswerDelta(content: lines, chunks: 1))))
      _ = script.rows(width: 80, height: 24)
      let point = Point(x: 3, y: script.state.panes.areas.transcript.y + 4)
      script.play(.mouseMoved(MouseEvent(.press, at: point)))
      return (script, point)
    }
    var (scrolled, point) = try pressed()
    scrolled.play(
      .mouseMoved(MouseEvent(.wheelUp, at: point)), .mouseMoved(MouseEvent(.release, at: point)))
    #expect(!scrolled.state.transcript.isFollowing)
    var (onPage, _) = try pressed()
    onPage.press(Key(.function(1)))
    onPage.play(.mouseMoved(MouseEvent(.release, at: point)))
    #expect(onPage.state.transcript.isFollowing)
    var (lost, _) = try pressed()
    lost.play(
      .mouseMoved(MouseEvent(.press, at: point)), .mouseMoved(MouseEvent(.release, at: point)))
    #expect(lost.state.transcript.isFollowing)
  }

  /// The menu of completions covers the end of the conversation.
  @Test func draggingOntoTheMenuCopies() throws {
    var script = try script()
    script.type("/")
    let start = try place(of: "first", &script)
    let menu = try #require(script.state.panes.areas.completion)
    let end = Point(x: menu.x + 2, y: menu.y + 1)
    script.dropPending()
    script.play(
      .mouseMoved(MouseEvent(.press, at: start)), .mouseMoved(MouseEvent(.drag, at: end)),
      .mouseMoved(MouseEvent(.release, at: end)))
    #expect(copied(&script)?.hasPrefix("first line") == true)
  }

  /// The notice about the copied word shifts the text.
  @Test func thirdClickSelectsTheRowThatWasClickedFirst() throws {
    let lines = (1...60).map { "line \($0)" }.joined(separator: "\n\n")
    var script = try Script.answered(content: lines, reasoning: "Let me think about it.")
    let place = try place(of: "line 59", &script)
    script.dropPending()
    for _ in 1...2 {
      script.play(
        .mouseMoved(MouseEvent(.press, at: place)), .mouseMoved(MouseEvent(.release, at: place)))
    }
    #expect(copied(&script) == "line")
    script.play(.copied(what: "Selection", .taken(by: "xclip")))
    #expect(try self.place(of: "line 59", &script) != place)
    script.play(
      .mouseMoved(MouseEvent(.press, at: place)), .mouseMoved(MouseEvent(.release, at: place)))
    #expect(copied(&script) == "line 59")
  }

  @Test func dragFromTheEdgeOfTheWindowStartsWithTheRow() throws {
    var script = try script()
    let place = try place(of: "line that", &script)
    script.play(
      .mouseMoved(MouseEvent(.press, at: Point(x: 0, y: place.y))),
      .mouseMoved(MouseEvent(.drag, at: place)), .mouseMoved(MouseEvent(.release, at: place)))
    #expect(copied(&script) == "A first l")
  }

  @Test func selectingBackwardsGivesTheSameText() throws {
    var script = try script()
    let start = try place(of: "wrapped in", &script)
    let end = try place(of: "first", &script)
    script.play(
      .mouseMoved(MouseEvent(.press, at: start)), .mouseMoved(MouseEvent(.drag, at: end)),
      .mouseMoved(MouseEvent(.release, at: end)))
    #expect(copied(&script) == "first line that is long enough to be w")
  }

  @Test func twoClicksSelectAWordAndThreeARow() throws {
    var script = try script()
    let place = try place(of: "value)", &script)
    for _ in 1...2 {
      script.play(
        .mouseMoved(MouseEvent(.press, at: place)), .mouseMoved(MouseEvent(.release, at: place)))
    }
    #expect(copied(&script) == "value")
    script.play(
      .mouseMoved(MouseEvent(.press, at: place)), .mouseMoved(MouseEvent(.release, at: place)))
    #expect(copied(&script) == "  indented(value)")
  }

  @Test func clickCopiesNothingAndLeavesTheFocusInTheComposer() throws {
    var script = try script()
    let place = try place(of: "last", &script)
    script.play(
      .mouseMoved(MouseEvent(.press, at: place)), .mouseMoved(MouseEvent(.release, at: place)))
    #expect(copied(&script) == nil)
    #expect(script.state.focus == .composer)
    script.press(.tab)
    #expect(script.state.focus == .transcript)
    let thought = try self.place(of: "Let me think", &script)
    script.play(.mouseMoved(MouseEvent(.press, at: thought)))
    #expect(script.state.focus == .composer)
  }

  @Test func wheelScrollsThePaneUnderThePointer() throws {
    var script = try script(height: 20)
    _ = script.draw(width: 40, height: 20)
    script.play(.mouseMoved(MouseEvent(.wheelUp, at: Point(x: 5, y: 12))))
    #expect(!script.state.transcript.isFollowing)
    script.play(.mouseMoved(MouseEvent(.wheelDown, at: Point(x: 5, y: 12))))
    #expect(script.state.transcript.isFollowing)
  }

  @Test func bMovesBetweenCodeBlocks() throws {
    let code = (1...4).map { "Text \($0)\n\n```sh\nblock \($0)\n```\n" }.joined(separator: "\n")
    var script = try Script.answered(
      content: code + String(repeating: "\n\nmore", count: 40), reasoning: "")
    _ = script.draw(width: 80, height: 24)
    script.press(.tab, .character("g"))
    func top(_ script: inout Script) -> String {
      script.rows(width: 80, height: 24).dropFirst(2).first { $0.contains("block") } ?? ""
    }
    script.press(.character("b"), .character("b"))
    #expect(top(&script).hasSuffix("block 2"))
    script.press(.character("b"), .character("b"))
    #expect(top(&script).hasSuffix("block 4"))
    script.press(.character("b"))
    #expect(script.state.notice?.text == "No code block below.")
    script.press(.character("B"))
    #expect(top(&script).hasSuffix("block 3"))
  }

  /// At the end of the conversation, going back starts with the last block, even if it is in view.
  @Test(arguments: ["after", ""])
  func theLastCodeBlockIsReachedBackwardsFromTheEnd(_ after: String) throws {
    var script = try Script.answered(
      content: "```\nfirst\n```\n\nwords\n\n```\nsecond\n```\n\n" + after, reasoning: "")
    _ = script.draw(width: 80, height: 24)
    script.press(.tab)
    for expected in ["second", "first", nil] {
      script.press(.character("B"))
      let marked = script.rows(width: 80, height: 24).filter { $0.hasPrefix("▌") }
      guard let expected else {
        #expect(script.state.notice?.text == "No code block above.")
        return
      }
      #expect(marked.contains { $0.contains(expected) } && script.state.notice == nil)
    }
  }

  @Test(arguments: [
    ("0;5;6", false, MouseEvent(.press, at: Point(x: 4, y: 5))),
    ("0;5;6", true, MouseEvent(.release, at: Point(x: 4, y: 5))),
    ("32;1;1", false, MouseEvent(.drag, at: Point(x: 0, y: 0))),
    ("68;1;1", false, MouseEvent(.wheelUp, at: Point(x: 0, y: 0))),
    ("65;300;200", false, MouseEvent(.wheelDown, at: Point(x: 299, y: 199))),
    ("35;1;1", false, MouseEvent(.release, at: Point(x: 0, y: 0))),
    ("2;1;1", false, nil), ("0;0;1", false, nil), ("0;1", false, nil), (";;", false, nil),
    ("0;99999999999999999999;1", false, nil),
  ])
  func reportsAreRead(_ text: String, _ isRelease: Bool, _ event: MouseEvent?) {
    #expect(MouseEvent(sgr: text, isRelease: isRelease) == event)
  }
}
