internal import Chat
internal import Screen
internal import Words

/// The title line of the reasoning pane, and whether the pane is shown.
struct ReasoningSummary: Equatable {
  let message: Message?
  let shape: FrameLayout.ReasoningShape
  /// For example `thinking 12 s · ≈ 824 tok`, followed by shorter versions for less room; empty
  /// if the pane is hidden.
  private let texts: [String]

  /// Summarizes the answer in view. While the mouse selects text, it stays the answer of the last
  /// frame, and the pane keeps its shape, so that the text under a still pointer does not move.
  init(_ state: __shared State, _ layouts: inout Layouts, size: Size) {
    defer { layouts.areas.reasoningShown = ShownReasoning(message: message?.id, shape: shape) }
    if state.selection?.isDragged == true, let shown = state.panes.areas.reasoningShown {
      (message, shape) = (shown.message.flatMap { state.conversation[$0] }, shown.shape)
      texts = shape == .none ? [] : Self.texts(message, state)
      return
    }
    let message = layouts.transcript.messageInView(of: state.conversation, at: state.cursor)
    self.message = message
    let isBeside = FrameLayout.isBeside(size)
    guard Self.isWorthShowing(message, state, isBeside: isBeside) else {
      shape = .none
      texts = []
      return
    }
    texts = Self.texts(message, state)
    let isOpen = message.map { state.showsReasoning(of: $0, isBeside: isBeside) }
    // Above the text, an empty pane would only move the text down.
    guard isOpen ?? state.panes.isReasoningOpen, isBeside || message?.reasoning.isEmpty == false
    else {
      shape = .collapsed
      return
    }
    // A side pane's height does not depend on its rows.
    if !isBeside, let message {
      layouts.reasoning.prepare(
        message, byLines: state.preferences.hasReducedMotion, width: size.width - 2)
    }
    shape = .open(
      rows: layouts.reasoning.rowCount(atMost: max(1, state.terminal.size.height)),
      isGrowing: message?.isThinking == true)
  }

  /// Returns the longest text that fits, or the shortest one if none fits.
  func text(columns: Int) -> String {
    texts.first { DisplayWidth.of($0) <= columns } ?? texts.last ?? ""
  }

  /// Above the text, an answer has a title line only if it has thinking, or if it has no text yet
  /// and recent answers had thinking. Thinking without an answer is shown in the transcript itself.
  ///
  /// Next to the text, the pane keeps its place if the conversation has thinking. Opening and closing
  /// it for each answer would make the layout jump, so it opens with the question if thinking is
  /// expected. Without the pane, the text is centred.
  private static func isWorthShowing(
    _ message: Message?, _ state: State, isBeside: Bool
  ) -> Bool {
    guard !isBeside else {
      return state.conversation.hasThought || state.front.counts.hasReasoning
        || message?.reasoning.isEmpty == false
        || (state.panes.isReasoningOpen && state.front.reading.expectsThinking)
    }
    guard let message, !message.isReasoningOnly else { return false }
    if !message.reasoning.isEmpty { return true }
    return state.stream?.answer == message.id && message.content.isEmpty
      && state.conversation.hasThought
  }

  private static func texts(_ message: Message?, _ state: State) -> [String] {
    guard let message else { return [] }
    return texts(
      message, state.front.stream(for: message.id), at: state.now,
      hasReducedMotion: state.preferences.hasReducedMotion)
  }

  /// Returns the texts for a line about an answer's thinking, the longest first.
  static func texts(
    _ message: Message, _ stream: ActiveStream?, at now: Timestamp, hasReducedMotion: Bool
  ) -> [String] {
    if let stream, message.isThinking {
      return running(message, stream, at: now, hasReducedMotion: hasReducedMotion)
    }
    if message.reasoning.isEmpty {
      return [Words.Reading.noThinkingInThis, Words.Reading.noThinking]
    }
    let thought = Words.Reading.thought(for: thinkingTime(message))
    return [thought].prefixed(by: tokenText(message, stream))
  }

  private static func running(
    _ message: Message, _ stream: ActiveStream, at now: Timestamp, hasReducedMotion: Bool
  ) -> [String] {
    guard !hasReducedMotion else {
      return [message.reasoning.isEmpty ? Words.Reading.waiting : Words.Reading.thinking]
    }
    let elapsed = Figures.seconds(now.elapsed(since: stream.startedAt))
    guard !message.reasoning.isEmpty else { return [Words.Reading.waiting(elapsed)] }
    let thinking = Words.Reading.thinking(elapsed)
    let counted = [thinking].prefixed(by: tokenText(message, stream))
    guard let budget = message.origin?.thinking.sentBudget(to: stream.provider) else {
      return counted
    }
    let used = AnswerTokens(message, stream).thinking?.count ?? 0
    let gauge = "\(Gauge.text(used, of: budget)) \(Figures.limit(budget))"
    return counted.prefix(1).flatMap {
      ["\($0) · \(Words.Reading.budget(gauge))", "\($0) · \(gauge)"]
    } + ["\(thinking) · \(gauge)", thinking]
  }

  /// Returns the number of thinking tokens, such as `≈ 252 tok`, or `252 of 340 tok` once there
  /// is an answer, whose head shows the total.
  private static func tokenText(_ message: Message, _ stream: ActiveStream?) -> String? {
    let tokens = AnswerTokens(message, stream)
    return tokens.thinking.map { count, isEstimate in
      let thinking = Figures.count(count)
      let figure =
        tokens.total > count && !(message.spoken.isEmpty && message.toolCalls.isEmpty)
        ? Words.Figures.tokens(thinking, of: Figures.count(tokens.total))
        : Words.Figures.shortTokens(thinking)
      return isEstimate || tokens.isEstimate ? Words.Figures.approximate(figure) : figure
    }
  }

  private static func thinkingTime(_ message: Message) -> String? {
    message.thinkingTime.map(Figures.time)
  }
}

extension ThinkingMode {
  /// Returns the thinking budget that a request with this mode contains; `nil` for none.
  fileprivate func sentBudget(to provider: Provider) -> Int? {
    isOn && provider.dialect.hasThinkingBudget ? budget : nil
  }
}

extension [String] {
  /// Returns the texts, preceded by a longer version of the first one that includes the figure.
  fileprivate func prefixed(by figure: String?) -> [String] {
    guard let figure, let first else { return self }
    return ["\(first) · \(figure)"] + self
  }
}
