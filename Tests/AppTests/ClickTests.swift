import Chat
import Foundation
import Screen
import Testing

@testable import App

/// Clicks on key hints and settings.
@Suite struct ClickTests {
  /// Clicks on the last occurrence of the text on the screen.
  private func click(
    _ text: String, in script: inout Script, width: Int = 80, height: Int = 24, offset: Int = 0
  ) throws {
    let rows = script.rows(width: width, height: height)
    let y = try #require(rows.lastIndex { $0.contains(text) }, "\(text): \(rows)")
    let start = try #require(rows[y].range(of: text, options: .backwards)?.lowerBound)
    let x = rows[y].distance(from: rows[y].startIndex, to: start) + offset
    script.play(
      .mouseMoved(MouseEvent(.press, at: Point(x: x, y: y))),
      .mouseMoved(MouseEvent(.release, at: Point(x: x, y: y))))
  }

  @Test(arguments: [(80, 24), (160, 30)])
  func aClickOnAHintDoesWhatItsKeyDoes(_ width: Int, _ height: Int) throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    if width > 140 {
      // The status line is to the right of the side bar.
      script.press(Key(.function(2)))
      try script.answerList([ConversationSummary(script.state.conversation)])
      try click("Esc close", in: &script, width: width, height: height)
      #expect(!script.state.listHasKeys)
    }
    try click("F1 help", in: &script, width: width, height: height, offset: 4)
    #expect(script.state.pages.last is HelpPage)
    try click("Esc close", in: &script, width: width, height: height)
    #expect(script.state.pages.isEmpty)
    script.press(Key(.function(4)))
    try click("v JSON", in: &script, width: 120, height: height)
    #expect(script.state.pages.count == 2)
    try click("Esc back", in: &script, width: width, height: height)
    #expect(script.state.pages.count == 1)
  }

  @Test func aClickOnAHintOfAnOverlayDoesWhatItsKeyDoes() throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    script.press(.control("p"))
    let before = try #require(script.state.pages.last as? PalettePage).selected
    try click("↑↓ select", in: &script, offset: 1)
    #expect((script.state.pages.last as? PalettePage)?.selected == before + 1)
    try click("↑↓ select", in: &script)
    #expect((script.state.pages.last as? PalettePage)?.selected == before)
    // Clicking a pair's label presses the key to go forward.
    try click("↑↓ select", in: &script, offset: 4)
    #expect((script.state.pages.last as? PalettePage)?.selected == before + 1)
    try click("Esc close", in: &script)
    #expect(script.state.pages.isEmpty)
  }

  @Test func hintsOfModesCanBeClicked() throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    _ = script.draw(width: 120, height: 24)
    script.press(.tab)
    try click("/ find", in: &script, width: 120)
    #expect(script.state.input.mode == .finding(.transcript))
    try click("Esc cancel", in: &script, width: 120)
    try click("Esc back", in: &script, width: 120)
    #expect(script.state.focus == .composer)
    script.press(.control("x"))
    try click("Esc cancel", in: &script)
    #expect(script.state.input.chord.isEmpty)
  }

  @Test(
    arguments: [
      ("↑↓ select", 3, Key(.down)), ("↑↓ select", 0, Key(.up)),
      ("{ } message", 4, .character("}")), ("{ } message", 10, .character("}")),
      ("{ } message", 0, .character("{")), ("j k scroll", 5, .character("j")),
      ("j k scroll", 2, .character("k")), ("y copy", 3, .character("y")),
    ] as [(String, Int, Key)])
  func theLabelOfAPairGoesForward(_ hint: String, _ column: Int, _ key: Key) {
    #expect(HintKeys(hint, at: column)?.keys { _ in false } == [key])
  }

  @Test func theTitleOfTheThinkingCanBeClicked() throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    func isOpen() -> Bool { script.rows(width: 80, height: 24).contains { $0.contains("▾ ") } }
    #expect(!isOpen())
    try click("Ctrl-O show", in: &script, offset: 8)
    #expect(isOpen())
    try click("▾ thought", in: &script, offset: 4)
    #expect(!isOpen())
    try click("▸ thought", in: &script)
    #expect(isOpen())
  }

  @Test(arguments: [120, 160])
  func theTitleOfThePaneBesideTheConversationCanBeClicked(_ width: Int) throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    script.state.panes.reasoningSetting = .open
    _ = script.rows(width: width, height: 24)
    #expect(script.state.panes.areas.reasoning != nil)
    // The whole row above the pane is its title.
    try click("┬ thought", in: &script, width: width, offset: 32)
    _ = script.rows(width: width, height: 24)
    #expect(script.state.panes.areas.reasoning == nil)
    try click("▸ thought", in: &script, width: width)
    _ = script.rows(width: width, height: 24)
    #expect(script.state.panes.areas.reasoning != nil)
  }

  @Test func theThinkingOfAComparedAnswerCanBeClicked() throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    script.press(.tab, .character("r"))
    let request = try #require(script.state.stream?.request)
    script.receive("Others.", for: request)
    script.end(request)
    script.press(.character("|"))
    func isOpen() -> Bool { script.rows(width: 80, height: 24).contains { $0.contains("▾ ") } }
    #expect(!isOpen())
    try click("▸ thought", in: &script)
    #expect(isOpen() && script.comparison?.focused == 0)
    try click("▾ thought", in: &script)
    #expect(!isOpen())
    try click("Others.", in: &script)
    #expect(!isOpen() && script.comparison?.focused == 1)
  }

  @Test func theQueueAndAFoldedPasteCanBeClicked() throws {
    var script = Script()
    script.restDoesNotMatter()
    _ = try script.ask("question")
    script.type("another")
    script.press(.enter)
    try click("Up edit", in: &script, offset: 3)
    #expect(script.state.queue.edited?.index == 0)
    script.press(.escape)
    script.play(.pasted(String(repeating: "a line\n", count: 60)))
    #expect(script.state.composer.hasFold)
    try click("Alt-E unfold", in: &script, offset: 7)
    #expect(!script.state.composer.hasFold)
  }

  @Test func theOrderOfTheSearchCanBeClicked() throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    script.press(.control("r"))
    let order = try #require(script.state.pages.last as? SearchPage).order
    try click("Tab sort", in: &script, offset: 5)
    #expect((script.state.pages.last as? SearchPage)?.order != order)
  }

  @Test func aSequenceIsPressedWhole() throws {
    var script = Script()
    script.restDoesNotMatter()
    let request = try script.ask("question")
    script.play(.streamed(request, .received(AnswerDelta(reasoning: "Hm.", chunks: 1))))
    try click("Ctrl-X a answer now", in: &script, width: 120, offset: 12)
    #expect(script.state.stream?.answerNow != .notAsked)
    try click("Esc stop", in: &script)
    #expect(script.takeEffects().contains { if case .stream = $0 { true } else { false } })
  }

  @Test func theModelAndTheThinkingCanBeClicked() throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    let isOn = script.state.thinking.isOn
    try click("think 4k", in: &script)
    #expect(script.state.thinking.isOn != isOn)
    try click("qwen3-32b · thinking", in: &script)
    #expect(script.state.pages.last is PickerPage)
  }

  @Test func figuresAndTheStateCannotBeClicked() throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    for text in ["62 tok/s", "done"] {
      try click(text, in: &script)
      #expect(script.state.pages.isEmpty && script.state.selection == nil)
    }
  }
}
