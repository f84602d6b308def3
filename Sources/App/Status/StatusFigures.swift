internal import Chat
internal import Screen
internal import Words

/// The figures of the status line. What appears during an answer is on the left, and what grows has
/// room, so that nothing else moves.
struct StatusFigures {
  private struct Field {
    var text: String
    /// The field with the highest rank is dropped first.
    let rank: Int
    /// Replaces the text if it does not fit.
    var short: String?
    var style = Style.secondary
    /// Whether the field has room before its text, into which the text grows.
    var isPadded: Bool { text.first == " " || text.isEmpty }
  }

  private var fields: [Field] = []

  init(_ state: State) {
    let answer = state.conversation.lastMessage { $0.role == .assistant }
    addSpending(state, besides: answer?.spending)
    if let answer { add(answer, state, withTokens: false) }
    if let spending = state.front.titleSpending {
      fields.append(Field(text: Self.text(of: spending), rank: 2))
    }
    addContext(state, hasAnswer: answer != nil)
  }

  /// As many fields as fit. The least important goes first. The gauge gives up its bar before the
  /// figures of the answer give way.
  func line(columns: Int) -> StyledLine {
    var fields = fields
    while true {
      let line = Self.line(of: fields)
      if line.width <= columns || fields.isEmpty { return line }
      guard let least = fields.indices.max(by: { fields[$0].rank < fields[$1].rank }) else {
        return line
      }
      let isFigure = fields[least].rank <= Self.mostImportant
      let long = isFigure ? fields.indices.last { fields[$0].short != nil } : least
      if let long, let short = fields[long].short {
        fields[long].text = short
        fields[long].short = nil
      } else {
        fields.remove(at: least)
      }
    }
  }

  /// The highest rank of the fields that a window of the usual width shows.
  private static let mostImportant = 4

  private static func line(of fields: [Field]) -> StyledLine {
    var line = StyledLine()
    for field in fields {
      if !line.isEmpty { line.append(field.isPadded ? "   " : " · ", .secondary) }
      line.append(field.text, field.style)
    }
    return line
  }

  // MARK: An answer

  /// All known figures of an answer, for plain mode.
  static func text(of answer: Message, _ state: State) -> String {
    var figures = StatusFigures()
    figures.add(answer, state, withTokens: true)
    if answer.id == state.conversation.lastMessage?.id {
      figures.addContext(state, hasAnswer: true, hasBar: false)
    }
    return figures.fields.map(\.text).joined(separator: ", ")
  }

  private init() {}

  /// The figures of an answer in a column, the most important first.
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

  /// - Parameter withTokens: whether to count the tokens, which the answer's head shows.
  private mutating func add(_ answer: Message, _ state: State, withTokens: Bool) {
    let stream = state.front.stream(for: answer.id)
    let tokens = AnswerTokens(answer, stream)
    if let stream { return addRunning(answer, stream, tokens, state) }
    if withTokens, let prompt = answer.usage?.promptTokens {
      fields.append(Field(text: Words.Figures.tokensIn(Figures.count(prompt)), rank: 5))
    }
    if withTokens, tokens.total > 0 {
      fields.append(Field(text: Self.output(tokens), rank: 6))
    }
    if let speed = Self.speed(answer, stream, tokens, now: state.now) {
      fields.append(Field(text: speed, rank: 0))
    }
    if let first = answer.timings?.firstToken {
      fields.append(Field(text: Words.Figures.timeToFirstToken(Figures.time(first)), rank: 4))
    }
    if let spending = Self.spending(on: answer, stream, tokens) {
      fields.append(Field(text: Figures.spending(spending), rank: 3))
    }
  }

  /// The figures of a running answer. From the start, each has all the room that it will need, so
  /// that nothing moves while they appear and grow.
  private mutating func addRunning(
    _ answer: Message, _ stream: ActiveStream, _ tokens: AnswerTokens, _ state: State
  ) {
    func add(_ text: String?, in room: String, rank: Int) {
      fields.append(Field(text: Self.padded(text ?? "", room), rank: rank))
    }
    add(
      Self.speed(answer, stream, tokens, now: state.now),
      in: Words.Figures.approximate(Figures.speed(100, in: .seconds(1))), rank: 0)
    add(
      answer.timings?.firstToken.map { Words.Figures.timeToFirstToken(Figures.time($0)) },
      in: Words.Figures.timeToFirstToken(Figures.time(.milliseconds(10))), rank: 4)
    if answer.spending != nil || stream.prices != nil {
      let spending = Self.spending(on: answer, stream, tokens)
      add(
        spending.map(Figures.spending),
        in: Words.Figures.approximate(Figures.dollars(0.000_009_9)), rank: 3)
    }
  }

  /// Pads text that will grow with leading spaces.
  private static func padded(_ text: String, _ room: String) -> String {
    String(repeating: " ", count: max(0, room.count - text.count)) + text
  }

  /// The cost of an answer, or of a running one so far.
  private static func spending(
    on answer: Message, _ stream: ActiveStream?, _ tokens: AnswerTokens
  ) -> Spending? {
    if let spending = answer.spending { return spending }
    guard let stream, let prices = stream.prices, tokens.total > 0 else { return nil }
    let cost = prices.cost(
      prompt: answer.usage?.promptTokens ?? stream.tokens.estimator.tokens(stream.promptCount),
      cached: answer.usage?.cachedTokens ?? 0, completion: tokens.total)
    return cost.map { Spending($0, isEstimate: true) }
  }

  private static func output(_ tokens: AnswerTokens) -> String {
    let thinking = tokens.thinking.map {
      estimate(min($0.count, tokens.total), $0.isEstimate && !tokens.isEstimate)
    }
    return Words.Figures.tokensOut(
      estimate(tokens.total, tokens.isEstimate), thinking: thinking)
  }

  private static func estimate(_ tokens: Int, _ isEstimate: Bool) -> String {
    let count = Figures.count(tokens)
    return isEstimate ? Words.Figures.approximate(count) : count
  }

  private static func speed(
    _ answer: Message, _ stream: ActiveStream?, _ tokens: AnswerTokens, now: Timestamp
  ) -> String? {
    var timings = answer.timings ?? Timings()
    if let stream { timings.end = now.elapsed(since: stream.startedAt) }
    // The server's own measurement excludes the network.
    let writing = answer.serverTimings?.generation ?? timings.writing
    guard let writing, writing > .milliseconds(200) else { return nil }
    let speed = Figures.speed(tokens.total, in: writing)
    return tokens.isEstimate ? Words.Figures.approximate(speed) : speed
  }

  /// For example `title 31 in 9 out`.
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

  /// `▰▱▱▱▱▱ 12k/131k`. While an answer arrives its tokens come first; else a window that is nearly
  /// full is the most important figure.
  private mutating func addContext(_ state: State, hasAnswer: Bool, hasBar: Bool = true) {
    let use = state.contextUse
    guard use.tokens > 0 else { return }
    guard let window = use.window else {
      // An answer's own figures say as much.
      guard !hasAnswer else { return }
      let count = Self.estimate(use.tokens, use.isEstimate)
      return fields.append(Field(text: Words.Context.used(count), rank: 3))
    }
    let whole = Figures.window(window)
    let count = "\(Figures.used(use.tokens))/\(whole)"
    var text = use.isEstimate ? Words.Figures.approximate(count) : count
    if hasBar, state.stream != nil {
      let used = max(whole.count, Figures.used(min(window, 999)).count)
      let room = String(repeating: "0", count: used) + "/" + whole
      text = Self.padded(text, Words.Figures.approximate(room))
    }
    fields.append(
      Field(
        text: hasBar ? "\(Gauge.text(use.tokens, of: window)) \(text)" : Words.Context.used(text),
        rank: use.isNearlyFull && state.stream == nil ? -1 : 1, short: hasBar ? text : nil,
        style: use.isNearlyFull ? Style(.accent, .bold) : .secondary))
  }

  /// What the conversation and the day have cost, in windows with room for it.
  /// - Parameter answer: what the last answer cost, which is not shown twice.
  private mutating func addSpending(_ state: State, besides answer: Spending?) {
    let today = state.spentToday
    let conversation = state.front.spending
    if !today.isNothing, today != conversation {
      fields.append(Field(text: Words.Spending.today(Figures.spending(today)), rank: 8))
    }
    if !conversation.isNothing, conversation != answer {
      fields.append(
        Field(text: Words.Spending.conversation(Figures.spending(conversation)), rank: 7))
    }
  }
}
