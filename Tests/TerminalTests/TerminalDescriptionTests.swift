import Testing

@testable import Terminal

/// The description of a terminal according to terminfo and the environment. The tests are
/// serialised, because terminfo keeps the last entry in a global and is not thread-safe.
@Suite(.serialized) struct TerminalDescriptionTests {
  @Test(
    arguments: [
      (["TERM": "xterm-256color"], .indexed),
      (["TERM": "xterm-256color", "COLORTERM": "truecolor"], .direct),
      (["TERM": "xterm-256color", "COLORTERM": "24bit"], .direct),
      (["TERM": "xterm-256color", "COLORTERM": "yes"], .indexed),
      (["TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"], .none),
      (["TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": ""], .direct),
      (["TERM": "xterm"], .eight),
      (["TERM": "xterm", "COLORTERM": "truecolor"], .direct),
      (["TERM": "vt100", "COLORTERM": "truecolor"], .none),
      (["TERM": "linux", "COLORTERM": "truecolor"], .eight),
      (["TERM": "screen-256color"], .indexed),
      (["TERM": "screen-256color", "TMUX": "/tmp/x,1,0"], .direct),
      (["TERM": "tmux-256color", "TMUX": "/tmp/x,1,0"], .direct),
      // GNU screen passes `COLORTERM` on, but does not understand 24-bit colours.
      (["TERM": "screen-256color", "STY": "1.x", "COLORTERM": "truecolor"], .indexed),
    ] as [([String: String], ColorDepth)])
  func followsTerminfoAndTheEnvironment(_ environment: [String: String], _ depth: ColorDepth) throws
  {
    let description = try #require(TerminalDescription(named: environment["TERM"] ?? ""))
    #expect(ColorDepth(description, TerminalHints(environment: environment)) == depth)
  }

  @Test func directColorDescriptionKeepsTheTerminalsCapabilities() throws {
    _ = try #require(TerminalDescription(named: "xterm-256color"))
    let entry = TerminfoEntry(directColorFor: "xterm-256color")
    #expect(entry.names.hasPrefix("xterm-256color|"))
    #expect(entry.flags.count == 44 && entry.numbers.count == 39 && entry.strings.count == 414)
    #expect(entry.numbers[13] == 0x100_0010)
    #expect(entry.numbers[14] == 0x10000)
    #expect(entry.strings[5] == Array("\u{1B}[H\u{1B}[2J".utf8))
    // Colours must not be redefinable, because in this entry a number is the colour itself.
    #expect(!entry.flags[27])
    #expect(entry.strings[299] == nil)
    #expect(entry.extendedFlags.contains("RGB"))
    #expect(entry.extendedStrings.contains { $0.name == "kUP5" })
    #expect(entry.variable.hasPrefix("b64:HgI"))
  }
}
