import Faults
import Foundation
import Loopback
import TestKit
import Testing

/// `aside ask` renders Markdown on a terminal, and nowhere else.
@Suite struct AskRenderingTests {
  private static let answer = """
    Some **bold** words.

    ```swift
    let answer = 42
    ```

    | name | n |
    |------|---|
    | a long name | 1 |

    the-end
    """

  private func server() throws -> LoopbackServer {
    var body = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
    for character in Self.answer {
      let text = try String(decoding: JSONEncoder().encode(String(character)), as: UTF8.self)
      body += "data: {\"choices\":[{\"delta\":{\"content\":\(text)}}]}\n\n"
    }
    body += "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"
    return try LoopbackServer(scenario: .script([.write(Array(body.utf8))]))
  }

  /// Returns what a terminal of 60 columns receives.
  private func output(
    _ options: [String] = [], environment: [String: String] = [:]
  ) async throws -> String {
    let server = try server()
    let terminal = try PseudoTerminal(
      ["ask", "--base-url", server.baseURL, "--model", "m"] + options + ["hi"], width: 60,
      environment: environment)
    #expect(try await terminal.waitForExit() == 0)
    await server.stop()
    return String(decoding: terminal.output, as: UTF8.self)
      .replacingOccurrences(of: "\r\n", with: "\n")
  }

  @Test func aTerminalGetsRows() async throws {
    let output = try await output()
    #expect(output.contains("Some \u{1B}[1mbold\u{1B}[m words.\n"))
    #expect(output.contains(/\u{1B}\[[0-9;]+mlet\u{1B}\[m/))
    #expect(!output.contains("```") && !output.contains("|---"))
    // The columns are aligned, so the header row was not written until the whole table was known.
    let text = output.replacing(/\u{1B}\[[0-9;]*m/, with: "")
    #expect(text.contains("name          n\n"))
    #expect(output.hasSuffix("the-end\n"))
    // Lines are only appended, so nothing moves the cursor.
    #expect(!output.contains(/\u{1B}\[[0-9;]*[A-HJKf]/))
  }

  @Test(arguments: [["TERM": "dumb"], ["TERM": "no-such-terminal"]])
  func simpleTerminalsGetTheMarkdown(environment: [String: String]) async throws {
    #expect(try await output(environment: environment) == Self.answer + "\n")
  }

  @Test func rawPrintsTheMarkdown() async throws {
    #expect(try await output(["--raw"]) == Self.answer + "\n")
  }

  @Test func noColorKeepsOnlyEmphasis() async throws {
    let output = try await output(environment: ["NO_COLOR": "1"])
    #expect(output.contains("Some \u{1B}[1mbold\u{1B}[m words.\n"))
    #expect(!output.contains(/\u{1B}\[[0-9;]*[39][0-8](;[0-9;]+)?m/))
  }

  @Test(arguments: ["xterm", "screen", "linux"])
  func codeIsColoredOnTerminalsWithFewColors(name: String) async throws {
    let output = try await output(environment: ["TERM": name])
    #expect(output.contains(/\u{1B}\[([0-9]+;)*[39][1-7]mlet\u{1B}\[m/))
    #expect(output.contains(/\u{1B}\[([0-9]+;)*[39][1-7]m42\u{1B}\[m/))
  }

  @Test func aPipeGetsTheMarkdown() async throws {
    let server = try server()
    let run = try ProcessRun(
      AsideProgram.path, ["ask", "--base-url", server.baseURL, "--model", "m", "hi"],
      environment: [
        "HOME": TestHome().path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
      ])
    #expect(run.output == Self.answer + "\n")
    await server.stop()
  }
}
