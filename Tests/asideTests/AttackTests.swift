import Faults
import Foundation
import Loopback
import TestKit
import Testing

/// No text can send control sequences to the terminal. The tests read the raw bytes, as a terminal
/// would.
@Suite struct AttackTests {
  private static let head =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"

  private func chunk(_ delta: String, finish: String = "null") -> [UInt8] {
    Array(
      ("data: {\"model\":\(Attacks.json(Attacks.all)),\"choices\":"
        + "[{\"index\":0,\"delta\":{\(delta)},\"finish_reason\":\(finish)}]}\n\n").utf8)
  }

  /// An answer with an attack in every field, whole and cut after every character, with invalid
  /// UTF-8, and with characters split between chunks.
  private var answer: Scenario {
    let all = Attacks.json(Attacks.all)
    var body = Array(Self.head.utf8)
    body += chunk("\"reasoning_content\":\(all)")
    for scalar in Attacks.all.unicodeScalars {
      body += chunk("\"reasoning_content\":\(Attacks.json(String(scalar)))")
    }
    body += chunk("\"content\":\(all)")
    for scalar in Attacks.all.unicodeScalars {
      body += chunk("\"content\":\(Attacks.json(String(scalar)))")
    }
    let table = "\n\n| a | b |\n|---|---|\n| " + Attacks.all + " | x |\n\n```"
    let code = Attacks.all + "\n" + Attacks.all + "\n```\n\n# " + Attacks.all + "\n\n> `"
    body += chunk("\"content\":\(Attacks.json(table + code + Attacks.all + "`\n"))")
    body += chunk(
      "\"content\":\(Attacks.json("[\(Attacks.all)](\(Attacks.all)) &#27;[31337m &#x9b;\n"))")
    body += Array("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"".utf8)
    body += Attacks.rawBytes + Array("\"}}]}\n\n".utf8)
    body += chunk("\"content\":\"\\ud83d\"") + chunk("\"content\":\"\\ude00 half \\ud83d\"")
    body += chunk("\"content\":\" the-last\"")
    body += chunk(
      "\"tool_calls\":[{\"index\":0,\"id\":\(all),\"type\":\"function\",\"function\":"
        + "{\"name\":\(all),\"arguments\":\(all)}}]")
    body += chunk("\"refusal\":\(all)")
    body += chunk("", finish: all) + Array("data: [DONE]\n\n".utf8)
    return .script([.write(body), .close])
  }

  private var refusal: Scenario {
    let body =
      "{\"error\":{\"message\":\(Attacks.json(Attacks.all + " no-way")),\"code\":\(Attacks.json(Attacks.all))}}"
    return .script([
      .write(
        Array(
          ("HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: "
            + "\(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)").utf8)), .close,
    ])
  }

  private func expectHarmless(_ terminal: PseudoTerminal, _ place: Comment) -> String {
    let bytes = TerminalBytes(terminal.output)
    for fault in bytes.faults.prefix(5) { Issue.record("\(place) \(fault)") }
    return bytes.text
  }

  /// If the reader of terminal bytes missed attacks, the tests below could not fail.
  @Test func readerFindsAttacks() {
    let movements = ["\u{8}\u{8}\u{8}", "a\rb", "\u{301}"]
    for text in Attacks.texts where !movements.contains(text) {
      #expect(!TerminalBytes(Array(text.utf8)).faults.isEmpty, "\(text.debugDescription)")
    }
  }

  @Test func screenShowsAttacksAsMarks() async throws {
    let server = try LoopbackServer(scenario: .sequence([answer, refusal]))
    let terminal = try PseudoTerminal(
      ["--base-url", server.baseURL, "--model", "m\u{1B}]0;owned\u{7}\u{202E}"], width: 120,
      height: 400, environment: ["AIMLAPI_API_KEY": "k"])
    try await terminal.wait(forText: "Type a question")
    // An end-of-paste sequence would end this paste, too, and the rest would be read as keys, so
    // the text has none.
    try terminal.paste("first \u{1B}]0;owned\u{7} \u{202E}\n" + Attacks.all)
    try await terminal.wait(forText: "first")
    try terminal.write("\r")
    try await terminal.wait(forText: "the-last")
    for (keys, sign) in [
      ("/set stop \u{9B}31337m\u{202D}\r", "202D"), ("again\r", "no-way"),
      ("\u{1B}OQ", "Conversations"),
      ("\u{1B}", "F1 help"), ("\u{1B}OS", "Request parameters"), ("\u{1B}", "F1 help"),
    ] {
      let start = terminal.output.count
      try terminal.write(keys)
      try await terminal.wait(for: sign) {
        String(decoding: $0[start...], as: UTF8.self).contains(sign)
      }
    }
    try terminal.write("\u{4}\u{4}")
    #expect(try await terminal.waitForExit() == 0)
    let text = expectHarmless(terminal, "screen")
    for mark in [
      "␛]52;c;", "‹U+009B›31337m", "‹U+202E›evil", "‹U+E0041›", "‹U+FE0F›", "␇", "␈␈␈", "a␍",
      "😀 half",
    ] {
      #expect(text.contains(mark), "\(mark) was never shown")
    }
    await server.stop()
  }

  /// Copied text may later be pasted into a shell. Here it contains an end-of-paste sequence
  /// followed by a command.
  @Test func clipboardGetsNoControls() async throws {
    let server = try LoopbackServer(scenario: .sequence([answer, refusal]))
    let terminal = try PseudoTerminal(["--base-url", server.baseURL, "--model", "m"], height: 400)
    try await terminal.wait(forText: "Type a question")
    try terminal.write("first\r")
    try await terminal.wait(forText: "the-last")
    for command in ["/copy\r", "/copy raw\r"] {
      let start = terminal.output.count
      try terminal.write(command)
      let prefix = Array("\u{1B}]52;c;".utf8)
      try await terminal.wait(for: "the sequence") {
        Data($0[start...]).range(of: Data(prefix)).map { $0.upperBound } != nil
          && $0[start...].last(where: { $0 == 7 }) != nil
      }
      let output = Data(terminal.output[start...])
      let begin = try #require(output.range(of: Data(prefix))?.upperBound)
      let coded = output[begin...].prefix { $0 != 7 }
      let text = String(decoding: try #require(Data(base64Encoded: Data(coded))), as: UTF8.self)
      #expect(text.contains("the-last"))
      let controls = text.unicodeScalars.filter { $0.properties.generalCategory == .control }
      #expect(controls.allSatisfy { $0 == "\n" || $0 == "\t" }, "\(text.debugDescription)")
    }
    try await terminal.wait(forText: "control characters")
    await server.stop()
  }

  @Test func askShowsAttacksAsMarksOnATerminal() async throws {
    let server = try LoopbackServer(scenario: .sequence([answer, refusal]))
    let options = ["ask", "--base-url", server.baseURL, "--show-reasoning", "--model", "m"]
    for (option, sign) in [("--raw", "the-last"), ("--no-stdin", "no-way")] {
      let terminal = try PseudoTerminal(
        options + [option, "hello"], environment: ["AIMLAPI_API_KEY": "k"])
      try await terminal.wait(forText: sign)
      _ = try await terminal.waitForExit()
      let text = expectHarmlessLines(terminal, "ask")
      #expect(text.contains("␛]52;c;"))
    }
    await server.stop()
  }

  @Test func renderedAnswersShowAttacksAsMarks() async throws {
    let server = try LoopbackServer(scenario: answer)
    let terminal = try PseudoTerminal(
      ["ask", "--base-url", server.baseURL, "--model", "m", "hello"],
      environment: ["AIMLAPI_API_KEY": "k"])
    _ = try await terminal.waitForExit()
    let text = expectHarmlessLines(terminal, "ask")
    // Lines may break after the hyphen, and each line of a quote begins with a bar.
    #expect(text.filter { !"│ ".contains($0) }.contains("the-last"))
    #expect(text.contains("␛]52;c;"))
    await server.stop()
  }

  @Test func plainModeShowsAttacksAsMarks() async throws {
    let server = try LoopbackServer(scenario: answer)
    let terminal = try PseudoTerminal(
      ["--plain", "--base-url", server.baseURL, "--model", "m"],
      environment: ["AIMLAPI_API_KEY": "k"])
    try terminal.write("hello\n")
    try await terminal.wait(forText: "the-last")
    try terminal.write("/quit\n")
    _ = try await terminal.waitForExit()
    #expect(expectHarmlessLines(terminal, "plain").contains("␛]52;c;"))
    await server.stop()
  }

  /// Checks for the same faults as on the screen, except that joiners and selectors in emoji and
  /// Arabic words are allowed. Plain mode has no columns to keep aligned.
  private func expectHarmlessLines(_ terminal: PseudoTerminal, _ place: Comment) -> String {
    let bytes = TerminalBytes(terminal.output, allowsShaping: true)
    for fault in bytes.faults.prefix(5) { Issue.record("\(place) \(fault)") }
    return bytes.text
  }

  @Test func listsAndErrorsShowAttacksAsMarks() async throws {
    let home = try TestHome()
    let demo = try LoopbackServer(scenario: answer)
    let question =
      "title \u{1B}[31337J end\n" + Attacks.all.replacing("\u{0}", with: "")
    let asked = try PseudoTerminal(
      ["ask", "--base-url", demo.baseURL, "--model", "m\u{1B}[31337m", question],
      environment: ["AIMLAPI_API_KEY": "k"], home: home)
    _ = try await asked.waitForExit()
    _ = expectHarmlessLines(asked, "asked")
    let commands = [
      ["list"], ["list", "--json"], ["--demo", "doctor", "--model", "m\u{1B}[31337m"],
      ["--provider", "\u{1B}]0;owned\u{7}"], ["--theme", "\u{9B}31337m"],
      ["list", "--database", "\u{1B}[31337m"], ["--config", "/\u{202E}\u{1B}[31337m"],
      ["--\u{1B}[31337m"], ["ask", "--set", "\u{1B}[31337m"],
    ]
    for command in commands {
      let terminal = try PseudoTerminal(command, home: home)
      _ = try await terminal.waitForExit()
      _ = expectHarmlessLines(terminal, "\(command.map(\.debugDescription))")
    }
    let list = try PseudoTerminal(["list"], home: home)
    #expect(try await list.waitForExit() == 0)
    #expect(TerminalBytes(list.output).text.contains("title ␛[31337J"))
    await demo.stop()
  }
}
