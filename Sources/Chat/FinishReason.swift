/// Why the server ended an answer.
public enum FinishReason: Equatable, Sendable {
  case stop
  case length
  /// The server said that the context window was full.
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

  /// Whether the server's word means that it aborted the answer.
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
  /// Whether the answer ended because the context window was full rather than at a token limit.
  ///
  /// Servers say `length` for both. The usage tells them apart: the window was full if the answer
  /// is shorter than the requested limit, or if no limit was requested. Returns `false` without
  /// usage. A power of two is assumed to be a limit set by the server itself.
  public func isContextFull(asking parameters: Parameters, usage: Usage?) -> Bool {
    switch self {
    case .contextFull: return true
    case .stop, .contentFilter, .toolCalls, .other: return false
    case .length: break
    }
    guard let written = usage?.completionTokens else { return false }
    guard let limit = parameters.answerLimit else {
      let total = written.addingClamped(usage?.promptTokens ?? 0)
      return written > 0 && (written < 256 || !written.isPowerOfTwo || total.isPowerOfTwo)
    }
    // Some servers count reasoning separately, and some omit the last token.
    return written.addingClamped(usage?.reasoningTokens ?? 0).addingClamped(1) < limit
  }
}

extension Parameters {
  /// The limit on the answer's tokens, under any name; `nil` if none was set.
  public var answerLimit: Int? {
    let extras = ["max_tokens", "max_completion_tokens", "max_output_tokens", "n_predict"]
      .compactMap { name -> Int? in
        if case .integer(let limit)? = extra?[name] { limit > 0 ? limit : nil } else { nil }
      }
    return ([maxTokens, maxCompletionTokens].compactMap(\.self) + extras).min()
  }
}

extension Int {
  fileprivate var isPowerOfTwo: Bool { nonzeroBitCount == 1 }
}
