import Chat
import Testing

@testable import Streaming

/// An incomplete answer is continued in the way its server supports.
@Suite struct ContinuationTests {
  private func request(_ thinking: ThinkingMode = ThinkingMode(isOn: true)) -> AnswerRequest {
    var request = AnswerRequest(
      model: "m",
      turns: [.init(role: .user, content: "Count."), .init(role: .assistant, content: "One, ")],
      thinking: thinking)
    request.continuesAnswer = true
    return request
  }

  private func body(_ dialect: DialectName, url: String = "http://127.0.0.1:1/v1") throws -> String
  {
    let provider = Provider(
      name: "x", baseURL: url, dialect: dialect, keyVariable: nil, defaultModel: "")
    let http = try HTTPRequest(request(), to: Endpoint(provider: provider, key: nil))
    guard case .post(let body) = http.method else { return "" }
    return String(decoding: body, as: UTF8.self)
  }

  private let question = #"{"content":"Your last answer broke off."#
  private let half = #"{"content":"One, ","role":"assistant"}"#

  @Test(arguments: [
    DialectName.qwen, .ollama, .openRouter, .deepSeek, .groq, .together, .fireworks, .lmStudio,
    .plain,
  ])
  func questionRequestsTheRestIfTheServerCannotContinue(_ dialect: DialectName) throws {
    let text = try body(dialect)
    #expect(text.contains(half + ",{"))
    #expect(text.contains("Your last answer broke off."))
  }

  @Test(arguments: [DialectName.llamaCpp, .vllm, .sglang, .mistral])
  func answerIsTheLastMessageIfTheServerCanContinue(_ dialect: DialectName) throws {
    let text = try body(dialect)
    #expect(!text.contains("broke off"))
    #expect(text.contains("One, "))
  }

  @Test func eachDialectMarksThePrefixItsOwnWay() throws {
    #expect(try body(.llamaCpp).contains(half + "]"))
    // Servers reject a request for thinking once the answer has begun.
    #expect(try body(.llamaCpp).contains(#""enable_thinking":false"#))
    let vllm = try body(.vllm)
    #expect(vllm.contains(#""continue_final_message":true"#))
    #expect(vllm.contains(#""add_generation_prompt":false"#))
    #expect(try body(.sglang).contains(#""continue_final_message":true"#))
    #expect(try body(.mistral).contains(#"{"content":"One, ","prefix":true,"role":"assistant"}"#))
  }

  @Test func deepSeekContinuesOnlyAtItsBetaAddress() throws {
    let own = Provider(
      name: "deepseek", baseURL: "https://api.deepseek.com/v1", dialect: .deepSeek,
      keyVariable: nil, defaultModel: "")
    let http = try HTTPRequest(request(), to: Endpoint(provider: own, key: nil))
    #expect(http.url == "https://api.deepseek.com/beta/chat/completions")
    #expect(try body(.deepSeek, url: "https://api.deepseek.com/v1").contains(#""prefix":true"#))
    #expect(try body(.deepSeek, url: "http://127.0.0.1:1/beta").contains(#""prefix":true"#))
    var first = request()
    first.continuesAnswer = false
    let plain = try HTTPRequest(first, to: Endpoint(provider: own, key: nil))
    #expect(plain.url == "https://api.deepseek.com/v1/chat/completions")
  }

  /// llama.cpp starts its stream by repeating the beginning that it was given.
  @Test(arguments: [
    (["One, ", "two"], "two"), (["One, two"], "two"), (["O", "n", "e", ", two"], "two"),
    (["two"], "two"), (["On"], "On"), (["One,"], ""), (["One, One, "], "One, "), ([], ""),
  ])
  func givenBeginningIsNotRepeated(_ pieces: [String], _ rest: String) {
    var echo = PrefillEcho("One, ")
    var text = ""
    for piece in pieces { text += echo.push(piece) }
    #expect(text + echo.finish() == rest)
  }

  @Test func repetitionIsRemovedFromStreamsAndReplies() throws {
    let provider = Provider(
      name: "x", baseURL: "http://127.0.0.1:1/v1", dialect: .llamaCpp, keyVariable: nil,
      defaultModel: "")
    let expectation = AnswerExpectation(
      request(), at: try Endpoint(provider: provider, key: nil))
    #expect(expectation.echo == "One, " && !expectation.mayThink)
    for reply in [
      #"data: {"choices":[{"delta":{"content":"One, two"},"finish_reason":"stop"}]}"# + "\n\n",
      #"{"choices":[{"message":{"content":"One, two"},"finish_reason":"stop"}]}"#,
    ] {
      var transfer = Transfer(hiding: Secrets(), expecting: expectation)
      var events = transfer.open(ResponseHead(status: 200))
      events += transfer.receive(Array(reply.utf8), at: .zero)
      events += transfer.close(nil, at: .zero)
      let text = events.map { if case .received(let delta) = $0 { delta.content } else { "" } }
      #expect(text.joined() == "two")
    }
  }

  @Test func parametersUseTheDialectsNames() throws {
    var parameters = Parameters()
    parameters.repetitionPenalty = 1.25
    parameters.seed = 7
    func body(_ dialect: DialectName) throws -> String {
      let request = AnswerRequest(
        model: "m", turns: [], parameters: parameters, thinking: ThinkingMode(isOn: false))
      return String(
        decoding: try CompletionRequest(request, dialect: Dialect(name: dialect)).body(),
        as: UTF8.self)
    }
    for dialect in [DialectName.llamaCpp, .lmStudio] {
      #expect(try body(dialect).contains(#""repeat_penalty":1.25"#))
      #expect(try !body(dialect).contains("repetition_penalty"))
    }
    #expect(try body(.vllm).contains(#""repetition_penalty":1.25"#))
    #expect(try body(.mistral).contains(#""random_seed":7"#))
    #expect(try !body(.mistral).contains("stream_options"))
  }
}
