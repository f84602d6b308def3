import Foundation
import Loopback
import TestKit
import Testing

/// Keys and pastes over a line that delivers one byte at a time.
@Suite struct SlowLineTests {
  private func start() async throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(["--demo"], width: 100, height: 24)
    try await terminal.wait(forText: "Type a question")
    return terminal
  }

  /// Checks that the stored question is what was typed.
  private func expectSent(_ text: String, by terminal: PseudoTerminal) async throws {
    try terminal.write("\r")
    try await terminal.wait(forText: "2 messages")
    try terminal.write("\u{3}\u{4}\u{4}")
    #expect(try await terminal.waitForExit() == 0)
    let exported = try ProcessRun(
      AsideProgram.path, ["export", "--all", "--format", "json"],
      environment: ["HOME": terminal.home.path, "PATH": "/usr/bin:/bin"])
    #expect(exported.output.contains("\"content\":\"\(text)\""))
  }

  @Test func multibyteCharactersCanBeTyped() async throws {
    // Half a character is dropped after a second. If the machine stalled for that long, try again.
    for _ in 1...10 {
      let terminal = try await start()
      guard try await terminal.trickle(Array("äöü 量子 🍓".utf8)) < .milliseconds(500) else {
        terminal.signal(SIGTERM)
        _ = try await terminal.waitForExit()
        continue
      }
      return try await expectSent("äöü 量子 🍓", by: terminal)
    }
    Issue.record("the machine stalled in every attempt")
  }

  @Test(arguments: [
    "\u{1B}[I", "\u{1B}[O", "\u{1B}P>|XTerm(379)\u{1B}\\", "\u{1B}_Gi=1;OK\u{1B}\\", "\u{1B}[M !!",
    "\u{1B}[24;80R", "\u{1B}]11;rgb:0000/0000/0000\u{1B}\\",
  ])
  func terminalRepliesAreNotTyped(_ reply: String) async throws {
    let terminal = try await start()
    try terminal.write("xylo")
    // The reply is sent in one piece. InputReaderTests test how far apart the parts of a sequence
    // may be.
    try terminal.write(reply)
    try terminal.write("phone")
    try await expectSent("xylophone", by: terminal)
  }

  @Test func pasteArrivesWhole() async throws {
    let terminal = try await start()
    try terminal.write("\u{1B}[200~")
    try await terminal.trickle(Array("hello wörld 量子".utf8))
    try terminal.write("\u{1B}[201~")
    try await expectSent("hello wörld 量子", by: terminal)
  }

  @Test func pasteWithoutAnEndIsInserted() async throws {
    let terminal = try await start()
    try terminal.write("\u{1B}[200~half a paste")
    try await terminal.wait(forText: "half a paste")
    try terminal.write("!")
    try await expectSent("half a paste!", by: terminal)
  }
}
