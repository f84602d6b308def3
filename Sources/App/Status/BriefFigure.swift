internal import Chat
internal import Screen
internal import Words

/// The most important figure, where the status line has no room for more: the tokens of an answer with
/// their speed while it arrives, otherwise how full the context window is. From 80 % on, the window
/// always comes first. If it is not known, the answer's tokens stay.
struct BriefFigure {
  /// One way to show it.
  struct Form {
    let line: StyledLine
    /// The columns that are kept free for it, so that it grows without moving anything.
    let room: Int

    fileprivate init(_ text: String, longest: String, _ style: Style = .secondary) {
      line = StyledLine(text, style)
      room = max(DisplayWidth.of(text), DisplayWidth.of(longest))
    }
  }

  /// The longest first.
  private let forms: [Form]

  /// - Parameter answer: the last one.
  init?(_ state: __shared State, _ answer: Message?) {
    let stream = answer.flatMap { state.front.stream(for: $0.id) }
    let use = state.contextUse
    let context = Self.context(use)
    let tokens = answer.map { Self.tokens($0, stream, now: state.now) } ?? []
    let isContextFirst = stream == nil || use.isNearlyFull || tokens.isEmpty
    forms = isContextFirst && !context.isEmpty ? context : tokens
    if forms.isEmpty { return nil }
  }

  /// The longest form that leaves this much of the line to the rest; `nil` if none does.
  /// - Parameter columns: of the line, without the state.
  func form(columns: Int, leaving rest: Int) -> Form? {
    forms.first { $0.room + rest <= columns }
  }

  /// `▰▱▱▱▱▱ 12k/131k`.
  private static func context(_ use: ContextUse) -> [Form] {
    guard let window = use.window, let text = StatusFigures.contextText(use) else { return [] }
    let whole = Figures.window(window)
    let longest = Words.Figures.approximate(
      String(repeating: "0", count: max(whole.count, 3)) + "/" + whole)
    let style = StatusFigures.style(of: use)
    let bar = Gauge.text(use.tokens, of: window)
    return [
      Form("\(bar) \(text)", longest: "\(bar) \(longest)", style),
      Form(text, longest: longest, style),
    ]
  }

  /// `≈ 912 tok 62/s`.
  private static func tokens(
    _ answer: Message, _ stream: ActiveStream?, now: Timestamp
  ) -> [Form] {
    let tokens = AnswerTokens(answer, stream)
    guard tokens.total > 0 else { return [] }
    func marked(_ text: String) -> String {
      tokens.isEstimate ? Words.Figures.approximate(text) : text
    }
    // A running answer will have more.
    let longest = stream == nil ? "" : Figures.count(1000)
    let count = Figures.count(tokens.total)
    let alone = Form(
      marked(Words.Figures.shortTokens(count)),
      longest: longest.isEmpty ? "" : marked(Words.Figures.shortTokens(longest)))
    guard let speed = StatusFigures.perSecond(answer, stream, tokens, now: now) else {
      // The speed is known a moment later.
      guard stream != nil else { return [alone] }
      return [
        Form(
          marked(Words.Figures.shortTokens(count)),
          longest: marked(Words.Figures.tokensAndSpeed(longest, perSecond: 10))), alone,
      ]
    }
    return [
      Form(
        marked(Words.Figures.tokensAndSpeed(count, perSecond: speed)),
        longest: longest.isEmpty
          ? "" : marked(Words.Figures.tokensAndSpeed(longest, perSecond: 10))),
      alone,
    ]
  }
}
