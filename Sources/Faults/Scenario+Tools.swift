import Loopback

extension Scenario {
  /// Scenarios with function calls in every form observed so far (wire.md 6).
  ///
  /// Unless noted otherwise, the call is `weather` with `{"location": "San Francisco"}`.
  static let toolCalls = [
    tools("tools-openai", "id and name first, then fragments of the arguments", openAITools),
    tools("tools-dashscope", "DashScope: later deltas with an empty id", dashScopeTools),
    tools("tools-deepseek", "DeepSeek: later deltas without id and type", deepSeekTools),
    tools("tools-groq", "Groq: the whole call in one delta", groqTools),
    tools("tools-ollama", "Ollama: the whole call in one delta", ollamaTools),
    tools("tools-gemini", "Gemini's kind: two calls without an index", unindexedTools),
    tools("tools-late-name", "the name comes after the first delta", lateNameTools),
    tools("tools-interleaved", "two calls, their fragments in turns", interleavedTools),
    tools("tools-stop", "calls that end with the reason `stop`", stopTools),
    tools("tools-no-arguments", "a call with empty arguments", emptyTools),
    tools("tools-after-text", "a call after reasoning and content", laterTools),
    tools("tools-truncated", "a stream that ends in the middle of a call", truncatedTools),
    NamedScenario("tools-unstreamed", "a call in a reply that is not streamed", unstreamedTools),
  ]

  private static let writer = ChunkWriter()
  private static let end = [writer.finish("tool_calls"), ChunkWriter.done]
  private static let arguments = ["{\"location\": \"San", " Francisco", "\"}"]

  private static func tools(_ name: String, _ summary: String, _ events: [String]) -> NamedScenario
  {
    NamedScenario(name, summary, Scenario.events(events))
  }

  /// Returns one fragment of a call; `nil` members are omitted.
  private static func call(
    _ index: Int?, id: String? = nil, type: String? = nil, name: String? = nil,
    _ arguments: String? = nil
  ) -> WireJSON {
    var call: WireJSON = [:]
    if let index { call = call.adding(["index": .integer(index)]) }
    if let id { call = call.adding(["id": .string(id)]) }
    if let type { call = call.adding(["type": .string(type)]) }
    var function: WireJSON = [:]
    if let name { function = function.adding(["name": .string(name)]) }
    if let arguments { function = function.adding(["arguments": .string(arguments)]) }
    return name == nil && arguments == nil ? call : call.adding(["function": function])
  }

  private static func first(_ index: Int, _ name: String = "weather") -> WireJSON {
    call(index, id: "call_\(index + 1)", type: "function", name: name, "")
  }

  private static func chunk(_ calls: WireJSON..., beside delta: WireJSON = [:]) -> String {
    writer.chunk(delta.adding(["tool_calls": .array(calls)]))
  }

  private static let openAITools =
    [chunk(first(0), beside: ["role": "assistant", "content": nil])]
    + arguments.map { chunk(call(0, $0)) } + end

  private static let dashScopeTools =
    [chunk(first(0), beside: ["content": nil, "role": "assistant"])]
    + arguments.map { piece in
      // As recorded, these chunks have no finish reason and no probabilities.
      let delta: WireJSON = ["tool_calls": [call(0, id: "", type: "function", piece)]]
      return writer.chunk(choices: [["delta": delta, "index": 0]])
    } + [writer.finish("tool_calls"), writer.usage(.counts), ChunkWriter.done]

  private static let deepSeekTools =
    deepSeekWriter.opened + ChunkWriter.reasoning.map(deepSeekWriter.reasoning)
    + [deepSeekWriter.chunk(["tool_calls": [first(0)]])]
    + arguments.map { deepSeekWriter.chunk(["tool_calls": [call(0, $0)]]) }
    + [
      deepSeekWriter.finish(
        "tool_calls", delta: ["content": "", "reasoning_content": nil],
        inChunk: ["usage": deepSeekUsage]), ChunkWriter.done,
    ]

  private static let wholeCall = call(
    0, id: "call_1", type: "function", name: "weather", arguments.joined())

  private static let groqTools =
    groqWriter.opened + [groqWriter.chunk(["tool_calls": [wholeCall]])]
    + [groqWriter.finish("tool_calls"), ChunkWriter.done]

  private static let ollamaTools = [
    ollamaWriter.chunk(["role": "assistant", "content": "", "tool_calls": [wholeCall]]),
    ollamaWriter.finish("tool_calls"), ChunkWriter.done,
  ]

  private static let unindexedTools =
    ["San Francisco", "Rome"].enumerated().map { index, place in
      chunk(
        call(
          nil, id: "function-call-\(index)", type: "function", name: "weather",
          "{\"location\": \"\(place)\"}"), beside: ["role": "assistant"])
    } + end

  private static let lateNameTools =
    [
      chunk(call(0, id: "call_1", type: "function"), beside: ["role": "assistant"]),
      chunk(call(0, arguments[0])), chunk(call(0, name: "weather", "")),
    ] + arguments.dropFirst().map { chunk(call(0, $0)) } + end

  /// The chunks of two interleaved calls. The second call is `clock` with `{"zone": "CET"}`.
  private static let interleavedTools =
    [
      chunk(first(0), beside: ["role": "assistant", "content": nil]), chunk(first(1, "clock")),
      chunk(call(0, arguments[0])), chunk(call(1, "{\"zone\":")),
      chunk(call(1, " \"CET\"}"), call(0, arguments[1])), chunk(call(0, arguments[2])),
    ] + end

  private static let stopTools: [String] =
    openAITools.dropLast(2) + [writer.finish(), ChunkWriter.done]

  private static let emptyTools =
    [chunk(first(0), beside: ["role": "assistant", "content": nil])] + end

  private static let laterTools =
    writer.texts + [chunk(first(0))] + arguments.map { chunk(call(0, $0)) } + end

  private static let truncatedTools = Array(openAITools.prefix(3))

  private static let unstreamedTools = whole(
    Reply(
      status: 200,
      json: writer.completion(
        message: [
          "role": "assistant", "content": nil,
          "tool_calls": [
            call(nil, id: "call_1", type: "function", name: "weather", arguments.joined())
          ],
        ], finish: "tool_calls", usage: .counts
      ).text))
}
