internal import Chat
internal import Screen

/// What the line above the reasoning says, and whether there is any.
struct ReasoningSummary: Equatable {
  let message: Message?
  let shape: FrameLayout.ReasoningShape
  /// `thinking… 12 s` or `thought for 12 s, 824 tokens`; empty when there is nothing to say.
  let text: String

  /// Reads the answer in view.
  init(_ state: State, _ layouts: inout Layouts, width: Int) {
    let message = layouts.transcript.messageInView(of: state.conversation, at: state.cursor)
    self.message = message
    let isBeside = width >= FrameLayout.wideColumns
    guard let message, Self.isWorthShowing(message, state, isBeside: isBeside) else {
      shape = .none
      text = ""
      return
    }
    text = Self.text(message, state)
    // Above the text, a pane with nothing in it would only move the text.
    guard state.isReasoningOpen, isBeside || !message.reasoning.isEmpty else {
      shape = .collapsed
      return
    }
    // Beside the text the pane's height does not depend on its rows.
    if width < FrameLayout.wideColumns {
      layouts.reasoning.prepare(
        message, byLines: state.session.hasReducedMotion, width: width - 2)
    }
    shape = .open(rows: layouts.reasoning.rowCount(atMost: max(1, state.size.height)))
  }

  /// An answer that is reasoning only is shown as the answer, so not twice.
  ///
  /// Beside the text, the pane stays open for an answer without thinking if an earlier answer has some.
  /// Opening and closing it at each question would reflow the text each time.
  private static func isWorthShowing(
    _ message: Message, _ state: State, isBeside: Bool
  ) -> Bool {
    guard !message.isReasoningOnly else { return false }
    if !message.reasoning.isEmpty { return true }
    let isAwaited = state.stream?.answer == message.id && message.content.isEmpty
    return (isBeside || isAwaited) && hasThought(state.conversation)
  }

  /// Whether one of the last answers came with thinking.
  private static func hasThought(_ conversation: Conversation) -> Bool {
    conversation.path.suffix(mostLookedAt).contains {
      conversation[$0]?.reasoning.isEmpty == false
    }
  }

  /// Little enough to look through at each frame.
  private static let mostLookedAt = 40

  private static func text(_ message: Message, _ state: State) -> String {
    if let stream = state.stream, stream.answer == message.id, message.content.isEmpty {
      guard !state.session.hasReducedMotion else {
        return message.reasoning.isEmpty ? "waiting…" : "thinking…"
      }
      let elapsed = Figures.seconds(state.now.elapsed(since: stream.startedAt))
      guard !message.reasoning.isEmpty else { return "waiting… \(elapsed)" }
      return "thinking… \(elapsed), ≈ \(Figures.tokens(TokenEstimate.of(message.reasoning)))"
    }
    if message.reasoning.isEmpty { return "no thinking" }
    var parts: [String] = []
    if let duration = thinkingTime(message) { parts.append("thought for \(duration)") }
    if let (count, isEstimate) = tokens(message) {
      parts.append((isEstimate ? "≈ " : "") + Figures.tokens(count))
    }
    if thinkingTime(message) == nil { parts.insert("thought", at: 0) }
    return parts.joined(separator: ", ")
  }

  private static func thinkingTime(_ message: Message) -> String? {
    guard let timings = message.timings, let start = timings.firstToken,
      let end = timings.firstContent ?? timings.end,
      // What came in one piece with the answer took a time that nobody knows.
      end > start
    else { return nil }
    return Figures.time(end - start)
  }

  /// How much of an answer is thinking; `nil` where there is none.
  static func tokens(_ message: Message) -> (count: Int, isEstimate: Bool)? {
    // Servers whose template opens the thinking say 0 beside it.
    if let tokens = message.usage?.reasoningTokens, tokens > 0 { return (tokens, false) }
    guard !message.reasoning.isEmpty else { return nil }
    return (TokenEstimate.of(message.reasoning), true)
  }
}

/// A guess at tokens where the server has not said; shown with ≈. It depends on the text alone, so that
/// it is the same while the text comes, after it has come, and when it is opened again.
enum TokenEstimate {
  /// Four UTF-8 bytes a token: right within a third for English, and for Chinese in Qwen's
  /// vocabulary, where a character of three bytes takes 0.6 to 0.7 tokens.
  static func of(_ text: String) -> Int { (text.utf8.count + 3) / 4 }
}
