import Chat
import Screen
import Testing

@testable import App

/// Clicking and dragging anything that is not text.
@Suite struct FurnitureTests {
  private func click(_ place: Point, in script: inout Script) {
    script.play(
      .mouseMoved(MouseEvent(.press, at: place)), .mouseMoved(MouseEvent(.release, at: place)))
  }

  private func drag(_ from: Point, _ to: Point, in script: inout Script) {
    script.play(
      .mouseMoved(MouseEvent(.press, at: from)), .mouseMoved(MouseEvent(.drag, at: to)),
      .mouseMoved(MouseEvent(.release, at: to)))
  }

  @Test func markForNewLinesGoesToTheEnd() throws {
    let lines = (1...60).map { "line \($0)" }.joined(separator: "\n\n")
    var script = try Script.answered(content: lines, reasoning: "")
    _ = script.rows(width: 80, height: 24)
    script.press(.tab, .character("g"))
    _ = script.rows(width: 80, height: 24)
    let mark = try #require(script.state.panes.areas.newLines)
    click(Point(x: mark.x + 1, y: mark.y), in: &script)
    #expect(script.rows(width: 80, height: 24).contains(" line 60"))
    #expect(script.state.transcript.isFollowing && script.state.focus == .composer)
    #expect(script.state.panes.areas.newLines == nil)
  }

  /// The second press of a double click on a row of the list must not select text below it.
  @Test func doubleClickInTheListOnlyOpensTheConversation() throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    _ = script.rows(width: 80, height: 24)
    script.press(Key(.function(2)))
    try script.answerList([ConversationSummary(script.state.conversation)])
    script.restDoesNotMatter()
    _ = script.rows(width: 80, height: 24)
    let area = try #require(script.state.panes.areas.list)
    let y = try #require(
      script.rows(width: 80, height: 24).firstIndex { $0.hasPrefix("▌") || $0.contains(" ▌") })
    #expect(area.contains(Point(x: 9, y: y)))
    let press = Event.mouseMoved(MouseEvent(.press, at: Point(x: 9, y: y)))
    script.play(press)
    #expect(script.state.conversationHasKeys && script.state.list == nil)
    _ = script.rows(width: 80, height: 24)
    script.play(press)
    #expect(script.state.selection == nil)
    script.advance(by: .seconds(1))
    script.play(press)
    #expect(script.state.selection != nil)
  }

  @Test func dividerIsDragged() throws {
    var script = try Script.answered()
    script.state.panes.reasoningSetting = .open
    _ = script.rows(width: 120, height: 30)
    let pane = try #require(script.state.panes.areas.reasoning)
    let edge = Point(x: pane.x - 2, y: 10)
    drag(edge, Point(x: edge.x - 10, y: 12), in: &script)
    _ = script.rows(width: 120, height: 30)
    #expect(script.state.panes.areas.reasoning?.x == pane.x - 10)
    #expect(script.state.panes.areas.reasoning?.right == pane.right)
    // Neither side disappears.
    drag(Point(x: edge.x - 10, y: 10), Point(x: 0, y: 10), in: &script)
    _ = script.rows(width: 120, height: 30)
    #expect(try #require(script.state.panes.areas.reasoning).x >= 40)
    let left = try #require(script.state.panes.areas.reasoning?.x)
    drag(Point(x: left - 2, y: 10), Point(x: 119, y: 10), in: &script)
    _ = script.rows(width: 120, height: 30)
    #expect(try #require(script.state.panes.areas.reasoning).width >= 18)
    #expect(script.state.selection == nil)
  }

  /// The button's release can be lost, for example in another window. The next event without the
  /// button ends the drag.
  @Test(
    arguments: [
      [.keyPressed(.character("a"))], [.keyPressed(Key(.left))], [.keyPressed(.escape)],
      [.mouseMoved(MouseEvent(.release, at: Point(x: 9, y: 9)))],
      [
        .mouseMoved(MouseEvent(.press, at: Point(x: 9, y: 9))),
        .mouseMoved(MouseEvent(.release, at: Point(x: 9, y: 9))),
      ],
      [.keyPressed(Key(.function(1))), .keyPressed(.escape)],
      [MouseEvent(sgr: "35;10;10", isRelease: false)].compactMap { $0.map { .mouseMoved($0) } },
    ] as [[Event]])
  func aLostReleaseEndsTheDrag(_ events: [Event]) throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    script.state.panes.reasoningSetting = .open
    _ = script.rows(width: 120, height: 30)
    let pane = try #require(script.state.panes.areas.reasoning)
    let edge = Point(x: pane.x - 2, y: 10)
    script.play(
      .mouseMoved(MouseEvent(.press, at: edge)),
      .mouseMoved(MouseEvent(.drag, at: Point(x: edge.x - 5, y: 10))))
    for event in events { script.play(event) }
    script.play(.mouseMoved(MouseEvent(.drag, at: Point(x: edge.x - 20, y: 10))))
    _ = script.rows(width: 120, height: 30)
    #expect(script.state.panes.areas.reasoning?.x == pane.x - 5)
  }

  @Test func edgeOfTheSideBarIsDragged() throws {
    var script = try Script.answered()
    script.state.panes.reasoningSetting = .folded
    script.state.panes.isReasoningOpen = false
    _ = script.rows(width: 160, height: 30)
    script.press(Key(.function(2)))
    try script.answerList([])
    script.restDoesNotMatter()
    _ = script.rows(width: 160, height: 30)
    #expect(script.state.panes.areas.sideBar == 49)
    // The first drag crosses the list while the list has the focus. The second crosses the
    // conversation while the conversation has the focus.
    drag(Point(x: 48, y: 12), Point(x: 30, y: 12), in: &script)
    let narrow = script.rows(width: 160, height: 30)
    #expect(script.state.panes.areas.sideBar == 31 && script.state.list?.hasKeys == true)
    #expect(narrow[12].dropFirst(30).hasPrefix("│"))
    script.press(.escape)
    script.press(Key(.function(2)), .tab)
    _ = script.rows(width: 160, height: 30)
    drag(Point(x: 30, y: 3), Point(x: 70, y: 3), in: &script)
    _ = script.rows(width: 160, height: 30)
    #expect(script.state.panes.areas.sideBar == 71 && script.state.selection == nil)
    // Neither side disappears, and a smaller window keeps room for the conversation.
    drag(Point(x: 70, y: 3), Point(x: 159, y: 3), in: &script)
    _ = script.rows(width: 160, height: 30)
    #expect(script.state.panes.areas.sideBar == 101)
    _ = script.rows(width: 140, height: 30)
    #expect(script.state.panes.areas.sideBar == 81)
    drag(Point(x: 80, y: 3), Point(x: 0, y: 3), in: &script)
    _ = script.rows(width: 140, height: 30)
    #expect(script.state.panes.areas.sideBar == 25)
  }

  @Test func ruleBelowThePaneIsDragged() throws {
    let thoughts = (1...30).map { "thought \($0)" }.joined(separator: "\n\n")
    var script = try Script.answered(reasoning: thoughts)
    script.state.panes.reasoningSetting = .open
    _ = script.rows(width: 80, height: 30)
    let pane = try #require(script.state.panes.areas.reasoning)
    drag(Point(x: 20, y: pane.bottom), Point(x: 20, y: pane.bottom + 3), in: &script)
    _ = script.rows(width: 80, height: 30)
    #expect(script.state.panes.areas.reasoning?.height == pane.height + 3)
    drag(Point(x: 20, y: pane.bottom + 3), Point(x: 20, y: 29), in: &script)
    _ = script.rows(width: 80, height: 30)
    #expect(script.state.panes.areas.transcript.height >= 1)
  }
}
