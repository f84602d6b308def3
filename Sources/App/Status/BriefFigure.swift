internal import Chat
internal import Screen
internal import Words

/// The most important figure, for a status line without room for more. While an answer
/// arrives, this is its token count and speed; otherwise it is how full the context window is.
/// A window that is at least 80 % full always takes precedence. If the window's size is
/// unknown, the figure is the answer's tokens.
struct BriefFigure {
  /// One way to show the figure.
  struct Form {
    let line: StyledLine
    /// The columns reserved for the form, so that nothing else moves as the figure grows.
    let room: Int

    fileprivate init(_ text: String, longest: String, _ style: Style = .secondary) {
      line = StyledLine(text, style)
      room = max(DisplayWidth.of(text), DisplayWidth.of(longest))
    }
  }

  /// The possible forms, longest first.
  private let forms: [Form]

  /// - Parameter answer: the conversation's last answer.
  init?(_ state: __shared State, _ answer: Message?) {
    let stream = answer.flatMap { state.front.stream(for: $0.id) }
    let use = state.contextUse
    let context = Self.context(use)
    let tokens = answer.map { Self.tokens($0, stream, now: state.now) } ?? []
    let isContextFirst = stream == nil || use.isNearlyFull || tokens.isEmpty
    forms = isContextFirst && !context.isEmpty ? context : tokens
    if forms.isEmpty { return nil }
  }

  /// Returns the longest form that leaves `rest` columns free; `nil` if none does.
  /// - Parameter columns: the width of the line without the state.
  func form(columns: Int, leaving rest: Int) -> Form? {
    forms.first { $0.room + rest <= columns }
  }

  /// Returns the forms for the context window, such as `▰▱▱▱▱▱ 12k/131k`.
  private static func context(_ use: ContextUse) -> [Form] {
    guard let window = use.window, let text = StatusFigures.contextText(use) else { return [] }
    let whole = Figures.used(0, of: window).whole
    let digits = max(whole.count, window < Figures.smallWindow ? 4 : 3)
    let longest = Words.Figures.approximate(String(repeating: "0", count: digits) + "/" + whole)
    let style = StatusFigures.style(of: use)
    let bar = Gauge.text(use.tokens, of: window)
    return [
      Form("\(bar) \(text)", longest: "\(bar) \(longest)", style),
      Form(text, longest: longest, style),
    ]
  }

  /// Returns the forms for an answer's tokens, such as `≈ 912 tok 62/s`.
  private static func tokens(
    _ answer: Message, _ stream: ActiveStream?, now: Timestamp
  ) -> [Form] {
    let tokens = AnswerTokens(answer, stream)
    guard tokens.total > 0 else { return [] }
    func marked(_ text: String) -> String {
      tokens.isEstimate ? Words.Figures.approximate(text) : text
    }
    // Reserve room for the tokens that a running answer will still add.
    let longest = stream == nil ? "" : Figures.count(1000)
    let count = Figures.count(tokens.total)
    let alone = Form(
      marked(Words.Figures.shortTokens(count)),
      longest: longest.isEmpty ? "" : marked(Words.Figures.shortTokens(longest)))
    guard let speed = StatusFigures.perSecond(answer, stream, tokens, now: now) else {
      // Reserve room for the speed, which will be known a moment later.
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
