import Chat
import Screen
import Testing

@testable import App

/// The composer's view of a tall draft.
@Suite struct DraftMouseTests {
  private static let tall = (1...60).map { "draft \($0)" }.joined(separator: "\n")

  private func script(_ draft: String) throws -> Script {
    var script = try Script.answered(reasoning: "")
    script.restDoesNotMatter()
    script.state.preferences.foldedPasteLines = nil
    script.play(.pasted(draft))
    _ = script.draw(width: 80, height: 24)
    return script
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
