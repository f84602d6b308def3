import Chat
import Screen
import Testing

@testable import App

/// Plain mode: output that is only appended.
@Suite struct PlainTests {
  private var script = Script(provider: .demo, surface: .lines)
  private var view = PlainView()
  private var printed = ""
  private var width: Int?

  private mutating func look() {
    printed += script.state.news(by: &view, width: width)
  }

  private mutating func typeLine(_ line: String) {
    printed += line + "\n"
    view.noteTyped()
    script.submit(line: line)
    look()
  }

  private mutating func receive(_ event: StreamEvent) throws {
    let request = try #require(script.state.stream?.request)
    script.play(.streamed(request, event))
    look()
  }

  private mutating func ask(_ question: String) throws {
    typeLine(question)
    script.play(.questionSaved(try #require(script.state.stream?.request), nil))
    look()
  }

  @Test mutating func exchangeIsPrintedOnceInOrder() throws {
    look()
    try ask("Why?")
    try receive(.received(AnswerDelta(reasoning: "Let me ", chunks: 1)))
    try receive(.received(AnswerDelta(reasoning: "see.", chunks: 1)))
    try receive(.received(AnswerDelta(content: "Because\n- of thi", chunks: 1)))
    try receive(.received(AnswerDelta(content: "s", chunks: 1)))
    try receive(
      .ended(
        StreamEnd(
          outcome: .complete, finishReason: .stop,
          usage: Usage(promptTokens: 3, completionTokens: 9))))
    look()
    let model = script.state.session.shortModel
    let lines = [
      "> Why?", "\(model) (thinking):", "Let me see.", "\(model):", "Because", "- of this",
      "(3 in, 9 out (≈ 4 thinking), ≈ 8/131k context)", "> ",
    ]
    #expect(printed == lines.joined(separator: "\n"))
  }

  @Test mutating func anyChunkingGivesTheSameText() throws {
    let text = "e\u{301}a 👩\u{200D}👩\u{200D}👧 🇨🇭 한국어\u{1B}[2J\n\nend"
    let scalars = Array(text.unicodeScalars)
    for size in 1...4 {
      var test = PlainTests()
      test.look()
      try test.ask("Why?")
      for start in stride(from: 0, to: scalars.count, by: size) {
        var piece = ""
        piece.unicodeScalars += scalars[start..<min(start + size, scalars.count)]
        try test.receive(.received(AnswerDelta(content: piece, chunks: 1)))
      }
      try test.receive(.ended(StreamEnd(outcome: .complete, finishReason: .stop)))
      #expect(test.printed.contains(Sanitizer.sanitize(text)))
      #expect(!test.printed.unicodeScalars.contains("\u{1B}"))
    }
  }

  @Test mutating func errorsAndNoticesAreLines() throws {
    look()
    try ask("Why?")
    try receive(.received(AnswerDelta(content: "Four of", chunks: 1)))
    try receive(.ended(StreamEnd(outcome: .failed(.disconnected(.other("reset"))))))
    #expect(printed.contains("Four of\n! "))
    #expect(printed.hasSuffix("\n> "))
    typeLine("/nonsense")
    #expect(printed.contains("\n* Unknown command /nonsense."))
  }

  @Test mutating func pagesArePrintedAndTheListOpens() throws {
    look()
    typeLine("/help")
    #expect(printed.contains("Ctrl-D: quit."))
    #expect(script.state.conversationHasKeys)
    _ = script.takeEffects()
    typeLine("/list")
    guard case .store(.loadSummaries(let request, .current, after: _))? = script.takeEffects().last
    else {
      Issue.record("the list was not asked for")
      return
    }
    let id = script.state.conversation.id
    let other = ConversationID(try #require(UUIDv7("00000000-0000-7000-8000-000000000001")))
    #expect(id != other)
    let summary = ConversationSummary(
      id: other, title: "Fibo\u{1B}nacci", createdAt: script.state.now,
      updatedAt: script.state.now, model: "m", messageCount: 4, preview: "")
    script.play(.summariesLoaded(request, .success(ListPage([summary], hasMore: false))))
    look()
    #expect(printed.contains("1. Fibo␛nacci, now, 4 messages\n"))
    typeLine("/open 1")
    #expect(
      script.takeEffects().contains { effect in
        if case .store(.loadConversation(_, other)) = effect { true } else { false }
      })
  }
}
