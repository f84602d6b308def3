import Screen
import Testing

@testable import App

/// Slash commands, which leave no trace in the composer or its undo history.
@Suite struct CommandTraceTests {
  private func run(_ command: String, in script: inout Script) {
    script.type(command)
    script.press(.enter)
    script.restDoesNotMatter()
  }

  @Test(arguments: ["/undotyping", "/think off", "/set temperature 1", "/copy", "/help"])
  func undoRestoresWhatWasThereBeforeTheCommand(_ command: String) {
    var script = Script()
    script.type("precious draft")
    script.press(.control("u"))
    run(command, in: &script)
    if command == "/help" { script.press(.escape) }
    if command != "/undotyping" { script.press(.control("_")) }
    #expect(script.state.composer.text == "precious draft")
  }

  @Test func typedUndoAndRedoWalkThroughTheHistory() {
    var script = Script()
    script.type("one")
    script.press(.control("u"))
    script.type("two")
    script.press(.control("u"))
    run("/undotyping", in: &script)
    #expect(script.state.composer.text == "two")
    script.press(.control("_"))
    #expect(script.state.composer.isEmpty)
    run("/redotyping", in: &script)
    #expect(script.state.composer.text == "two")
    script.press(.control("u"))
    run("/redotyping", in: &script)
    #expect(script.state.composer.isEmpty && script.state.notice?.text == "Nothing to redo.")
  }

  /// After any mixture of typing, cutting, undoing and commands, everything can be undone and
  /// redone.
  @Test func commandsLeaveTheHistoryWhole() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<60 {
      var script = Script()
      var keys: [String] = []
      for _ in 0..<30 {
        let step = ["word ", "U", "_", "/", "run", "Backspace"].randomElement(using: &random) ?? ""
        keys.append(step)
        switch step {
        case "U": script.press(.control("u"))
        case "_": script.press(.control("_"))
        case "/": script.press(Key(.character("/"), alt: true))
        case "Backspace": script.press(Key(.backspace))
        case "run":
          guard script.state.composer.isEmpty else { continue }
          let before = script.state.composer.text
          run("/redraw", in: &script)
          #expect(script.state.composer.text == before, "\(keys)")
        default: script.type(step)
        }
      }
      let end = script.state.composer.text
      var steps = 0
      while script.state.composer.undo() { steps += 1 }
      #expect(script.state.composer.isEmpty, "\(keys)")
      for _ in 0..<steps { script.state.composer.redo() }
      #expect(script.state.composer.text == end, "\(keys)")
      script.restDoesNotMatter()
    }
  }

  // MARK: Folded pastes

  private let pasted = (1...15).map { "line \($0)" }.joined(separator: "\n")

  @Test(arguments: ["/unfold", "/unfold "])
  func unfoldInFrontOfADraftUnfoldsIt(_ command: String) {
    var script = Script()
    script.play(.pasted(pasted))
    #expect(script.state.composer.buffer.count < 10)
    script.press(Key(.home))
    script.type(command)
    script.press(.enter)
    #expect(script.state.composer.text == pasted && script.state.stream == nil)
    #expect(script.state.composer.buffer.count == pasted.utf8.count)
    script.restDoesNotMatter()
  }

  @Test func aDraftThatEndsInACommandIsAQuestion() {
    let text = "Explain:\n/unfold"
    #expect(Submission(text) == .question(text))
  }
}
