import Faults
import Foundation
import Loopback
import TestKit
import Testing

/// Ending the model's thinking with a key, in the real program.
@Suite struct AnswerNowTests {
  private func bodies(_ server: LoopbackServer) -> [String] {
    server.requests.filter { $0.method == "POST" }.map { String(decoding: $0.body, as: UTF8.self) }
  }

  @Test func llamaCppAnswersWhenItIsTold() async throws {
    let home = try TestHome()
    let server = try LoopbackServer(scenario: .thinkingUntilTold)
    // No setting says that the server is llama.cpp. Only the server's own responses do.
    let screen = try TmuxScreen(
      "\(AsideProgram.path) --base-url \(server.baseURL)", width: 110, height: 30, home: home)
    try await screen.wait(forText: "Type a question")
    try screen.type("hello")
    try screen.press("Enter")
    try await screen.wait(forText: "Ctrl-X a answer now")
    try screen.press("C-x", "a")
    try await screen.wait(forText: "Hello! How can I help?")
    try await screen.wait(forText: "done · F1 help")
    try screen.press("C-d", "C-d")
    #expect(try await screen.waitForExit() == 0)
    let bodies = bodies(server)
    #expect(bodies.count == 2)
    #expect(bodies[0].contains(#""reasoning_control":true"#))
    #expect(bodies[1].contains(#""action":"reasoning_end""#))
    #expect(bodies[1].contains("chatcmpl-thought1"))
    await server.stop()
  }

  @Test func elsewhereASecondPressAsksAgainWithoutThinking() async throws {
    let home = try TestHome()
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
    let thought = #"data: {"choices":[{"delta":{"reasoning_content":"A long thought."}}]}"#
    let answer = #"data: {"choices":[{"delta":{"content":"At once."},"finish_reason":"stop"}]}"#
    let server = try LoopbackServer(
      scenario: .sequence([
        .script([.write(Array("\(head)\(thought)\n\n".utf8)), .waitForClose]),
        .script([.write(Array("\(head)\(answer)\n\ndata: [DONE]\n\n".utf8)), .close]),
      ]))
    let screen = try TmuxScreen(
      "\(AsideProgram.path) --provider siliconflow --base-url \(server.baseURL) --model m",
      width: 80, height: 24, home: home)
    try await screen.wait(forText: "Type a question")
    try screen.type("hello")
    try screen.press("Enter")
    try await screen.wait(forText: "▾ thinking")
    try screen.press("C-x", "a")
    try await screen.wait(forText: "Stop and retry without thinking?")
    #expect(bodies(server).count == 1)
    try screen.press("C-x", "a")
    try await screen.wait(forText: "At once.")
    try await screen.wait(forText: "2/2")
    let bodies = bodies(server)
    #expect(bodies.count == 2)
    #expect(bodies[0].contains(#""enable_thinking":true"#))
    #expect(bodies[1].contains(#""enable_thinking":false"#))
    #expect(!bodies[0].contains("reasoning_control"))
    // The interrupted thought is kept as the other version of the answer.
    try screen.press("C-x", "[")
    try await screen.wait(forText: "1/2")
    try screen.press("C-o")
    try await screen.wait(forText: "A long thought.")
    try screen.press("C-d", "C-d")
    #expect(try await screen.waitForExit() == 0)
    await server.stop()
  }
}
