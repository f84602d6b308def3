/// Why the server ended an answer.
public enum FinishReason: Equatable, Sendable {
  case stop
  case length
  /// The context window was full, by the server's own word.
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

  /// A word by which servers say that they gave the answer up.
  public var isBreakdown: Bool {
    guard case .other(let word) = self else { return false }
    return ["error", "abort", "aborted", "cancelled", "canceled", "timeout"].contains(
      word.lowercased())
  }

  /// The protocol's word.
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
  /// Whether the answer ended because the context window was full, and not at a limit of its own.
  ///
  /// Servers say `length` for both. It was the window if the answer is shorter than the limit that was
  /// asked for, or if none was, as far as the usage tells. Without usage nothing can be told, and a
  /// power of two is taken for a limit that the server sets by itself.
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
    // Some servers count reasoning by itself, some leave out the last token.
    return written.addingClamped(usage?.reasoningTokens ?? 0).addingClamped(1) < limit
  }
}

extension Parameters {
  /// The most tokens that the answer may have, under any name; `nil` where no limit was set.
  fileprivate var answerLimit: Int? {
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
