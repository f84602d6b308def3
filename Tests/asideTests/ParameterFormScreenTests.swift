import Chat
import Faults
import Loopback
import TestKit
import Testing

/// The form of request parameters in a real terminal, and what the server receives.
@Suite(.serialized) struct ParameterFormScreenTests {
  /// Moves from the top to a field, pressing `j` once for each row.
  private func select(_ index: Int, _ name: String, on screen: TmuxScreen) async throws {
    try screen.press("g")
    for _ in 0..<index { try screen.press("j") }
    try await screen.wait(for: "the selected field") { text in
      text.split(separator: "\n").contains { $0.contains("▌ \(name) ") }
    }
  }

  /// Edits a field in its row.
  private func set(
    _ index: Int, _ name: String, to text: String, on screen: TmuxScreen
  ) async throws {
    try await select(index, name, on: screen)
    try screen.press("Enter")
    try await screen.wait(forText: "Enter keep")
    try screen.type(text)
    try screen.press("Enter")
    try await screen.wait(for: "the value of \(name)") { shown in
      !shown.contains("Enter keep")
        && shown.split(separator: "\n").contains { $0.contains("▌ \(name) ") && $0.contains(text) }
    }
  }

  @Test func whatIsSetInTheFormIsSent() async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero))
    let screen = try TmuxScreen(
      "\(AsideProgram.path) --base-url \(server.baseURL) --model alibaba/qwen3-32b", width: 110,
      height: 40)
    try await screen.wait(forText: "Type a question")
    try screen.press("F4")
    try await screen.wait(forText: "Request parameters")
    try await set(3, "temperature", to: "0.5", on: screen)
    // The server has not been identified yet, so the form accepts any value that some server
    // accepts.
    try await set(5, "top_k", to: "-1", on: screen)
    try await set(0, "max_tokens", to: "321", on: screen)

    try await select(2, "stop", on: screen)
    try screen.press("Enter")
    try await screen.wait(forText: "Ctrl-J new line")
    try screen.type("END")
    try screen.press("C-j")
    try screen.type("STOP")
    try await screen.wait(forText: "STOP")
    try screen.press("Enter")
    try await screen.wait(forText: #"["END","STOP"]"#)

    try screen.press("v")
    try await screen.wait(for: "the next request") {
      $0.contains(#""temperature": 0.5"#) && $0.contains(#""max_tokens": 321"#)
    }
    try screen.press("Escape")
    try await screen.wait(forText: "R recommended")
    try screen.press("Escape")
    try await screen.wait(forText: "Type a question")
    try screen.type("hello")
    try screen.press("Enter")
    try await screen.wait(for: "the answer's end", within: .seconds(120)) {
      $0.contains("done · F1 help")
    }

    let request = try #require(server.requests.first { $0.method == "POST" })
    let body = try #require(JSONValue(text: String(decoding: request.body, as: UTF8.self)))
    #expect(body["temperature"] == .number(0.5))
    #expect(body["top_k"] == .integer(-1))
    #expect(body["max_tokens"] == .integer(321))
    #expect(body["stop"] == .array([.string("END"), .string("STOP")]))
    try screen.press("C-d", "C-d")
    #expect(try await screen.waitForExit() == 0)
    await server.stop()
  }

  // MARK: Every field

  private enum Way {
    /// Type the value in the field's row.
    case line(String)
    /// Type the value on a separate page.
    case text(String)
    /// Press Space until the row shows this value.
    case choice(String)
  }

  /// How to set each field, in the order of the form.
  private static let ways: [(name: String, way: Way)] = [
    ("max_tokens", .line("1000")), ("max_completion_tokens", .line("2000")), ("stop", .text("END")),
    ("temperature", .line("0.5")), ("top_p", .line("0.9")), ("top_k", .line("40")),
    ("min_p", .line("0.05")), ("seed", .line("7")), ("frequency_penalty", .line("-1")),
    ("presence_penalty", .line("1.5")), ("repetition_penalty", .line("1.1")),
    ("enable_thinking", .choice("true")), ("thinking_budget", .line("512")),
    ("reasoning_effort", .choice("low")),
    ("response_format", .choice("text")), ("logprobs", .choice("true")),
    ("top_logprobs", .line("3")),
    ("tools", .text(#"[{"function":{"name":"f"},"type":"function"}]"#)),
    ("tool_choice", .line("auto")), ("parallel_tool_calls", .choice("true")),
    ("prediction", .text("foreseen")), ("stream", .choice("true")),
    ("stream_options", .text(#"{"include_usage":false}"#)), ("extra", .text(#"{"user":"me"}"#)),
  ]

  private func row(_ name: String, in text: String) -> Substring? {
    text.split(separator: "\n").first { $0.contains("▌ \(name) ") }
  }

  private func set(_ index: Int, on screen: TmuxScreen) async throws {
    let (name, way) = Self.ways[index]
    switch way {
    case .line(let text): try await set(index, name, to: text, on: screen)
    case .text(let text):
      try await select(index, name, on: screen)
      try screen.press("Enter")
      try await screen.wait(forText: "Ctrl-J new line")
      try screen.type(text)
      try screen.press("Enter")
      try await screen.wait(for: "the value of \(name)") {
        row(name, in: $0)?.contains(text.prefix(12)) == true
      }
    case .choice(let text):
      try await select(index, name, on: screen)
      for _ in 0..<12 {
        let before = try row(name, in: screen.text())
        // Look only at the word after the name, because the range further to the right also lists
        // the values.
        let words = before?.split(separator: " ").drop { $0 != name }
        if words?.dropFirst().first == Substring(text) { return }
        try screen.press("Space")
        try await screen.wait(for: "another value of \(name)") {
          row(name, in: $0).map { $0 != before } == true
        }
      }
      Issue.record("\(name) is never \(text)")
    }
  }

  private func ask(_ question: String, on screen: TmuxScreen) async throws {
    try screen.press("Escape")
    try await screen.wait(for: "the conversation") { !$0.contains("R recommended") }
    try screen.type(question)
    try screen.press("Enter")
    try await screen.wait(for: "the answer to \(question)") {
      $0.contains(" \(question)") && $0.contains("done · ")
    }
  }

  private func body(_ question: String, _ server: LoopbackServer) throws -> JSONValue {
    let bodies = server.requests.filter { $0.method == "POST" }
      .compactMap { JSONValue(text: String(decoding: $0.body, as: UTF8.self)) }
    return try #require(
      bodies.last { body in
        guard case .array(let messages)? = body["messages"] else { return false }
        return messages.last?["content"] == .string(question)
      })
  }

  /// The dialect that has a thinking budget has no reasoning effort, so the effort is sent in
  /// another request.
  @Test func everyFieldIsSentAfterNothingButKeysInTheForm() async throws {
    let server = try LoopbackServer(scenario: try #require(.named("aimlapi-done")))
    let screen = try TmuxScreen(
      "\(AsideProgram.path) --base-url \(server.baseURL) --model m --no-think", width: 120,
      height: 40)
    try await screen.wait(forText: "Type a question")
    try screen.press("F4")
    try await screen.wait(forText: "R recommended")
    for index in Self.ways.indices where Self.ways[index].name != "reasoning_effort" {
      try await set(index, on: screen)
    }
    try await ask("first", on: screen)
    let first = try body("first", server)
    let wanted: [(String, JSONValue)] = [
      ("max_tokens", .integer(1000)), ("max_completion_tokens", .integer(2000)),
      ("stop", .array([.string("END")])), ("temperature", .number(0.5)), ("top_p", .number(0.9)),
      ("top_k", .integer(40)), ("min_p", .number(0.05)), ("seed", .integer(7)),
      ("frequency_penalty", .integer(-1)), ("presence_penalty", .number(1.5)),
      ("repetition_penalty", .number(1.1)), ("enable_thinking", .bool(true)),
      ("thinking_budget", .integer(512)),
      ("response_format", .object(["type": .string("text")])), ("logprobs", .bool(true)),
      ("top_logprobs", .integer(3)), ("tool_choice", .string("auto")),
      ("parallel_tool_calls", .bool(true)), ("stream", .bool(true)),
      ("prediction", .object(["type": .string("content"), "content": .string("foreseen")])),
      ("stream_options", .object(["include_usage": .bool(false)])), ("user", .string("me")),
    ]
    for (name, value) in wanted { #expect(first[name] == value, "\(name)") }
    #expect(first["tools"] != nil && first["reasoning_effort"] == nil)

    try screen.press("C-d", "C-d")
    #expect(try await screen.waitForExit() == 0)

    let other = try TmuxScreen(
      "\(AsideProgram.path) --provider openai --base-url \(server.baseURL) --model m", width: 120,
      height: 40)
    try await other.wait(forText: "Type a question")
    try other.press("F4")
    try await other.wait(forText: "R recommended")
    let effort = try #require(Self.ways.firstIndex { $0.name == "reasoning_effort" })
    try await set(effort, on: other)
    try await ask("second", on: other)
    #expect(try body("second", server)["reasoning_effort"] == .string("low"))
    try other.press("C-d", "C-d")
    #expect(try await other.waitForExit() == 0)
    await server.stop()
  }
}
