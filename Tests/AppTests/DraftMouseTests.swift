import Chat
import Screen
import Testing

@testable import App

/// Clicking, selecting and scrolling in the composer.
@Suite struct DraftMouseTests {
  private static let draft = """
    first words here
    second line, with 中文字 in it
    third
    """

  private static let tall = (1...60).map { "draft \($0)" }.joined(separator: "\n")

  private func script(_ draft: String = draft) throws -> Script {
    var script = try Script.answered(reasoning: "")
    script.restDoesNotMatter()
    script.state.preferences.foldedPasteLines = nil
    script.play(.pasted(draft))
    _ = script.draw(width: 80, height: 24)
    return script
  }

  private func copied(_ script: inout Script) -> String? {
    let effects = script.takeEffects()
    script.restDoesNotMatter()
    for case .terminal(.copy(let text, what: "Selection")) in effects { return text.text }
    return nil
  }

  /// Sends mouse events at places in the composer, and draws a frame after each.
  private func play(
    _ script: inout Script, _ events: (MouseEvent.Action, column: Int, row: Int)...
  ) {
    for (action, column, row) in events {
      let area = script.state.panes.areas.composer
      let place = Point(x: area.x + ComposerView.promptWidth + column, y: area.y + row)
      script.play(.mouseMoved(MouseEvent(action, at: place)))
      _ = script.draw(width: 80, height: 24)
    }
  }

  private func rows(_ script: inout Script) -> [String] {
    let rows = script.rows(width: 80, height: 24)
    let area = script.state.panes.areas.composer
    return rows[area.y..<area.bottom].map { String($0.dropFirst(area.x + 3)) }
  }

  /// Returns the text that is drawn as selected.
  private func marked(_ script: inout Script) -> String {
    let grid = script.draw(width: 80, height: 24)
    let area = script.state.panes.areas.composer
    return (area.y..<area.bottom).flatMap { y in
      grid.row(y).filter { $0.style.role == .selection && $0.width > 0 }.map(\.character)
    }.reduce(into: "") { $0.append($1) }
  }

  @Test func draggingCopiesFromCellToCell() throws {
    var script = try script()
    play(&script, (.press, 6, 0), (.drag, 8, 0), (.drag, 5, 1))
    #expect(marked(&script) == "words here second")
    #expect(copied(&script) == nil)
    play(&script, (.release, 5, 1))
    #expect(copied(&script) == "words here\nsecond")
    #expect(marked(&script) == "words here second")
    script.press(Key(.right))
    #expect(marked(&script).isEmpty && script.state.composer.after.hasPrefix("line"))
  }

  /// A key that types or deletes text replaces the selection, and can be undone.
  @Test(arguments: [
    (Key.character("!"), "first !d line"), (Key(.backspace), "first d line"),
    (Key(.delete), "first d line"), (.control("d"), "first d line"),
    (.control("j"), "first \nd line"), (.control("w"), "first d line"),
    (.control("k"), "first d line"), (.character("/"), "first /d line"),
  ])
  func typingReplacesTheSelection(_ key: Key, _ result: String) throws {
    var script = try script()
    play(&script, (.press, 6, 0), (.drag, 4, 1), (.release, 4, 1))
    script.press(key)
    #expect(script.state.composer.text.hasPrefix(result))
    #expect(marked(&script).isEmpty)
    while script.state.composer.text != Self.draft, script.state.composer.undo() {}
    #expect(script.state.composer.text == Self.draft)
  }

  @Test func pastingReplacesTheSelection() throws {
    var script = try script()
    play(&script, (.press, 0, 2), (.drag, 4, 2), (.release, 4, 2))
    script.play(.pasted("last"))
    #expect(script.state.composer.text.hasSuffix("in it\nlast"))
    // A cut selection can be inserted again.
    play(&script, (.press, 0, 0), (.drag, 4, 0), (.release, 4, 0))
    script.press(.control("u"))
    #expect(script.state.composer.text.hasPrefix(" words"))
    script.press(.control("y"))
    #expect(script.state.composer.text.hasPrefix("first words"))
  }

  /// In vi's normal mode, letters are commands.
  @Test func viCommandsIgnoreTheSelection() throws {
    var script = try script()
    script.state.input.vi = ViMode()
    script.press(.escape)
    play(&script, (.press, 0, 0), (.drag, 4, 0), (.release, 4, 0))
    script.type("x")
    #expect(["firs words", "firstwords"].contains(String(script.state.composer.text.prefix(10))))
    script.type("i")
    play(&script, (.press, 0, 1), (.drag, 5, 1), (.release, 5, 1))
    script.type("X")
    #expect(script.state.composer.text.contains("\nX line"))
  }

  @Test func draggingBackwardsIncludesTheCellUnderTheMouse() throws {
    var script = try script()
    play(&script, (.press, 5, 2), (.drag, 18, 1), (.release, 18, 1))
    #expect(copied(&script) == "中文字 in it\nthird")
    #expect(script.state.composer.after.hasPrefix("中文字"))
  }

  /// Both ways, the selection includes the characters at its ends, even if the mouse was pressed on
  /// the right half of a wide one.
  @Test(arguments: [(6, 9), (18, 21), (19, 22), (14, 23)])
  func bothDirectionsSelectTheSame(_ left: Int, _ right: Int) throws {
    var forward = try script()
    play(&forward, (.press, left, 1), (.drag, right, 1), (.release, right, 1))
    var backward = try script()
    play(&backward, (.press, right, 1), (.drag, left, 1), (.release, left, 1))
    let text = try #require(copied(&forward))
    #expect(copied(&backward) == text)
    if left == 19 { #expect(text == "中文字") }
  }

  @Test(arguments: [(7, 0, "words"), (20, 1, "中文字"), (11, 1, ","), (0, 2, "third")])
  func aDoubleClickCopiesTheWord(_ column: Int, _ row: Int, _ word: String) throws {
    var script = try script()
    play(&script, (.press, column, row), (.release, column, row))
    #expect(copied(&script) == nil)
    let caret = script.state.composer.buffer.caret
    play(&script, (.press, column, row))
    #expect(marked(&script) == word)
    play(&script, (.release, column, row))
    #expect(copied(&script) == word)
    #expect(script.state.composer.buffer.caret == caret)
  }

  @Test func aDoubleClickAndADragCopyWholeWords() throws {
    var script = try script()
    play(
      &script, (.press, 7, 0), (.release, 7, 0), (.press, 7, 0), (.drag, 2, 1),
      (.release, 2, 1))
    #expect(copied(&script) == "words here\nsecond")
  }

  @Test func aTripleClickCopiesTheRow() throws {
    let long = "many words " + String(repeating: "word ", count: 20) + "end\nnext"
    var script = try script(long)
    let rows = rows(&script)
    #expect(rows.count == 3)
    for row in 0..<3 {
      play(&script, (.press, 3, row), (.release, 3, row))
      play(&script, (.press, 3, row), (.release, 3, row))
      #expect(copied(&script) != nil)
      play(&script, (.press, 3, row), (.release, 3, row))
      let text = try #require(copied(&script))
      #expect(text.trimmed == rows[row].trimmed)
      script.press(Key(.end))
    }
  }

  @Test func aClickMovesTheCaretAndCopiesNothing() throws {
    var script = try script()
    play(&script, (.press, 6, 0), (.release, 6, 0))
    #expect(copied(&script) == nil && marked(&script).isEmpty)
    script.type("X")
    #expect(script.state.composer.text.hasPrefix("first Xwords"))
    // The second click of a double click must be in the composer, as the first one.
    let area = script.state.panes.areas.composer
    script.play(.mouseMoved(MouseEvent(.press, at: Point(x: area.x + 4, y: area.y - 4))))
    play(&script, (.press, 6, 0), (.release, 6, 0))
    #expect(copied(&script) == nil)
  }

  @Test(arguments: [
    Event.keyPressed(Key(.left)), .keyPressed(.tab), .pasted("x"),
    .mouseMoved(MouseEvent(.press, at: Point(x: 4, y: 4))),
    .mouseMoved(MouseEvent(.press, at: Point(x: 4, y: 21))),
  ])
  func theSelectionEndsWithTheNextKeyOrClick(_ event: Event) throws {
    var script = try script()
    play(&script, (.press, 0, 0), (.drag, 4, 0), (.release, 4, 0))
    #expect(marked(&script) == "first")
    script.play(event)
    #expect(marked(&script).isEmpty)
  }

  @Test func aFoldedPasteIsCopiedWithItsText() throws {
    var script = try script("see ")
    script.state.preferences.foldedPasteLines = 5
    script.play(.pasted(Self.tall))
    _ = script.draw(width: 80, height: 24)
    #expect(script.state.composer.hasFold)
    play(&script, (.press, 6, 0), (.release, 6, 0), (.press, 6, 0), (.release, 6, 0))
    #expect(copied(&script) == Self.tall)
    // A drag within its mark selects all of it.
    play(&script, (.press, 8, 0), (.drag, 11, 0), (.release, 11, 0))
    #expect(copied(&script) == Self.tall)
    script.press(Key(.backspace))
    #expect(script.state.composer.text == "see ")
  }

  // MARK: The view

  @Test func draggingPastAnEdgeScrolls() throws {
    var script = try script(Self.tall)
    #expect(rows(&script).last == "draft 60")
    play(&script, (.press, 2, 4), (.drag, 2, -1))
    #expect(rows(&script).first == "draft 52")
    #expect(script.takeEffects().contains(.timer(.set(.scrollDrag, .milliseconds(80)))))
    script.restDoesNotMatter()
    script.play(.timerFired(.scrollDrag))
    #expect(rows(&script).first == "draft 51")
    play(&script, (.drag, 0, 0))
    script.play(.timerFired(.scrollDrag))
    play(&script, (.release, 0, 0))
    #expect(copied(&script) == (51...56).map { "draft \($0)" }.joined(separator: "\n") + "\ndra")
    play(&script, (.press, 0, 3), (.drag, 0, 8), (.drag, 1, 8))
    #expect(rows(&script).first == "draft 53")
  }

  @Test func aClickMovesTheViewOnlyIfItMust() throws {
    var script = try script(Self.tall)
    let before = rows(&script)
    for row in [3, 0, 7, 5] {
      play(&script, (.press, 2, row), (.release, 2, row))
      #expect(rows(&script) == before, "\(row)")
    }
  }

  /// Up and Down move the view only at its edges.
  @Test func arrowKeysMoveTheCaretWithinTheView() throws {
    var script = try script(Self.tall)
    let before = rows(&script)
    for _ in 0..<7 {
      script.press(Key(.up))
      #expect(rows(&script) == before)
    }
    script.press(Key(.up))
    #expect(rows(&script).first == "draft 52")
    for _ in 0..<7 { script.press(Key(.down)) }
    #expect(rows(&script).first == "draft 52")
    script.press(Key(.down))
    #expect(rows(&script) == before)
  }

  /// Text that is typed, deleted or recalled is in view.
  @Test func theCaretIsAlwaysInView() throws {
    var script = try script(Self.tall)
    script.press(.alt("<"))
    #expect(rows(&script).first == "draft 1")
    script.type("x")
    #expect(rows(&script).first == "xdraft 1")
    script.press(.alt(">"))
    #expect(rows(&script).last == "draft 60")
    script.press(.control("c"))
    #expect(rows(&script) == [""])
    script.type("short")
    #expect(rows(&script) == ["short"])
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
