import TestKit
import Testing

/// Plain mode (`--plain`) on a terminal. The tests see every byte.
@Suite(.serialized) struct PlainModeTests {
  @Test func plainModeOnlyAppendsAndSendsNoControls() async throws {
    let terminal = try PseudoTerminal(["--demo", "--plain"], width: 80, height: 24)
    try await terminal.wait(forText: "> ")
    try terminal.write("hello\n")
    try await terminal.wait(forText: "(thinking):")
    try await terminal.wait(forText: "tok/s", within: .seconds(60))
    try terminal.write("/quit\n")
    #expect(try await terminal.waitForExit() == 0)
    let controls = terminal.output.filter { $0 < 0x20 && $0 != 0x0A && $0 != 0x0D || $0 == 0x7F }
    #expect(controls.isEmpty)
    let text = String(decoding: terminal.output, as: UTF8.self)
    #expect(text.contains("This answer is scripted"))
    #expect(text.contains("aside --continue"))
  }

  @Test func interruptStopsTheAnswerAndThenQuits() async throws {
    let terminal = try PseudoTerminal(["--demo", "--plain"], width: 80, height: 24)
    try await terminal.wait(forText: "> ")
    // The answer is so long that it is still arriving no matter how late Ctrl-C is pressed.
    try terminal.write("hello /chunks 1000000\n")
    try await terminal.wait(forText: "(thinking):")
    try terminal.write("\u{3}")
    try await terminal.wait(forText: "Answer stopped.")
    try terminal.write("\u{4}")
    #expect(try await terminal.waitForExit() == 0)
  }
}
