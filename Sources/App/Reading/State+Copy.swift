internal import Chat
internal import Markdown
internal import Screen
internal import Words

extension State {
  /// Copies the marked code block, the marked message or, if nothing is marked, the answer in view.
  /// In the reasoning pane, copies the answer's reasoning. After a number, copies the code block
  /// with that number.
  /// - Parameter asMarkdown: whether to keep the Markdown markup; has no effect on a code block or a
  ///   question.
  mutating func copy(asMarkdown: Bool) -> [Effect] {
    if let number = takeCount() { return copyCode(number) }
    if let effects = copyMarkedCode() ?? copyMarkedQuestion() { return effects }
    guard let message = reasoningMessage() else {
      notice = Notice(.information, Words.Reading.noAnswerToCopy)
      return []
    }
    let isReasoning = focus == .reasoning && !message.reasoning.isEmpty
    let source = isReasoning || message.isReasoningOnly ? message.reasoning : message.spoken
    guard !source.isEmpty else {
      notice = Notice(.information, Words.Reading.nothingToCopy)
      return []
    }
    let what: Words.Reading.Copied =
      asMarkdown
      ? (isReasoning ? .thinkingAsMarkdown : .answerAsMarkdown)
      : (isReasoning ? .thinking : .answer)
    let text = asMarkdown ? source : Self.document(source).plainText
    return [.terminal(.copy(InertText(text), what: Words.Reading.name(of: what)))]
  }

  /// The title of the copy command: a verb and what it would copy now.
  var copyTitle: String {
    if focus == .reasoning { return Words.Palette.copyThinking }
    if focus == .transcript, codeCursor != nil { return Words.Palette.copyMarkedCode }
    return markedQuestion == nil ? Words.Command.copyText : Words.Palette.copyQuestion
  }

  /// The marked question; `nil` if no question is marked, or in the reasoning pane.
  private var markedQuestion: Message? {
    guard focus != .reasoning, let message = cursor.flatMap({ conversation[$0] }),
      message.role == .user
    else { return nil }
    return message
  }

  /// Copies the marked question as it was typed. Returns `nil` if no question is marked, or in the
  /// reasoning pane.
  private mutating func copyMarkedQuestion() -> [Effect]? {
    guard let message = markedQuestion else { return nil }
    guard !message.content.isEmpty else {
      notice = Notice(.information, Words.Reading.noQuestionToCopy)
      return []
    }
    let what = Words.Reading.name(of: .question)
    return [.terminal(.copy(InertText(message.content), what: what))]
  }

  /// Copies an answer as it is shown, without its Markdown markup.
  func copy(_ answer: Message) -> [Effect] {
    let text = Self.document(answer.spoken).plainText
    return [.terminal(.copy(InertText(text), what: Words.Reading.name(of: .answer)))]
  }

  mutating func noteCopied(_ what: String, _ outcome: CopyOutcome, removed: Int) {
    var text =
      switch outcome {
      case .taken(let program): Words.Reading.copied(what, by: program)
      case .failed(let program): Words.Reading.copyFailed(program)
      case .sentToTerminal: Words.Reading.sentToTerminal(what)
      }
    if case .failed = outcome {
      notice = Notice(.trouble, text)
      return
    }
    if removed > 0 {
      text = Words.sentences(text, Words.Reading.removedControlCharacters(removed))
    }
    notice = Notice(.information, text)
  }

  static func document(_ source: String) -> MarkdownStream {
    var document = MarkdownStream()
    document.append(source)
    document.finish()
    document.layout(width: 80)
    return document
  }
}
