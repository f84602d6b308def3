internal import Chat
internal import Words

/// How an answer ended. Shared by its head line, the status line and `--plain`.
enum AnswerEnd {
  static var thinkingOnly: String { Words.Reading.thinkingOnly }

  /// Why the answer is not complete, in a word or two; `nil` if it is, or while it streams.
  static func word(_ message: Message) -> String? {
    guard message.role == .assistant else { return nil }
    switch message.status {
    case .streaming: return nil
    case .cancelled: return Words.Reading.stopped
    case .failed: return Words.Reading.failed
    case .truncated: return Words.Reading.cutOff
    case .complete: break
    }
    if message.isContextFull { return Words.Reading.contextFull }
    switch message.finishReason {
    case .length, .contextFull: return Words.Reading.tokenLimit
    case .contentFilter: return Words.Reading.filtered
    case .other where message.finishReason?.isBreakdown == true: return Words.Reading.aborted
    case .stop, .toolCalls, .other, nil: break
    }
    if !message.refusal.isEmpty { return Words.Reading.refused }
    if message.isReasoningOnly { return thinkingOnly }
    return message.isEmpty ? Words.Reading.noAnswer : nil
  }

  /// What happened, what was kept and what to do next; `nil` if nothing went wrong, or if the user
  /// stopped the answer.
  static func trouble(_ message: Message, on surface: Surface, _ keymap: Keymap = .standard)
    -> String?
  {
    switch message.status {
    case .failed: Words.sentences(message.errorText ?? Words.Reading.requestFailed, kept(message))
    case .truncated: keptAndNext(Words.Reading.incomplete, message, surface, keymap)
    case .complete: incompleteness(message, surface, keymap)
    case .streaming, .cancelled: nil
    }
  }

  /// What is wrong with an answer that the server reports as complete.
  private static func incompleteness(_ message: Message, _ surface: Surface, _ keymap: Keymap)
    -> String?
  {
    guard message.role == .assistant else { return nil }
    if message.isContextFull { return contextFull(message, surface, keymap) }
    switch message.finishReason {
    case .length, .contextFull:
      return Words.sentences(Words.Reading.reachedTokenLimit, next(message, surface, keymap))
    case .contentFilter: return Words.sentences(Words.Reading.stoppedByFilter, kept(message))
    case .other(let word)? where message.finishReason?.isBreakdown == true:
      return keptAndNext(Words.Reading.abortedByServer(word), message, surface, keymap)
    case .stop, .toolCalls, .other, nil:
      return message.isEmpty ? Words.sentences(Words.Reading.emptyAnswer, kept(message)) : nil
    }
  }

  /// Continuing is not offered, because nothing more fits.
  private static func contextFull(_ message: Message, _ surface: Surface, _ keymap: Keymap)
    -> String
  {
    let tokens = message.usage.flatMap { usage -> Int? in
      guard let prompt = usage.promptTokens, let answer = usage.completionTokens else { return nil }
      return prompt.addingClamped(answer)
    }
    let fact = Words.sentences(Words.Reading.contextWindowFull(tokens: tokens), kept(message))
    return Words.sentences(fact, Step.startNew.words(on: surface, keymap))
  }

  private static func keptAndNext(
    _ fact: String, _ message: Message, _ surface: Surface, _ keymap: Keymap
  ) -> String {
    Words.sentences(Words.sentences(fact, kept(message)), next(message, surface, keymap))
  }

  /// Thinking alone cannot be continued, only requested again.
  private static func next(_ message: Message, _ surface: Surface, _ keymap: Keymap) -> String {
    (message.content.isEmpty ? Step.askAgain : .goOn).words(on: surface, keymap)
  }

  private static func kept(_ message: Message) -> String {
    message.isEmpty ? Words.Reading.questionKept : Words.Reading.partialAnswerKept
  }
}
