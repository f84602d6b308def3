import Faults
import Foundation
import Loopback
import TestKit
import Testing

/// A screen painted change by change looks the same as one painted all at once.
@Suite struct RepaintTests {
  private static let answer = """
    A row of 量子 and 한국어, é and क्षि, 👍🏽 and 🇩🇪 and ❤️ and 👨‍👩‍👧.

    | a | 表 |
    |---|---|
    | `code` | **bold** |

    ```swift
    let text = "量"  // comment
    ```

    > A quote that is long enough to be wrapped in a narrow window, with some *emphasis* in it.

    """

  private static let keys = [
    "Left", "Right", "Home", "End", "BSpace", "DC", "Up", "Down", "PPage", "NPage", "C-o",
    "F1 F1",
    "F4 F4", "C-j",
  ]
  private static let texts = ["a", "word ", "量", "子纠", "한", "🇩🇪", "👍🏽", "❤️", "é", "क्षि"]

  /// Starts a server that sends its answer in one delta.
  private func server() throws -> LoopbackServer {
    let content = String(repeating: Self.answer, count: 4) + "the-end"
    let delta: [String: Any] = ["index": 0, "delta": ["content": content], "finish_reason": "stop"]
    let chunk = try JSONSerialization.data(withJSONObject: ["choices": [delta]])
    let body =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\ndata: "
      + String(decoding: chunk, as: UTF8.self) + "\n\ndata: [DONE]\n\n"
    return try LoopbackServer(scenario: .script([.write(Array(body.utf8)), .close]))
  }

  /// Waits until the screen shows the effect of all keys so far.
  /// - Returns: the rows and the cursor's position. Colours are not compared, because curses itself
  ///   decides which colour a blank has.
  private func settled(_ screen: TmuxScreen) async throws -> String {
    try screen.type("~")
    try await screen.wait(forText: "~")
    try screen.press("BSpace")
    try await screen.wait(for: "no tilde") { !$0.contains("~") }
    // The terminal may have read only a part of the last frame.
    var look = ""
    let isStill = try await poll(within: .seconds(120)) {
      let last = look
      look = try screen.text() + screen.variable("cursor_x") + "," + screen.variable("cursor_y")
      return look == last
    }
    #expect(isStill)
    return look
  }

  @Test(arguments: [1, 2, 3, 33] as [UInt64])
  func changesLookLikeTheWhole(_ seed: UInt64) async throws {
    let server = try server()
    // The screen changes once a server's dialect has been detected.
    let screen = try TmuxScreen(
      "\(AsideProgram.path) --provider vllm --model m --base-url \(server.baseURL)",
      width: 104, height: 30)
    try await screen.wait(forText: "Type a question")
    try screen.type("hello")
    try screen.press("Enter")
    try await screen.wait(forText: "the-end")
    var random = SplitMix64(state: seed)
    for _ in 0..<8 {
      for _ in 0..<6 {
        if Bool.random(using: &random), let text = Self.texts.randomElement(using: &random) {
          try screen.type(text)
        } else if let keys = Self.keys.randomElement(using: &random) {
          for key in keys.split(separator: " ") { try screen.press(String(key)) }
        }
      }
      let changed = try await settled(screen)
      try screen.press("C-x", "=")
      let whole = try await settled(screen)
      #expect(whole == changed)
    }
    await server.stop()
  }
}
