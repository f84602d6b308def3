import Faults
import Foundation
import Loopback
import TestKit
import Testing

/// Presets and prompts with the whole program: `--preset`, the default preset, and the screen.
@Suite(.serialized) struct PresetTests {
  private let home: TestHome
  private let red, blue: LoopbackServer

  init() throws {
    home = try TestHome()
    red = try Self.server("red")
    blue = try Self.server("blue")
    try write(
      [("red", red), ("blue", blue)].map { name, server in
        "[providers.\(name)]\nbase_url = \"\(server.baseURL)\"\ndialect = \"plain\"\n"
      }.joined(), to: "config.toml")
    try write(
      """
      provider = "blue"
      model = "b1"
      system_prompt = "Be terse."
      [parameters]
      temperature = 0.25
      """, to: "presets/terse.toml")
  }

  private static func server(_ name: String) throws -> LoopbackServer {
    let body =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
      + #"data: {"choices":[{"index":0,"delta":{"content":"said-by-\#(name)"},"finish_reason":"stop"}]}"#
      + "\n\ndata: [DONE]\n\n"
    return try LoopbackServer(scenario: .script([.write(Array(body.utf8)), .close]))
  }

  private func write(_ text: String, to path: String) throws {
    let url = home.appending(path: ".config/aside/\(path)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  private func setDefault(_ name: String) throws {
    let url = home.appending(path: ".config/aside/config.toml")
    let text = try String(contentsOf: url, encoding: .utf8)
    try write("preset = \"\(name)\"\n" + text, to: "config.toml")
  }

  private func run(_ arguments: [String]) throws -> ProcessRun {
    try ProcessRun(
      AsideProgram.path, arguments,
      environment: [
        "HOME": home.path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm-256color",
      ], input: "")
  }

  /// Returns the questions that a server received, each as model, temperature and messages.
  private func asked(_ server: LoopbackServer) throws -> [String] {
    try server.requests.filter { $0.method == "POST" }.map { request in
      let object = try #require(
        JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any])
      let messages = try #require(object["messages"] as? [[String: Any]])
      let temperature = (object["temperature"] as? Double).map { "\($0)" } ?? "none"
      return
        ([object["model"] as? String ?? "", temperature]
        + messages.map { "\($0["role"] ?? ""): \($0["content"] ?? "")" })
        .joined(separator: " | ")
    }
  }

  @Test func askUsesThePresetWhereOptionsSayNothing() async throws {
    #expect(try run(["ask", "--preset", "terse", "one"]).status == 0)
    #expect(try run(["ask", "--preset", "terse", "--model", "b2", "two"]).status == 0)
    #expect(
      try run([
        "ask", "--preset", "terse", "--system", "Be kind.", "--temperature", "1", "three",
      ]).status == 0)
    #expect(
      try run(["ask", "--preset", "terse", "--provider", "red", "--model", "r1", "four"]).status
        == 0)
    #expect(
      try asked(blue) == [
        "b1 | 0.25 | system: Be terse. | user: one", "b2 | 0.25 | system: Be terse. | user: two",
        "b1 | 1.0 | system: Be kind. | user: three",
      ])
    #expect(try asked(red) == ["r1 | 0.25 | system: Be terse. | user: four"])
    await red.stop()
    await blue.stop()
  }

  @Test func theDefaultPresetIsForNewConversations() async throws {
    let first = try run(["ask", "--provider", "red", "--model", "r1", "one"])
    #expect(first.status == 0, "\(first.error)")
    try setDefault("terse")
    #expect(try run(["ask", "--conversation", "last", "two"]).status == 0)
    #expect(try run(["ask", "three"]).status == 0)
    #expect(try asked(red).last?.hasSuffix("user: two") == true)
    #expect(try asked(red).allSatisfy { !$0.contains("terse") })
    #expect(try asked(blue) == ["b1 | 0.25 | system: Be terse. | user: three"])
    await red.stop()
    await blue.stop()
  }

  @Test func aNamedPresetIsForAContinuedConversationToo() async throws {
    #expect(try run(["ask", "--provider", "red", "--model", "r1", "one"]).status == 0)
    let run = try run(["ask", "--conversation", "last", "--preset", "terse", "two"])
    #expect(run.status == 0, "\(run.error)")
    #expect(
      try asked(blue) == [
        "b1 | 0.25 | system: Be terse. | user: one | assistant: said-by-red | user: two"
      ])
    await red.stop()
    await blue.stop()
  }

  @Test(arguments: [
    ("none", "", "none.toml does not exist"), ("../config", "", "cannot contain “/”"),
    ("bad", "\nmodle = 1", "bad.toml, line 2: unknown setting"),
    ("bad", "provider = \"nowhere\"", "bad.toml, line 1: Unknown provider “nowhere”"),
    ("bad", "[parameters]\ntemperature = 9", "bad.toml, line 2: temperature"),
    ("bad", "model = [1]", "bad.toml, line 1: model must be a quoted string"),
  ])
  func aBrokenPresetIsAUsageError(_ name: String, _ text: String, _ problem: String) throws {
    if !text.isEmpty { try write(text, to: "presets/\(name).toml") }
    let named = try run(["ask", "--preset", name, "hello"])
    #expect(named.status == 2)
    #expect(named.output.isEmpty && named.error.contains(problem), "\(named.error)")
    #expect(named.error.split(separator: "\n").count == 1)
    try setDefault(name)
    let byDefault = try run(["ask", "hello"])
    #expect(byDefault.status == 2 && byDefault.error.contains(problem), "\(byDefault.error)")
    #expect(try run(["ask", "--demo", "--no-store", "hello"]).status == 2)
    let doctor = try run(["doctor", "--provider", "demo"])
    if !text.isEmpty {
      let isSaid = doctor.output.split(separator: "\n").contains {
        $0.hasPrefix("error") && $0.contains("presets") && $0.contains("bad.toml, line")
      }
      #expect(isSaid, "\(doctor.output)")
    }
    #expect(try asked(red).isEmpty && asked(blue).isEmpty)
  }

  @Test func presetsAndPromptsOnTheScreen() async throws {
    try write("Review this {{language:Swift}} code:\n\n{{code}}\n", to: "prompts/review.md")
    let screen = try TmuxScreen(
      "\(AsideProgram.path) --provider red --model r1", width: 110, height: 40, home: home)
    try await screen.wait(forText: "Type a question")
    try screen.press("F5")
    try await screen.wait(forText: "b1 (blue)")
    try screen.press("Enter")
    try await screen.wait(forText: "Preset “terse”: b1 (blue)")
    try await screen.wait(forText: "system  Be terse.")

    try screen.type("/prompt review")
    try screen.press("Enter")
    try await screen.wait(forText: "Prompt review")
    try screen.press("Enter")
    try screen.paste("let a = 1\nlet b = 2")
    try await screen.wait(forText: "Enter insert")
    try screen.press("Enter")
    try await screen.wait(forText: "Review this Swift code:")
    try screen.press("Enter")
    try await screen.wait(forText: "said-by-blue")
    #expect(
      try asked(blue) == [
        "b1 | 0.25 | system: Be terse. | user: Review this Swift code:\n\nlet a = 1\nlet b = 2"
      ])

    try screen.press("F4")
    try await screen.wait(forText: "preset terse")
    try screen.press("s")
    try await screen.wait(forText: "Save as preset")
    try screen.press("C-u")
    try screen.type("copy")
    try screen.press("Enter")
    try await screen.wait(forText: "saved in")
    let copy = home.appending(path: ".config/aside/presets/copy.toml")
    let text = try String(contentsOf: copy, encoding: .utf8)
    #expect(text.contains("model = \"b1\"") && text.contains("temperature = 0.25"))
    try screen.press("Escape")
    try await screen.wait(for: "the form to close") { !$0.contains("Request parameters") }
    try screen.press("C-d", "C-d")
    #expect(try await screen.waitForExit() == 0)

    let again = try TmuxScreen(
      "\(AsideProgram.path) --continue", width: 110, height: 40, home: home)
    try await again.wait(forText: "system  Be terse.")
    try again.press("C-d", "C-d")
    #expect(try await again.waitForExit() == 0)
    await red.stop()
    await blue.stop()
  }
}
