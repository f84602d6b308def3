internal import Chat
internal import Screen
internal import Words

/// The figures of the status line. Each has a fixed place, counted from the right, with room for
/// the longest text that it usually has. A figure is either in its place or hidden. Those that may
/// arrive late, such as the context window's size, are further left, where they do not move others.
struct StatusFigures {
  private struct Field {
    let kind: Kind
    let text: String
    /// The columns reserved for the figure; 0 if none are reserved.
    let room: Int
    /// A longer text, used instead of `text` where there is room.
    let long: String?
    let style: Style
    /// The columns of the figure, and of its longer text. Measured once, because every frame needs
    /// them several times.
    let columns: Int
    let longColumns: Int

    init(
      _ text: String, _ kind: Kind = .spending, room: Int = 0, long: String? = nil,
      style: Style = .secondary
    ) {
      (self.kind, self.text, self.room, self.long, self.style) = (kind, text, room, long, style)
      let width = DisplayWidth.of(text)
      columns = max(room, width)
      longColumns = columns + (long.map { DisplayWidth.of($0) - width } ?? 0)
    }
  }

  private enum Kind {
    case speed
    case first
    case context
    case spending
  }

  /// Whether one of the fields shows the context window.
  private var hasContext: Bool {
    fields.contains { $0.kind == .context && !$0.text.isEmpty }
  }

  /// A figure and its position.
  struct Placed {
    let line: StyledLine
    /// The number of columns between the end of the figure and the start of the state.
    let offset: Int
  }

  /// The fields from left to right. The leftmost are the first to be hidden.
  private var fields: [Field] = []
  /// Whether the context window is nearly full.
  private(set) var isNearlyFull = false
  /// A single figure to show instead if the most important one would be hidden.
  let brief: BriefFigure?

  /// - Parameters:
  ///   - gap: the number of columns before the state and between figures.
  ///   - hasUnits: whether there is room for the unit of the context window's size.
  init(_ state: __shared State, gap: Int, hasUnits: Bool) {
    self.gap = gap
    // Nothing would be sent to a model, so there is nothing to count.
    guard state.typedServer == nil, state.typedFault == nil else {
      brief = nil
      return
    }
    let answer = state.conversation.lastMessage { $0.role == .assistant }
    brief = BriefFigure(state, answer)
    addSpending(state, besides: answer?.wholeSpending)
    if let spending = state.front.titleSpending {
      fields.append(Field(Self.text(of: spending)))
    }
    addCost(of: answer, state)
    addContext(state, hasAnswer: answer != nil, hasUnits: hasUnits)
    addFirst(of: answer)
    let stream = answer.flatMap { state.front.stream(for: $0.id) }
    let speed = answer.flatMap { Self.speed($0, stream, AnswerTokens($0, stream), now: state.now) }
    let room = Words.Figures.approximate(Figures.speed(100, in: .seconds(1)))
    fields.append(Field(speed ?? "", .speed, room: DisplayWidth.of(room)))
  }

  /// The number of columns after each figure.
  private let gap: Int

  /// The figures that fit.
  struct Placement {
    var figures: [Placed] = []
    /// The columns reserved for these figures.
    var columns = 0
    /// Whether the most important figure is among those that fit.
    var hasMain = false
  }

  /// Returns the figures that fit.
  /// - Parameters:
  ///   - room: the columns now free for figures.
  ///   - usualRoom: the columns for figures next to the settings. It depends only on the window's
  ///     width and the settings. If the context window's figure would not fit, the time to the first
  ///     token is left out, whatever the state: coming and going, it would move that figure.
  func placed(columns room: Int, usually usualRoom: Int) -> Placement {
    let isCrowded = hasContext && !placed(fields, columns: usualRoom, usualRoom).hasMain
    let fields = isCrowded ? fields.filter { $0.kind != .first } : fields
    return placed(fields, columns: room, usualRoom)
  }

  private func placed(_ fields: [Field], columns room: Int, _ usualRoom: Int) -> Placement {
    var placement = Placement()
    // Key hints may leave more room than the settings, but must not make the longer texts come and
    // go.
    let most = min(room, usualRoom)
    let hasRoom = columns(of: fields.filter { $0.room > 0 }, isLong: true) <= most
    for field in fields.reversed() {
      let text = hasRoom ? field.long ?? field.text : field.text
      let columnsOfField = columns(of: [field], isLong: hasRoom)
      guard placement.columns + columnsOfField <= room else { break }
      if !text.isEmpty {
        placement.figures.append(
          Placed(
            line: StyledLine(text, field.style), offset: placement.columns + gap))
      }
      if field.kind == .context || !hasContext { placement.hasMain = true }
      placement.columns += columnsOfField
    }
    return placement
  }

  private func columns(of fields: [Field], isLong: Bool) -> Int {
    fields.reduce(0) { $0 + gap + (isLong ? $1.longColumns : $1.columns) }
  }

  // MARK: An answer

  /// Returns all known figures of an answer, for plain mode.
  static func text(of answer: Message, _ state: State) -> String {
    let stream = state.front.stream(for: answer.id)
    let tokens = AnswerTokens(answer, stream)
    let prompt = answer.usage?.promptTokens.map { Words.Figures.tokensIn(Figures.count($0)) }
    let first = answer.timings?.firstToken.map { Words.Figures.timeToFirstToken(Figures.time($0)) }
    var texts = [
      prompt, tokens.total > 0 ? output(tokens) : nil,
      speed(answer, stream, tokens, now: state.now), first,
      spending(on: answer, stream, tokens).map(Figures.spending),
    ]
    if answer.id == state.conversation.lastMessage?.id, state.contextUse.window != nil {
      texts.append(contextText(state.contextUse).map(Words.Context.used))
    }
    return texts.compactMap(\.self).joined(separator: ", ")
  }

  /// Returns the figures for the column of a compared answer, the most important first.
  /// - Parameter stream: the answer's stream, if it is still arriving.
  static func texts(
    ofColumn answer: Message, _ stream: ActiveStream?, now: Timestamp
  ) -> [String] {
    let tokens = AnswerTokens(answer, stream)
    return [
      tokens.total > 0
        ? Words.Figures.shortTokens(estimate(tokens.total, tokens.isEstimate)) : nil,
      spending(on: answer, stream, tokens).map(Figures.spending),
      speed(answer, stream, tokens, now: now),
    ].compactMap(\.self)
  }

  private mutating func addCost(of answer: Message?, _ state: State) {
    let stream = answer.flatMap { state.front.stream(for: $0.id) }
    guard let answer, answer.spending != nil || stream?.prices != nil else { return }
    let cost = Self.spending(on: answer, stream, AnswerTokens(answer, stream))
    let room = Words.Figures.approximate(Figures.dollars(0.000_009_9))
    fields.append(Field(cost.map(Figures.spending) ?? "", room: DisplayWidth.of(room)))
  }

  private mutating func addFirst(of answer: Message?) {
    let first = answer?.timings?.firstToken
    let room = Words.Figures.timeToFirstToken(Figures.time(.milliseconds(10)))
    fields.append(
      Field(
        first.map { Words.Figures.timeToFirstToken(Figures.time($0)) } ?? "", .first,
        room: DisplayWidth.of(room)))
  }

  /// Returns the cost of an answer, or of a running answer so far.
  private static func spending(
    on answer: Message, _ stream: ActiveStream?, _ tokens: AnswerTokens
  ) -> Spending? {
    if answer.spending != nil { return answer.wholeSpending }
    guard let stream, let prices = stream.prices, tokens.total > 0 else {
      return answer.wholeSpending
    }
    // Calculate what the answer would cost if it ended now.
    var answer = answer
    answer.noteEstimate(promptCount: stream.promptCount, stream.tokens, prices)
    return answer.wholeSpending
  }

  private static func output(_ tokens: AnswerTokens) -> String {
    let thinking = tokens.thinking.map {
      estimate(min($0.count, tokens.total), $0.isEstimate && !tokens.isEstimate)
    }
    return Words.Figures.tokensOut(
      estimate(tokens.total, tokens.isEstimate), thinking: thinking)
  }

  static func estimate(_ tokens: Int, _ isEstimate: Bool) -> String {
    let count = Figures.count(tokens)
    return isEstimate ? Words.Figures.approximate(count) : count
  }

  private static func speed(
    _ answer: Message, _ stream: ActiveStream?, _ tokens: AnswerTokens, now: Timestamp
  ) -> String? {
    guard let speed = perSecond(answer, stream, tokens, now: now) else { return nil }
    let text = Words.Figures.tokensPerSecond(speed)
    return tokens.isEstimate ? Words.Figures.approximate(text) : text
  }

  /// Returns the tokens per second over all parts of an answer; `nil` if the time is unknown or
  /// too short to be meaningful.
  static func perSecond(
    _ answer: Message, _ stream: ActiveStream?, _ tokens: AnswerTokens, now: Timestamp
  ) -> Int? {
    var timings = answer.timings ?? Timings()
    if let stream { timings.end = now.elapsed(since: stream.startedAt) }
    // Prefer the server's own measurement, which excludes the network.
    let own = answer.serverTimings?.generation ?? timings.writing
    guard let earlier = answer.earlier else {
      return own.flatMap { perSecond(tokens.total, in: $0) }
    }
    guard let before = earlier.writing else { return nil }
    return perSecond(tokens.total, in: own.adding(before) ?? before)
  }

  private static func perSecond(_ tokens: Int, in time: Duration) -> Int? {
    time > .milliseconds(200) ? Figures.perSecond(tokens, in: time) : nil
  }

  /// Returns the figures of a title request, such as `title 31 in 9 out`.
  static func text(of title: TitleSpending) -> String {
    let usage = title.usage
    let out =
      usage?.completionTokens.map(Figures.count)
      ?? Words.Figures.approximate(Figures.count(title.tokens))
    return Words.Figures.title(
      tokensIn: usage?.promptTokens.map(Figures.count), tokensOut: out,
      cost: title.spending.map(Figures.spending))
  }

  // MARK: Context and cost

  /// Adds the figure for the context window, such as `▰▱▱▱▱▱ 12k/131k tok`.
  private mutating func addContext(_ state: State, hasAnswer: Bool, hasUnits: Bool) {
    let use = state.contextUse
    let longest = Words.Figures.approximate("\(Figures.window(100_000))/\(Figures.window(100_000))")
    let room = DisplayWidth.of(hasUnits ? Words.Figures.shortTokens(longest) : longest)
    guard let text = Self.contextText(use), let window = use.window else {
      // An answer's own figures already show the tokens.
      let text = hasAnswer ? nil : Self.contextText(use).map(Words.Figures.shortTokens)
      // The context size may come with the model list. It must not move the costs.
      let isAwaited = state.models.request(to: state.session.provider) == .asked
      guard text != nil || isAwaited && !fields.isEmpty else { return }
      let blank = String(repeating: " ", count: max(0, room - DisplayWidth.of(text ?? "")))
      fields.append(
        Field(text.map { blank + $0 } ?? "", .context, room: room))
      return
    }
    let figure = hasUnits ? Words.Figures.shortTokens(text) : text
    let blank = String(repeating: " ", count: max(0, room - DisplayWidth.of(figure)))
    isNearlyFull = use.isNearlyFull && state.stream == nil
    fields.append(
      Field(
        blank + figure, .context, room: room,
        long: "\(Gauge.text(use.tokens, of: window)) \(blank)\(figure)",
        style: Self.style(of: use)))
  }

  static func style(of use: ContextUse) -> Style {
    use.isNearlyFull ? Style(.accent, .bold) : .secondary
  }

  /// Returns the usage of the context window, such as `≈ 12k/131k`, or `≈ 912` if the window's size
  /// is unknown; `nil` if no tokens are used.
  static func contextText(_ use: ContextUse) -> String? {
    guard use.tokens > 0 else { return nil }
    guard let window = use.window else { return estimate(use.tokens, use.isEstimate) }
    let (used, whole) = Figures.used(use.tokens, of: window)
    let count = "\(used)/\(whole)"
    return use.isEstimate ? Words.Figures.approximate(count) : count
  }

  /// Adds the costs of the conversation and of the day. Narrow windows have no room for them.
  /// - Parameter answer: the cost of the last answer. If the conversation cost no more, the amount
  ///   is not shown twice.
  private mutating func addSpending(_ state: State, besides answer: Spending?) {
    let today = state.spentToday
    let conversation = state.front.spending
    if !today.isNothing, today != conversation {
      fields.append(Field(Words.Spending.today(Figures.spending(today))))
    }
    if !conversation.isNothing, conversation != answer {
      fields.append(
        Field(Words.Spending.conversation(Figures.spending(conversation))))
    }
  }
}
