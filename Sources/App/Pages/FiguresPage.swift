internal import Chat
internal import Screen
internal import Words

typealias FiguresPage = ReadingPage<FiguresText>

/// The figures on the page about context and cost.
struct ContextAndCost {
  let use: ContextUse
  let room: ContextRoom?
  let isStreaming: Bool
  let dropsOldest: Bool
  let omitted: Int
  /// Whether this conversation has answers.
  let hasAnswers: Bool
  /// Whether there are answers in other conversations whose cost is still unknown.
  let hasUnpriced: Bool
  let answer: Spending?
  let conversation: Spending
  let today: Spending
  let limits: SpendingLimits
  let prices: Prices?
  /// The key that toggles whether requests omit the oldest turns.
  let dropKey: String

  init(_ state: State) {
    let last = state.conversation.lastMessage { $0.role == .assistant }
    use = state.contextUse
    room = state.room(state.session)
    isStreaming = state.stream != nil
    dropsOldest = state.dropsOldest
    omitted = isStreaming ? last?.origin?.omittedMessages ?? 0 : state.nextOmission
    hasAnswers = last != nil
    hasUnpriced = !state.spending.unpriced.isEmpty
    answer = last?.wholeSpending
    conversation = state.front.spending
    today = state.spentToday
    limits = state.preferences.limits
    dropKey = state.preferences.keymap.name(of: .dropOldest)
    prices = state.listedModel(state.session)?.prices
  }

  /// Whether the conversation has answers, but none with a known cost.
  fileprivate var hasUnknownSum: Bool { hasAnswers && conversation.isNothing }
}

/// The page about the context window and spending.
enum FiguresText: ReadingPageContent {
  static let name = "cost"
  static let opener: Command? = .openFigures
  static let rowLimit = 14
  static let scrollRank = 0
  static let hints: [HintLine.Hint] = []

  private struct Section {
    let title: String
    let rows: [Row]

    /// The columns up to the ones of the widest number.
    var numberColumns: Int { rows.compactMap(\.numberColumns).max() ?? 0 }
  }

  private struct Row {
    let name: String
    let text: String
    /// Whether the text begins with a number that is lined up with those above and below it.
    let isNumber: Bool
    /// Whether the text says that the value is unknown.
    let isUnknown: Bool

    init(_ name: String, _ text: String, isNumber: Bool = false, isUnknown: Bool = false) {
      (self.name, self.text, self.isNumber, self.isUnknown) = (name, text, isNumber, isUnknown)
    }

    /// The columns up to the ones of the number; `nil` if the text does not begin with one.
    var numberColumns: Int? {
      guard isNumber, let start = text.firstIndex(where: \.isWholeNumber) else { return nil }
      let end = text[start...].firstIndex { !$0.isWholeNumber && $0 != "," } ?? text.endIndex
      return text.distance(from: text.startIndex, to: end)
    }
  }

  private static func sections(_ figures: ContextAndCost, on surface: Surface) -> [Section] {
    [
      Section(title: Words.FiguresPage.context, rows: context(figures, on: surface)),
      Section(title: Words.FiguresPage.cost, rows: cost(figures)),
    ]
  }

  private static func context(
    _ figures: ContextAndCost, on surface: Surface
  ) -> [Row] {
    var rows: [Row] = []
    let used = Words.FiguresPage.tokens(Figures.exact(figures.use.tokens))
    var request = figures.use.isEstimate ? Words.Figures.approximate(used) : used
    if let part = figures.use.part, let window = figures.use.window {
      request += "  \(Figures.percent(part)) \(Gauge.text(figures.use.tokens, of: window))"
    }
    let name =
      figures.isStreaming ? Words.FiguresPage.thisRequest : Words.FiguresPage.nextRequest
    rows.append(Row(name, request, isNumber: true))
    if figures.omitted > 0 {
      rows.append(Row(Words.FiguresPage.notSent, Words.FiguresPage.messages(figures.omitted)))
    }
    guard let room = figures.room else {
      return rows + [
        Row(Words.FiguresPage.window, Words.FiguresPage.unknownWindow, isUnknown: true)
      ]
    }
    for (name, count) in [
      (Words.FiguresPage.window, room.window), (Words.FiguresPage.reserve, room.reserve),
    ] {
      rows.append(Row(name, Words.FiguresPage.tokens(Figures.exact(count)), isNumber: true))
    }
    let full =
      switch (figures.dropsOldest, surface) {
      case (true, .screen): Words.FiguresPage.dropsOldest(figures.dropKey)
      case (true, .lines): Words.FiguresPage.dropsOldestInLines
      case (false, .screen): Words.FiguresPage.asks(figures.dropKey)
      case (false, .lines): Words.FiguresPage.asksInLines
      }
    return rows + [Row(Words.FiguresPage.whenFull, full)]
  }

  private static func cost(_ figures: ContextAndCost) -> [Row] {
    let prices = figures.prices.map {
      Words.FiguresPage.prices(
        input: Figures.dollars($0.input), output: Figures.dollars($0.output),
        cached: $0.cachedInput.map(Figures.dollars))
    }
    // If any answer's cost is unknown, sums are lower bounds.
    let isUnknown = figures.hasAnswers && figures.answer == nil
    let last =
      figures.hasAnswers
      ? figures.answer.map(Figures.spending) ?? Words.FiguresPage.unknown
      : Words.FiguresPage.noAnswer
    return [
      Row(Words.FiguresPage.lastAnswer, last, isNumber: true),
      Row(
        Words.FiguresPage.conversation,
        spent(
          figures.conversation, isAtLeast: isUnknown || figures.hasUnknownSum,
          limit: figures.limits.conversation), isNumber: true
      ),
      Row(
        Words.FiguresPage.today,
        spent(
          figures.today, isAtLeast: isUnknown || figures.hasUnknownSum || figures.hasUnpriced,
          limit: figures.limits.day), isNumber: true
      ),
      Row(
        Words.FiguresPage.prices, prices ?? Words.FiguresPage.unknown, isUnknown: prices == nil),
    ]
  }

  /// - Parameter isAtLeast: whether the cost of some answers is unknown.
  private static func spent(_ spending: Spending, isAtLeast: Bool, limit: Double?) -> String {
    let limit = limit.map(Figures.dollars)
    if isAtLeast, spending.isNothing { return Words.FiguresPage.unknown(limit: limit) }
    let sum = Figures.spending(spending)
    let text = isAtLeast ? Words.FiguresPage.atLeast(sum) : sum
    return limit.map { Words.FiguresPage.of(text, limit: $0) } ?? text
  }

  static func draw(
    _ context: PageContext, from first: Int, on canvas: inout Canvas
  ) -> PageMark {
    let size = canvas.size
    canvas.draw(Words.FiguresPage.heading, Style.title, x: 1, y: 0)
    canvas.drawRight(
      StyledLine(Sanitizer.sanitizeLine(context.session.shortModel), Style(.model)),
      right: size.width - 1, y: 0)
    canvas.fill("─", .rule, x: 0, y: 1, width: size.width)
    let rows = rows(context.figures, context.preferences.keymap, width: size.width - 2)
    let height = max(0, size.height - 3)
    let shown = min(first, max(0, rows.count - height))
    let mark = PageMark(first: shown, shown: height, of: rows.count)
    mark.drawTop(on: &canvas)
    for (offset, row) in rows.dropFirst(shown).prefix(height).enumerated() {
      canvas.draw(row, x: 1, y: 2 + offset, width: size.width - 2)
    }
    return mark
  }

  private static func rows(
    _ figures: ContextAndCost, _ keymap: Keymap, width: Int
  ) -> [StyledLine] {
    var rows: [StyledLine] = []
    for section in sections(figures, on: .screen) {
      if !rows.isEmpty { rows.append(StyledLine()) }
      rows.append(StyledLine(section.title, .secondary))
      for row in section.rows {
        var name = StyledLine(" " + row.name, .text)
        let lead =
          width < columnsForAlignment
          ? 0 : section.numberColumns - (row.numberColumns ?? section.numberColumns)
        name.append(
          String(repeating: " ", count: max(1, nameWidth - name.width) + lead), .text)
        let style = row.name == rowOfGauge(figures) ? Style(.accent, .bold) : style(of: row)
        rows += Wrapping.wrap(
          keymap.marked(row.text, style), width: width, first: name,
          rest: StyledLine(String(repeating: " ", count: nameWidth)), hasFields: true)
      }
    }
    // Explain only the marks that are shown.
    let hasEstimate = rows.contains { $0.text.contains(Words.Figures.approximateMark) }
    guard hasEstimate else { return rows }
    return rows + [StyledLine(), StyledLine(Words.FiguresPage.estimateNote, .secondary)]
  }

  /// Returns the name of the row to emphasise; `nil` unless the window is nearly full.
  private static func rowOfGauge(_ figures: ContextAndCost) -> String? {
    guard figures.use.isNearlyFull else { return nil }
    return figures.isStreaming ? Words.FiguresPage.thisRequest : Words.FiguresPage.nextRequest
  }

  /// Dims what is not known, so that the known numbers stand out.
  private static func style(of row: Row) -> Style {
    row.isUnknown || row.isNumber && row.numberColumns == nil ? .secondary : .text
  }

  private static let nameWidth = 18
  /// Numbers are lined up if the width is at least this. Otherwise their text needs the room.
  private static let columnsForAlignment = 60

  static func lines(_ context: PageContext) -> [String] {
    sections(context.figures, on: .lines).flatMap { section in
      [section.title] + section.rows.map { "  \($0.name): \($0.text)" }
    }
  }
}

extension State {
  /// Opens or closes the page about context and cost. When opening it, also loads the amounts
  /// that other runs have spent.
  mutating func toggleFigures() -> [Effect] {
    toggle(FiguresPage())
    return pages.last is FiguresPage ? loadSpending() : []
  }
}
