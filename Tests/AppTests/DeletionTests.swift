import Chat
import Screen
import Testing

@testable import App

/// Deletion by pressing the same key twice. It requires that the reader can see what will be
/// deleted.
@Suite struct DeletionTests {
  private static let d = Key.character("d")

  /// Returns a conversation of three turns. The first one is too far up to be visible.
  private func longConversation() throws -> Script {
    var script = try Script.answered()
    for number in 2...3 {
      let request = try script.ask("question \(number)")
      let lines = (1...40).map { "line \($0)" }.joined(separator: "\n\n")
      script.play(
        .streamed(request, .received(AnswerDelta(content: lines, chunks: 1))),
        .streamed(request, .ended(StreamEnd(outcome: .complete, finishReason: .stop))))
    }
    _ = script.takeEffects()
    script.press(.tab)
    _ = script.draw(width: 80, height: 24)
    return script
  }

  @Test func firstPressMarksAndReportsWhatWouldBeDeleted() throws {
    var script = try longConversation()
    let before = script.state.conversation
    script.press(.character("("), .character("("), Self.d)
    #expect(script.state.conversation == before)
    #expect(script.state.armedDeletion?.message == before.path[2])
    #expect(script.state.notice?.text == "Delete this question and 3 messages below it?")
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.contains { $0.contains("Delete this question") })
    script.press(Self.d)
    #expect(script.state.conversation.path == Array(before.path[..<2]))
    #expect(script.state.notice?.text == "Question and 3 messages below it deleted.")
    script.restDoesNotMatter()
  }

  @Test(
    arguments: [
      [.escape], [.character("j")], [.character("G")], [.character("g")], [.character("x")],
      [Key(.pageUp)], [.character("{")], [.control("x"), .character("o")],
    ] as [[Key]])
  func anyOtherKeyKeepsTheMessage(_ keys: [Key]) throws {
    var script = try longConversation()
    let before = script.state.conversation
    script.press(Self.d)
    for key in keys { script.press(key) }
    #expect(script.state.armedDeletion == nil)
    #expect(script.state.notice?.text.hasPrefix("Delete this") != true)
    #expect(script.state.conversation.path == before.path)
  }

  @Test func escapeKeepsTheMessageAndDoesNothingElse() throws {
    var script = try longConversation()
    script.press(Self.d, .escape)
    #expect(script.state.focus == .transcript)
    #expect(script.state.cursor == nil)
    #expect(script.state.notice == nil)
  }

  @Test(arguments: [[.character("G")], Array(repeating: Key(.pageDown), count: 9)] as [[Key]])
  func markOutOfViewIsCleared(_ keys: [Key]) throws {
    var script = try longConversation()
    script.press(.character("("), .character("("), .character("("))
    #expect(script.state.cursor == script.state.conversation.path[0])
    for key in keys { script.press(key) }
    #expect(script.state.cursor == nil)
    let last = script.state.conversation.path.last
    script.press(Self.d)
    #expect(script.state.armedDeletion?.message == last)
  }

  @Test func wheelClearsAMarkScrolledOutOfView() throws {
    var script = try longConversation()
    script.press(.character("("), .character("("), .character("("))
    for _ in 0..<60 { script.play(.mouseMoved(MouseEvent(.wheelDown, at: Point(x: 5, y: 10)))) }
    #expect(script.state.cursor == nil)
  }

  /// In READ, the message in view is deleted; from the composer, the last one, which is shown first.
  @Test func messageToDeleteIsInView() throws {
    var script = try longConversation()
    let path = script.state.conversation.path
    script.press(.character("g"))
    #expect(!script.rows(width: 80, height: 24).contains { $0.contains("question 3") })
    script.press(Self.d)
    #expect(script.state.armedDeletion?.message == path[1] && script.state.cursor == path[1])
    script.press(.escape)
    (script.state.focus, script.state.cursor) = (.composer, nil)
    script.press(.control("x"), Self.d)
    #expect(script.state.armedDeletion?.message == path.last)
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.contains { $0.contains("line 1") })
    #expect(rows.contains { $0.contains("Delete this answer?") })
  }

  @Test func twinDeletesWhenPressedTwice() throws {
    var script = try longConversation()
    let count = script.state.conversation.path.count
    script.press(.control("x"), Self.d)
    #expect(script.state.conversation.path.count == count)
    script.press(.control("x"), Self.d)
    #expect(script.state.conversation.path.count == count - 1)
    script.restDoesNotMatter()
  }

  /// After a click, typed text must not be treated as commands.
  @Test func sentenceTypedAfterAClickIsText() throws {
    var script = try longConversation()
    let before = script.state.conversation
    let place = Point(x: 5, y: 10)
    script.play(
      .mouseMoved(MouseEvent(.press, at: place)), .mouseMoved(MouseEvent(.release, at: place)))
    #expect(script.state.focus == .composer)
    script.type("does it work?")
    #expect(script.state.composer.text == "does it work?")
    #expect(script.state.conversation.path == before.path)
  }

  @Test func sentenceTypedInTheTranscriptDeletesNothing() throws {
    var script = try longConversation()
    let before = script.state.conversation
    script.type("does it work?")
    #expect(script.state.conversation.path == before.path)
    #expect(script.state.armedDeletion == nil)
  }
}
