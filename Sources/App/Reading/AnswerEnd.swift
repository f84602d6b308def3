internal import Chat

/// How an answer ended, in the words that its head line, the state at the bottom and the lines of
/// `--plain` have in common.
enum AnswerEnd {
  static let thinkingOnly = "thinking only"

  /// A word or two for each thing that keeps the answer from being a whole one; `nil` while it comes,
  /// and for one that lacks nothing.
  static func word(_ message: Message) -> String? {
    guard message.role == .assistant else { return nil }
    switch message.status {
    case .streaming: return nil
    case .cancelled: return "stopped"
    case .failed: return "failed"
    case .truncated: return "cut off"
    case .complete: break
    }
    if message.isContextFull { return "context full" }
    switch message.finishReason {
    case .length, .contextFull: return "cut off"
    case .contentFilter: return "filtered"
    case .other where message.finishReason?.isBreakdown == true: return "given up"
    case .stop, .toolCalls, .other, nil: break
    }
    if !message.refusal.isEmpty { return "refused" }
    if message.isReasoningOnly { return thinkingOnly }
    return message.isEmpty ? "no answer" : nil
  }

  /// What happened, what was kept, and what goes on with it; `nil` where nothing went wrong, or the
  /// user wanted it so.
  static func trouble(_ message: Message, on surface: Surface) -> String? {
    switch message.status {
    case .failed: "\(message.errorText ?? "The answer failed.") \(kept(message))"
    case .truncated: "The answer ended early. \(kept(message)) \(next(message, surface))"
    case .complete: incompleteness(message, surface)
    case .streaming, .cancelled: nil
    }
  }

  /// What is missing of an answer that the server thinks is complete.
  private static func incompleteness(_ message: Message, _ surface: Surface) -> String? {
    guard message.role == .assistant else { return nil }
    if message.isContextFull { return contextFull(message, surface) }
    switch message.finishReason {
    case .length, .contextFull:
      return "The answer reached the token limit and is cut off there. \(kept(message)) "
        + next(message, surface)
    case .contentFilter: return "The server's content filter ended the answer. \(kept(message))"
    case .other(let word)? where message.finishReason?.isBreakdown == true:
      return "The server gave the answer up (“\(word)”). \(kept(message)) "
        + next(message, surface)
    case .stop, .toolCalls, .other, nil:
      return message.isEmpty ? "The model answered nothing. \(kept(message))" : nil
    }
  }

  /// Nothing more fits, so continuing is not offered.
  private static func contextFull(_ message: Message, _ surface: Surface) -> String {
    let tokens = message.usage.flatMap { usage -> Int? in
      guard let prompt = usage.promptTokens, let answer = usage.completionTokens else { return nil }
      return prompt.addingClamped(answer)
    }
    let size = tokens.map { " (\($0) tokens)" } ?? ""
    return "Context window full\(size). \(kept(message)) \(Step.startNew.words(on: surface))"
  }

  /// Thinking cannot be gone on with.
  private static func next(_ message: Message, _ surface: Surface) -> String {
    (message.content.isEmpty ? Step.askAgain : .goOn).words(on: surface)
  }

  private static func kept(_ message: Message) -> String {
    message.isEmpty ? "Your question is kept." : "What came is kept."
  }
}
