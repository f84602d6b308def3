internal import Chat

/// The output of `ask --json`: one JSON object per line. The last one has the type `end`.
enum AnswerJSON {
  static func lines(_ delta: AnswerDelta) -> String {
    var lines = delta.contentWasReasoning ? line(["type": .string("content_was_reasoning")]) : ""
    lines +=
      piece("reasoning", delta.reasoning) + piece("content", delta.content)
      + piece("refusal", delta.refusal)
    if !delta.logprobs.isEmpty {
      lines += line(["type": .string("logprobs"), "tokens": .array(delta.logprobs.map(token))])
    }
    return lines
  }

  /// Returns a line that lists the files sent with the question.
  static func line(_ attachments: [Attachment], _ estimator: TokenEstimator) -> String {
    line([
      "type": .string("attachments"),
      "files": .array(attachments.map { file($0, estimator) }),
    ])
  }

  private static func file(_ attachment: Attachment, _ estimator: TokenEstimator) -> JSONValue {
    var members: [String: JSONValue] = [
      "name": .string(attachment.name), "bytes": .integer(attachment.byteCount),
      "estimated_tokens": .integer(estimator.tokens(attachment.countedTokens)),
    ]
    switch attachment.content {
    case .text(let text):
      members["type"] = .string("text")
      members["line_count"] = .integer(text.lineCount)
      members["lines"] = text.lines.map {
        .array([.integer($0.lowerBound), .integer($0.upperBound)])
      }
    case .image(let image):
      members["type"] = .string(image.type.rawValue)
      members["width"] = .integer(image.width)
      members["height"] = .integer(image.height)
    }
    return .object(members)
  }

  /// Returns one line with all the tool calls of a finished answer; empty if there are none.
  static func line(_ calls: [ToolCall]) -> String {
    calls.isEmpty
      ? "" : line(["type": .string("tool_calls"), "calls": .array(calls.map(call))])
  }

  /// - Parameter reason: why the last attempt failed, as a sentence.
  static func line(_ retry: Retry, reason: String) -> String {
    line([
      "type": .string("retry"), "number": .integer(retry.number),
      // Null means retrying until the server is ready.
      "limit": retry.limit.map { .integer($0) } ?? .null,
      "delay": .number(retry.delay.inSeconds),
      "error": .string(reason),
    ])
  }

  /// - Parameters:
  ///   - complaint: what is wrong with the answer, if anything.
  ///   - conversation: the conversation that stores the answer; `nil` if the answer is not
  ///     stored.
  static func line(
    _ end: StreamEnd, complaint: String?, conversation: ConversationID?
  ) -> String {
    var members: [String: JSONValue] = [
      "type": .string("end"), "outcome": .string(end.outcome.status.rawValue),
    ]
    members["finish_reason"] = end.finishReason.map { .string($0.wire) }
    members["model"] = end.servedModel.map { .string($0) }
    members["usage"] = end.usage.map(usage)
    members["timings"] = timings(end.timings)
    members["server_timings"] = end.serverTimings.map(timings)
    members["error"] = complaint.map { .string($0) }
    members["conversation"] = conversation.map { .string($0.description) }
    return line(members)
  }

  private static func line(_ members: [String: JSONValue]) -> String {
    JSONValue.object(members).text + "\n"
  }

  private static func piece(_ type: String, _ text: String) -> String {
    text.isEmpty ? "" : line(["type": .string(type), "text": .string(text)])
  }

  private static func call(_ call: ToolCall) -> JSONValue {
    .object([
      "id": .string(call.id), "name": .string(call.name), "arguments": .string(call.arguments),
    ])
  }

  private static func token(_ token: TokenLogprob) -> JSONValue {
    let top = token.top.map { value($0.token, $0.logprob, $0.bytes) }
    return .object(
      value(token.token, token.logprob, token.bytes).merging([
        "top": .array(top.map { .object($0) })
      ]
      ) { first, _ in first })
  }

  private static func value(
    _ token: String, _ logprob: Double, _ bytes: [UInt8]?
  ) -> [String: JSONValue] {
    [
      "token": .string(token), "logprob": .number(logprob),
      "bytes": bytes.map { .array($0.map { .integer(Int($0)) }) } ?? .null,
    ]
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

  /// Returns the times since the request was made, in seconds.
  private static func timings(_ timings: Timings) -> JSONValue {
    var members: [String: JSONValue] = [:]
    members["first_token"] = timings.firstToken.map { .number($0.inSeconds) }
    members["first_content"] = timings.firstContent.map { .number($0.inSeconds) }
    members["end"] = timings.end.map { .number($0.inSeconds) }
    return .object(members)
  }

  /// Returns the durations that the server measured, in seconds.
  private static func timings(_ timings: ServerTimings) -> JSONValue {
    var members: [String: JSONValue] = [:]
    members["queue"] = timings.queue.map { .number($0.inSeconds) }
    members["prompt"] = timings.prompt.map { .number($0.inSeconds) }
    members["generation"] = timings.generation.map { .number($0.inSeconds) }
    return .object(members)
  }
}
