import Screen
import Testing

@testable import Terminal

/// What a terminal says of itself never becomes a key, and what a person types always does.
@Suite struct ReplyTests {
  private struct Outcome: Equatable {
    var inputs: [TerminalInput] = []
    var replies: [TerminalReply] = []
  }

  private static func scalars(_ text: String) -> [KeyDecoder.Raw] {
    text.unicodeScalars.map { .scalar($0.value) }
  }

  private static func keys(_ text: String) -> [TerminalInput] {
    text.unicodeScalars.map { .key(.character(Character($0))) }
  }

  /// - Parameter cut: after so many reads nothing comes for a while, but a reply is still due.
  private func outcome(_ text: String, cut: Int? = nil) -> Outcome {
    var decoder = KeyDecoder()
    var outcome = Outcome()
    for (index, raw) in Self.scalars(text).enumerated() {
      if index == cut {
        if let patience = decoder.patience(isReplyDue: true) {
          #expect(patience >= .milliseconds(300))
          decoder.pause()
        } else {
          outcome.inputs += decoder.flush()
        }
      }
      outcome.inputs += decoder.decode(raw)
    }
    outcome.inputs += decoder.flush()
    outcome.replies = decoder.takeReplies()
    return outcome
  }

  private static let replies: [(String, [TerminalReply])] = [
    ("\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\", [.background(.light)]),
    ("\u{1B}]11;rgb:1e1e/1e1e/1e1e\u{07}", [.background(.dark)]),
    ("\u{1B}]11;rgb:0/0/0\u{07}", [.background(.dark)]),
    ("\u{1B}]11;rgb:ff/ff/ff\u{9C}", [.background(.light)]),
    ("\u{1B}]11;rgb:fff/fff/fff\u{07}", [.background(.light)]),
    ("\u{1B}]11;rgba:fdfd/f6f6/e3e3/ffff\u{1B}\\", [.background(.light)]),
    ("\u{1B}]11;#fdf6e3\u{07}", [.background(.light)]),
    ("\u{1B}]11;#002b36\u{07}", [.background(.dark)]),
    ("\u{1B}]11;#000\u{07}", [.background(.dark)]),
    ("\u{1B}]11;#ffffffffffff\u{07}", [.background(.light)]),
    ("\u{1B}]11;rgbi:1.0/1.0/1.0\u{07}", [.other]),
    ("\u{1B}]11;rgb:gg/00/00\u{07}", [.other]),
    ("\u{1B}]11;rgb:12345/0/0\u{07}", [.other]),
    ("\u{1B}]11;white\u{1B}\\", [.other]),
    ("\u{1B}]11;\u{1B}\\", [.other]),
    ("\u{1B}]10;rgb:0/0/0\u{07}", [.other]),
    ("\u{1B}[?62;22c", [.attributes]),
    ("\u{1B}[?1;2c", [.attributes]),
    ("\u{1B}[?6c", [.attributes]),
    ("\u{1B}[?997;1n", [.background(.dark)]),
    ("\u{1B}[?997;2n", [.background(.light)]),
    ("\u{1B}[>0;276;0c", [.other]),
    ("\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\\u{1B}[?64;1;2c", [.background(.light), .attributes]),
  ]

  @Test(arguments: replies)
  func aReplyIsNoKeyWhereverItIsCut(_ text: String, _ replies: [TerminalReply]) {
    let whole = "a" + text + "b"
    let expected = Outcome(inputs: Self.keys("ab"), replies: replies)
    #expect(outcome(whole) == expected)
    for cut in 1..<whole.unicodeScalars.count {
      #expect(outcome(whole, cut: cut) == expected, "cut at \(cut)")
    }
  }

  @Test func aReplyThatBreaksOffIsDroppedAndWhatFollowsIsTyped() {
    #expect(outcome("\u{1B}]11;rgb:ff") == Outcome())
    #expect(
      outcome("\u{1B}]11;rgb:ff\rx").inputs == [.key(.enter), .key(.character("x"))])
    #expect(outcome("\u{1B}]11;rgb:ff\u{1B}b").inputs == [.key(.alt("b"))])
    #expect(outcome("\u{1B}]11;rgb:ff\u{1B}").inputs == [.key(.escape)])
    #expect(
      outcome("\u{1B}]11;rgb:ff\u{1B}[?6cx")
        == Outcome(
          inputs: Self.keys("x"), replies: [.attributes]))
    let endless = "\u{1B}]11;" + String(repeating: "f", count: 300)
    #expect(outcome(endless).inputs.count < 60)
  }

  @Test(
    arguments: [
      ("\u{1B}]", [.alt("]")]),
      ("\u{1B}]x", [.alt("]"), .character("x")]),
      ("\u{1B}]1x", [.alt("]"), .character("1"), .character("x")]),
      ("\u{1B}[", [.alt("[")]),
      ("\u{1B}[c", [.alt("["), .character("c")]),
      ("\u{1B}[\u{1B}", [.alt("["), .escape]),
      ("\u{1B}", [.escape]),
      ("]11;rgb:0/0/0", "]11;rgb:0/0/0".map { .character($0) }),
    ] as [(String, [Key])])
  func whatIsTypedIsKept(_ text: String, _ keys: [Key]) {
    #expect(outcome(text) == Outcome(inputs: keys.map { .key($0) }))
  }

  @Test func anEscapeBeforeAReplyIsAKey() {
    #expect(
      outcome("\u{1B}\u{1B}]11;rgb:0/0/0\u{07}x")
        == Outcome(
          inputs: [.key(.escape)] + Self.keys("x"), replies: [.background(.dark)]))
  }

  @Test func escapeAndALaterKeyAreTwoKeysWhileAReplyIsDue() {
    #expect(outcome("\u{1B}x", cut: 1).inputs == [.key(.escape), .key(.character("x"))])
    #expect(outcome("\u{1B}\u{1B}", cut: 1).inputs == [.key(.escape), .key(.escape)])
    #expect(
      outcome("\u{1B}[x", cut: 1).inputs
        == [.key(.escape), .key(.character("[")), .key(.character("x"))])
  }

  @Test func codesOfCursesBreakOffWhatIsHeldBack() {
    var decoder = KeyDecoder()
    var inputs = Self.scalars("\u{1B}[").flatMap { decoder.decode($0) }
    inputs += decoder.decode(.code(KeyDecoder.Code.altEnter))
    #expect(inputs == [.key(.alt("[")), .key(Key(.enter, alt: true))])
    inputs = Self.scalars("\u{1B}]11;rgb:").flatMap { decoder.decode($0) }
    inputs += decoder.decode(.code(KeyDecoder.Code.pasteStart))
    inputs += Self.scalars("x").flatMap { decoder.decode($0) }
    inputs += decoder.decode(.code(KeyDecoder.Code.pasteEnd))
    #expect(inputs == [.paste("x")])
  }

  @Test func aLoneEscapeWaitsOnlyWhileAReplyIsDue() {
    var decoder = KeyDecoder()
    #expect(decoder.patience(isReplyDue: true) == nil)
    _ = decoder.decode(.scalar(0x1B))
    #expect(decoder.patience(isReplyDue: false) == .zero)
    #expect(decoder.patience(isReplyDue: true) == .milliseconds(300))
  }
}
