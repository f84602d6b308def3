internal import Chat
internal import Screen
internal import Words

/// The title line of the reasoning pane, and whether the pane is shown.
struct ReasoningSummary: Equatable {
  let message: Message?
  let shape: FrameLayout.ReasoningShape
  /// `thinking… 12 s` or `thought for 12 s, 824 tokens`; empty if the pane is hidden.
  let text: String

  /// Summarizes the answer in view.
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
    // Above the text, an empty pane would only move the text down.
    guard state.isReasoningOpen, isBeside || !message.reasoning.isEmpty else {
      shape = .collapsed
      return
    }
    // A side pane's height does not depend on its rows.
    if width < FrameLayout.wideColumns {
      layouts.reasoning.prepare(
        message, byLines: state.preferences.hasReducedMotion, width: width - 2)
    }
    shape = .open(rows: layouts.reasoning.rowCount(atMost: max(1, state.size.height)))
  }

  /// If an answer consists of reasoning only, the transcript shows it, so the pane does not.
  ///
  /// A side pane stays open for an answer without reasoning if an earlier answer has some. Opening and
  /// closing it at each question would reflow the text each time.
  private static func isWorthShowing(
    _ message: Message, _ state: State, isBeside: Bool
  ) -> Bool {
    guard !message.isReasoningOnly else { return false }
    if !message.reasoning.isEmpty { return true }
    let isAwaited = state.stream?.answer == message.id && message.content.isEmpty
    return (isBeside || isAwaited) && hasThought(state.conversation)
  }

  /// Whether one of the last answers has reasoning.
  private static func hasThought(_ conversation: Conversation) -> Bool {
    conversation.path.suffix(mostLookedAt).contains {
      conversation[$0]?.reasoning.isEmpty == false
    }
  }

  /// Messages to check at each frame; few enough to be cheap.
  private static let mostLookedAt = 40

  private static func text(_ message: Message, _ state: State) -> String {
    if let stream = state.stream, stream.answer == message.id, message.content.isEmpty {
      guard !state.preferences.hasReducedMotion else {
        return message.reasoning.isEmpty ? Words.Reading.waiting : Words.Reading.thinking
      }
      let elapsed = Figures.seconds(state.now.elapsed(since: stream.startedAt))
      guard !message.reasoning.isEmpty else { return Words.Reading.waiting(elapsed) }
      let tokens = Figures.tokens(TokenEstimate.of(message.reasoning))
      return Words.Reading.thinking(elapsed, tokens: Words.Figures.approximate(tokens))
    }
    if message.reasoning.isEmpty { return Words.Reading.noThinking }
    let tokens = tokens(message).map { count, isEstimate in
      let figure = Figures.tokens(count)
      return isEstimate ? Words.Figures.approximate(figure) : figure
    }
    return Words.Reading.thought(for: thinkingTime(message), tokens: tokens)
  }

  private static func thinkingTime(_ message: Message) -> String? {
    guard let timings = message.timings, let start = timings.firstToken,
      let end = timings.firstContent ?? timings.end,
      // If reasoning and answer arrived together, the time is unknown.
      end > start
    else { return nil }
    return Figures.time(end - start)
  }

  /// How many tokens of an answer are thinking; `nil` if none are.
  static func tokens(_ message: Message) -> (count: Int, isEstimate: Bool)? {
    // Servers whose chat template opens the thinking block report 0 in spite of it.
    if let tokens = message.usage?.reasoningTokens, tokens > 0 { return (tokens, false) }
    guard !message.reasoning.isEmpty else { return nil }
    return (TokenEstimate.of(message.reasoning), true)
  }
}
