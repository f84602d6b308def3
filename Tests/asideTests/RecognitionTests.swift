import Foundation
import Faults
import Loopback
import TestKit
import Testing

/// Servers whose dialect is not configured are identified by their responses.
@Suite(.serialized) struct RecognitionTests {
  private let home: TestHome

  init() throws { home = try TestHome() }

  private func run(_ arguments: String..., key: String? = nil) throws -> ProcessRun {
    var variables = ["HOME": home.path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"]
    variables["ASIDE_API_KEY"] = key
    return try ProcessRun(AsideProgram.path, arguments, environment: variables, input: "")
  }

  private func server(_ name: String) throws -> LoopbackServer {
    try LoopbackServer(scenario: try #require(Scenario.named(name)))
  }

  /// Returns the last question that the server received.
  private func question(_ server: LoopbackServer) -> String {
    String(decoding: server.requests.last { $0.method == "POST" }?.body ?? [], as: UTF8.self)
  }

  @Test(arguments: [
    ("llama-cpp", #""chat_template_kwargs":{"enable_thinking":false}"#, "Qwen3-32B-Q4_K_M.gguf"),
    ("vllm", #""chat_template_kwargs":{"enable_thinking":false}"#, "Qwen/Qwen3-32B"),
  ])
  func theServersDialectAndModelAreUsed(
    _ name: String, _ words: String, _ model: String
  ) async throws {
    let server = try server(name)
    let run = try run(
      "ask", "--base-url", server.baseURL, "--no-think", "--repetition-penalty", "1.5", "hi",
      key: "sk-1")
    #expect(run.status == 0 && run.error.isEmpty, "\(run.error)")
    #expect(question(server).contains(words))
    #expect(question(server).contains(#""model":"\#(model)""#))
    #expect(!question(server).contains(#"{"enable_thinking":false,"messages""#))
    #expect(question(server).contains("repeat_penalty") == (name == "llama-cpp"))
    #expect(server.requests.filter { $0.method == "GET" }.map(\.path) == ["/v1/models"])
    #expect(server.requests.allSatisfy { $0.headers["authorization"] == "Bearer sk-1" })
    let stored = try self.run("export", "--all", "--format", "json")
    #expect(stored.output.contains(model), "the model that answered is stored")
    await server.stop()
  }

  @Test func namedProviderIsNotProbed() async throws {
    let server = try server("llama-cpp")
    let run = try run(
      "ask", "--provider", "vllm", "--base-url", server.baseURL, "--model", "m",
      "--thinking-budget", "9", "hi")
    #expect(run.status == 0, "\(run.error)")
    #expect(question(server).contains(#""thinking_token_budget":9"#))
    #expect(server.requests.count == 1)
    let config = home.url.appending(path: "c.toml")
    try Data("[providers.x]\nbase_url = \"\(server.baseURL)\"\ndialect = \"sglang\"".utf8)
      .write(to: config)
    let own = try self.run("ask", "--config", config.path, "--provider", "x", "--model", "m", "hi")
    #expect(own.status == 0, "\(own.error)")
    #expect(question(server).contains("separate_reasoning"))
    #expect(server.requests.count == 2)
    await server.stop()
  }

  @Test func unknownDialectIsReportedWhenThinkingIsRequested() async throws {
    let server = try server("openai")
    let silent = try run("ask", "--base-url", server.baseURL, "--model", "m", "hi")
    #expect(silent.error.isEmpty)
    for option in ["--think", "--no-think", "--thinking-budget=9"] {
      let run = try run("ask", "--base-url", server.baseURL, "--model", "m", option, "hi")
      #expect(run.status == 0)
      #expect(
        run.error.contains("qwen dialect") && run.error.contains("--provider"), "\(run.error)")
      #expect(run.error.split(separator: "\n").count == 1)
    }
    let doctor = try run("doctor", "--base-url", server.baseURL)
    #expect(doctor.output.contains("dialect qwen (assumed: the server does not identify itself)"))
    await server.stop()
  }

  /// Nothing is sent, and one line says why and what the server accepts.
  @Test(arguments: [
    ("openai", "--no-think"), ("openai", "--think"), ("lmstudio", "--no-think"),
    ("mistral", "--no-think"), ("openai", "--thinking-budget=9"), ("ollama", "--thinking-budget=9"),
    ("deepseek", "--thinking-budget=9"),
  ])
  func unsupportedThinkingOptionsAreRefused(_ name: String, _ option: String) async throws {
    let server = try server("openai")
    let run = try run(
      "ask", "--provider", name, "--base-url", server.baseURL, "--model", "m", option, "hi")
    #expect(run.status == 2 && run.output.isEmpty)
    let removed = option.split(separator: "=").first ?? ""
    #expect(run.error.hasSuffix(" Remove \(removed).\n"), "\(run.error)")
    #expect(run.error.contains(name) && run.error.split(separator: "\n").count == 1)
    #expect(server.requests.allSatisfy { $0.method != "POST" })
    await server.stop()
  }

  /// The configuration may have been written for another server, so the setting is reported but
  /// does not stop the command.
  @Test func unsupportedConfiguredThinkingIsReported() async throws {
    let server = try server("openai")
    let config = home.url.appending(path: "c.toml")
    try Data("thinking = false\n".utf8).write(to: config)
    let run = try run(
      "ask", "--config", config.path, "--provider", "openai", "--base-url", server.baseURL,
      "--model", "m", "hi")
    #expect(run.status == 0)
    #expect(run.error.contains("openai cannot turn thinking off"), "\(run.error)")
    await server.stop()
  }

  @Test func theScreenRefusesUnsupportedThinkingOptions() async throws {
    let terminal = try TmuxScreen(
      "\(AsideProgram.path) --provider openai --no-think --model m", width: 100, height: 10,
      home: home)
    #expect(try await terminal.waitForExit() == 2)
  }

  @Test func severalModelsAreNamed() async throws {
    let server = try server("models-ollama")
    let config = home.url.appending(path: "c.toml")
    try Data("[providers.x]\nbase_url = \"\(server.baseURL)\"".utf8).write(to: config)
    let run = try run("ask", "--config", config.path, "--provider", "x", "hi")
    #expect(run.status == 2)
    #expect(run.error.contains("qwen3:32b, gpt-oss:20b"), "\(run.error)")
    await server.stop()
  }

  @Test func doctorReportsWhy() async throws {
    let server = try server("llama-cpp")
    let run = try run("doctor", "--base-url", server.baseURL)
    #expect(run.output.contains("dialect llama.cpp (the server is llama.cpp)"), "\(run.output)")
    #expect(run.output.contains("Qwen3-32B-Q4_K_M.gguf"))
    await server.stop()
  }

  /// A server that does not identify itself delays the answer by a second, but does not prevent it.
  @Test func serverThatDoesNotIdentifyItselfIsStillAsked() async throws {
    let done =
      "data: {\"choices\":[{\"delta\":{\"content\":\"ok\"},\"finish_reason\":\"stop\"}]}\n\n"
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
    let server = try LoopbackServer(
      scenario: .script([.write(Array((head + done + "data: [DONE]\n\n").utf8)), .close]))
    let run = try run("ask", "--base-url", server.baseURL, "hi")
    #expect(run.status == 0 && run.output == "ok\n", "\(run.error)")
    await server.stop()
  }
}
