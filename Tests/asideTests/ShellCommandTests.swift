import Foundation
import TestKit
import Testing

@testable import aside

/// Limits on commands that print API keys.
@Suite struct ShellCommandTests {
  private let commands = RunningCommands()
  private let environment = ["PATH": "/usr/bin:/bin"]

  private func run(_ text: String, limit: Duration? = nil) throws -> String {
    let command = ShellCommand(text: text, environment: environment, timeLimit: limit)
    return String(decoding: try command.run(.behindScreen, among: commands), as: UTF8.self)
  }

  @Test func outputIsReturned() throws {
    #expect(try run("echo one; echo two") == "one\ntwo\n")
    #expect(throws: ShellCommand.Failure.failed(status: 3)) { try run("echo x; exit 3") }
    #expect(throws: ShellCommand.Failure.failed(status: 137)) { try run("kill -9 $$") }
    #expect(throws: ShellCommand.Failure.failed(status: 127)) { try run("no-such-command") }
  }

  @Test func hangingCommandIsStopped() {
    let limit = Duration.milliseconds(100)
    #expect(throws: ShellCommand.Failure.timedOut(limit)) { try run("sleep 1000", limit: limit) }
    #expect(throws: ShellCommand.Failure.timedOut(limit)) {
      try run("trap '' TERM INT HUP; exec >/dev/null; sleep 1000", limit: limit)
    }
  }

  @Test func endlessOutputIsStopped() {
    #expect(throws: ShellCommand.Failure.tooLong) { try run("yes") }
    #expect(throws: ShellCommand.Failure.tooLong) { try run("head -c 70000 /dev/zero") }
  }

  @Test func commandBehindTheScreenHasNoTerminalOrInput() throws {
    #expect(try run("cat; (: </dev/tty) 2>/dev/null && echo terminal || echo none") == "none\n")
  }

  /// The leftover process keeps the pipe open, like an agent started by the command.
  @Test func leftoverProcessesAreEndedWithoutWaiting() async throws {
    let output = try run("sleep 1000 & echo $!; exit 0")
    let process = try #require(pid_t(output.dropLast()))
    try await expectEnd(of: process)
  }

  @Test func programsEndStopsTheCommand() async throws {
    let home = try TestHome()
    let mark = home.appending(path: "mark").path
    let result = Task.detached { [commands, environment] in
      let command = ShellCommand(
        text: "echo $$ >\(mark).new; mv \(mark).new \(mark); sleep 1000; true",
        environment: environment, timeLimit: .seconds(1000))
      return Result { () throws(ShellCommand.Failure) in
        try command.run(.behindScreen, among: commands)
      }
    }
    var text: String?
    let isWritten = try await poll {
      text = try? String(contentsOfFile: mark, encoding: .utf8)
      return text != nil
    }
    #expect(isWritten)
    commands.end()
    let failures: [Result<[UInt8], ShellCommand.Failure>] = [
      .failure(.failed(status: 137)), .failure(.interrupted),
    ]
    #expect(failures.contains(await result.value))
    try await expectEnd(of: try #require(pid_t((text ?? "").dropLast())))
    #expect(throws: ShellCommand.Failure.interrupted) { try run("echo late") }
  }

  private func expectEnd(of process: pid_t) async throws {
    #expect(try await poll { kill(process, 0) != 0 || isZombie(process) })
  }

  /// Whether a process has ended but was never reaped, which may happen because its parent is
  /// gone.
  private func isZombie(_ process: pid_t) -> Bool {
    let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    return stat?.split(separator: ")").last?.hasPrefix(" Z") == true
  }
}
