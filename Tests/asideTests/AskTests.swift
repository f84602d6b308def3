import Faults
import Foundation
import Loopback
import TestKit
import Testing

/// `aside ask` as seen from a shell.
@Suite struct AskTests {
  private let testHome: TestHome
  private var home: String { testHome.path }

  init() throws { testHome = try TestHome() }

  private func ask(
    _ arguments: [String], environment: [String: String] = [:], input: String = ""
  ) throws -> ProcessRun {
    var variables = ["HOME": home, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"]
    variables.merge(environment) { _, new in new }
    return try ProcessRun(
      AsideProgram.path, ["ask"] + arguments, environment: variables, input: input)
  }

  private func chunk(_ delta: String, finish: String = "null") -> String {
    #"data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":"#
      + #"[{"index":0,"delta":\#(delta),"finish_reason":\#(finish)}]}"# + "\n\n"
  }

  private func server(_ body: String, then last: Scenario.Step = .close) throws -> LoopbackServer {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
    return try LoopbackServer(
      scenario: .script([.write(Array((head + body).utf8)), last]))
  }

  @Test func demoAnswersOnRequest() throws {
    let run = try ask(["--demo", "hello"])
    #expect(run.status == 0)
    #expect(run.output.contains("scripted"))
    #expect(run.output.contains("hello"))
    #expect(run.output.hasSuffix("\n"))
    #expect(run.error == "")
    #expect(try ask(["--provider", "demo", "hello"]).status == 0)
    let folder = testHome.appending(path: ".config/aside")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data("provider = \"demo\"\n".utf8).write(to: folder.appending(path: "config.toml"))
    #expect(try ask(["hello"]).status == 0)
  }

  /// A script that has lost its key must not continue with the demo's made-up answers.
  @Test(arguments: [["hello"], ["--json", "hello"], ["--model", "m", "hello"]])
  func nothingAnswersWithoutAKey(_ arguments: [String]) throws {
    for environment in [[:], ["AIMLAPI_API_KEY": " \n"]] {
      let run = try ask(arguments, environment: environment)
      #expect(run.status == 1)
      #expect(run.output == "")
      #expect(run.error.contains("AIMLAPI_API_KEY") && run.error.contains("aside login"))
      #expect(run.error.split(separator: "\n").count == 1)
    }
  }

  @Test func onlyTheAnswerGoesToStandardOutput() async throws {
    let body =
      chunk(#"{"role":"assistant","content":null,"reasoning_content":"Hm"}"#)
      + chunk(#"{"content":null,"reasoning_content":"m."}"#)
      + chunk(#"{"content":"a\u001b[31m量","reasoning_content":null}"#)
      + chunk("{}", finish: #""stop""#) + "data: [DONE]\n\n"
    let server = try server(body)
    let run = try ask(["--base-url", server.baseURL, "--show-reasoning", "hi"])
    #expect(run.status == 0)
    #expect(run.output == "a\u{1B}[31m量\n")
    #expect(run.error == "Hmm.\n")
    await server.stop()
  }

  @Test func thinkingWithoutAnAnswerIsPrintedAndReported() async throws {
    for (finish, status) in [("stop", Int32(0)), ("length", 1)] {
      let server = try server(
        chunk(#"{"content":null,"reasoning_content":"Hm"}"#)
          + chunk("{}", finish: "\"\(finish)\"") + "data: [DONE]\n\n")
      let run = try ask(["--base-url", server.baseURL, "hi"])
      #expect(run.output == "Hm\n")
      #expect(run.error.contains("Thinking only, no answer; the thinking was printed instead."))
      #expect(run.error.contains("Token limit") == (finish == "length"))
      #expect(run.error.split(separator: "\n").count == 1)
      #expect(run.status == status)
      await server.stop()
    }
  }

  @Test func argumentsAndStandardInputAreCombined() async throws {
    let server = try server(
      chunk(#"{"content":"ok\n"}"#, finish: #""stop""#) + "data: [DONE]\n\n")
    let run = try ask(
      ["--base-url", server.baseURL, "--no-think", "summarise"],
      environment: ["ASIDE_API_KEY": "k1"],
      input: "the text")
    #expect(run.output == "ok\n")
    let request = try #require(server.requests.first { $0.method == "POST" })
    #expect(request.headers["authorization"] == "Bearer k1")
    let body = String(decoding: request.body, as: UTF8.self)
    #expect(body.contains("summarise\\n\\nthe text"))
    #expect(body.contains(#""enable_thinking":false"#))
    await server.stop()
  }

  @Test func everyParameterIsAnOption() async throws {
    let server = try server(
      chunk(#"{"content":"ok"}"#, finish: #""stop""#) + "data: [DONE]\n\n")
    let run = try ask(
      [
        "--base-url", server.baseURL, "--no-think", "--temperature", "0.6", "--top-p", "0.95",
        "--frequency-penalty", "-1.5", "--stop", "A", "--stop", "B", "--seed", "7",
        "--response-format", "json_object", "--extra", #"{"user":"me"}"#, "--system", "Be brief.",
        "json please",
      ])
    #expect(run.status == 0, "\(run.error)")
    let request = try #require(server.requests.first { $0.method == "POST" })
    let body = try #require(
      try JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any])
    #expect(body["temperature"] as? Double == 0.6)
    #expect(body["frequency_penalty"] as? Double == -1.5)
    #expect(body["stop"] as? [String] == ["A", "B"])
    #expect(body["seed"] as? Int == 7)
    #expect((body["response_format"] as? [String: String]) == ["type": "json_object"])
    #expect(body["user"] as? String == "me")
    let messages = try #require(body["messages"] as? [[String: String]])
    #expect(messages.map { $0["role"] } == ["system", "user"])
    await server.stop()
  }

  @Test func jsonOutputHasOneLinePerEvent() async throws {
    let body =
      chunk(#"{"role":"assistant","content":null,"reasoning_content":"Hm"}"#)
      + chunk(#"{"content":"a\n\u001b量","reasoning_content":null}"#)
      + chunk("{}", finish: #""stop""#)
      + #"data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":5}}"#
      + "\n\ndata: [DONE]\n\n"
    let server = try server(body)
    let run = try ask(["--base-url", server.baseURL, "--json", "hi"])
    #expect(run.status == 0)
    let lines = try run.output.split(separator: "\n").map {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
    }
    func text(_ type: String) -> String {
      lines.filter { $0["type"] as? String == type }.compactMap { $0["text"] as? String }.joined()
    }
    #expect(text("reasoning") == "Hm")
    #expect(text("content") == "a\n\u{1B}量")
    let end = try #require(lines.last)
    #expect(end["type"] as? String == "end")
    #expect(end["outcome"] as? String == "complete")
    #expect(end["finish_reason"] as? String == "stop")
    #expect((end["usage"] as? [String: Int]) == ["prompt_tokens": 3, "completion_tokens": 5])
    await server.stop()
    let failed = try ask(["--base-url", "http://127.0.0.1:1/v1", "--json", "hi"])
    #expect(failed.status == 1)
    #expect(failed.output.contains(#""outcome":"failed""#))
  }

  @Test func nonStreamingReplyHasNoThinking() throws {
    let run = try ask(["--demo", "--no-stream", "hello"])
    #expect(run.status == 0)
    #expect(run.output.contains("scripted"))
  }

  @Test(arguments: [
    (["--temperature", "9", "hi"], "temperature"), (["--top-logprobs", "2", "hi"], "logprobs"),
    (["--think", "--no-stream", "hi"], "enable_thinking"),
    (["--think", "--response-format", "json_object", "hi"], "response_format"),
  ])
  func invalidRequestIsReportedBeforeSending(_ arguments: [String], _ field: String) throws {
    let run = try ask(["--demo"] + arguments)
    #expect(run.status == 2)
    #expect(run.output == "")
    #expect(run.error.contains(field))
  }

  @Test func brokenStreamPrintsWhatArrivedAndFails() async throws {
    let server = try server(chunk(#"{"content":"Four of th"}"#), then: .reset)
    let run = try ask(["--base-url", server.baseURL, "hi"])
    #expect(run.status == 1)
    #expect(run.output == "Four of th\n")
    #expect(run.error.hasPrefix("aside: "))
    #expect(run.error.split(separator: "\n").count == 1)
    await server.stop()
  }

  @Test func endWithoutAReasonIsIncomplete() async throws {
    let server = try server(chunk(#"{"content":"Four"}"#))
    let run = try ask(["--base-url", server.baseURL, "hi"])
    #expect(run.status == 1)
    #expect(run.output == "Four\n")
    #expect(run.error.contains("Connection lost; the answer is incomplete."))
    await server.stop()
  }

  @Test func doneWithoutAReasonIsIncomplete() async throws {
    let server = try server(chunk(#"{"content":"Four"}"#) + "data: [DONE]\n\n")
    let run = try ask(["--base-url", server.baseURL, "hi"])
    #expect(run.status == 1)
    #expect(run.output == "Four\n")
    #expect(run.error.contains("incomplete"))
    await server.stop()
  }

  @Test func fullContextWindowIsNamed() async throws {
    let usage = #"data: {"choices":[],"usage":{"prompt_tokens":90,"completion_tokens":10}}"#
    let server = try server(
      chunk(#"{"content":"Four"}"#, finish: #""length""#) + usage + "\n\ndata: [DONE]\n\n")
    let folder = URL(filePath: home).appending(path: ".config/aside")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let provider = "[providers.here]\nbase_url = \"\(server.baseURL)\"\ncontext_length = 100\n"
    try Data(provider.utf8).write(to: folder.appending(path: "config.toml"))
    for (options, words) in [
      (["--provider", "here", "--model", "m"], "Context window full"),
      (["--provider", "here", "--model", "m", "--max-tokens", "10"], "Token limit"),
      // The size of the context window is unknown.
      (["--base-url", server.baseURL], "Token limit"),
    ] {
      let run = try ask(options + ["hi"])
      #expect(run.status == 1)
      #expect(run.error.contains(words), "\(run.error)")
    }
    await server.stop()
  }

  @Test(arguments: [
    (#"{"content":"Four"}"#, "length", "Four\n", "Token limit"),
    ("{}", "stop", "", "empty answer"),
    (#"{"content":"Fo"}"#, "content_filter", "Fo\n", "content filter"),
  ])
  func incompleteAnswerFails(
    _ delta: String, _ reason: String, _ output: String, _ complaint: String
  ) async throws {
    let server = try server(chunk(delta, finish: "\"\(reason)\"") + "data: [DONE]\n\n")
    let run = try ask(["--base-url", server.baseURL, "hi"])
    #expect(run.status == 1)
    #expect(run.output == output)
    #expect(run.error.contains(complaint))
    await server.stop()
  }

  @Test func closedPipeEndsItSilently() throws {
    let run = try ProcessRun(
      "/bin/bash",
      ["-c", "\(AsideProgram.path) ask --demo --no-think hi | head -c 5; echo ${PIPESTATUS[0]}"],
      environment: ["HOME": home, "PATH": "/usr/bin:/bin"])
    #expect(run.output == "**Thi141\n")
    #expect(run.error == "")
  }

  @Test func failedOutputFails() throws {
    let run = try ProcessRun(
      "/bin/sh", ["-c", "\(AsideProgram.path) ask --demo --no-think hi > /dev/full"],
      environment: ["HOME": home, "PATH": "/usr/bin:/bin"])
    #expect(run.status == 1)
    #expect(run.error.contains("Cannot write to standard output"))
  }

  @Test func refusalQuotesTheServer() async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero, requiredKey: "right"))
    let run = try ask(
      ["--base-url", server.baseURL, "hi"], environment: ["ASIDE_API_KEY": "wrong-secret"])
    #expect(run.status == 1)
    #expect(run.output == "")
    #expect(run.error.contains("401"))
    #expect(!run.error.contains("wrong-secret"))
    let model = try ask(
      ["--base-url", server.baseURL, "--model", "no/such", "hi"],
      environment: ["ASIDE_API_KEY": "right"])
    #expect(model.status == 1)
    #expect(model.error.contains("no/such"))
    await server.stop()
  }

  /// The wait is reported even if standard error is not a terminal, because loading can take
  /// minutes.
  @Test func loadingModelIsAwaitedAndReportedOnce() async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero).afterLoading(4))
    let run = try ask(["--base-url", server.baseURL, "--no-think", "hi"])
    #expect(run.status == 0 && !run.output.isEmpty)
    #expect(run.error.split(separator: "\n").count == 1)
    #expect(run.error.contains("loading the model"))
    await server.stop()
  }

  @Test func unreachableHostIsNamed() throws {
    let run = try ask(["--base-url", "http://127.0.0.1:1/v1", "hi"])
    #expect(run.status == 1)
    #expect(run.error.contains("127.0.0.1"))
  }

  @Test(arguments: [
    ["--no-such-option", "hi"], ["--provider", "nobody", "hi"], ["--thinking-budget", "0", "hi"],
    ["--config", "/no/such/file", "hi"], [], ["--continue", "hi"],
    ["--provider", "openai", "hi"], ["--base-url", "ftp://x", "hi"],
    ["--base-url", "127.0.0.1:99999", "hi"], ["--base-url", "http://", "hi"],
  ])
  func wrongUsageIsStatus2(_ arguments: [String]) throws {
    let run = try ask(arguments)
    #expect(run.status == 2)
    #expect(run.output == "")
    #expect(!run.error.isEmpty)
  }

  @Test func wrongAddressSaysWhatIsExpected() throws {
    let run = try ask(["--base-url", "ftp://x", "hi"])
    #expect(run.error.contains("Expected the address of a server, such as localhost:8080"))
  }

  /// An address needs neither a scheme nor a path.
  @Test(arguments: ["", "/", "/v1/"])
  func addressIsCompleted(_ path: String) async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero))
    let host = server.baseURL.replacing("http://", with: "").replacing("/v1", with: "")
    let run = try ask(["--base-url", host + path, "hi"])
    #expect(run.status == 0, "\(run.error)")
    #expect(server.requests.contains { $0.path == "/v1/chat/completions" })
    await server.stop()
  }

  @Test func missingKeyIsReported() throws {
    let run = try ask(["--provider", "aimlapi", "hi"])
    #expect(run.status == 1)
    #expect(run.error.contains("AIMLAPI_API_KEY"))
  }

  @Test func screenInAPipeSuggestsAsk() throws {
    let run = try ProcessRun(AsideProgram.path, [], environment: ["HOME": home])
    #expect(run.status == 2)
    #expect(run.output == "")
    #expect(run.error.contains("aside ask"))
  }

  /// Nobody reads the output, as after Ctrl-C with `| less`, but the answer must still end.
  /// Only Ctrl-C counts as cancelled by the user.
  @Test(arguments: [
    ("INT", 130, "cancelled"), ("TERM", 143, "truncated"), ("HUP", 129, "truncated"),
  ])
  func signalEndsAnAnswerThatNobodyReads(
    _ name: String, _ status: Int, _ mark: String
  ) async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero))
    let command = """
      exec 3< <(exec \(AsideProgram.path) ask --base-url \(server.baseURL) '/chunks 900000'; )
      process=$!
      until [ -n "$(head -c 1 <&3)" ]; do :; done
      kill -\(name) $process
      wait $process
      echo $?
      """
    let run = try ProcessRun(
      "/bin/bash", ["-c", command], environment: ["HOME": home, "PATH": "/usr/bin:/bin"])
    #expect(run.output == "\(status)\n", "\(run.error)")
    let listed = try ProcessRun(
      AsideProgram.path, ["list", "--json"],
      environment: ["HOME": home, "PATH": "/usr/bin:/bin"])
    #expect(listed.output.contains(#""messages":2"#))
    let exported = try ProcessRun(
      AsideProgram.path, ["export", "last", "--format", "json"],
      environment: ["HOME": home, "PATH": "/usr/bin:/bin"])
    #expect(exported.output.contains("\"status\":\"\(mark)\""))
    await server.stop()
  }

  @Test(arguments: [
    (["--no-think", "--thinking-budget", "5", "hi"], ["thinking_budget", "enable_thinking"]),
    (["--no-stream", "--thinking-budget", "5", "hi"], ["enable_thinking", "stream"]),
    (["--extra", #"{"stream":false}"#, "hi"], ["enable_thinking", "stream"]),
    (
      ["--provider", "ollama", "--model", "m", "--no-think", "--reasoning-effort", "high", "hi"],
      ["reasoning_effort", "enable_thinking"]
    ),
    (
      ["--provider", "ollama", "--model", "m", "--thinking-budget", "9", "hi"],
      ["--thinking-budget"]
    ),
  ])
  func contradictionsAreNotDropped(_ arguments: [String], _ fields: [String]) throws {
    let isDemo = !arguments.contains("--provider")
    let run = try ask((isDemo ? ["--demo"] : []) + arguments)
    #expect(run.status == 2)
    #expect(fields.allSatisfy { run.error.contains($0) }, "\(run.error)")
  }

  @Test func answerAbandonedByTheServerFails() async throws {
    let server = try server(chunk(#"{"content":"Four"}"#, finish: #""abort""#) + "data: [DONE]\n\n")
    let run = try ask(["--base-url", server.baseURL, "hi"])
    #expect(run.status == 1)
    #expect(run.output == "Four\n")
    #expect(run.error.contains("abort"))
    await server.stop()
  }

  @Test func passwordInAnAddressIsNotShown() throws {
    let run = try ask(["--base-url", "http://user:URLPW@127.0.0.1:1/v1", "hi"])
    #expect(run.status == 1)
    #expect(!run.error.contains("URLPW") && run.error.contains("user:…@"))
  }
}
