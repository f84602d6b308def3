import App
import Chat
import Faults
import Foundation
import Loopback
import TestKit
import Testing

@testable import aside

/// Spending limits and the context window, in the configuration and in `aside ask`.
@Suite struct LimitTests {
  private let testHome: TestHome

  init() throws { testHome = try TestHome() }

  private func configuration(_ text: String) throws -> Configuration {
    try Configuration(TOMLFile(path: "config.toml", text: text))
  }

  private func complaint(_ text: String) throws -> String? {
    do throws(UsageProblem) {
      _ = try Configuration(TOMLFile(path: "config.toml", text: text))
      return nil
    } catch {
      return error.description
    }
  }

  @Test func theConfigurationSetsLimits() throws {
    let none = try configuration("")
    #expect(none.limits == SpendingLimits())
    #expect(none.fullContext == .ask)
    let set = try configuration(
      """
      context_full = "drop-oldest"
      [limits]
      conversation = 1.5
      day = 5
      [providers.ollama]
      context_length = 8192
      """)
    #expect(set.limits == SpendingLimits(conversation: 1.5, day: 5))
    #expect(set.fullContext == .dropOldest)
    let ollama = set.providers.first { $0.provider.name == "ollama" }
    #expect(ollama?.provider.contextLength == 8192)
  }

  @Test(arguments: [
    ("[limits]\nday = -1", "limits.day must be an amount in US dollars"),
    ("[limits]\nday = nan", "limits.day must be an amount in US dollars"),
    ("[limits]\nconversation = \"1\"", "limits.conversation must be an amount"),
    ("[limits]\nweek = 1", "unknown setting “limits.week”"),
    ("context_full = \"drop\"", "context_full must be \"ask\" or \"drop-oldest\""),
    ("[providers.ollama]\ncontext_length = 0", "must be an integer, at least 1"),
  ])
  func wrongValuesAreNamed(_ text: String, _ problem: String) throws {
    #expect(try complaint(text)?.contains(problem) == true)
  }

  // MARK: aside ask

  private func ask(_ server: LoopbackServer, _ arguments: [String]) throws -> ProcessRun {
    try ProcessRun(
      AsideProgram.path, ["ask", "--base-url", server.baseURL, "--model", "m"] + arguments,
      environment: ["HOME": testHome.path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"], input: "")
  }

  private func server(cost: Double) throws -> LoopbackServer {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
    let body =
      #"data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":"#
      + #"[{"index":0,"delta":{"content":"Yes."},"finish_reason":"stop"}],"#
      + #""usage":{"prompt_tokens":9,"completion_tokens":2,"cost":\#(cost)}}"#
      + "\n\ndata: [DONE]\n\n"
    return try LoopbackServer(
      scenario: .script([.write(Array((head + body).utf8)), .close]))
  }

  private func configure(_ text: String) throws {
    let folder = testHome.appending(path: ".config/aside")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: folder.appending(path: "config.toml"))
  }

  @Test func aLimitStopsTheNextQuestion() async throws {
    let server = try server(cost: 0.3)
    try configure("[limits]\nday = 0.25\n")
    #expect(try ask(server, ["one"]).output == "Yes.\n")
    let refused = try ask(server, ["two"])
    #expect(refused.status == 1)
    #expect(refused.output == "")
    #expect(
      refused.error.hasPrefix("aside: You have spent $0.30 today, and this question may add ≈ "))
    #expect(
      refused.error.hasSuffix("; your limit is $0.25. Use --over-limit to send anyway.\n"))
    #expect(try ask(server, ["--over-limit", "three"]).output == "Yes.\n")
    await server.stop()
  }

  /// The cost of another conversation's answer predicts what this question may cost.
  @Test func aQuestionThatWouldPassTheLimitIsNotSent() async throws {
    let server = try server(cost: 0.3)
    try configure("[limits]\nday = 0.4\n")
    #expect(try ask(server, ["one"]).status == 0)
    let refused = try ask(server, ["two"])
    #expect(refused.status == 1 && refused.error.contains("may add ≈"))
    #expect(server.requests.count { $0.method == "POST" } == 1)
    await server.stop()
  }

  @Test func aLimitOfNothingHoldsWithoutADatabase() async throws {
    let server = try server(cost: 0.3)
    try configure("[limits]\nday = 0\n")
    #expect(try ask(server, ["one"]).status == 1)
    #expect(!server.requests.contains { $0.method == "POST" })
    await server.stop()
  }

  @Test func aConversationHasItsOwnLimit() async throws {
    let server = try server(cost: 0.3)
    try configure("[limits]\nconversation = 0.28\n")
    #expect(try ask(server, ["one"]).status == 0)
    #expect(try ask(server, ["--conversation", "last", "two"]).status == 1)
    #expect(try ask(server, ["a new one"]).status == 0)
    await server.stop()
  }
}
