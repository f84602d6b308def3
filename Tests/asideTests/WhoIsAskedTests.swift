import Faults
import Foundation
import Loopback
import TestKit
import Testing

/// Three providers, five conversations and two restarts. Each question goes to its
/// conversation's own provider, with its own model, parameters and system prompt.
@Suite(.serialized) struct WhoIsAskedTests {
  /// A question as a server received it.
  private struct Asked: Equatable {
    var model: String
    var question: String
    var temperature: Double?
    var system: String?
  }

  private let home: TestHome
  private let red, blue, green: LoopbackServer

  init() throws {
    home = try TestHome()
    red = try Self.server("red")
    blue = try Self.server("blue")
    green = try Self.server("green")
  }

  private static func server(_ name: String) throws -> LoopbackServer {
    let body =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
      + #"data: {"choices":[{"index":0,"delta":{"content":"said-by-\#(name)"},"finish_reason":"stop"}]}"#
      + "\n\ndata: [DONE]\n\n"
    return try LoopbackServer(scenario: .script([.write(Array(body.utf8)), .close]))
  }

  private func configure(_ servers: [(name: String, server: LoopbackServer)]) throws {
    let folder = home.appending(path: ".config/aside")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let sections = servers.map {
      "[providers.\($0.name)]\nbase_url = \"\($0.server.baseURL)\"\ndialect = \"plain\"\n"
    }
    try Data(sections.joined(separator: "\n").utf8)
      .write(to: folder.appending(path: "config.toml"))
  }

  /// Returns the questions that a server received, oldest first.
  private func asked(_ server: LoopbackServer) throws -> [Asked] {
    try server.requests.filter { $0.method == "POST" }.map { request in
      let object = try #require(
        JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any])
      let messages = try #require(object["messages"] as? [[String: Any]])
      let system = messages.first { $0["role"] as? String == "system" }
      return Asked(
        model: try #require(object["model"] as? String),
        question: try #require(messages.last?["content"] as? String),
        temperature: object["temperature"] as? Double, system: system?["content"] as? String)
    }
  }

  private func start(_ arguments: String) throws -> TmuxScreen {
    try TmuxScreen("\(AsideProgram.path) \(arguments)", width: 110, height: 40, home: home)
  }

  private func ask(
    _ screen: TmuxScreen, _ question: String, by name: String, answers: Int = 1
  ) async throws {
    // A paste goes to the composer, wherever the focus is.
    try screen.paste(question)
    try screen.press("Enter")
    try await screen.wait(for: "answer \(answers) of \(name) to \(question)") {
      $0.contains(question) && $0.components(separatedBy: "said-by-\(name)").count - 1 == answers
        && $0.contains("done")
    }
  }

  private func command(_ screen: TmuxScreen, _ text: String, says notice: String) async throws {
    try screen.type(text)
    try screen.press("Enter")
    try await screen.wait(forText: notice)
  }

  private func leave(_ screen: TmuxScreen) async throws {
    try screen.press("C-d", "C-d")
    #expect(try await screen.waitForExit() == 0)
  }

  /// Opens a conversation from the list. The keys are sent at once, because keys typed while the
  /// list loads must not be lost.
  private func openFromList(_ screen: TmuxScreen, _ title: String) throws {
    try screen.press("F2")
    try screen.type("/\(title)")
    try screen.press("Enter", "Enter")
  }

  @Test func noConversationIsAskedOfTheWrongModel() async throws {
    try configure([("red", red), ("blue", blue), ("green", green)])
    try await begin()
    try await continueAfterFirstRestart()
    try configure([("red", red), ("green", green)])
    try await continueAfterSecondRestart()
    #expect(
      try asked(red) == [
        Asked(model: "r1", question: "alpha?"), Asked(model: "r2", question: "delta?"),
        Asked(model: "r2", question: "epsilon?", system: "Be brief."),
        Asked(model: "r2", question: "epsilon again?", system: "Be brief."),
        Asked(model: "r2", question: "zeta?"),
        Asked(model: "r1", question: "alpha again?"), Asked(model: "r2", question: "delta again?"),
      ])
    #expect(
      try asked(blue) == [
        Asked(model: "b1", question: "beta?", temperature: 0.25),
        Asked(model: "b1", question: "beta again?", temperature: 0.25),
      ])
    #expect(
      try asked(green) == [
        Asked(model: "g1", question: "gamma?"), Asked(model: "g1", question: "gamma again?"),
      ])
    for server in [red, blue, green] { await server.stop() }
  }

  private func begin() async throws {
    let screen = try start("--provider red --model r1")
    try await screen.wait(forText: "Type a question")
    try await ask(screen, "alpha?", by: "red")
    try screen.press("C-n")
    try await command(screen, "/provider blue b1", says: "Now using b1 (blue)")
    try await command(screen, "/set temperature 0.25", says: "temperature = 0.25")
    try await ask(screen, "beta?", by: "blue")
    try screen.press("C-n")
    try await command(screen, "/provider green g1", says: "Now using g1 (green)")
    try await ask(screen, "gamma?", by: "green")
    try screen.press("C-n")
    try await command(screen, "/provider red r2", says: "Now using r2 (red)")
    try await ask(screen, "delta?", by: "red")
    try screen.press("C-n")
    try await command(screen, "/system Be brief.", says: "System prompt: Be brief.")
    try await ask(screen, "epsilon?", by: "red")
    try await leave(screen)
  }

  private func continueAfterFirstRestart() async throws {
    let screen = try start("--continue")
    try await screen.wait(forText: "said-by-red")
    try await ask(screen, "epsilon again?", by: "red", answers: 2)
    try openFromList(screen, "beta")
    try await screen.wait(forText: "said-by-blue")
    try await ask(screen, "beta again?", by: "blue", answers: 2)
    try screen.press("C-r")
    try screen.type("gamma")
    try await screen.wait(forText: "question ·")
    try screen.press("Enter")
    try await screen.wait(forText: "said-by-green")
    try await ask(screen, "gamma again?", by: "green", answers: 2)
    // A new conversation uses the provider chosen last, in the previous run.
    try screen.press("C-n")
    try await ask(screen, "zeta?", by: "red")
    try await leave(screen)
  }

  private func continueAfterSecondRestart() async throws {
    let screen = try start("--conversation \(try id(of: "alpha?"))")
    try await screen.wait(forText: "said-by-red")
    try await ask(screen, "alpha again?", by: "red", answers: 2)
    try openFromList(screen, "beta")
    try await screen.wait(forText: "b1 at blue, which is not configured here")
    try screen.type("beta once more?")
    try screen.press("Enter")
    try await screen.wait(forText: "draft is kept")
    try screen.press("C-c")
    try openFromList(screen, "delta")
    try await screen.wait(for: "the conversation") {
      $0.contains("delta?") && $0.contains("said-by-red") && !$0.contains("Conversations ·")
    }
    try await ask(screen, "delta again?", by: "red", answers: 2)
    try await leave(screen)
  }

  private func id(of title: String) throws -> String {
    let run = try ProcessRun(
      AsideProgram.path, ["list", "--json"],
      environment: ["HOME": home.path, "PATH": "/usr/bin:/bin"], input: "")
    let line = try #require(run.output.split(separator: "\n").first { $0.contains(title) })
    let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    return try #require(object?["id"] as? String)
  }
}
