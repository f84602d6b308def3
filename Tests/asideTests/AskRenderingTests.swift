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

  /// - Parameter thinking: what the server sends before the answer.
  private func server(thinking: [String] = []) throws -> LoopbackServer {
    var body = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
    for piece in thinking {
      body += "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"\(piece)\"}}]}\n\n"
    }
    for character in Self.answer {
      let text = try String(decoding: JSONEncoder().encode(String(character)), as: UTF8.self)
      body += "data: {\"choices\":[{\"delta\":{\"content\":\(text)}}]}\n\n"
    }
    body += "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"
    return try LoopbackServer(scenario: .script([.write(Array(body.utf8))]))
  }

  /// Returns what a terminal of 60 columns receives.
  private func output(
    _ options: [String] = [], environment: [String: String] = [:], thinking: [String] = []
  ) async throws -> String {
    let server = try server(thinking: thinking)
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

  /// The thinking may end in a line feed, in an empty line, or in neither.
  @Test(arguments: ["", "\\n", "\\n\\n"])
  func thinkingIsDimAndApartFromTheAnswer(end: String) async throws {
    let thinking = ["H", "m\\n\\u001b", "so\(end)"]
    let output = try await output(
      ["--show-reasoning"], environment: ["NO_COLOR": "1"], thinking: thinking)
    let text = output.replacing(/\u{1B}\[[0-9;]*m/, with: "")
    #expect(text.hasPrefix("Hm\n␛so\n\nSome bold words.\n"), "\(text)")
    #expect(output.hasPrefix("\u{1B}[2mH"))
    let words = output.prefix { $0 != "S" }.replacing(/\u{1B}\[2m[^\u{1B}]*\u{1B}\[m/, with: "")
    #expect(words.allSatisfy { $0 == "\n" }, "\(words)")
    let raw = try await self.output(["--show-reasoning", "--raw"], thinking: thinking)
    #expect(raw == "Hm\n␛so\n\n" + Self.answer + "\n")
  }

  @Test func thinkingForAnotherPlaceIsUnchanged() async throws {
    let server = try server(thinking: ["Hm\\n", "so"])
    let home = try TestHome()
    let command =
      "\(AsideProgram.path) ask --base-url \(server.baseURL) --model m --show-reasoning hi"
    let errors = try PseudoTerminal(
      ["-c", "\(command) > \(home.path)/answer"], program: "/bin/sh", home: home)
    #expect(try await errors.waitForExit() == 0)
    #expect(String(decoding: errors.output, as: UTF8.self) == "Hm\r\nso\r\n")
    let answers = try PseudoTerminal(
      ["-c", "\(command) 2> \(home.path)/thinking"], program: "/bin/sh", home: home)
    #expect(try await answers.waitForExit() == 0)
    #expect(try String(contentsOfFile: home.path + "/thinking", encoding: .utf8) == "Hm\nso\n")
    await server.stop()
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
