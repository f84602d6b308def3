import Chat
import Screen
import Testing

@testable import App

/// Editing text in the user's own editor.
@Suite struct EditorTests {
  private func order(_ script: inout Script) -> (String, EditedKind)? {
    script.takeEffects().lazy.compactMap {
      if case .terminal(.edit(let text, let kind)) = $0 { (text, kind) } else { nil }
    }.first
  }

  @Test(arguments: [
    [Key.control("g")], [.control("x"), .control("e")], [.control("x"), Key(.character(":"))],
  ])
  func aDraftIsEdited(_ keys: [Key]) throws {
    var script = Script()
    script.type("dra")
    for key in keys { script.press(key) }
    let (text, kind) = try #require(order(&script))
    #expect(text == "dra" && kind == .markdown)
    script.play(.editorClosed(.edited("draft\n\nin paragraphs")))
    #expect(script.state.composer.text == "draft\n\nin paragraphs")
    #expect(script.state.composer.after.isEmpty)
    #expect(script.state.notice == nil)
    script.restDoesNotMatter()
  }

  @Test func anUnchangedTextSaysNothing() {
    var script = Script()
    script.type("draft")
    script.press(.control("g"))
    script.play(.editorClosed(.unchanged))
    #expect(script.state.composer.text == "draft")
    #expect(script.state.notice == nil && script.state.editor == nil)
    script.restDoesNotMatter()
  }

  @Test(arguments: [
    (EditorOutcome.failed("vim", status: 1), "“vim” exited with status 1. Your text is unchanged."),
    (.notFound("nope"), "Could not run “nope”."),
    (.fileGone("vim"), "“vim” removed the file. Your text is unchanged."),
    (.notStarted("No space left on device"), "Could not start an editor: No space left on device."),
  ])
  func aFailureKeepsTheText(_ outcome: EditorOutcome, _ sentence: String) {
    var script = Script()
    script.type("draft")
    script.press(.control("g"))
    script.play(.editorClosed(outcome))
    #expect(script.state.composer.text == "draft")
    #expect(script.state.notice?.text == sentence)
    script.restDoesNotMatter()
  }

  @Test func anEditedQuestionStaysAnEdit() throws {
    var script = try Script.answered()
    script.press(.control("x"), .character("e"), .control("g"))
    let (text, _) = try #require(order(&script))
    #expect(text == "Which primes below 50 are Fibonacci numbers?")
    script.play(.editorClosed(.edited("Which primes?")))
    #expect(script.state.editing != nil)
    script.press(.enter)
    #expect(script.state.conversation.messages.map(\.content).first == "Which primes?")
    script.restDoesNotMatter()
  }

  @Test func aSystemPromptIsEditedOnItsPage() throws {
    var script = Script()
    script.press(Key(.function(7)))
    script.type("Be brief.")
    script.press(.control("g"))
    let (text, kind) = try #require(order(&script))
    #expect(text == "Be brief." && kind == .markdown)
    script.play(.editorClosed(.failed("vim", status: 3)))
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("exited with status 3") })
    script.press(.control("g"))
    script.play(.editorClosed(.edited("Be very brief.")))
    script.press(.enter)
    #expect(script.state.systemPrompt == "Be very brief.")
    script.restDoesNotMatter()
  }

  @Test func jsonIsEditedInTheForm() throws {
    var script = Script()
    script.state.pages.append(
      ParameterTextPage(.parameter(.responseFormat), #"{"type": "text"}"#))
    script.press(.control("x"), .control("e"))
    let (text, kind) = try #require(order(&script))
    #expect(text == #"{"type": "text"}"# && kind == .json)
    script.play(.editorClosed(.edited(#"{"type": "json_object"}"#)))
    let page = try #require(script.state.pages.last as? ParameterTextPage)
    #expect(page.text.text == #"{"type": "json_object"}"#)
    script.restDoesNotMatter()
  }

  @Test func anAnswerIsReceivedMeanwhile() throws {
    var script = Script()
    let request = try script.ask("hello")
    script.type("next")
    script.press(.control("g"))
    script.play(.streamed(request, .received(AnswerDelta(content: "Answer.", chunks: 1))))
    script.play(.timerFired(.saveText))
    let isSaved = script.takeEffects().contains {
      if case .store(.appendText(_, _, let piece)) = $0 {
        piece.content == "Answer."
      } else {
        false
      }
    }
    #expect(isSaved)
    script.play(.editorClosed(.edited("next question")))
    #expect(script.state.composer.text == "next question")
    script.restDoesNotMatter()
  }

  /// Nothing typed is lost if the page is gone when the editor ends.
  @Test func aTextWithoutItsPageCanBeInserted() {
    var script = Script()
    script.press(Key(.function(7)), .control("g"))
    script.state.pages = []
    script.play(.editorClosed(.edited("Be brief.")))
    script.press(.control("y"))
    #expect(script.state.composer.text == "Be brief.")
    script.restDoesNotMatter()
  }
}
