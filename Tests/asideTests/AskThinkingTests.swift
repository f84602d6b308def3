import Faults
import Foundation
import Loopback
import TestKit
import Testing

/// What `aside ask` requests of a llama.cpp server about thinking, and what it saves of the answer.
@Suite struct AskThinkingTests {
  private let testHome: TestHome
  private var home: String { testHome.path }

  init() throws { testHome = try TestHome() }

  private func run(_ arguments: [String]) throws -> ProcessRun {
    try ProcessRun(
      AsideProgram.path, arguments,
      environment: ["HOME": home, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"], input: "")
  }

  private func configure(_ text: String) throws {
    let folder = testHome.appending(path: ".config/aside")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: folder.appending(path: "config.toml"))
  }

  private func server(_ deltas: [String], finish: String) throws -> LoopbackServer {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
    let chunks = deltas.map { #"data: {"choices":[{"index":0,"delta":\#($0)}]}"# + "\n\n" }
    let end =
      #"data: {"choices":[{"index":0,"delta":{},"finish_reason":"\#(finish)"}]}"#
      + "\n\ndata: [DONE]\n\n"
    let steps = ([head] + chunks + [end]).map { Scenario.Step.write(Array($0.utf8)) }
    return try LoopbackServer(scenario: .script(steps + [.close]))
  }

  private let llamaCpp = ["ask", "--provider", "llama.cpp", "--model", "m"]

  /// The thinking fields of a request.
  struct Sent: Equatable {
    var isOn: Bool?
    var budget: Int?
    var effort: String?
  }

  /// As on the screen, an effort and a budget replace each other, and the effort “none” means no
  /// thinking. What an option says prevails.
  @Test(arguments: [
    ("", ["--reasoning-effort", "none"], Sent(isOn: false, effort: "none")),
    ("thinking = true", ["--reasoning-effort", "none"], Sent(isOn: false, effort: "none")),
    ("", ["--reasoning-effort", "low"], Sent(isOn: true, effort: "low")),
    ("thinking = false", ["--reasoning-effort", "low"], Sent(isOn: true, effort: "low")),
    ("thinking_budget = 5", ["--reasoning-effort", "low"], Sent(isOn: true, effort: "low")),
    ("", ["--no-stream", "--reasoning-effort", "low"], Sent(isOn: true, effort: "low")),
    (
      "", ["--thinking-budget", "9", "--reasoning-effort", "low"],
      Sent(isOn: true, budget: 9, effort: "low")
    ),
    ("[parameters]\nreasoning_effort = \"none\"", [], Sent(isOn: false, effort: "none")),
    ("[parameters]\nreasoning_effort = \"none\"", ["--think"], Sent(isOn: true)),
    ("[parameters]\nreasoning_effort = \"low\"", ["--think"], Sent(isOn: true, effort: "low")),
    ("[parameters]\nreasoning_effort = \"low\"", ["--no-think"], Sent(isOn: false)),
    (
      "[parameters]\nreasoning_effort = \"low\"", ["--thinking-budget", "9"],
      Sent(isOn: true, budget: 9)
    ),
  ])
  func thinkingAndEffortAgree(
    _ configuration: String, _ options: [String], _ sent: Sent
  ) async throws {
    try configure(configuration)
    let server = try server([#"{"content":"ok"}"#], finish: "stop")
    _ = try run(llamaCpp + ["--base-url", server.baseURL, "--no-store"] + options + ["hi"])
    let request = try #require(server.requests.first { $0.method == "POST" })
    let body = try #require(
      try JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any])
    let template = body["chat_template_kwargs"] as? [String: Any]
    #expect(
      sent
        == Sent(
          isOn: template?["enable_thinking"] as? Bool,
          budget: body["thinking_budget_tokens"] as? Int,
          effort: body["reasoning_effort"] as? String))
    await server.stop()
  }

  @Test(arguments: [
    (["--think", "--reasoning-effort", "none"], "--reasoning-effort or --think."),
    (
      ["--thinking-budget", "5", "--reasoning-effort", "none"],
      "--reasoning-effort or --thinking-budget."
    ),
    (["--no-think", "--reasoning-effort", "low"], "--reasoning-effort or --no-think."),
  ])
  func contradictionsAreRefused(_ options: [String], _ advice: String) throws {
    let run = try run(llamaCpp + ["--base-url", "http://127.0.0.1:1/v1"] + options + ["hi"])
    #expect(run.status == 2)
    #expect(run.error.contains("cannot be combined"))
    #expect(run.error.hasSuffix("Remove \(advice)\n"), "\(run.error)")
  }

  @Test func aToolCallEndsTheThinking() async throws {
    let call = #"{"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{}"}}]}"#
    let server = try server([#"{"reasoning_content":"Hm"}"#, call], finish: "tool_calls")
    let asked = try run(["ask", "--base-url", server.baseURL, "--model", "tiny", "--json", "hi"])
    #expect(asked.output.contains(#""first_content":"#), "\(asked.output)")
    let exported = try run(["export", "last", "--format", "json"]).output
    #expect(exported.contains(#""first_content":"#))
    await server.stop()
  }

  /// The provider of an answer is the server that gave it, as on the screen. The address borrows
  /// the default provider's name only for its settings.
  @Test func anAnswerIsSavedWithItsServer() async throws {
    let server = try server([#"{"content":"ok"}"#], finish: "stop")
    _ = try run(["ask", "--base-url", server.baseURL, "--model", "tiny", "hi"])
    let exported = try run(["export", "last", "--format", "json"]).output
    let address = server.baseURL.replacing("/", with: #"\/"#)
    #expect(
      exported.contains(#""provider":"\#(server.baseURL)""#)
        || exported.contains(#""provider":"\#(address)""#), "\(exported)")
    await server.stop()
  }
}
