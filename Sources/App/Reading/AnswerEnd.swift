internal import Chat
internal import Words

/// The wording for how an answer ended, shared by the answer's header, the status line and plain
/// mode.
enum AnswerEnd {
  static var thinkingOnly: String { Words.Reading.thinkingOnly }

  /// Returns in a word or two why an answer is incomplete; `nil` if it is complete or still
  /// streaming.
  static func word(_ message: Message) -> String? {
    guard let ending = AnswerEnding(message) else { return nil }
    if let word = word(ending) { return word }
    guard message.status == .complete else { return nil }
    if !message.refusal.isEmpty { return Words.Reading.refused }
    if message.isReasoningOnly { return thinkingOnly }
    return message.isEmpty ? Words.Reading.noAnswer : nil
  }

  /// Returns in a word or two why an answer is incomplete, without looking at its text.
  static func word(_ ending: AnswerEnding) -> String? {
    switch ending.status {
    case .streaming: return nil
    case .cancelled: return Words.Reading.stopped
    case .failed: return Words.Reading.failed
    case .truncated: return Words.Reading.cutOff
    case .complete: break
    }
    switch ending.finishReason {
    case .contextFull: return Words.Reading.contextFull
    case .length: return Words.Reading.tokenLimit
    case .contentFilter: return Words.Reading.filtered
    case .other where ending.finishReason?.isBreakdown == true: return Words.Reading.aborted
    case .stop, .toolCalls, .other, nil: return nil
    }
  }

  /// Returns what happened, what was kept and what to do next; `nil` if nothing went wrong, or if
  /// the user stopped the answer.
  static func trouble(_ message: Message, on surface: Surface, _ keymap: Keymap = .standard)
    -> String?
  {
    guard let fact = fact(message) else { return nil }
    return Words.sentences(fact, next(message).map { $0.words(on: surface, keymap) } ?? "")
  }

  /// Returns what happened and what was kept; `nil` if nothing went wrong, or if the user stopped
  /// the answer.
  static func fact(_ message: Message) -> String? {
    switch message.status {
    case .failed: Words.sentences(message.errorText ?? Words.Reading.requestFailed, kept(message))
    case .truncated: Words.sentences(Words.Reading.incomplete, kept(message))
    case .complete: incompleteness(message)
    case .streaming, .cancelled: nil
    }
  }

  /// Returns what is wrong with an answer that the server reports as complete.
  private static func incompleteness(_ message: Message) -> String? {
    guard message.role == .assistant else { return nil }
    if message.isContextFull { return contextFull(message) }
    switch message.finishReason {
    case .length, .contextFull: return Words.Reading.reachedTokenLimit
    case .contentFilter: return Words.sentences(Words.Reading.stoppedByFilter, kept(message))
    case .other(let word)? where message.finishReason?.isBreakdown == true:
      return Words.sentences(Words.Reading.abortedByServer(word), kept(message))
    case .stop, .toolCalls, .other, nil:
      return message.isEmpty ? Words.sentences(Words.Reading.emptyAnswer, kept(message)) : nil
    }
  }

  private static func contextFull(_ message: Message) -> String {
    let tokens = message.usage.flatMap { usage -> Int? in
      guard let prompt = usage.promptTokens, let answer = usage.completionTokens else { return nil }
      return prompt.addingClamped(answer)
    }
    return Words.sentences(Words.Reading.contextWindowFull(tokens: tokens), kept(message))
  }

  /// Returns what to do after an answer that was cut off; `nil` if there is no advice to give.
  private static func next(_ message: Message) -> Step? {
    // An answer with nothing but thinking cannot be continued, only requested again.
    let rest = message.hasTextToContinue ? Step.goOn : .askAgain
    switch message.status {
    case .truncated: return rest
    case .complete: break
    case .failed, .streaming, .cancelled: return nil
    }
    // Continuing is not offered, because nothing more fits into the context window.
    if message.isContextFull { return .startNew }
    switch message.finishReason {
    case .length, .contextFull: return rest
    case .other where message.finishReason?.isBreakdown == true: return rest
    case .contentFilter, .stop, .toolCalls, .other, nil: return nil
    }
  }

  /// Returns what to do after a failed request, or else the advice of ``trouble(_:on:_:)``.
  static func keys(after message: Message, _ keymap: Keymap) -> String {
    let step =
      message.status == .failed
      ? (message.hasTextToContinue ? Step.goOnOrAskAgain : .askAgain) : next(message)
    return step?.words(on: .screen, keymap) ?? ""
  }

  private static func kept(_ message: Message) -> String {
    message.isEmpty ? Words.Reading.questionKept : Words.Reading.partialAnswerKept
  }
}

extension Message {
  /// Whether an answer has text that a continuation can start with. Thinking cannot be continued.
  var hasTextToContinue: Bool { content.contains { !$0.isWhitespace } }
}
