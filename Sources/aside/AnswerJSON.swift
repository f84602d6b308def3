internal import Chat

/// What `ask --json` prints: one JSON object a line, the last of which has the type `end`.
enum AnswerJSON {
  static func lines(_ delta: AnswerDelta) -> String {
    piece("reasoning", delta.reasoning) + piece("content", delta.content)
  }

  /// - Parameter complaint: what is wrong with the answer, if anything.
  static func line(_ end: StreamEnd, complaint: String?) -> String {
    var members: [String: JSONValue] = [
      "type": .string("end"), "outcome": .string(end.outcome.status.rawValue),
    ]
    members["finish_reason"] = end.finishReason.map { .string($0.wire) }
    members["model"] = end.servedModel.map { .string($0) }
    members["usage"] = end.usage.map(usage)
    members["timings"] = timings(end.timings)
    members["error"] = complaint.map { .string($0) }
    return JSONValue.object(members).text + "\n"
  }

  private static func piece(_ type: String, _ text: String) -> String {
    guard !text.isEmpty else { return "" }
    return JSONValue.object(["type": .string(type), "text": .string(text)]).text + "\n"
  }

  private static func usage(_ usage: Usage) -> JSONValue {
    var members: [String: JSONValue] = [:]
    members["prompt_tokens"] = usage.promptTokens.map { .integer($0) }
    members["completion_tokens"] = usage.completionTokens.map { .integer($0) }
    members["reasoning_tokens"] = usage.reasoningTokens.map { .integer($0) }
    members["cached_tokens"] = usage.cachedTokens.map { .integer($0) }
    members["cost"] = usage.cost.map { .number($0) }
    return .object(members)
  }

  /// Seconds, each counted from the moment the request was made.
  private static func timings(_ timings: Timings) -> JSONValue {
    var members: [String: JSONValue] = [:]
    members["first_token"] = timings.firstToken.map { .number($0.inSeconds) }
    members["first_content"] = timings.firstContent.map { .number($0.inSeconds) }
    members["end"] = timings.end.map { .number($0.inSeconds) }
    return .object(members)
  }
}
