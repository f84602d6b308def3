import Faults
import Foundation
import Loopback
import TestKit
import Testing

/// The window's title and alerts, in a real terminal.
@Suite struct AlertScreenTests {
  private let home: TestHome

  init() throws { home = try TestHome() }

  private func configure(_ text: String) throws {
    let folder = home.appending(path: ".config/aside")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: folder.appending(path: "config.toml"))
  }

  private func reply(_ content: String) -> Scenario {
    let body =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
      + "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\(content)\"},"
      + "\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"
    return .script([.write(Array(body.utf8)), .close])
  }

  /// Starts the program, and reports a loss of focus.
  private func start(
    _ server: LoopbackServer, environment: [String: String] = [:]
  ) async throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(
      ["--base-url", server.baseURL, "--model", "m"], environment: environment, home: home)
    try await terminal.wait(forText: "question")
    try await terminal.wait(forText: "\u{1B}[?1004h")
    try terminal.write("\u{1B}[O")
    return terminal
  }

  private func count(_ sequence: String, in bytes: [UInt8]) -> Int {
    String(decoding: bytes, as: UTF8.self).components(separatedBy: sequence).count - 1
  }

  @Test func titleFollowsTheConversationAndIsRestored() async throws {
    let server = try LoopbackServer(scenario: .sequence([reply("It scatters.")]))
    let terminal = try await start(server)
    try await terminal.wait(forText: "\u{1B}[22;0t\u{1B}]2;Aside\u{1B}\\")
    try terminal.write("Why is the sky blue?\r")
    try await terminal.wait(forText: "\u{1B}]2;● Why is the sky blue? - Aside\u{1B}\\")
    try await terminal.wait(forText: "\u{1B}]2;Why is the sky blue? - Aside\u{1B}\\")
    try terminal.write("\u{4}\u{4}")
    #expect(try await terminal.waitForExit() == 0)
    #expect(count("\u{1B}]2;\u{1B}\\\u{1B}[23;0t", in: terminal.output) == 1)
    #expect(count("\u{1B}[22;0t", in: terminal.output) == 1)
    #expect(count("\u{1B}[?1004l", in: terminal.output) == 1)
    await server.stop()
  }

  @Test func titleIsLeftAloneIfItIsTurnedOff() async throws {
    try configure("terminal_title = false\n")
    let server = try LoopbackServer(scenario: .sequence([reply("It scatters.")]))
    let terminal = try await start(server)
    try terminal.write("Why?\r")
    try await terminal.wait(forText: "scatters")
    try terminal.write("\u{4}\u{4}")
    #expect(try await terminal.waitForExit() == 0)
    #expect(count("\u{1B}]2;", in: terminal.output) == 0)
    #expect(count("\u{1B}[22;0t", in: terminal.output) == 0)
    await server.stop()
  }

  @Test func answerRingsTheBellOnce() async throws {
    let server = try LoopbackServer(
      scenario: .sequence([reply("It scatters."), reply("Dark.")]))
    let terminal = try await start(server)
    try terminal.write("Why?\r")
    try await terminal.wait(for: "the bell") { $0.contains(0x07) }
    // While the terminal has focus, the bell does not ring.
    try terminal.write("\u{1B}[IAnd at night?\r")
    try await terminal.wait(forText: "Dark")
    try terminal.write("\u{4}\u{4}")
    #expect(try await terminal.waitForExit() == 0)
    #expect(count("\u{7}", in: terminal.output) == 1)
    await server.stop()
  }

  @Test(arguments: [
    ("osc9", [:], "\u{1B}]9;Why?: It scatters.\u{7}"),
    ("osc777", [:], "\u{1B}]777;notify;Why?;It scatters.\u{7}"),
    (
      "osc9", ["TERM": "tmux-256color", "TMUX": "/tmp/x,1,0"],
      "\u{1B}Ptmux;\u{1B}\u{1B}]9;Why?: It scatters.\u{7}\u{1B}\\"
    ),
  ])
  func answerNotifiesTheDesktop(
    _ way: String, _ environment: [String: String], _ sequence: String
  ) async throws {
    try configure("[notify]\nwith = \"\(way)\"\n")
    let server = try LoopbackServer(scenario: .sequence([reply("It scatters.")]))
    let terminal = try await start(server, environment: environment)
    try terminal.write("Why?\r")
    try await terminal.wait(forText: sequence)
    await server.stop()
  }

  @Test func commandGetsTheTextsAsVariables() async throws {
    let file = home.appending(path: "called")
    try configure(
      """
      [notify]
      command = '''printf '%s|%s|%s' "$ASIDE_TITLE" "$ASIDE_TEXT" "$ASIDE_STATUS" >"\(file.path)"'''

      """)
    let server = try LoopbackServer(
      scenario: .sequence([reply("$(touch \(home.path)/owned) `x`")]))
    let terminal = try await start(server)
    try terminal.write("Why; $HOME?\r")
    try await terminal.wait(for: "the command") { _ in
      // The file is missing or incomplete until the command has finished.
      (try? String(contentsOf: file, encoding: .utf8))?.hasSuffix("|complete") == true
    }
    let called = try String(contentsOf: file, encoding: .utf8)
    #expect(called == "Why; $HOME?|$(touch \(home.path)/owned) x|complete")
    #expect(!FileManager.default.fileExists(atPath: home.appending(path: "owned").path))
    try terminal.write("\u{4}\u{4}")
    #expect(try await terminal.waitForExit() == 0)
    #expect(count("\u{7}", in: terminal.output) == 0)
    await server.stop()
  }

  @Test func wrongCommandIsReported() async throws {
    try configure("[notify]\ncommand = \"no-such-program\"\n")
    let server = try LoopbackServer(scenario: .sequence([reply("It scatters.")]))
    let terminal = try await start(server)
    try terminal.write("Why?\r")
    try await terminal.wait(forText: "127")
    await server.stop()
  }
}
