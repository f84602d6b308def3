import Foundation
import TestKit
import Testing

/// `aside login` at a terminal: input is hidden, and the terminal is restored.
@Suite struct LoginScreenTests {
  /// Starts `aside login` in a shell that afterwards prints the exit status and whether input is
  /// echoed.
  private func start(_ home: TestHome) throws -> PseudoTerminal {
    try PseudoTerminal(
      [
        "-c",
        "\(AsideProgram.path) login --provider aimlapi; echo \"status $?\"; stty -a | grep -o '[-]*echo '",
      ], program: "/bin/sh", home: home)
  }

  private func keys(_ home: TestHome) -> String {
    let file = home.appending(path: ".local/share/aside/keys.toml")
    return (try? String(contentsOf: file, encoding: .utf8)) ?? ""
  }

  /// Waits for the end, and checks the exit status, that input is echoed again, and that the key
  /// was never shown.
  private func expectEnd(_ status: Int, _ terminal: PseudoTerminal) async throws {
    _ = try await terminal.waitForExit()
    let shown = String(decoding: terminal.output, as: UTF8.self)
    #expect(shown.contains("status \(status)"))
    #expect(shown.contains("echo ") && !shown.contains("-echo "))
    #expect(!shown.contains("sk-secret"))
  }

  @Test func typedKeyIsSavedAndNotShown() async throws {
    let home = try TestHome()
    let terminal = try start(home)
    try await terminal.wait(forText: "API key for aimlapi:")
    try terminal.write("sk-secret-1\r")
    try await expectEnd(0, terminal)
    #expect(keys(home).contains("sk-secret-1"))
  }

  @Test func pastedKeyIsSaved() async throws {
    let home = try TestHome()
    let terminal = try start(home)
    try await terminal.wait(forText: "API key for aimlapi:")
    try terminal.paste("sk-secret-2")
    try terminal.write("\r")
    try await expectEnd(0, terminal)
    #expect(keys(home).contains("\"sk-secret-2\"") || keys(home).contains("'sk-secret-2'"))
  }

  @Test func ctrlCEndsTheCommand() async throws {
    let home = try TestHome()
    let terminal = try start(home)
    try await terminal.wait(forText: "API key for aimlapi:")
    try terminal.write("sk-secret-3\u{3}")
    _ = try await terminal.waitForExit()
    #expect(keys(home).isEmpty)
    let shown = String(decoding: terminal.output, as: UTF8.self)
    #expect(!shown.contains("sk-secret"))
  }

  @Test func emptyLineChangesNothing() async throws {
    let home = try TestHome()
    let terminal = try start(home)
    try await terminal.wait(forText: "API key for aimlapi:")
    try terminal.write("\u{4}")
    try await expectEnd(2, terminal)
    #expect(keys(home).isEmpty)
  }
}
