/// Why the server ended an answer.
public enum FinishReason: Equatable, Sendable {
  case stop
  case length
  /// The server reported that the context window was full.
  case contextFull
  case contentFilter
  case toolCalls
  /// Any word that the protocol does not define, such as `abort` or `eos`.
  case other(String)

  public init(wire: String) {
    self =
      switch wire {
      case "stop": .stop
      case "length", "max_tokens", "MAX_TOKENS": .length
      case "context_length", "context_length_exceeded", "model_length",
        "model_context_window_exceeded":
        .contextFull
      case "content_filter": .contentFilter
      case "tool_calls", "function_call": .toolCalls
      default: .other(wire)
      }
  }

  /// Whether the reason means the server aborted the answer.
  public var isBreakdown: Bool {
    guard case .other(let word) = self else { return false }
    return ["error", "abort", "aborted", "cancelled", "canceled", "timeout"].contains(
      word.lowercased())
  }

  /// The word used by the protocol.
  public var wire: String {
    switch self {
    case .stop: "stop"
    case .length: "length"
    case .contextFull: "context_length"
    case .contentFilter: "content_filter"
    case .toolCalls: "tool_calls"
    case .other(let word): word
    }
  }
}

extension FinishReason {
  /// Returns `contextFull` for a `length` that means a full context window, because servers report
  /// `length` both for that and for a token limit. The window was full if its size is known, the
  /// prompt and the answer fill it, and the answer is shorter than the requested limit. Otherwise a
  /// limit was reached, perhaps one set by the server itself.
  /// - Parameter window: the size of the context window in tokens; `nil` if it is unknown.
  public func judged(
    asking parameters: Parameters, usage: Usage?, window: Int?
  ) -> FinishReason {
    guard self == .length, let window, let written = usage?.completionTokens else { return self }
    let total = written.addingClamped(usage?.promptTokens ?? 0)
    guard total.addingClamped(Self.unusedTokens) >= window else { return .length }
    // Some servers count reasoning separately, and some omit the last token.
    let counted = written.addingClamped(usage?.reasoningTokens ?? 0).addingClamped(1)
    return parameters.answerLimit.map { counted >= $0 } == true ? .length : .contextFull
  }

  /// Servers stop a few tokens before the end of the window.
  private static let unusedTokens = 8
}

extension Parameters {
  /// The limit on the answer's tokens, whichever field sets it; the smallest if several do, `nil`
  /// if none does.
  public var answerLimit: Int? {
    let extras = ["max_tokens", "max_completion_tokens", "max_output_tokens", "n_predict"]
      .compactMap { name -> Int? in
        if case .integer(let limit)? = extra?[name] { limit > 0 ? limit : nil } else { nil }
      }
    return ([maxTokens, maxCompletionTokens].compactMap(\.self) + extras).min()
  }
}
