import Chat
import Screen
import Testing

@testable import App

/// The reading position, and what changes it.
@Suite struct PlaceTests {
  private func opened(_ texts: [String]) -> Script {
    var script = Script()
    var conversation = script.state.conversation
    let now = script.state.now
    for (index, text) in texts.enumerated() {
      conversation.append(
        Message(
          id: MessageID(script.state.ids.uuid(at: now)), parent: conversation.path.last,
          role: index.isMultiple(of: 2) ? .user : .assistant, createdAt: now, content: text,
          finishReason: .stop))
    }
    script.state.conversation = conversation
    return script
  }

  private func top(_ script: inout Script, width: Int) -> String {
    script.rows(width: width, height: 24).dropFirst(2).first { !$0.isEmpty } ?? ""
  }

  @Test func newWidthKeepsTheTopText() {
    let words = (1...3000).map { "word\($0)" }.joined(separator: " ")
    var script = opened(["question", words, "again", words])
    _ = script.rows(width: 90, height: 24)
    script.press(.tab, Key(.pageUp), Key(.pageUp), Key(.pageUp))
    let before = top(&script, width: 90).split(separator: " ")
    for width in [60, 40, 75, 90] {
      let now = top(&script, width: width).split(separator: " ")
      let isThere = now.contains { before.contains($0) }
      #expect(isThere, "\(now) at \(width), before \(before)")
    }
  }

  @Test func returningRestoresTheReadingPosition() throws {
    var script = opened((0..<40).map { "text \($0)" })
    script.state.focus = .transcript
    _ = top(&script, width: 80)
    script.press(Key(.pageUp), Key(.pageUp))
    let before = top(&script, width: 80)
    #expect(!script.state.transcript.isFollowing)
    let conversation = script.state.conversation
    script.press(.control("n"))
    _ = script.draw(width: 80, height: 24)
    _ = script.state.open(conversation.id)
    let request = try #require(script.state.storing.awaitedLoad?.request)
    script.play(.conversationLoaded(request, .success(conversation)))
    #expect(top(&script, width: 80) == before)
    script.press(.tab, Key(.end), .control("n"))
    _ = script.state.open(conversation.id)
    let again = try #require(script.state.storing.awaitedLoad?.request)
    script.play(.conversationLoaded(again, .success(conversation)))
    #expect(script.state.transcript.isFollowing)
  }

  @Test func longConversationCachesLittle() {
    var script = opened((0..<20_000).map { "Message \($0) with some words.\n\nAnd more." })
    _ = script.rows(width: 80, height: 24)
    script.press(.tab, .character("g"))
    #expect(
      script.rows(width: 80, height: 24).contains { $0.contains("▌ Message 0 with some words.") })
    for _ in 0..<300 { script.press(Key(.pageDown)) }
    _ = script.rows(width: 80, height: 24)
    script.press(.character("G"))
    #expect(script.rows(width: 80, height: 24).contains(" Message 19999 with some words."))
    #expect(script.state.transcript.isFollowing)
  }

  @Test func newLinesBelowAreCountedAndMoveNothing() throws {
    var script = Script()
    let request = try script.ask("question")
    let lines = (1...60).map { "line \($0)\n\n" }.joined()
    script.play(.streamed(request, .received(AnswerDelta(content: lines, chunks: 1))))
    _ = script.rows(width: 80, height: 24)
    script.press(.tab, Key(.pageUp))
    let before = script.rows(width: 80, height: 24)
    #expect(before.contains { $0.contains("↓ more") })
    let body = before.dropFirst(2).prefix(12)
    for number in 61...65 {
      let delta = AnswerDelta(content: "line \(number)\n\n", chunks: 1)
      script.play(.streamed(request, .received(delta)))
      let now = script.rows(width: 80, height: 24)
      #expect(now.dropFirst(2).prefix(12) == body)
      #expect(now.contains { $0.contains("↓ \((number - 60) * 2) new lines") })
    }
    script.press(.character("G"))
    #expect(script.rows(width: 80, height: 24).contains(" line 65"))
  }

  @Test func findMatchesTextThatMarkdownHides() {
    var script = opened(["q", "a **bo**ld word", "x", "a &amp; sign, one [link](http://b.example)"])
    _ = script.rows(width: 80, height: 24)
    for query in ["bold word", "& sign", "LINK (http"] {
      script.press(.tab, .character("/"))
      script.type(query)
      script.press(.enter)
      #expect(script.state.notice == nil, "\(query)")
      script.press(.escape, .escape)
    }
  }
}
