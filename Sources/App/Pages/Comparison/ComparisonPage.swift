internal import Chat
internal import Screen
internal import Words

/// Up to four answers to one question, side by side. A narrow window shows as many as fit.
struct ComparisonPage {
  private(set) var columns: [ComparisonColumn]
  /// The index of the column that the keys act on.
  private(set) var focused: Int
  /// The differences between two of the answers, shown in place of the columns.
  private(set) var diff: DiffText?
  /// Why the last key did nothing. Cleared by the next key.
  private(set) var problem = ""
  /// The answers that were being received at the last frame.
  private var running: Set<MessageID> = []
  /// A failed answer that Enter was pressed on. The next Enter continues with it.
  private var armed: MessageID?

  /// Creates a page whose columns all start at the top, including those of answers that are being
  /// received.
  /// - Parameter streaming: the answers that are being received.
  init(_ answers: [MessageID], focus: MessageID?, streaming: Set<MessageID>) {
    columns = answers.map { ComparisonColumn($0) }
    focused = focus.flatMap { answers.firstIndex(of: $0) } ?? 0
    running = streaming
  }

  var answers: [MessageID] { columns.map(\.answer) }

  // MARK: In view

  /// Returns the number of columns that a window of this width has room for.
  static func mostColumns(_ width: Int) -> Int {
    switch width {
    case ..<80: 1
    case ..<120: 2
    case ..<160: 3
    default: State.mostCompared
    }
  }

  /// Returns the indexes of the columns in view.
  func visible(in width: Int) -> Range<Int> {
    let count = min(columns.count, Self.mostColumns(width))
    let first = max(0, focused - count + 1)
    return first..<(first + count)
  }

  /// Returns whether the answer is drawn in a window of this size.
  func shows(_ answer: MessageID, in size: Size) -> Bool {
    diff == nil && visible(in: size.width).contains { columns[$0].answer == answer }
  }

  /// Lays out a column and returns its visible rows.
  mutating func rows(
    ofColumn index: Int, _ message: Message, byLines: Bool, width: Int, height: Int
  ) -> [StyledLine] {
    columns[index].update(message, byLines: byLines, width: width, height: height)
    return columns[index].visibleRows()
  }

  mutating func rowsOfDiff(width: Int, height: Int) -> [StyledLine] {
    diff?.rows(width: width, height: height) ?? []
  }

  /// Notes which answers are being received, for the hints.
  mutating func noteRunning(_ streams: [ActiveStream]) {
    running = Set(streams.map(\.answer)).intersection(answers)
  }
}

// MARK: - Keys

/// A request from the page of compared answers.
enum ComparisonRequest {
  case continueWith(MessageID)
  case stop([MessageID])
  case copy(MessageID)
}

extension ComparisonPage: Page {
  enum Action: NamedAction, Sendable {
    case scroll(Int)
    case page(Int)
    case left
    case right
    case column(Int)
    case earlier
    case later
    case choose
    case stop
    case stopOrClose
    case thinking
    case diff
    case change(Int)
    case copy
    case close
    case perform(Command)
    case leave(Command)

    var actionName: String? {
      switch self {
      case .scroll(let rows):
        abs(rows) > 1 ? (rows < 0 ? "first" : "last") : (rows < 0 ? "up" : "down")
      case .page(let pages): pages < 0 ? "page-up" : "page-down"
      case .column(let index): "column-\(index + 1)"
      case .change(let step): step < 0 ? "previous-change" : "next-change"
      case .left, .right, .earlier, .later, .choose, .stop, .stopOrClose, .thinking, .diff, .copy,
        .close, .perform, .leave:
        nil
      }
    }
  }

  /// More rows than any answer has.
  private static let allRows = 1_000_000_000

  static let name = "comparison"
  static let keys = KeyTable<Self, Action>([
    .init(
      .character("n"), does: .change(1),
      help: KeyHelp("n N", Words.Comparison.changeHelp, .character("n"), .character("N")),
      hint: { $0.hasChanges ? HintLine.Hint(Words.Comparison.nextChangeHint, 1) : nil }),
    .init(
      .character("N"), does: .change(-1),
      hint: { $0.hasChanges ? HintLine.Hint(Words.Comparison.previousChangeHint, 2) : nil }),
    .init(
      .enter, does: .choose, help: KeyHelp("Enter", Words.Comparison.chooseHelp),
      hint: { page in
        guard let diff = page.diff else { return page.hint(Words.Comparison.chooseHint, 1) }
        let name = diff.names[page.columns[page.focused].answer]
        return name.map { HintLine.Hint(Words.Comparison.chooseHint($0), 3) }
      }),
    .init(
      .tab, Key(.right), .character("l"), does: .right,
      help: KeyHelp(
        "Tab ← →", Words.Comparison.columnHelp, .tab, Key(.backTab), Key(.left), Key(.right),
        .character("h"), .character("l")),
      hint: { $0.hint(Words.Comparison.columnHint, 3) }),
    .init(Key(.backTab), Key(.left), .character("h"), does: .left),
    .init(Key(.pageUp), does: .page(-1)),
    .init(Key(.pageDown), .character(" "), does: .page(1)),
    .init(Key(.home), .character("g"), does: .scroll(-allRows)),
    .init(Key(.end), .character("G"), does: .scroll(allRows)),
    .init(.character("1"), does: .column(0)),
    .init(.character("2"), does: .column(1)),
    .init(.character("3"), does: .column(2)),
    .init(.character("4"), does: .column(3)),
    .init(
      .character("x"), does: .stop, help: KeyHelp("x", Words.Comparison.stopHelp),
      hint: { $0.isFocusedRunning ? $0.hint(Words.Comparison.stopHint, 4) : nil }),
    .init(Key(.up), .character("k"), does: .scroll(-1)),
    .init(
      Key(.down), .character("j"), does: .scroll(1),
      hint: { $0.fits ? nil : HintLine.Hint(Words.Pages.scroll, 7) }),
    .init(
      .character("w"), does: .diff, help: KeyHelp("w", Words.Comparison.diffHelp),
      hint: { page in
        guard page.diff == nil else { return HintLine.Hint(Words.Comparison.columnsHint, 5) }
        return page.mayDiff ? page.hint(Words.Comparison.diffHint, 5) : nil
      }),
    .init(
      .character("o"), .control("o"), does: .thinking,
      help: KeyHelp("o", Words.Comparison.thinkingHelp, .character("o"), .control("o")),
      hint: { $0.hint(Words.Comparison.thinkingHint, 6) }),
    .init(
      .character("y"), does: .copy, help: KeyHelp("y", Words.Command.copyText),
      hint: { $0.hint(Words.Comparison.copyHint, 8) }),
    .init(
      .character("]"), does: .later, help: KeyHelp("[ ]", Words.Comparison.othersHelp)),
    .init(.character("["), does: .earlier),
    .init(
      .escape, .control("c"), does: .stopOrClose,
      help: KeyHelp("Esc", Words.Comparison.escapeHelp, .escape, .control("c")),
      hint: { page in
        guard page.diff == nil else { return HintLine.Hint(wayOut: Words.WayOut.back) }
        return HintLine.Hint(
          wayOut: page.running.isEmpty ? Words.WayOut.close : Words.Comparison.stopAllHint)
      }),
    .init(
      .character("q"), .character("|"), does: .close,
      help: KeyHelp("q", Words.Comparison.leaveHelp, .character("q"), .character("|")),
      hint: { $0.running.isEmpty ? nil : $0.hint(Words.Comparison.leaveHint, 2) }),
    .init(Key(.function(2)), does: .leave(.openList)),
    .init(.control("r"), does: .leave(.openSearch)),
    .init(.control("p"), does: .leave(.openPalette)),
    .init(.control("l"), does: .perform(.redraw)),
    .init(.control("z"), does: .perform(.suspend)),
  ])

  /// Returns a hint that applies to the columns; `nil` while the diff is shown.
  private func hint(_ text: String, _ rank: Int) -> HintLine.Hint? {
    diff == nil ? HintLine.Hint(text, rank) : nil
  }

  /// Whether the diff is shown and has changes to go to.
  private var hasChanges: Bool { diff?.hasChanges == true }

  /// Whether the last frame showed all of the focused answer, or of the diff.
  private var fits: Bool {
    guard let diff else { return columns[focused].mark.isEmpty }
    return !diff.hasChanges || diff.mark.isEmpty
  }

  /// Whether the focused answer and another one have ended.
  private var mayDiff: Bool { !isFocusedRunning && answers.count > running.count + 1 }

  private var isFocusedRunning: Bool { running.contains(columns[focused].answer) }

  mutating func perform(_ action: Action, _ context: PageContext) -> PageReply {
    problem = ""
    let armed = armed
    self.armed = nil
    switch action {
    case .scroll(let rows): scroll(by: rows)
    case .page(let pages): scrollPage(pages)
    case .left: focus((focused + columns.count - 1) % columns.count)
    case .right: focus((focused + 1) % columns.count)
    case .column(let index): focus(index)
    case .earlier: showOthers(-1, context)
    case .later: showOthers(1, context)
    case .choose: return choose(context, armed: armed)
    case .stop: return stop([columns[focused].answer], context)
    case .stopOrClose: return stopOrClose(context)
    case .thinking: toggleThinking(context)
    case .diff: toggleDiff(context)
    case .change(let step): diff?.jump(step)
    case .copy: return .comparison(.copy(columns[focused].answer))
    case .close: return .close
    case .perform(let command): return .perform(command)
    case .leave(let command): return .closeAllAndPerform(command)
    }
    return .stay
  }

  private mutating func scroll(by rows: Int) {
    if diff == nil { columns[focused].scroll(by: rows) } else { diff?.scroll(by: rows) }
  }

  private mutating func scrollPage(_ pages: Int) {
    if diff == nil { columns[focused].scrollPage(pages) } else { diff?.scrollPage(pages) }
  }

  private mutating func focus(_ index: Int) {
    guard columns.indices.contains(index) else { return }
    focused = index
    diff = nil
  }

  private func stop(_ wanted: [MessageID], _ context: PageContext) -> PageReply {
    .comparison(.stop(context.streams.map(\.answer).filter(wanted.contains)))
  }

  private mutating func stopOrClose(_ context: PageContext) -> PageReply {
    if diff != nil {
      diff = nil
      return .stay
    }
    let isRunning = context.streams.contains { answers.contains($0.answer) }
    return isRunning ? stop(answers, context) : .close
  }

  private mutating func toggleThinking(_ context: PageContext) {
    guard diff == nil else { return }
    guard context.conversation[columns[focused].answer]?.reasoning.isEmpty == false else {
      problem = Words.Reading.noThinkingInThis
      return
    }
    columns[focused].toggleThinking()
  }

  /// Continues with the focused answer. If that answer has failed and another one has not, asks
  /// for confirmation first.
  private mutating func choose(_ context: PageContext, armed: MessageID?) -> PageReply {
    let answer = columns[focused].answer
    let messages = answers.compactMap { context.conversation[$0] }
    let isWorse = messages.contains { $0.status == .complete && !$0.spoken.isEmpty }
    if isWorse, armed != answer, messages.contains(where: { $0.id == answer && $0.hasFailed }) {
      self.armed = answer
      problem = Words.Comparison.failedAnswer(
        again: context.keyName(of: Action.choose, on: Self.self))
      return .stay
    }
    return .comparison(.continueWith(answer))
  }

  /// Opens or closes the diff. It compares the first answer with the focused one, or with the
  /// second if the first is focused. Skips answers that have no text or are still being received.
  private mutating func toggleDiff(_ context: PageContext) {
    guard diff == nil else { return diff = nil }
    let coming = Set(context.streams.map(\.answer))
    let texts = answers.compactMap { context.conversation[$0] }
      .filter { !coming.contains($0.id) && !$0.spoken.isEmpty }
    let focus = columns[focused].answer
    guard texts.count > 1, !coming.contains(focus) else {
      problem = Words.Comparison.diffNeedsEnd
      return
    }
    let other = texts.dropFirst().first { $0.id == focus } ?? texts[1]
    func number(_ message: Message) -> Int { (answers.firstIndex(of: message.id) ?? 0) + 1 }
    diff = DiffText(
      from: texts[0], to: other, numbers: (number(texts[0]), number(other)))
  }

  /// Shows earlier or later siblings, if there are more than the page has columns.
  private mutating func showOthers(_ step: Int, _ context: PageContext) {
    let siblings = context.conversation.siblings(of: columns[focused].answer)
    guard diff == nil, siblings.count > columns.count,
      let first = siblings.firstIndex(of: columns[0].answer)
    else { return }
    let start = min(max(0, first + step), siblings.count - columns.count)
    let shown = Array(siblings[start..<(start + columns.count)])
    let kept = Dictionary(columns.map { ($0.answer, $0) }, uniquingKeysWith: { first, _ in first })
    columns = shown.map { kept[$0] ?? ComparisonColumn($0) }
  }

  mutating func type(_ key: Key, _ context: PageContext) -> PageReply { .stay }

  /// Focuses the clicked column. A click on the title of its thinking shows or folds it.
  mutating func click(at place: Point, _ context: PageContext) -> PageReply {
    guard diff == nil, place.y > 0, let index = column(at: place, context) else { return .stay }
    focus(index)
    if place.y == ComparisonView.thinkingRow(in: context.size), hasThinkingTitle(index, context) {
      columns[index].toggleThinking()
    }
    return .stay
  }

  private func hasThinkingTitle(_ index: Int, _ context: PageContext) -> Bool {
    let answer = columns[index].answer
    let stream = context.streams.first { $0.answer == answer }
    return context.conversation[answer].map {
      ComparisonView.hasThinkingTitle($0, stream)
    } ?? false
  }

  mutating func turnWheel(
    by rows: Int, at place: Point, _ context: PageContext
  ) -> PageReply? {
    guard diff == nil, let index = column(at: place, context) else { return nil }
    columns[index].scroll(by: rows)
    return .stay
  }

  private func column(at place: Point, _ context: PageContext) -> Int? {
    let range = visible(in: context.size.width)
    guard !range.isEmpty else { return nil }
    let step = ComparisonView.step(range.count, in: context.size.width)
    return range.lowerBound + min(range.count - 1, (place.x + 1) / step)
  }

  mutating func draw(_ context: PageContext, on canvas: inout Canvas) {
    noteRunning(context.streams)
    ComparisonView.draw(&self, context, on: &canvas)
    drawHints(context, on: &canvas)
  }
}

extension Message {
  /// Whether the answer failed, or ended without any text.
  fileprivate var hasFailed: Bool {
    status == .failed || (status != .streaming && spoken.isEmpty)
  }
}
