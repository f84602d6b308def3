import Foundation
import Loopback
import TestKit
import Testing

@testable import aside

/// Commands that print API keys.
@Suite struct KeyCommandTests {
  private let home: TestHome

  init() throws { home = try TestHome() }

  private func configure(_ text: String) throws {
    let folder = home.appending(path: ".config/aside")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: folder.appending(path: "config.toml"))
  }

  private func provider(_ name: String, _ server: LoopbackServer, _ command: String) -> String {
    """
    [providers.\(name)]
    base_url = "\(server.baseURL)"
    model = "alibaba/qwen3-32b"
    api_key_command = '''\(command)'''

    """
  }

  /// A command that writes its process ID to a file and then hangs.
  private var hanging: String {
    let mark = home.appending(path: "mark").path
    return "echo $$ >\(mark).new; mv \(mark).new \(mark); sleep 1000; true"
  }

  private func hangingProcess() async throws -> pid_t {
    let mark = home.appending(path: "mark").path
    var text: String?
    let isWritten = try await poll {
      text = try? String(contentsOfFile: mark, encoding: .utf8)
      return text != nil
    }
    #expect(isWritten)
    return try #require(text.flatMap { pid_t($0.dropLast()) })
  }

  private func expectEnd(of process: pid_t) async throws {
    #expect(try await poll { kill(process, 0) != 0 })
  }

  @Test func commandCanAskOnTheTerminal() async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero, requiredKey: "sk-typed"))
    try configure(
      provider("work", server, "printf 'Passphrase? ' >/dev/tty; read key </dev/tty; echo $key"))
    let terminal = try PseudoTerminal(
      ["ask", "--provider", "work", "--no-think", "hi"], home: home)
    try await terminal.wait(forText: "Passphrase?")
    try terminal.write("sk-typed\n")
    #expect(try await terminal.waitForExit() == 0)
    await server.stop()
  }

  @Test func commandDoesNotReadTheQuestion() async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero, requiredKey: "sk-1"))
    try configure(provider("work", server, "cat >/dev/null; echo sk-1"))
    let run = try ProcessRun(
      AsideProgram.path, ["ask", "--provider", "work", "--no-think"],
      environment: ["HOME": home.path, "PATH": "/usr/bin:/bin"], input: "the question")
    #expect(run.status == 0, "\(run.error)")
    let body = String(decoding: server.requests.last?.body ?? [], as: UTF8.self)
    #expect(body.contains("the question"))
    await server.stop()
  }

  @Test func ctrlCEndsTheCommandAndTheProgram() async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero))
    try configure(provider("work", server, hanging))
    let terminal = try PseudoTerminal(["ask", "--provider", "work", "hi"], home: home)
    let process = try await hangingProcess()
    try terminal.write("\u{3}")
    #expect(try await terminal.waitForExit() == 130)
    try await expectEnd(of: process)
    #expect(server.requests.isEmpty)
    await server.stop()
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
  func signalEndsBoth(_ signal: Int32) async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero))
    try configure(provider("work", server, "trap '' TERM HUP INT; \(hanging)"))
    let terminal = try PseudoTerminal(["ask", "--provider", "work", "hi"], home: home)
    let process = try await hangingProcess()
    terminal.signal(signal)
    #expect(try await terminal.waitForExit() == Int(128 + signal))
    try await expectEnd(of: process)
    await server.stop()
  }

  @Test func excessiveOutputIsStopped() async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero))
    try configure(provider("work", server, "yes sk-secret"))
    let run = try ProcessRun(
      AsideProgram.path, ["ask", "--provider", "work", "hi"],
      environment: ["HOME": home.path, "PATH": "/usr/bin:/bin"])
    #expect(run.status == 2 && run.error.contains("more than 64 KiB"))
    #expect(!run.error.contains("sk-secret"))
    await server.stop()
  }

  /// On the screen, a hanging command does not block other questions, can be stopped, and ends with
  /// the program.
  @Test func hangingCommandBlocksNothingAndEndsWithTheScreen() async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero, requiredKey: "sk-2"))
    try configure(
      "provider = \"demo\"\n" + provider("slow", server, hanging)
        + provider("quick", server, "echo sk-2"))
    let screen = try TmuxScreen(AsideProgram.path, home: home)
    try await screen.wait(forText: "Type a question")
    try screen.type("/provider slow")
    try screen.press("Enter")
    try await screen.wait(forText: "(slow)")
    let start = ContinuousClock.now
    try screen.type("hello")
    try screen.press("Enter")
    let process = try await hangingProcess()
    try await screen.wait(forText: "Esc stop")
    try screen.press("Escape")
    try await screen.wait(forText: "stopped")
    #expect(!server.requests.contains { $0.method == "POST" })
    try screen.type("/provider quick")
    try screen.press("Enter")
    try await screen.wait(forText: "(quick)")
    try screen.type("hello")
    try screen.press("Enter")
    try await screen.wait(for: "the answer") {
      $0.contains("done") && server.requests.contains { $0.method == "POST" }
    }
    // On a busy machine, the command's own time limit may have ended it by now.
    #expect(kill(process, 0) == 0 || start.duration(to: .now) > ShellCommand.usualLimit)
    try screen.press("C-d", "C-d")
    #expect(try await screen.waitForExit() == 0)
    try await expectEnd(of: process)
    await server.stop()
  }
}
