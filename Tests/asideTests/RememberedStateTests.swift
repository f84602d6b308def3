import Chat
import Faults
import Foundation
import Loopback
import TestKit
import Testing

@testable import aside

/// The state that is kept between runs.
@Suite struct RememberedStateTests {
  @Test func modelsWithoutThinkingAreReadAsWritten() throws {
    let home = try TestHome()
    let path = home.appending(path: "state/state.toml").path
    var state = RememberedState()
    state.modelsWithoutThinking = [
      ModelChoice(provider: "openai", model: "gpt 4\"o\\"),
      ModelChoice(provider: "http://127.0.0.1:8080/v1", model: "gemma, [3]"),
    ]
    state.write(to: path)
    #expect(RememberedState(path: path) == state)
  }

  @Test(arguments: [
    "1", "[1]", "[[]]", "[[\"a\"]]", "[[\"a\", 2]]", "[[\"a\", \"b\", \"c\"]]", "\"a\"",
  ])
  func otherValuesAreIgnored(_ value: String) throws {
    let home = try TestHome()
    let path = home.appending(path: "state.toml")
    try Data("without_thinking = \(value)\nlist_open = true\n".utf8).write(to: path)
    let state = RememberedState(path: path.path)
    #expect(state.modelsWithoutThinking.isEmpty && state.isListOpen)
  }

  @Test func hintsAreOnlyForSomebodyWhoHasNotUsedTheProgram() throws {
    let home = try TestHome()
    let path = home.appending(path: "state.toml")
    #expect(RememberedState(path: path.path).nextSteps?.isEmpty == false)
    try Data("list_open = true\n".utf8).write(to: path)
    #expect(RememberedState(path: path.path).nextSteps == nil)
  }

  /// Hints do not depend on the first screen, which is not shown with `--base-url`. Each is shown
  /// once.
  @Test func hintsAppearWithoutTheFirstScreen() async throws {
    let home = try TestHome()
    for hint in ["Tab to move to the messages", "F2 to list your conversations"] {
      let screen = try TmuxScreen(
        "\(AsideProgram.path) --demo --no-think", width: 100, height: 30, home: home)
      try await screen.wait(forText: "Type a question")
      try screen.press("F3")
      try await screen.wait(forText: "Esc close")
      try screen.press("Escape")
      try await screen.wait(for: "the conversation") { !$0.contains("Esc close") }
      try screen.type("hello")
      try screen.press("Enter")
      try await screen.wait(forText: hint)
      try screen.press("C-d", "C-d")
      #expect(try await screen.waitForExit() == 0)
    }
  }

  /// The pane opens in vain only once for each model.
  @Test func theNextRunKnowsThatAModelDoesNotThink() async throws {
    let home = try TestHome()
    let body =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
      + #"data: {"choices":[{"index":0,"delta":{"content":"words"},"finish_reason":"stop"}]}"#
      + "\n\ndata: [DONE]\n\n"
    let server = try LoopbackServer(scenario: .script([.write(Array(body.utf8)), .close]))
    for isFirst in [true, false] {
      let screen = try TmuxScreen(
        "\(AsideProgram.path) --base-url \(server.baseURL) --model m", width: 120, height: 30,
        home: home)
      try await screen.wait(forText: "Type a question")
      try screen.type("hello")
      try screen.press("Enter")
      try await screen.wait(for: "the answer") { $0.contains("words") && $0.contains("done · ") }
      #expect(try screen.text().contains("no thinking in this answer") == isFirst)
      try screen.press("C-d", "C-d")
      #expect(try await screen.waitForExit() == 0)
    }
    await server.stop()
  }
}
