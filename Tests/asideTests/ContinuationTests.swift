import Faults
import Foundation
import Loopback
import TestKit
import Testing

/// A conversation continues with the server and model it began with, even in another run. The
/// program asks no other server.
@Suite(.serialized) struct ContinuationTests {
  /// Starts a server that answers "short", whatever the model.
  private func server() throws -> LoopbackServer {
    let body =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
      + #"data: {"choices":[{"index":0,"delta":{"content":"short"},"finish_reason":"stop"}]}"#
      + "\n\ndata: [DONE]\n\n"
    return try LoopbackServer(scenario: .script([.write(Array(body.utf8)), .close]))
  }

  private func models(_ server: LoopbackServer) -> [String] {
    server.requests.filter { $0.method == "POST" && $0.body.count > 2 }.compactMap { request in
      let body = try? JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any]
      return body?["model"] as? String
    }
  }

  private func start(
    _ arguments: String, _ home: TestHome, environment: [String: String] = [:]
  ) throws -> TmuxScreen {
    try TmuxScreen(
      "\(AsideProgram.path) \(arguments)", width: 100, height: 24, environment: environment,
      home: home)
  }

  /// Asks a question, and waits until the server has it and the screen shows the answer.
  private func ask(_ text: String, _ screen: TmuxScreen, at server: LoopbackServer) async throws {
    let count = models(server).count
    try screen.type(text)
    try screen.press("Enter")
    try await screen.wait(for: "the question at its server") { _ in models(server).count > count }
    try await screen.wait(forText: "done · F1")
  }

  /// Returns a test of whether a screen's status line names a model and its server's address.
  private func asks(_ model: String, _ server: LoopbackServer) throws -> (String) -> Bool {
    let port = try #require(URL(string: server.baseURL)?.port)
    return { screen in
      screen.split(separator: "\n").last {
        $0.hasPrefix(" \(model) · ") && $0.contains(" 127.0.0.1:\(port) ")
      } != nil
    }
  }

  private func quit(_ screen: TmuxScreen) async throws {
    try screen.press("C-d", "C-d")
    #expect(try await screen.waitForExit() == 0)
  }

  @Test func continuingAsksTheSameServerAndModel() async throws {
    let home = try TestHome()
    let (first, second) = (try server(), try server())
    let began = try start("--base-url \(first.baseURL) --model m1", home)
    try await began.wait(forText: "Type a question")
    try await ask("hello one", began, at: first)
    try await quit(began)
    let other = try start("--base-url \(second.baseURL) --model m2", home)
    try await other.wait(forText: "Type a question")
    try await ask("hello two", other, at: second)
    try await quit(other)

    // There is now a key for a paid service, and no option names a server.
    let again = try start("--continue", home, environment: ["AIMLAPI_API_KEY": "sk-paid"])
    try await again.wait(for: "the model", until: asks("m2", second))
    try await ask("and again", again, at: second)
    // The list opens the other conversation, which has its own server.
    try again.press("F2")
    try await again.wait(forText: "Conversations · 2")
    try again.press("j", "Enter")
    try await again.wait(for: "the other model", until: asks("m1", first))
    try await ask("once more", again, at: first)
    try await quit(again)
    #expect(Set(models(first)) == ["m1"])
    #expect(Set(models(second)) == ["m2"])
    let keys = (first.requests + second.requests).compactMap { $0.headers["authorization"] }
    #expect(keys.isEmpty)
    await first.stop()
    await second.stop()
  }

  @Test func askContinuesWithTheSameServerAndModel() async throws {
    let home = try TestHome()
    let server = try server()
    let variables = ["HOME": home.path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"]
    let began = try ProcessRun(
      AsideProgram.path,
      [
        "ask", "--no-think", "--base-url", server.baseURL, "--model", "m1", "--temperature", "0.3",
        "hi",
      ],
      environment: variables, input: "")
    #expect(began.status == 0)
    let again = try ProcessRun(
      AsideProgram.path, ["ask", "--conversation", "last", "again"],
      environment: variables.merging(["AIMLAPI_API_KEY": "sk-paid"]) { _, new in new }, input: "")
    #expect(again.status == 0, "\(again.error)")
    #expect(models(server) == ["m1", "m1"])
    let bodies = server.requests.filter { $0.method == "POST" }.map {
      String(decoding: $0.body, as: UTF8.self)
    }
    #expect(bodies.allSatisfy { $0.contains("\"temperature\":0.3") })
    #expect(bodies.allSatisfy { $0.contains("\"enable_thinking\":false") })
    #expect(server.requests.allSatisfy { $0.headers["authorization"] == nil })
    await server.stop()
  }

  /// The demo's answers are made up, so a script that continues a demo conversation must pass
  /// `--demo`.
  @Test func askContinuesADemoConversationOnlyOnRequest() throws {
    let home = try TestHome()
    let variables = ["HOME": home.path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"]
    func run(_ arguments: String...) throws -> ProcessRun {
      try ProcessRun(AsideProgram.path, ["ask"] + arguments, environment: variables, input: "")
    }
    #expect(try run("--demo", "hi").status == 0)
    let refused = try run("--conversation", "last", "again")
    #expect(refused.status == 1)
    #expect(refused.output.isEmpty)
    #expect(refused.error.contains("--demo"))
    #expect(try run("--demo", "--conversation", "last", "again").status == 0)
  }

  @Test func deletedMessagesAreRestoredInAnotherRun() async throws {
    let home = try TestHome()
    let screen = try TmuxScreen("\(AsideProgram.path) --demo", width: 100, height: 30, home: home)
    try await screen.wait(forText: "Type a question")
    try screen.type("xylophone")
    try screen.press("Enter")
    try await screen.wait(forText: "done ·", within: .seconds(60))
    try screen.press("Tab", "d")
    try await screen.wait(forText: "Delete this answer?")
    try screen.press("d")
    try await screen.wait(forText: "Answer deleted.")
    try screen.press("C-d", "C-d")
    #expect(try await screen.waitForExit() == 0)

    let again = try TmuxScreen(
      "\(AsideProgram.path) --continue", width: 100, height: 30, home: home)
    try await again.wait(forText: "xylophone")
    try await again.wait(forText: "1 message")
    try again.press("Tab", "u")
    try await again.wait(forText: "Restored.")
    try await again.wait(forText: "2 messages")
  }
}
