import Chat
import Foundation
import Loopback
import Testing

/// Both examples in the API's documentation, key for key (wire.md 1.3).
struct DocumentedExampleTests {
  private static func chunkKeys(_ delta: [String]) -> [String] {
    ["id", "choices", "delta"] + delta
      + ["index", "finish_reason", "created", "model", "object", "usage"]
  }

  private static let textDelta = ["content", "refusal", "reasoning_content"]

  @Test func answersWithoutStreamingInOneObject() async throws {
    let response = try await withServer { server in
      try RawClient(server).complete(question("Hello", #""enable_thinking":false"#))
    }
    #expect(response.status == 200)
    #expect(
      JSONShape.keys(response.body) == [
        "id", "system_fingerprint", "object", "choices", "index", "finish_reason", "logprobs",
        "message", "role", "content", "reasoning_content", "created", "model", "usage",
        "prompt_tokens", "completion_tokens", "total_tokens",
      ])
    let object = try decoded(response.body)
    #expect(object["object"] == .string("chat.completion"))
    #expect(object["model"] == .string("qwen3-32b"))
    #expect(first(object["choices"])?["message"]?["reasoning_content"] == .string(""))
    #expect(response.headers["x-inference-id"]?.isEmpty == false)
    #expect(response.headers["x-aimlapi-credits-used"].flatMap { Int($0) } != nil)
    #expect(response.headers["x-aimlapi-usd-spent"]?.split(separator: ".").last?.count == 9)
  }

  @Test func streamsReasoningThenContentThenUsage() async throws {
    let response = try await withServer { server in
      try RawClient(server).complete(question("Hello", #""enable_thinking":true,"stream":true"#))
    }
    #expect(response.status == 200)
    #expect(response.headers["content-type"] == "text/event-stream")
    #expect(response.headers["x-aimlapi-credits-used"] == nil)
    let events = response.events
    let keys = events.map(JSONShape.keys)
    #expect(keys.first == Self.chunkKeys(["content", "role", "refusal", "reasoning_content"]))
    #expect(keys.dropFirst().dropLast().allSatisfy { $0 == Self.chunkKeys(Self.textDelta) })
    #expect(
      keys.last == [
        "id", "choices", "created", "model", "object", "usage", "prompt_tokens",
        "completion_tokens", "total_tokens", "completion_tokens_details", "reasoning_tokens",
      ])
    try expectOrder(of: events)
  }

  @Test func streamsNoReasoningWhenThinkingIsOff() async throws {
    let response = try await withServer { server in
      try RawClient(server).complete(question("Hello", #""stream":true"#))
    }
    let chunks = try response.events.map(decoded)
    let deltas = chunks.dropLast().map { first($0["choices"])?["delta"] }
    #expect(deltas.allSatisfy { $0?["reasoning_content"] == .null })
    #expect(deltas.first??["content"] == .string(""))
    #expect(chunks.last?["usage"]?["completion_tokens_details"] == nil)
  }

  @Test func sendsTheSameTextBothWays() async throws {
    try await withServer { server in
      let client = try RawClient(server)
      let whole = try decoded(client.complete(question()).body)
      let events = try client.complete(question("Hello", #""stream":true"#)).events
      let pieces = try events.map(decoded).map { chunk in
        text(first(chunk["choices"])?["delta"]?["content"])
      }
      #expect(text(first(whole["choices"])?["message"]?["content"]) == pieces.joined())
    }
  }

  /// Expects the opening, then reasoning, content, the finish, and usage without choices.
  private func expectOrder(of events: [String]) throws {
    let kinds = try events.map { event -> Int in
      let chunk = try decoded(event)
      guard let choice = first(chunk["choices"]) else { return 5 }
      if choice["finish_reason"] != .null { return 4 }
      if choice["delta"]?["role"] != nil { return 1 }
      return choice["delta"]?["content"] == .null ? 2 : 3
    }
    #expect(kinds == kinds.sorted())
    #expect(Set(kinds) == [1, 2, 3, 4, 5])
    #expect([1, 4, 5].allSatisfy { kind in kinds.count { $0 == kind } == 1 })
    let usage = try decoded(#require(events.last))["usage"]
    #expect(usage?["completion_tokens"] == .integer(kinds.count { $0 == 2 || $0 == 3 }))
    #expect(
      usage?["completion_tokens_details"]?["reasoning_tokens"]
        == .integer(kinds.count { $0 == 2 }))
  }
}

func decoded(_ json: String) throws -> JSONValue {
  try JSONDecoder().decode(JSONValue.self, from: Data(json.utf8))
}

func first(_ value: JSONValue?) -> JSONValue? {
  if case .array(let values)? = value { values.first } else { nil }
}

func text(_ value: JSONValue?) -> String {
  if case .string(let text)? = value { text } else { "" }
}
