internal import Chat
internal import Markdown
internal import Screen

extension State {
  /// Copies the answer in view, or in the reasoning pane its reasoning. After a number it is that code
  /// block, in the one form that code has.
  mutating func copy(asMarkdown: Bool) -> [Effect] {
    if let number = takeCount() { return copyCode(number) }
    guard let message = reasoningMessage() else {
      notice = Notice(.information, "There is no answer to copy yet.")
      return []
    }
    let isReasoning = focus == .reasoning && !message.reasoning.isEmpty
    let source = isReasoning || message.isReasoningOnly ? message.reasoning : message.spoken
    guard !source.isEmpty else {
      notice = Notice(.information, "The answer has no text to copy.")
      return []
    }
    let what = isReasoning ? "The thinking" : "The answer"
    let text = asMarkdown ? source : Self.document(source).plainText
    return [.terminal(.copy(InertText(text), what: asMarkdown ? "\(what), as Markdown," : what))]
  }

  /// Copies a code block of the answer in view by its number on the screen.
  mutating func copyCode(_ number: Int) -> [Effect] {
    let codes = reasoningMessage().map { Self.document($0.spoken).codeBlocks } ?? []
    guard let code = codes.first(where: { $0.number == number }) else {
      let there =
        codes.isEmpty
        ? "This answer has no code blocks." : "This answer has code blocks 1 to \(codes.count)."
      notice = Notice(.information, "There is no code block \(number) here. \(there)")
      return []
    }
    return [.terminal(.copy(InertText(code.source), what: "Code block \(number)"))]
  }

  mutating func noteCopied(_ what: String, _ outcome: CopyOutcome, removed: Int) {
    var text =
      switch outcome {
      case .taken(let program): "\(what) was copied, by \(program)."
      case .failed(let program): "\(what) was not copied: \(program) failed."
      case .sentToTerminal: "\(what) was sent to the terminal, which may keep it."
      }
    if case .failed = outcome {
      notice = Notice(.trouble, text)
      return
    }
    if removed > 0 {
      text += " Removed \(removed) control \(removed == 1 ? "character" : "characters")."
    }
    notice = Notice(.information, text)
  }

  private static func document(_ source: String) -> MarkdownStream {
    var document = MarkdownStream()
    document.append(source)
    document.finish()
    document.layout(width: 80)
    return document
  }
}
