import Chat
import Faults
import Loopback
import TestKit
import Testing

/// The form of request parameters in a real terminal, and what the server gets.
@Suite(.serialized) struct ParameterFormScreenTests {
  /// Moves to a field with as many presses of `j`, from the top.
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
    // A server that has not been identified yet accepts whatever any server accepts.
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
      $0.contains("done · Enter send")
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
}
