import Loopback

/// A writer of stream chunks in the format of a particular server, with extra members where
/// that server puts them.
struct ChunkWriter: Sendable {
  /// The pieces of reasoning. They and the content are the same in every dialect, so all
  /// dialects should give the same result.
  static let reasoning = ["Okay", ", a greeting", ". I greet back."]
  static let content = ["Hello", "! How can", " I help?"]
  static let done = "data: [DONE]\n\n"

  var id = "chatcmpl-81964e30"
  var model = "qwen3-32b"
  /// The name of the member that holds reasoning.
  var reasoningName = "reasoning_content"
  /// The delta that opens a stream; `nil` if there is none.
  var opening: WireJSON? = ["role": "assistant", "content": ""]
  /// Extra members of each delta with reasoning, and of each delta with content.
  var besideReasoning: WireJSON = [:]
  var besideContent: WireJSON = [:]
  /// Extra members of each choice, and of each chunk.
  var inChoice: WireJSON = [:]
  var inChunk: WireJSON = [:]

  static func event(_ json: WireJSON) -> String { "data: \(json.text)\n\n" }

  /// Returns a chunk with one choice. The given members are added to those common to all chunks,
  /// or replace them.
  func chunk(
    _ delta: WireJSON, finish: String? = nil, inChoice choice: WireJSON = [:],
    inChunk chunk: WireJSON = [:]
  ) -> String {
    let common: WireJSON = [
      "index": 0, "delta": delta, "finish_reason": finish.map(WireJSON.string) ?? nil,
    ]
    return self.chunk(choices: [common.adding(inChoice).adding(choice)], inChunk: chunk)
  }

  func chunk(choices: WireJSON, inChunk chunk: WireJSON = [:]) -> String {
    let common: WireJSON = [
      "id": .string(id), "object": "chat.completion.chunk", "created": 1_756_990_273,
      "model": .string(model), "choices": choices,
    ]
    return Self.event(common.adding(inChunk).adding(chunk))
  }

  /// Returns the chunk that reports usage; it has no choices.
  func usage(_ usage: WireJSON, inChunk chunk: WireJSON = [:]) -> String {
    self.chunk(choices: [], inChunk: (["usage": usage] as WireJSON).adding(chunk))
  }

  func finish(
    _ reason: String = "stop", delta: WireJSON = [:], inChoice choice: WireJSON = [:],
    inChunk chunk: WireJSON = [:]
  ) -> String {
    self.chunk(delta, finish: reason, inChoice: choice, inChunk: chunk)
  }

  var opened: [String] { opening.map { [chunk($0)] } ?? [] }

  /// The chunks of the opening, the reasoning and the content.
  var texts: [String] { opened + Self.reasoning.map(reasoning) + Self.content.map(content) }

  func reasoning(_ piece: String) -> String {
    let delta: WireJSON = .object([(reasoningName, .string(piece))])
    return chunk(besideReasoning.adding(delta))
  }

  func content(_ piece: String) -> String {
    chunk((["content": .string(piece)] as WireJSON).adding(besideContent))
  }

  /// Returns the same answer as one completion, without streaming.
  func completion(usage: WireJSON) -> WireJSON {
    let message: WireJSON = .object([
      ("role", "assistant"), ("content", .string(Self.content.joined())),
      (reasoningName, .string(Self.reasoning.joined())),
    ])
    return completion(message: message, usage: usage)
  }

  func completion(
    message: WireJSON, finish: WireJSON = "stop", usage: WireJSON
  ) -> WireJSON {
    [
      "id": .string(id), "object": "chat.completion", "created": 1_756_990_273,
      "model": .string(model),
      "choices": [["index": 0, "message": message, "finish_reason": finish]], "usage": usage,
    ]
  }
}

extension WireJSON {
  /// The three token counts that every server reports.
  static let counts: WireJSON = [
    "prompt_tokens": 11, "completion_tokens": 25, "total_tokens": 36,
  ]

  /// The same counts, with the reasoning tokens where most servers report them.
  static let countsWithReasoning = counts.adding([
    "completion_tokens_details": ["reasoning_tokens": 17]
  ])
}
