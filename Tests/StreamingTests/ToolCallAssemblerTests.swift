import Chat
import Testing

@testable import Streaming

/// The recorded variants of tool calls in wire.md 6.
@Suite struct ToolCallAssemblerTests {
  private struct Variant: Sendable {
    let name: String
    /// The `tool_calls` of each event.
    let events: [String]
    let calls: [ToolCall]
  }

  private static let weather = ToolCall(id: "c1", name: "weather", arguments: #"{"a":1}"#)

  private static let variants: [Variant] = [
    Variant(
      name: "OpenAI: id, type and name first, then arguments",
      events: [
        #"[{"index":0,"id":"c1","type":"function","function":{"name":"weather","arguments":""}}]"#,
        #"[{"index":0,"function":{"arguments":"{\"a\""}}]"#,
        #"[{"index":0,"function":{"arguments":":1}"}}]"#,
      ], calls: [weather]),
    Variant(
      name: "DashScope: later pieces have an empty id and a type",
      events: [
        #"[{"index":0,"id":"c1","type":"function","function":{"name":"weather","arguments":""}}]"#,
        #"[{"index":0,"id":"","type":"function","function":{"arguments":"{\"a\":1}"}}]"#,
        #"[{"index":0,"id":null,"function":{"name":null,"arguments":null}}]"#,
      ], calls: [weather]),
    Variant(
      name: "Groq, Ollama: the whole call at once",
      events: [
        #"[{"index":0,"id":"c1","function":{"name":"weather","arguments":"{\"a\":1}"}}]"#
      ], calls: [weather]),
    Variant(
      name: "no index: a new id begins a call",
      events: [
        #"[{"id":"c1","function":{"name":"weather","arguments":"{\"a\""}}]"#,
        #"[{"function":{"arguments":":1}"}}]"#,
        #"[{"id":"c2","function":{"name":"time","arguments":""}}]"#,
      ], calls: [weather, ToolCall(id: "c2", name: "time")]),
    Variant(
      name: "the name comes after the first piece",
      events: [
        #"[{"index":0,"id":"c1","function":{"arguments":""}}]"#,
        #"[{"index":0,"function":{"name":"weather","arguments":"{\"a\":1}"}}]"#,
      ], calls: [weather]),
    Variant(
      name: "two calls, interleaved",
      events: [
        #"[{"index":1,"id":"c2","function":{"name":"time","arguments":"{"}}]"#,
        #"[{"index":0,"id":"c1","function":{"name":"weather","arguments":"{\"a\""}}]"#,
        #"[{"index":1,"function":{"arguments":"}"}},{"index":0,"function":{"arguments":":1}"}}]"#,
      ], calls: [weather, ToolCall(id: "c2", name: "time", arguments: "{}")]),
    Variant(
      name: "arguments as an object, other shapes passed over",
      events: [
        #"[7,null,{"index":0,"id":"c1","function":{"name":"weather","arguments":{"a":1}}}]"#,
        #"[{"index":0,"id":"other","function":{"name":"other"}}]"#, "{}", "null",
      ], calls: [weather]),
  ]

  @Test(arguments: variants.indices) func variant(_ index: Int) throws {
    let variant = Self.variants[index]
    var assembler = ToolCallAssembler()
    for event in variant.events {
      let json = #"{"choices":[{"delta":{"tool_calls":\#(event)}}]}"#
      let chunk = try #require(CompletionChunk(json: json))
      for call in chunk.foundChoice?.toolCalls ?? [] { assembler.add(call) }
    }
    #expect(assembler.calls == variant.calls, "\(variant.name)")
  }

  @Test func stopWithCallsCountsAsToolCalls() throws {
    var transfer = Transfer(hiding: Secrets())
    var events = transfer.open(.of(200, "text/event-stream"))
    let call = #"{"index":0,"id":"c1","function":{"name":"weather","arguments":"{\"a\":1}"}}"#
    let text =
      #"data: {"choices":[{"delta":{"tool_calls":[\#(call)]}}]}"# + "\n\n"
      + #"data: {"choices":[{"delta":{},"finish_reason":"stop"}]}"# + "\n\ndata: [DONE]\n\n"
    events += transfer.receive(Array(text.utf8), at: .seconds(1))
    events += transfer.close(nil, at: .seconds(2))
    let answer = Answer(events)
    #expect(answer.toolCalls == [Self.weather])
    #expect(answer.end?.finishReason == .toolCalls)
    #expect(answer.end?.outcome == .complete)
    #expect(answer.end?.timings.firstToken == .seconds(1))
  }
}
