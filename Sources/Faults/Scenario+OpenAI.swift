import Loopback

extension Scenario {
  /// Scenarios that imitate OpenAI itself, with replies that only OpenAI sends (wire.md 6).
  static let openAIAnswers = [
    NamedScenario(
      "openai", "OpenAI: no reasoning, obfuscation, usage null until the end",
      .dialect(
        writer.opened
          + ChunkWriter.content.enumerated().map { padded(["content": .string($1)], $0) }
          + [writer.finish()] + end, whole: writer.completion(usage: .counts))),
    NamedScenario(
      "openai-refusal", "OpenAI: a refusal in fragments in place of content",
      .events(
        writer.opened
          + ["I'm", " sorry", ", but no."].enumerated().map { padded(["refusal": .string($1)], $0) }
          + [writer.finish()] + end)),
    NamedScenario(
      "openai-logprobs", "OpenAI: probabilities, a character over two tokens, -9999",
      .events(writer.opened + probable + [writer.finish()] + end)),
    NamedScenario(
      "openai-content-filter", "OpenAI: cut by the content filter",
      .events(writer.opened + [writer.content("Hello"), writer.finish("content_filter")] + end)),
    NamedScenario(
      "openai-length", "OpenAI: cut at the token limit",
      .events(writer.opened + [writer.content("Hello"), writer.finish("length")] + end)),
  ]

  private static let writer = ChunkWriter(
    id: "chatcmpl-CBu7aX0J", model: "gpt-4.1-mini-2025-04-14",
    opening: ["role": "assistant", "content": "", "refusal": nil], inChoice: ["logprobs": nil],
    inChunk: [
      "service_tier": "default", "system_fingerprint": "fp_4fce0778af", "usage": nil,
    ])

  private static let end = [
    writer.usage(
      WireJSON.counts.adding([
        "prompt_tokens_details": ["cached_tokens": 4, "audio_tokens": 0],
        "completion_tokens_details": [
          "reasoning_tokens": 0, "audio_tokens": 0, "accepted_prediction_tokens": 0,
          "rejected_prediction_tokens": 0,
        ],
      ])), ChunkWriter.done,
  ]

  /// Returns a chunk with padding, which hides the text's length from observers of the connection.
  private static func padded(_ delta: WireJSON, _ index: Int) -> String {
    let padding = String("gTq8sVw2JbYd".dropFirst(index * 3))
    return writer.chunk(delta, inChunk: ["obfuscation": .string(padding)])
  }

  private static let probable = [
    writer.chunk(
      ["content": "Hello"],
      inChoice: probabilities([
        probability("Hello", -0.02, Array("Hello".utf8), over: [("Hi", -3.9), ("Hey", -9999)])
      ])),
    writer.chunk(
      ["content": " 👋"],
      inChoice: probabilities([
        // A token may be part of a character, so only the bytes can be joined.
        probability("bytes: \\xf0\\x9f\\x91", -0.41, [0x20, 0xf0, 0x9f, 0x91], over: []),
        probability("bytes: \\x8b", 0, [0x8b], over: [("bytes: \\x8c", -9.5)]),
      ])),
    writer.chunk(
      ["content": "!"], inChoice: probabilities([probability("!", -0.5, nil, over: nil)])),
  ]

  private static func probabilities(_ tokens: [WireJSON]) -> WireJSON {
    ["logprobs": ["content": .array(tokens), "refusal": nil]]
  }

  /// - Parameter alternatives: may be fewer than requested, or empty.
  private static func probability(
    _ token: String, _ logprob: Double, _ bytes: [UInt8]?,
    over alternatives: [(token: String, logprob: Double)]?
  ) -> WireJSON {
    func entry(_ token: String, _ logprob: Double, _ bytes: [UInt8]?) -> WireJSON {
      [
        "token": .string(token), "logprob": .number(logprob),
        "bytes": bytes.map { .array($0.map { .integer(Int($0)) }) } ?? nil,
      ]
    }
    let others = alternatives.map { list -> WireJSON in
      .array(list.map { entry($0.token, $0.logprob, Array($0.token.utf8)) })
    }
    return entry(token, logprob, bytes).adding(["top_logprobs": others ?? nil])
  }
}
