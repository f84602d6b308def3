import Loopback
import TestKit
import Testing

/// Keys and pastes over a line that brings one byte at a time.
@Suite struct SlowLineTests {
  private func start() async throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(["--demo"], width: 100, height: 24)
    try await terminal.wait(forText: "Type a question")
    return terminal
  }

  /// A question is drawn whole when it is sent.
  private func expectSent(_ text: String, by terminal: PseudoTerminal) async throws {
    let start = terminal.output.count
    try terminal.write("\r")
    try await terminal.wait(for: text) {
      String(decoding: $0[start...], as: UTF8.self).contains(text)
    }
    try terminal.write("\u{3}\u{4}\u{4}")
    #expect(try await terminal.waitForExit() == 0)
  }

  @Test func charactersOfSeveralBytesAreTyped() async throws {
    let terminal = try await start()
    try await terminal.trickle(Array("äöü 量子 🍓".utf8))
    try await expectSent("äöü 量子 🍓", by: terminal)
  }

  @Test(arguments: [
    "\u{1B}[I", "\u{1B}[O", "\u{1B}P>|XTerm(379)\u{1B}\\", "\u{1B}_Gi=1;OK\u{1B}\\", "\u{1B}[M !!",
    "\u{1B}[24;80R", "\u{1B}]11;rgb:0000/0000/0000\u{1B}\\",
  ])
  func whatTheTerminalSaysIsNotTyped(_ reply: String) async throws {
    let terminal = try await start()
    try terminal.write("xylo")
    try await terminal.trickle(Array(reply.utf8))
    try terminal.write("phone")
    try await expectSent("xylophone", by: terminal)
  }

  @Test func aPasteArrivesWhole() async throws {
    let terminal = try await start()
    try await terminal.trickle(Array("\u{1B}[200~hello wörld 量子\u{1B}[201~".utf8))
    try await expectSent("hello wörld 量子", by: terminal)
  }

  @Test func aPasteWithoutAnEndIsInserted() async throws {
    let terminal = try await start()
    try terminal.write("\u{1B}[200~half a paste")
    try await terminal.wait(forText: "half a paste")
    try terminal.write("!")
    try await expectSent("half a paste!", by: terminal)
  }
}
