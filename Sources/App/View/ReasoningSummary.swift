internal import Chat
internal import Screen

/// What the line above the reasoning says, and whether there is any.
struct ReasoningSummary: Equatable {
  let message: Message?
  let shape: FrameLayout.ReasoningShape
  /// `thinking… 12 s` or `thought for 12 s, 824 tokens`; empty when there is nothing to say.
  let text: String

  /// Reads the answer in view; `inout` for the layout caches alone.
  init(_ state: inout State, width: Int) {
    let message = state.reasoningMessage()
    self.message = message
    guard let message, Self.isWorthShowing(message, state) else {
      shape = .none
      text = ""
      return
    }
    text = Self.text(message, state)
    guard state.isReasoningOpen else {
      shape = .collapsed
      return
    }
    // Beside the text the pane's height does not depend on its rows.
    if width < FrameLayout.wideColumns {
      state.reasoning.prepare(
        message, byLines: state.session.hasReducedMotion, width: width - 2)
    }
    shape = .open(rows: state.reasoning.rowCount(atMost: max(1, state.size.height)))
  }

  /// An answer that is reasoning only is shown as the answer, so not twice.
  private static func isWorthShowing(_ message: Message, _ state: State) -> Bool {
    guard !message.isReasoningOnly else { return false }
    if !message.reasoning.isEmpty { return true }
    return state.stream?.answer == message.id && message.content.isEmpty
      && message.origin?.thinking.isOn == true
  }

  private static func text(_ message: Message, _ state: State) -> String {
    if let stream = state.stream, stream.answer == message.id, message.content.isEmpty {
      guard !state.session.hasReducedMotion else {
        return stream.reasoningChunks > 0 ? "thinking…" : "waiting…"
      }
      let elapsed = Figures.seconds(state.now.elapsed(since: stream.startedAt))
      guard stream.reasoningChunks > 0 else { return "waiting… \(elapsed)" }
      return "thinking… \(elapsed), ≈ \(Figures.tokens(stream.reasoningChunks))"
    }
    var parts: [String] = []
    if let duration = thinkingTime(message) { parts.append("thought for \(duration)") }
    if let (count, isEstimate) = tokens(message, state) {
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
  static func tokens(_ message: Message, _ state: State) -> (count: Int, isEstimate: Bool)? {
    // Servers whose template opens the thinking say 0 beside it.
    if let tokens = message.usage?.reasoningTokens, tokens > 0 { return (tokens, false) }
    guard !message.reasoning.isEmpty else { return nil }
    let chunks =
      state.stream?.answer == message.id
      ? state.stream?.reasoningChunks : state.counted[message.id]?.reasoning
    let count = chunks.flatMap { $0 > 0 ? $0 : nil } ?? TokenEstimate.of(message.reasoning)
    return (count, true)
  }
}

/// A guess at tokens where the server has not said; shown with ≈.
enum TokenEstimate {
  /// Four UTF-8 bytes a token: right within a third for English, and for Chinese in Qwen's
  /// vocabulary, where a character of three bytes takes 0.6 to 0.7 tokens.
  static func of(_ text: String) -> Int { (text.utf8.count + 3) / 4 }
}
