import Foundation
import Faults
import Loopback
import TestKit
import Testing

/// A terminal that nobody reads must not prevent the program from ending.
@Suite struct StuckTerminalTests {
  private let home: TestHome

  init() throws { home = try TestHome() }

  /// Returns all stored conversations as text.
  private func storedText() throws -> String {
    try ProcessRun(
      AsideProgram.path, ["export", "--all", "--format", "text"],
      environment: ["HOME": home.path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"]
    ).output
  }

  private func server() throws -> LoopbackServer {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
    let words = String(repeating: "overflow ", count: 20)
    let lines = (1...5_000).map { "\($0) \(words)\\n\\n" }
    let chunks = lines.map { "data: {\"choices\":[{\"delta\":{\"content\":\"\($0)\"}}]}\n\n" }
    return try LoopbackServer(
      scenario: .script([.write(Array((head + chunks.joined()).utf8)), .waitForClose]))
  }

  @Test(arguments: [SIGTERM, SIGHUP])
  func askEnds(_ number: Int32) async throws {
    for options in [[], ["--show-reasoning"]] {
      let server = try server()
      let terminal = try PseudoTerminal(
        ["ask", "--base-url", server.baseURL, "--model", "m"] + options + ["hi"], home: home)
      try await terminal.waitUntilFull()
      terminal.signal(number)
      #expect(try await terminal.waitForExitUnread() == 128 + Int(number))
      #expect(try storedText().contains("1 overflow"))
      await server.stop()
    }
  }

  @Test(arguments: [SIGTERM, SIGHUP])
  func plainModeEnds(_ number: Int32) async throws {
    let server = try server()
    let terminal = try PseudoTerminal(
      ["--plain", "--base-url", server.baseURL, "--model", "m"], home: home)
    try await terminal.wait(forText: "> ")
    try terminal.write("hi\n")
    try await terminal.waitUntilFull()
    terminal.signal(number)
    _ = try await terminal.waitForExitUnread()
    #expect(try storedText().contains("1 overflow"))
    await server.stop()
  }
}
