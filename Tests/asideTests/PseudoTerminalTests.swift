import TestKit
import Testing

/// The assumptions that other tests make about their terminal.
@Suite struct PseudoTerminalTests {
  @Test func screenOpensFillsTheTerminalAndCloses() async throws {
    let terminal = try PseudoTerminal(["--demo"], width: 60, height: 12)
    try await terminal.wait(forText: "\u{1B}[?1049h")
    // The cursor moves to the last of twelve rows, which a smaller screen does not have.
    try await terminal.wait(forText: "\u{1B}[12;")
    terminal.resize(width: 60, height: 20)
    try await terminal.wait(forText: "\u{1B}[20;")
    try terminal.write("\u{4}\u{4}")
    #expect(try await terminal.waitForExit() == 0)
    #expect(String(decoding: terminal.output, as: UTF8.self).contains("\u{1B}[?1049l"))
  }

  @Test func programReadsTypedTextAndEndsWithItsTerminal() async throws {
    let terminal = try PseudoTerminal(
      ["-c", "stty -echo; echo ready; read line; echo \"<$line>\"; kill -TERM $$"],
      program: "/bin/sh")
    try await terminal.wait(forText: "ready")
    try terminal.write("words\n")
    #expect(try await terminal.waitForExit() == 128 + 15)
    #expect(String(decoding: terminal.output, as: UTF8.self).contains("<words>"))
  }
}
