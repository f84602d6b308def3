import Chat
import Foundation
import Testing

@testable import Streaming

@Suite struct CompletionRequestTests {
  private func body(
    _ dialect: DialectName, _ thinking: ThinkingMode = ThinkingMode(isOn: false),
    isStreaming: Bool = true, _ parameters: Parameters = Parameters()
  ) throws -> String {
    let request = AnswerRequest(
      model: "m", turns: [.init(role: .user, content: "Hi")], parameters: parameters,
      thinking: thinking, isStreaming: isStreaming)
    let body = try CompletionRequest(request, dialect: Dialect(name: dialect)).body()
    return String(decoding: body, as: UTF8.self)
  }

  private let messages = #""messages":[{"content":"Hi","role":"user"}],"model":"m""#
  private let stream = #""stream":true,"stream_options":{"include_usage":true}"#

  @Test func plainDialectSendsOnlyTheProtocol() throws {
    #expect(try body(.plain) == "{\(messages),\(stream)}")
    #expect(try body(.plain, ThinkingMode(isOn: true, budget: 9)) == "{\(messages),\(stream)}")
    #expect(try body(.plain, isStreaming: false) == "{\(messages)}")
  }

  @Test func qwenAlwaysStatesWhetherToThink() throws {
    #expect(try body(.qwen) == #"{"enable_thinking":false,\#(messages),\#(stream)}"#)
    #expect(
      try body(.qwen, ThinkingMode(isOn: true))
        == #"{"enable_thinking":true,\#(messages),\#(stream)}"#)
    #expect(
      try body(.qwen, ThinkingMode(isOn: true, budget: 512))
        == #"{"enable_thinking":true,\#(messages),\#(stream),"thinking_budget":512}"#)
    #expect(
      try body(.qwen, ThinkingMode(isOn: false, budget: 512))
        == #"{"enable_thinking":false,\#(messages),\#(stream)}"#)
    #expect(
      try body(.qwen, ThinkingMode(isOn: true, budget: 512), isStreaming: false)
        == #"{"enable_thinking":false,\#(messages)}"#)
  }

  @Test func llamaCppUsesItsTemplate() throws {
    #expect(
      try body(.llamaCpp, ThinkingMode(isOn: true, budget: 5))
        == #"{"chat_template_kwargs":{"enable_thinking":true},\#(messages),\#(stream),"#
        + #""thinking_budget_tokens":5}"#)
    #expect(
      try body(.llamaCpp, ThinkingMode(isOn: false, budget: 5), isStreaming: false)
        == #"{"chat_template_kwargs":{"enable_thinking":false},\#(messages)}"#)
  }

  /// Each case has the JSON expected with thinking on and a budget of 2048, then the JSON expected
  /// with thinking off (wire.md 3, "request controls").
  @Test(
    arguments: [
      (
        .vllm, #""chat_template_kwargs":{"enable_thinking":true}"#,
        #""chat_template_kwargs":{"enable_thinking":false}"#
      ),
      (.vllm, #""thinking_token_budget":2048"#, ""),
      (.sglang, #""chat_template_kwargs":{"enable_thinking":true}"#, #""separate_reasoning":true"#),
      (.ollama, #""reasoning_effort":"medium""#, #""reasoning_effort":"none""#),
      (
        .openRouter, #""reasoning":{"enabled":true,"max_tokens":2048}"#,
        #""reasoning":{"enabled":false}"#
      ),
      (.deepSeek, #""thinking":{"type":"enabled"}"#, #""thinking":{"type":"disabled"}"#),
      (.groq, #""reasoning_format":"parsed""#, #""reasoning_effort":"none""#),
      (.together, #""reasoning":{"enabled":true}"#, #""reasoning":{"enabled":false}"#),
      (
        .fireworks, #""thinking":{"budget_tokens":2048,"type":"enabled"}"#,
        #""thinking":{"type":"disabled"}"#
      ),
    ] as [(DialectName, String, String)])
  func everyDialectRequestsThinking(_ dialect: DialectName, _ on: String, _ off: String) throws {
    #expect(try body(dialect, ThinkingMode(isOn: true, budget: 2048)).contains(on))
    let without = try body(dialect, ThinkingMode(isOn: false, budget: 2048))
    #expect(off.isEmpty || without.contains(off))
    #expect(!without.contains("2048"))
  }

  @Test func explicitEffortIsNotOverridden() throws {
    var parameters = Parameters()
    parameters.reasoningEffort = "high"
    let text = try body(.ollama, ThinkingMode(isOn: false), isStreaming: true, parameters)
    #expect(text.contains(#""reasoning_effort":"high""#))
    #expect(!text.contains("none"))
  }

  @Test func anEffortTurnsThinkingOnWhereTheSwitchCannotGoWithIt() throws {
    var parameters = Parameters()
    parameters.reasoningEffort = "high"
    let text = try body(.fireworks, ThinkingMode(isOn: true), isStreaming: true, parameters)
    #expect(text.contains(#""reasoning_effort":"high""#) && !text.contains("thinking"))
  }

  /// Other servers may refuse a field that they do not know.
  @Test(arguments: DialectName.allCases)
  func onlyLlamaCppIsAskedToAllowEndingAThought(_ dialect: DialectName) throws {
    for isOn in [true, false] {
      var request = AnswerRequest(
        model: "m", turns: [.init(role: .user, content: "Hi")],
        thinking: ThinkingMode(isOn: isOn))
      #expect(try !text(request, dialect).contains("reasoning_control"))
      request.mayEndThinking = true
      let isAsked = try text(request, dialect).contains(#""reasoning_control":true"#)
      #expect(isAsked == (isOn && dialect == .llamaCpp))
    }
  }

  private func text(_ request: AnswerRequest, _ dialect: DialectName) throws -> String {
    let body = try CompletionRequest(request, dialect: Dialect(name: dialect)).body()
    return String(decoding: body, as: UTF8.self)
  }

  @Test func parametersAreSentUnderTheirNames() throws {
    var parameters = Parameters()
    parameters.temperature = 0.6
    parameters.topP = 0.95
    parameters.maxTokens = 100
    parameters.stop = ["a/b"]
    parameters.seed = 7
    #expect(
      try body(.plain, isStreaming: false, parameters)
        == #"{"max_tokens":100,\#(messages),"seed":7,"stop":["a/b"],"temperature":0.6,"top_p":0.95}"#
    )
  }

  @Test func extraMembersOverrideAllOthers() throws {
    var parameters = Parameters()
    parameters.extra = .object(["model": .string("other"), "user": .string("me")])
    #expect(
      try body(.plain, ThinkingMode(isOn: false), isStreaming: true, parameters)
        == #"{"messages":[{"content":"Hi","role":"user"}],"#
        + #""model":"other",\#(stream),"user":"me"}"#)
  }

  @Test func notANumberIsRejected() {
    var parameters = Parameters()
    parameters.temperature = .nan
    #expect(throws: StreamError.self) { try body(.plain, isStreaming: true, parameters) }
  }
}

@Suite struct HTTPRequestTests {
  private let question = AnswerRequest(
    model: "m", turns: [.init(role: .user, content: "Hi")], thinking: ThinkingMode(isOn: false))

  private func request(_ baseURL: String, key: String? = nil) throws -> HTTPRequest {
    try HTTPRequest(question, to: .local(baseURL, key: key))
  }

  @Test(arguments: [
    (
      "https://api.aimlapi.com/v1", "https://api.aimlapi.com/v1/chat/completions", "api.aimlapi.com"
    ),
    ("http://127.0.0.1:8080/v1/", "http://127.0.0.1:8080/v1/chat/completions", "127.0.0.1"),
    ("HTTP://[::1]:8080", "HTTP://[::1]:8080/chat/completions", "[::1]"),
  ])
  func addresses(base: String, url: String, host: String) throws {
    let request = try request(base)
    #expect(request.url == url)
    #expect(
      request.host.trimmingCharacters(in: ["[", "]"]) == host.trimmingCharacters(in: ["[", "]"]))
  }

  @Test(arguments: [
    "", "/", "api.aimlapi.com/v1", "ftp://host/v1", "file:///etc/passwd", "https://", "http:///v1",
    "http://ho st/v1", "http://host/v1\r\nX: y",
    "javascript:alert(1)", "http://häuser.example/v1",
  ])
  func invalidAddresses(base: String) {
    #expect(throws: StreamError.invalidRequest(.invalidBaseURL)) { try request(base) }
  }

  @Test func errorNamesTheFragment() {
    #expect(throws: StreamError.invalidRequest(.fragmentInBaseURL)) {
      try request("http://host/v1#x")
    }
  }

  @Test(arguments: [
    ("http://h/v1?v=1", "http://h/v1/chat/completions?v=1"),
    ("http://h/v1/?v=1&w=/", "http://h/v1/chat/completions?v=1&w=/"),
    ("http://h/v1/chat/completions?v=1", "http://h/v1/chat/completions?v=1"),
  ])
  func queryStaysAfterThePath(base: String, url: String) throws {
    #expect(try request(base).url == url)
  }

  @Test func headers() throws {
    let request = try request("http://h/v1", key: "sk-1")
    #expect(request.headers.contains("Authorization: Bearer sk-1"))
    #expect(request.headers.contains("Accept: text/event-stream"))
    #expect(request.headers.contains("Content-Type: application/json"))
    let keyless = try self.request("http://h/v1")
    #expect(!keyless.headers.contains { $0.hasPrefix("Authorization") })
  }

  @Test(arguments: ["sk-1\r\nX-Evil: 1", "sk 1", "schlüssel", "a\0b"])
  func keyInvalidInAHeaderIsRejectedWithoutQuotingIt(key: String) throws {
    let origin = try #require(ServerOrigin("http://h/v1"))
    let error = #expect(throws: APIKey.Flaw.self) { try APIKey(key, for: origin, from: "here") }
    #expect(!String(describing: try #require(error)).contains(key))
  }
}
