internal import Chat
internal import Screen
internal import Words

/// The status line at the bottom. The right side has the figures of the last answer, each in its
/// own place, then the state and, at the very end, the hint for the help page. The left side has
/// the settings of the next request and the most useful keys or, where letters act as commands,
/// only the keys. An overlay hides the keys on the left, but nothing moves.
enum StatusView {
  static func draw(_ state: State, _ layout: FrameLayout, on canvas: inout Canvas) {
    let area = layout.status
    guard !area.isEmpty else { return }
    let columns = area.width - 2
    let figures = StatusFigures(
      state, gap: figureGap(columns), hasUnits: columns >= columnsForAll)
    let now = stateLine(state, hasHeader: layout.header != nil, most: columns)
    // If there is room for only one figure, the hint for the help page is the first to be dropped.
    let hidesHelp = figures.brief != nil && columns < columnsForHelp
    let line = Line(
      area: area, now: now,
      help: hidesHelp ? StyledLine() : help(state, beside: now, columns: columns),
      left: Left(state, columns: columns), isAnswering: state.stream != nil)
    if line.drawsOnlyWarning(on: &canvas) { return }
    let room = columns - gap - figureRoom(columns)
    let usualRoom = room - line.left.settled
    let placement = figures.placed(columns: room - line.left.wanted, usually: usualRoom)
    guard needsBrief(figures, placement, line.left, columns) else {
      return line.draw(placement, on: &canvas)
    }
    // The head of the answer shows its figures, too, so the keys matter more.
    let brief =
      line.left.isKeys && !figures.isNearlyFull ? nil : line.form(of: figures.brief)
    if brief == nil, !line.left.isKeys || !placement.figures.isEmpty {
      return line.draw(placement, on: &canvas)
    }
    line.draw(brief, on: &canvas)
  }

  /// Returns the hint for the help page; empty if there is no room for it, or while an answer
  /// arrives, because its place then belongs to the state.
  private static func help(_ state: State, beside now: StyledLine, columns: Int) -> StyledLine {
    guard !state.listHasKeys, !state.front.isAnswering,
      let hint = state.preferences.keymap.hint(Words.Status.help, .openHelp, 0)
    else { return StyledLine() }
    let most = columns < columnsForHelp ? figureRoom(columnsForFields) : figureRoom(columnsForAll)
    let text = helpSeparator + hint.text
    return now.width + text.count <= most ? StyledLine(text, .secondary) : StyledLine()
  }

  /// The narrowest line, in columns, with room for both the hint for the help page and a figure.
  private static let columnsForHelp = 56
  /// The narrowest line, in columns, in which the positions of settings and figures depend only on
  /// the width.
  private static let columnsForFields = 78
  /// The narrowest line, in columns, with room for both the longest state and the hint for the
  /// help page.
  private static let columnsForAll = 118

  /// Returns whether the most important figure would be hidden. In a narrow window this depends
  /// only on the window, so that nothing moves while an answer arrives.
  private static func needsBrief(
    _ figures: StatusFigures, _ placement: StatusFigures.Placement, _ left: Left, _ columns: Int
  ) -> Bool {
    if left.isKeys || columns >= columnsForFields { return !placement.hasMain }
    let usual = columns - gap - usualColumns(columns) - figureRoom(columns)
    return !figures.placed(columns: usual, usually: usual).hasMain
  }

  /// The contents of the status line and the area to draw them in.
  private struct Line {
    let area: Rect
    let now: StyledLine
    let help: StyledLine
    let left: Left
    let isAnswering: Bool

    private var columns: Int { area.width - 2 }

    /// The combined width of the state and the help hint, in columns.
    private var widthOfEnd: Int { now.width + help.width }

    /// The columns to reserve for the state and the hint next to a single figure.
    private var widthBesideFigure: Int {
      let room = isAnswering || columns >= columnsForHelp ? stateRoom(columns) : shortStateRoom
      return max(widthOfEnd, min(room, columns / 2))
    }

    /// Returns a form of the figure that fits, taking room from the model if necessary.
    func form(of brief: BriefFigure?) -> BriefFigure.Form? {
      [left.usual, left.least].lazy.compactMap { rest in
        brief?.form(
          columns: columns - gap - widthBesideFigure, leaving: rest == 0 ? 0 : rest + gap)
      }.first
    }

    /// The width of `context full`, the longest common state after an answer has ended.
    private let shortStateRoom = 12

    /// Draws the line with all figures that fit.
    func draw(_ placement: StatusFigures.Placement, on canvas: inout Canvas) {
      let figures = placement.figures
      let taken = max(widthOfEnd, stateRoom(columns))
      // In a narrow window, the settings may use the places of figures that are not shown.
      let used =
        columns >= columnsForFields
        ? placement.columns : figures.last.map { $0.offset + $0.line.width } ?? 0
      draw(leaving: max(taken, figureRoom(columns) + used), on: &canvas)
      let start = area.right - 1 - taken
      canvas.draw(now, x: start, y: area.y)
      drawHelp(on: &canvas)
      for figure in figures {
        // Leave out figures that a long state would touch.
        let end = area.right - 1 - figureRoom(columns) - figure.offset
        if end + gap <= start { canvas.drawRight(figure.line, right: end, y: area.y) }
      }
    }

    /// Draws the line with at most a single figure before the state.
    func draw(_ brief: BriefFigure.Form?, on canvas: inout Canvas) {
      let end = brief == nil ? widthOfEnd : widthBesideFigure
      draw(leaving: end + (brief.map { gap + $0.room } ?? 0), on: &canvas)
      canvas.drawRight(now, right: area.right - 1 - help.width, y: area.y)
      drawHelp(on: &canvas)
      guard let brief else { return }
      canvas.drawRight(brief.line, right: area.right - 1 - end - gap, y: area.y)
    }

    /// Draws a warning over the whole line if it leaves no room for the state.
    /// - Returns: whether it did.
    func drawsOnlyWarning(on canvas: inout Canvas) -> Bool {
      let room = columns - gap - max(widthOfEnd, stateRoom(columns))
      guard let warning = left.warningLine, left.wanted > room else { return false }
      canvas.draw(warning.endingAtWord(within: columns), x: area.x + 1, y: area.y)
      return true
    }

    private func drawHelp(on canvas: inout Canvas) {
      guard let text = help.spans.first?.text else { return }
      canvas.drawRight(help, right: area.right - 1, y: area.y)
      canvas.noteClickArea(.hints(text), end: area.right - 1, y: area.y)
    }

    /// Draws the left side of the line.
    /// - Parameter right: the columns to leave free for the right side.
    private func draw(leaving right: Int, on canvas: inout Canvas) {
      left.draw(
        columns: columns - gap - right, width: columns, x: area.x + 1, y: area.y, on: &canvas)
    }
  }

  /// The minimum number of columns between the left and right sides.
  static let gap = 2

  /// Returns the number of columns reserved for the state.
  private static func stateRoom(_ columns: Int) -> Int { min(14, columns / 2) }

  /// Returns how many columns on the right no figure uses: enough for the help hint and the longest
  /// common state after an answer, or for any state in a wide window.
  private static func figureRoom(_ columns: Int) -> Int {
    guard columns >= columnsForFields else { return stateRoom(columns) }
    return columns >= columnsForAll ? widestState : usualState
  }

  /// Separates the state from the hint for the help page.
  static let helpSeparator = " · "

  /// Returns how many columns the settings may use regardless of which figures are shown: those
  /// left over by the speed and a typical context window figure.
  private static func mostSettings(_ columns: Int) -> Int {
    guard columns >= columnsForFields else { return .max }
    let figures = (columns >= columnsForAll ? 26 : 22) + 2 * figureGap(columns)
    return max(usualColumns(columns), columns - gap - figureRoom(columns) - figures)
  }

  /// Returns the number of columns between figures, and between the last figure and the state.
  private static func figureGap(_ columns: Int) -> Int { columns >= columnsForAll ? 3 : 2 }

  /// Returns the number of columns reserved for the settings, which depends only on the width.
  static func usualColumns(_ columns: Int) -> Int {
    columns >= columnsForFields ? max(30, columns / 3 - 6) : min(22, columns - columns * 9 / 20)
  }

  /// Returns the number of columns that the settings take when they have the line to themselves. In
  /// a narrow window they may use the places of figures, so only the reserved columns count.
  private static func settledColumns(_ settings: Settings, _ columns: Int) -> Int {
    guard columns >= columnsForFields else { return usualColumns(columns) }
    let most = max(settings.model.width, mostSettings(columns))
    let width = settings.line(columns: most, most: most, isSteady: true).width
    return max(usualColumns(columns), width)
  }

  /// Returns the name of the current mode; empty, for example, while the user types a new
  /// question without vi mode.
  static func modeWord(_ state: State) -> StyledLine {
    guard state.input.chord.isEmpty, !state.listHasKeys else { return StyledLine() }
    let loud = Style(.accent, .bold)
    switch state.input.mode {
    case .finding: return StyledLine(Words.Status.find, loud)
    case .selecting: return StyledLine(Words.Status.select, loud)
    case .reading(.transcript, _): return StyledLine(Words.Status.read, loud)
    case .reading(.reasoning, _): return StyledLine(Words.Status.think, loud)
    case .composing: break
    }
    let isEdit = state.queue.edited != nil || state.editing != nil && state.stream == nil
    var line = StyledLine(isEdit ? Words.Status.editMode : "", loud)
    guard let vi = state.input.vi else { return line }
    if isEdit { line.append("  ", .text) }
    // Insert mode is the usual one, so its name needs no emphasis.
    line.append(ViText.mode(vi), vi.isInserting ? .secondary : loud)
    return line
  }

}

extension StatusView {
  /// The left side of the status line.
  struct Left {
    private let mode: StyledLine
    private let content: Content
    /// Whether to hide the key hints, because the keys go to a page or the list.
    private let hidesKeys: Bool
    /// The columns that the left side would like to have. A narrow window gives it fewer.
    let wanted: Int
    /// The minimum number of columns for the left side to be useful.
    let least: Int
    /// The columns that the left side gets if there is also room for a figure.
    let usual: Int
    /// The columns that the settings take next to the figures while no answer arrives. Which figures
    /// have a place depends on this, so that it does not change with the keys or during an answer.
    let settled: Int
    /// The warning that takes the place of everything else on the left.
    var warningLine: StyledLine? {
      if case .warning(let text) = content { StyledLine(text, Style(.warning)) } else { nil }
    }
    /// Whether the left side shows only key hints, not the settings.
    var isKeys: Bool { if case .keys = content { true } else { false } }

    private enum Content {
      case warning(String)
      /// - Parameter count: the number or partial key sequence typed so far, or the position of the
      ///   queued message being edited. It is omitted unless all of it fits.
      case keys(count: String, [HintLine.Hint])
      /// - Parameter most: the columns that the settings may use.
      case settings(Settings, most: Int, [HintLine.Hint])
    }

    /// - Parameter state: `__shared`, because an initializer would otherwise receive its own copy
    ///   of this large value.
    init(_ state: __shared State, columns: Int) {
      mode = modeWord(state)
      hidesKeys = state.input.chord.isEmpty && !state.conversationHasKeys
      let start = mode.isEmpty ? 0 : mode.width + separator.count
      let settings = StatusView.settings(state)
      settled = settledColumns(settings, columns)
      if let warning = warning(state) {
        content = .warning(warning)
        wanted = DisplayWidth.of(warning)
        (least, usual) = (wanted, wanted)
      } else if let (count, hints) = keys(state) {
        content = .keys(count: count, hints)
        let text = HintLine.text(hints, separator: separator, columns: .max)
        least = mode.width + (count.isEmpty ? 0 : separator.count + DisplayWidth.of(count))
        usual = least
        let taken = start + (count.isEmpty ? 0 : count.count + separator.count)
        wanted = taken + DisplayWidth.of(text)
      } else {
        let hints = hintsOfState(state)
        // Hints that come and go while an answer arrives must not move the settings.
        let reserved = hints.isEmpty ? 0 : widthOfHints(state) + separator.count
        let most = max(settings.model.width, mostSettings(columns) - start - reserved)
        content = .settings(settings, most: most, hints)
        let text = HintLine.text(hints, separator: separator, columns: .max)
        let shown =
          columns < columnsForFields
          ? text.isEmpty ? 0 : settings.model.width
          : settings.line(columns: most, most: most, isSteady: true).width
        let needed = text.isEmpty ? shown : shown + separator.count + DisplayWidth.of(text)
        wanted = max(usualColumns(columns), start + needed)
        // While an answer arrives, its header already names the model, and the key that stops it
        // comes first.
        let namesModel = mode.isEmpty && state.stream == nil && hints.isEmpty
        let stop = hints.min { $0.rank < $1.rank }.map { start + DisplayWidth.of($0.text) }
        least = stop ?? mode.width
        usual = namesModel ? min(settings.model.width, 10) : least
      }
    }

    /// Whether the settings leave no room for the most important hint.
    private func hidesSettings(_ columns: Int) -> Bool {
      guard case .settings(let settings, _, let hints) = content, !hidesKeys,
        let first = hints.min(by: { $0.rank < $1.rank })
      else { return false }
      return settings.model.width + separator.count + DisplayWidth.of(first.text) > columns
    }

    /// Draws as much as fits.
    /// - Parameter width: the columns up to the end of the whole status line.
    func draw(columns: Int, width: Int, x: Int, y: Int, on canvas: inout Canvas) {
      let parts = parts(columns: columns)
      var end = x
      func draw(_ part: StyledLine) {
        guard !part.isEmpty else { return }
        if end > x { end += separator.count }
        end += canvas.draw(part, x: end, y: y, width: width - (end - x))
      }
      for part in parts.words { draw(part) }
      draw(parts.settings)
      if !parts.settings.isEmpty { canvas.noteClickArea(.settings(parts.settings), end: end, y: y) }
      draw(StyledLine(parts.hints, .secondary))
      if !parts.hints.isEmpty { canvas.noteClickArea(.hints(parts.hints), end: end, y: y) }
    }

    /// The parts that fit, in drawing order.
    private struct Parts {
      /// The mode, and what has been typed in it; or a warning.
      var words: [StyledLine] = []
      var settings = StyledLine()
      var hints = ""
    }

    private func parts(columns: Int) -> Parts {
      var parts = Parts()
      let start = mode.isEmpty ? 0 : mode.width + separator.count
      switch content {
      case .warning(let text): parts.words = [StyledLine(text, Style(.warning))]
      case .keys(let count, let hints):
        let typed = StyledLine(count, .accent)
        let hasTyped = !typed.isEmpty && typed.width <= columns - start
        parts.words = hasTyped ? [mode, typed] : [mode]
        guard !hidesKeys else { return parts }
        let taken = start + (hasTyped ? typed.width + separator.count : 0)
        parts.hints = HintLine.text(hints, separator: separator, columns: columns - taken)
      case .settings(let settings, let most, let hints):
        parts.words = [mode]
        let columns = columns - start
        // While an answer arrives, its header names the model, but the stop key must be visible.
        if hidesSettings(columns) {
          parts.hints = HintLine.text(hints, separator: separator, columns: columns)
          return parts
        }
        let text = HintLine.text(
          hints, separator: separator,
          columns: columns - settings.model.width - separator.count)
        let taken = text.isEmpty ? 0 : DisplayWidth.of(text) + separator.count
        parts.settings = settings.line(
          columns: columns - taken, most: most, isSteady: !hints.isEmpty)
        if !hidesKeys { parts.hints = text }
      }
      return parts
    }
  }

  static let separator = "  "

  /// Returns a warning if pressing the same key again would quit or discard something.
  private static func warning(_ state: State) -> String? {
    if let armed = state.leaving.armedQuit {
      return Words.Status.pressAgainToQuit(armed.again)
    }
    return state.leaving.armedLoss == nil ? nil : Words.Status.pressAgainToDiscard
  }
}
