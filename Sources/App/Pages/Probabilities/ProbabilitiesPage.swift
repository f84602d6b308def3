internal import Chat
internal import Screen
internal import Words

/// A page that shows an answer token by token, with each token's probability and the alternatives
/// considered in its place. It follows an answer that is still being received.
struct ProbabilitiesPage {
  enum Part {
    case thought
    case answer
  }

  /// One part of the answer, and the reader's place in it.
  struct Reading {
    var layout = TokenLayout()
    var text = TokenText()
    /// An index into `layout.tokens`.
    var selected = 0
    var top = 0
    /// The column to stay close to when moving up and down.
    var column: Int?
  }

  let message: MessageID
  private(set) var part = Part.answer
  private(set) var tokens: [TokenLogprob] = []
  private(set) var perplexity = Perplexity()
  /// The largest number of alternatives that any token has, including itself.
  private(set) var mostAlternatives = 1
  private var parts = TokenParts()
  private var thought = Reading()
  private var answer = Reading()
  /// The sizes of the message's parts when the texts were built, used to detect changes.
  private var source: Source?
  private var isFollowing: Bool

  private struct Source: Equatable {
    let tokens: Int
    let reasoning: Int
    let spoken: Int

    init(_ message: Message) {
      tokens = message.logprobs.count
      reasoning = message.reasoning.utf8.count
      spoken = message.content.utf8.count + message.refusal.utf8.count
    }
  }

  init(_ message: Message) {
    self.message = message.id
    isFollowing = message.status == .streaming
  }

  var reading: Reading {
    get { part == .thought ? thought : answer }
    _modify {
      if part == .thought { yield &thought } else { yield &answer }
    }
  }

  /// The index of the selected token among all tokens of the answer.
  var selectedToken: Int? {
    let layout = reading.layout
    guard layout.tokens.indices.contains(reading.selected) else { return nil }
    return layout.text.segments[layout.tokens[reading.selected]].token
  }

  /// The tokens of the part that is shown.
  var shownTokens: Range<Int> { part == .thought ? parts.thought : parts.answer }

  var hasThought: Bool { thought.text.hasTokens }
  var hasAnswer: Bool { answer.text.hasTokens }

  // MARK: Laying out

  /// Updates the page with what has arrived since the last call, and lays it out.
  mutating func update(_ context: PageContext) {
    guard let message = context.conversation[message] else { return }
    let source = Source(message)
    if source != self.source {
      self.source = source
      tokens = message.logprobs
      let texts = MessageTokens(message)
      (thought.text, answer.text) = (texts.thought, texts.answer)
      parts = TokenParts(texts, count: tokens.count)
      if perplexity.tokenCount > tokens.count { perplexity = Perplexity() }
      mostAlternatives = tokens[perplexity.tokenCount...].reduce(mostAlternatives) {
        max($0, AlternativesPanel.count(of: $1))
      }
      perplexity.append(tokens[perplexity.tokenCount...])
      if !hasAnswer, hasThought { part = .thought }
      if isFollowing, hasAnswer { part = .answer }
    }
    reading.layout.update(reading.text, width: ProbabilitiesView.textWidth(context.size))
    let last = max(0, reading.layout.tokens.count - 1)
    reading.selected = isFollowing ? last : min(reading.selected, last)
  }

  /// Scrolls so that the selected token is in view.
  fileprivate mutating func show(height: Int) {
    let row = reading.layout.place(ofToken: reading.selected).y
    reading.top = min(max(reading.top, row - height + 1), row)
    reading.top = min(max(0, reading.top), max(0, reading.layout.rows.count - height))
  }

  // MARK: Moving

  fileprivate mutating func select(_ position: Int, keepsColumn: Bool = false) {
    let last = max(0, reading.layout.tokens.count - 1)
    reading.selected = min(max(0, position), last)
    isFollowing = reading.selected == last
    if !keepsColumn { reading.column = nil }
  }

  /// Moves to the token in another row that is closest to the column where moving began.
  fileprivate mutating func move(rows: Int) {
    let place = reading.layout.place(ofToken: reading.selected)
    let column = reading.column ?? place.x
    let step = rows < 0 ? -1 : 1
    var row = min(max(0, place.y + rows), max(0, reading.layout.rows.count - 1))
    // A long token can span several rows, so continue until another token is found.
    while (0..<reading.layout.rows.count).contains(row) {
      if let found = reading.layout.token(at: Point(x: column, y: row)), isFarther(found, step) {
        select(found, keepsColumn: true)
        reading.column = column
        return
      }
      row += step
    }
  }

  private func isFarther(_ position: Int, _ step: Int) -> Bool {
    step < 0 ? position < reading.selected : position > reading.selected
  }

  /// Moves to the next or previous token with a probability below one half.
  fileprivate mutating func moveToUncertain(_ step: Int) {
    let layout = reading.layout
    var position = reading.selected + step
    while layout.tokens.indices.contains(position) {
      if let token = layout.text.segments[layout.tokens[position]].token,
        tokens[token].probability < 0.5
      {
        return select(position)
      }
      position += step
    }
  }

  fileprivate func areas(_ context: PageContext) -> ProbabilitiesView.Areas {
    ProbabilitiesView.Areas(context.size, alternatives: mostAlternatives)
  }

  fileprivate mutating func switchPart(_ context: PageContext) {
    guard hasThought, hasAnswer else { return }
    part = part == .thought ? .answer : .thought
    isFollowing = false
    update(context)
  }
}

// MARK: - Keys

extension ProbabilitiesPage: Page {
  enum Action: Sendable {
    case left
    case right
    case up
    case down
    case pageUp
    case pageDown
    case first
    case last
    case nextUncertain
    case previousUncertain
    case switchPart
    case close
    case perform(Command)
    case leave(Command)
  }

  static let name = "probabilities"
  static let opener: Command? = .openProbabilities

  static let keys = KeyTable<Self, Action>([
    .init(
      Key(.left), .character("h"), does: .left,
      help: KeyHelp(
        "← →", Words.Probabilities.tokenHelp, Key(.left), .character("h"), Key(.right),
        .character("l")),
      hint: Words.Probabilities.tokenHint, 1),
    .init(Key(.right), .character("l"), does: .right),
    .init(
      Key(.up), .character("k"), does: .up,
      help: KeyHelp(
        "↑ ↓", Words.Probabilities.rowHelp, Key(.up), .character("k"), Key(.down),
        .character("j")),
      hint: Words.Probabilities.rowHint, 4),
    .init(Key(.down), .character("j"), does: .down),
    .init(
      .character("w"), .character("n"), does: .nextUncertain,
      help: KeyHelp(
        "w b", Words.Probabilities.uncertainHelp, .character("w"), .character("n"),
        .character("b"), .character("N")),
      hint: Words.Probabilities.uncertainHint, 2),
    .init(.character("b"), .character("N"), does: .previousUncertain),
    .init(
      Key(.home), .character("g"), does: .first,
      help: KeyHelp(
        "g G", Words.Probabilities.endHelp, .character("g"), Key(.home), .character("G"),
        Key(.end))),
    .init(Key(.end), .character("G"), does: .last),
    .init(Key(.pageUp), does: .pageUp),
    .init(Key(.pageDown), .character(" "), does: .pageDown),
    .init(
      .tab, Key(.backTab), does: .switchPart,
      help: KeyHelp("Tab", Words.Probabilities.partHelp),
      hint: { page in
        guard page.hasThought, page.hasAnswer else { return nil }
        return HintLine.Hint(
          page.part == .thought
            ? Words.Probabilities.answerHint : Words.Probabilities.thinkingHint, 3)
      }),
    .init(
      .character("p"), .escape, .character("q"), .control("c"), .control("g"), does: .close,
      help: KeyHelp("p", Words.Probabilities.leaveHelp, .character("p"), .escape, .character("q")),
      hint: Words.WayOut.close),
    .init(Key(.function(1)), .character("?"), does: .perform(.openHelp)),
    .init(Key(.function(2)), does: .leave(.openList)),
    .init(Key(.function(4)), does: .leave(.openParameters)),
    .init(.control("r"), does: .leave(.openSearch)),
    .init(.control("p"), does: .leave(.openPalette)),
    .init(.control("l"), does: .perform(.redraw)),
    .init(.control("z"), does: .perform(.suspend)),
  ])

  mutating func perform(_ action: Action, _ context: PageContext) -> PageReply {
    update(context)
    let page = max(1, areas(context).text.height - 1)
    switch action {
    case .left: select(reading.selected - 1)
    case .right: select(reading.selected + 1)
    case .up: move(rows: -1)
    case .down: move(rows: 1)
    case .pageUp: move(rows: -page)
    case .pageDown: move(rows: page)
    case .first: select(0)
    case .last: select(.max)
    case .nextUncertain: moveToUncertain(1)
    case .previousUncertain: moveToUncertain(-1)
    case .switchPart: switchPart(context)
    case .close: return .close
    case .perform(let command): return .perform(command)
    case .leave(let command): return .closeAllAndPerform(command)
    }
    return .stay
  }

  /// Ignores other keys, so that a slip does not lose the reader's place.
  mutating func type(_ key: Key, _ context: PageContext) -> PageReply { .stay }

  mutating func click(at place: Point, _ context: PageContext) -> PageReply {
    update(context)
    let area = areas(context).text
    guard area.contains(place) else { return .stay }
    let row = reading.top + place.y - area.y
    guard row < reading.layout.rows.count,
      let token = reading.layout.token(at: Point(x: place.x - area.x, y: row))
    else { return .stay }
    select(token)
    return .stay
  }

  mutating func draw(_ context: PageContext, on canvas: inout Canvas) {
    update(context)
    let areas = areas(context)
    show(height: areas.text.height)
    let mark = ProbabilitiesView(page: self, context: context, areas: areas).draw(on: &canvas)
    drawHints(context, mark: mark, on: &canvas)
  }

  func lines(_ context: PageContext) -> [String] {
    guard let message = context.conversation[message] else { return [] }
    return ProbabilityLines.lines(of: message)
  }
}
