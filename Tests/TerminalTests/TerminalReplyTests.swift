import Screen
import Testing

@testable import Terminal

/// A terminal's replies about its background and itself, however they are cut.
@Suite struct TerminalReplyTests {
  private func replies(_ pieces: [[UInt8]]) -> [TerminalReply] {
    var reader = InputReader()
    let events = pieces.flatMap { reader.read($0, after: .milliseconds(300)) }
    return events.compactMap { if case .reply(let reply) = $0 { reply } else { nil } }
  }

  private static let known: [(String, [TerminalReply])] = [
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

  @Test(arguments: known)
  func replyIsReadWhateverTheCut(_ text: String, _ replies: [TerminalReply]) {
    let bytes = Array(text.utf8)
    #expect(self.replies([bytes]) == replies)
    #expect(self.replies(bytes.map { [$0] }) == replies)
    for cut in bytes.indices.dropFirst() {
      #expect(
        self.replies([Array(bytes[..<cut]), Array(bytes[cut...])]) == replies, "cut at \(cut)")
    }
  }

  @Test func brokenReplyIsDroppedAndTheRestIsTyped() {
    for (text, keys) in [
      ("\u{1B}]11;rgb:ff", []), ("\u{1B}]11;rgb:ff\rx", [.enter, .character("x")]),
      ("\u{1B}]11;rgb:ff\u{1B}b", [.alt("b")]), ("\u{1B}]11;rgb:ff\u{1B}", [.escape]),
      ("\u{1B}]11;rgb:ff\u{1B}[?6cx", [.character("x")]),
    ] as [(String, [Key])] {
      var reader = InputReader()
      var events = reader.read(Array(text.utf8)) + reader.expire()
      events.removeAll { if case .reply = $0 { true } else { false } }
      #expect(events == keys.map { .input(.key($0)) }, "\(text.debugDescription)")
    }
  }

  @Test func endlessStringIsAbandoned() {
    var reader = InputReader()
    _ = reader.read(Array("\u{1B}]11;".utf8) + [UInt8](repeating: 0x66, count: 2 << 20))
    #expect(reader.patience(isReplyDue: false) == nil)
  }

  @Test func loneEscapeWaitsLongerWhileAReplyIsDue() {
    var reader = InputReader()
    #expect(reader.patience(isReplyDue: true) == nil)
    _ = reader.read([0x1B])
    #expect(reader.patience(isReplyDue: false) == InputReader.escapePatience)
    #expect(reader.patience(isReplyDue: true) == InputReader.longPatience)
  }
}
