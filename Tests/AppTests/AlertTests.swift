import Chat
import Screen
import Testing

@testable import App

/// The title of the terminal's window, and alerts when an answer has ended.
@Suite struct AlertTests {
  private func end(_ outcome: StreamOutcome = .complete) -> StreamEvent {
    .ended(StreamEnd(outcome: outcome, finishReason: outcome == .complete ? .stop : nil))
  }

  private func alerts(_ script: inout Script) -> [AnswerAlert] {
    script.takeEffects().compactMap {
      if case .terminal(.alert(let alert)) = $0 { alert } else { nil }
    }
  }

  /// Asks a question and receives its answer while the terminal does not have focus.
  /// - Returns: the alerts.
  private func answered(
    _ content: String, _ outcome: StreamOutcome = .complete,
    change: (inout Script) -> Void = { _ in }
  ) throws -> [AnswerAlert] {
    var script = Script()
    change(&script)
    let request = try script.ask("Why is the sky blue?")
    script.play(
      .focusChanged(false), .streamed(request, .received(AnswerDelta(content: content, chunks: 1))),
      .streamed(request, end(outcome)))
    return alerts(&script)
  }

  // MARK: Alerts

  @Test func answerWithoutFocusCallsOnceWithItsFirstLine() throws {
    let alerts = try answered("\n## It *scatters*\n\nMore.")
    #expect(alerts.map(\.title) == ["Why is the sky blue?"])
    #expect(alerts.map(\.text) == ["It scatters"])
    #expect(alerts.map(\.status) == [.complete])
    #expect(alerts.allSatisfy { $0.conversation != nil })
  }

  @Test func answerWithFocusDoesNotCall() throws {
    #expect(try answered("x") { $0.play(.focusChanged(true)) }.count == 1)
    var script = Script()
    let first = try script.ask("One")
    script.play(.streamed(first, end()))
    #expect(alerts(&script).isEmpty)
    let second = try script.ask("Two")
    script.play(.focusChanged(false), .focusChanged(true), .streamed(second, end()))
    #expect(alerts(&script).isEmpty)
  }

  @Test(arguments: [
    (StreamOutcome.truncated, "The answer was cut off.", MessageStatus.truncated),
    (.failed(.disconnected(.other("reset by peer"))), "The answer failed.", .failed),
  ])
  func brokenAnswerSaysSo(
    _ outcome: StreamOutcome, _ text: String, _ status: MessageStatus
  ) throws {
    let alerts = try answered("It sc", outcome)
    #expect(alerts.map(\.text) == [text])
    #expect(alerts.map(\.status) == [status])
  }

  @Test func textIsOneSafeLine() throws {
    let alerts = try answered(
      "a\u{1B}]2;owned\u{7}\u{9C}\u{202E}b" + String(repeating: "量", count: 90))
    let text = try #require(alerts.first?.text)
    #expect(text.hasPrefix("a␛]2;owned␇"))
    #expect(text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
    #expect(DisplayWidth.of(text) <= 100)
  }

  @Test func preferencesDecide() throws {
    #expect(try answered("x") { $0.state.preferences.alerts = .never }.isEmpty)
    var script = Script()
    script.state.preferences.alerts = .always
    let request = try script.ask("One")
    script.play(.streamed(request, end()))
    #expect(alerts(&script).count == 1)
  }

  @Test func userWhoStopsTheAnswerIsNotCalled() throws {
    var script = Script()
    _ = try script.ask("One")
    script.play(.focusChanged(false))
    script.press(.escape)
    #expect(script.state.stream == nil)
    #expect(alerts(&script).isEmpty)
  }

  @Test func queuedMessagesCallAfterTheLastAnswer() throws {
    var script = Script()
    let first = try script.ask("One")
    script.type("Two")
    script.press(.enter)
    script.play(
      .focusChanged(false), .streamed(first, .received(AnswerDelta(content: "1", chunks: 1))))
    script.play(.streamed(first, end()))
    #expect(alerts(&script).isEmpty)
    let second = try #require(script.state.stream?.request)
    script.play(
      .questionSaved(second, nil),
      .streamed(second, .received(AnswerDelta(content: "2", chunks: 1))),
      .streamed(second, end()))
    #expect(alerts(&script).map(\.text) == ["2"])
  }

  @Test func answerInTheBackgroundCalls() throws {
    var script = Script()
    let first = try script.ask("One")
    script.play(.streamed(first, .received(AnswerDelta(content: "1", chunks: 1))))
    script.press(.control("n"))
    _ = script.takeEffects()
    script.play(.focusChanged(false), .streamed(first, end()))
    let called = alerts(&script)
    #expect(called.map(\.title) == ["One"])
    #expect(called.map(\.text) == ["1"])
  }

  @Test func privateConversationRevealsNothing() throws {
    let called = try answered("the secret") {
      $0.state.front = OpenConversation(
        $0.state.conversation, session: $0.state.session, isPrivate: true, surface: .screen)
    }
    #expect(
      called == [
        AnswerAlert(
          conversation: nil, title: "Private conversation", text: "The answer is ready.",
          status: .complete)
      ])
  }

  @Test func returningFromTheEditorOrTheShellMeansFocus() throws {
    for event in [Event.resumed, .editorClosed(.unchanged)] {
      var script = Script()
      script.state.editor = .page
      script.play(.focusChanged(false), event)
      #expect(script.state.terminal.isFocused, "\(event)")
    }
  }

  @Test func failedCommandIsReportedOnce() throws {
    var script = Script()
    script.play(.alertFailed(status: 127))
    #expect(script.state.notice?.text == "The [notify] command exited with status 127.")
    script.state.notice = nil
    script.play(.alertFailed(status: nil))
    #expect(script.state.notice == nil)
  }

  // MARK: The title

  @Test func titleShowsTheConversationAndAMarkWhileAnswering() throws {
    var script = Script()
    #expect(script.state.windowTitle.line.text == "Aside")
    let request = try script.ask("Why is the sky blue?")
    #expect(script.state.windowTitle.line.text == "● Why is the sky blue? - Aside")
    #expect(script.state.windowTitle.line.withPlainMarks().text == "* Why is the sky blue? - Aside")
    script.press(.control("n"))
    #expect(script.state.windowTitle.line.text == "● Aside")
    script.play(.streamed(request, end()))
    #expect(script.state.windowTitle.line.text == "Aside")
  }

  @Test func titleIsOneSafeLineOfLimitedWidth() throws {
    var script = Script()
    script.state.conversation.title = "a\u{1B}]2;owned\u{7}\n" + String(repeating: "量", count: 90)
    let title = script.state.windowTitle.line.text
    #expect(title.hasPrefix("a␛]2;owned␇"))
    #expect(title.hasSuffix("… - Aside"))
    #expect(title.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
    #expect(DisplayWidth.of(title) <= 110)
  }

  @Test func titleOfAPrivateConversationIsNotShown() throws {
    var script = Script()
    script.state.front = OpenConversation(
      script.state.conversation, session: script.state.session, isPrivate: true, surface: .screen)
    script.state.conversation.title = "the secret"
    #expect(script.state.windowTitle.line.text == "Private conversation - Aside")
  }
}
