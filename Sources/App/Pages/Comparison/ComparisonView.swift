internal import Chat
internal import Screen
internal import Words

/// The view of the compared answers in columns, or of the word diff of two of them.
enum ComparisonView {
  static func draw(
    _ page: inout ComparisonPage, _ context: PageContext, on canvas: inout Canvas
  ) {
    let size = canvas.size
    defer { drawTop(page, context, on: &canvas) }
    let top = top(in: size)
    if top == 2 { canvas.fill("─", .rule, x: 0, y: 1, width: size.width) }
    let hasFoot = size.height >= 12
    let rest = Rect(
      x: 0, y: top, width: size.width,
      height: max(0, size.height - top - (hasFoot ? 2 : 1)))
    let area = drawNoticeBelow(page, context, in: rest, on: &canvas)
    let foot = rest.bottom
    if hasFoot { canvas.fill("─", .rule, x: 0, y: foot, width: size.width) }
    if page.diff != nil {
      drawDiff(&page, in: area, on: &canvas)
      return
    }
    let range = page.visible(in: size.width)
    let step = step(range.count, in: size.width)
    for index in range {
      let isFirst = index == range.lowerBound
      let isLast = index == range.upperBound - 1
      let left = isFirst ? 0 : step * (index - range.lowerBound) - 1
      let right = isLast ? size.width : step * (index + 1 - range.lowerBound) - 1
      if top == 2, index == page.focused, page.columns.count > 1 {
        FocusRule.draw(
          isFocused: true, in: Rect(x: left, y: 1, width: right - left, height: 1), on: &canvas)
      }
      if !isFirst {
        if top == 2 { canvas.draw("┬", .rule, x: left, y: 1) }
        if hasFoot, area.bottom == foot { canvas.draw("┴", .rule, x: left, y: foot) }
        for y in area.y..<area.bottom { canvas.draw("│", .rule, x: left, y: y) }
      }
      let column = Rect(
        x: left + (isFirst ? 1 : 2), y: area.y, width: max(1, step - 3), height: area.height)
      draw(&page, index, context, in: column, on: &canvas)
    }
    if hasFoot { drawLegend(page, context, y: foot, on: &canvas) }
  }

  /// The least window height with a rule under the top line.
  private static let leastForRule = 8

  /// Returns the row where the columns begin. A short window has no row for the rule.
  private static func top(in size: Size) -> Int { size.height >= leastForRule ? 2 : 1 }

  /// Returns the row with the titles of the thinking, in the columns that have one.
  static func thinkingRow(in size: Size) -> Int { top(in: size) + 1 }

  /// Returns the distance from one divider to the next: a column's text, a blank column on either
  /// side, and the divider.
  static func step(_ count: Int, in width: Int) -> Int { max(1, (width + 1) / max(1, count)) }

  // MARK: The top line

  /// Draws the heading, or tabs if not all columns are in view. Then draws the latest problem or
  /// notice, or else the question, on the right.
  private static func drawTop(
    _ page: ComparisonPage, _ context: PageContext, on canvas: inout Canvas
  ) {
    let width = canvas.size.width
    let left = heading(page, context, canvas.size)
    canvas.draw(left, x: 1, y: 0)
    let room = width - left.width - 5
    guard room >= 12, noticeBelow(page, context, canvas.size).isEmpty else { return }
    let remark = remark(page, context).endingAtWord(within: room)
    canvas.drawRight(remark, right: width - 1, y: 0)
  }

  private static func heading(
    _ page: ComparisonPage, _ context: PageContext, _ size: Size
  ) -> StyledLine {
    let columns = size.width - 2
    guard let diff = page.diff else {
      let isWhole = page.visible(in: size.width).count == page.columns.count
      return isWhole
        ? StyledLine(Words.Comparison.heading(page.columns.count), Style.title)
          .truncated(to: columns)
        : tabs(page, context, columns: columns).truncated(to: columns)
    }
    var line = StyledLine(diff.title, Style.title)
    if diff.hasChanges {
      line.append(
        " · " + Words.Comparison.change(removed: diff.removedWords, added: diff.addedWords),
        .secondary)
    }
    // Too short for a rule: put the number here.
    if size.height < leastForRule, let number = changeNumber(diff) {
      line.append(" · " + number, .secondary)
    }
    return line.truncated(to: columns)
  }

  /// Draws a problem or notice that does not fit next to the heading.
  /// - Returns: the rest of the area.
  private static func drawNoticeBelow(
    _ page: ComparisonPage, _ context: PageContext, in area: Rect, on canvas: inout Canvas
  ) -> Rect {
    let rows = noticeBelow(page, context, canvas.size)
      .cut(to: max(1, area.height / 2), width: area.width - 2)
    let (notice, rest) = area.splitBottom(rows.count)
    for (offset, row) in rows.prefix(notice.height).enumerated() {
      canvas.draw(row, x: 1, y: notice.y + offset)
    }
    return rest
  }

  /// Returns the rows of a problem or notice that does not fit next to the heading. They are drawn
  /// below the columns, so that the sentence can be read as a whole.
  private static func noticeBelow(
    _ page: ComparisonPage, _ context: PageContext, _ size: Size
  ) -> [StyledLine] {
    guard !page.problem.isEmpty || context.notice != nil else { return [] }
    let remark = remark(page, context)
    guard remark.width > size.width - heading(page, context, size).width - 5 else { return [] }
    let isTrouble = !page.problem.isEmpty || context.notice?.kind == .trouble
    let mark = isTrouble ? Note.troubleMark : StyledLine("· ", Style(.accent, .bold))
    return Note(remark, mark: mark).rows(width: max(1, size.width - 2))
  }

  private static func remark(_ page: ComparisonPage, _ context: PageContext) -> StyledLine {
    if !page.problem.isEmpty { return StyledLine(page.problem, Style(.warning)) }
    if let notice = context.notice {
      let text = Sanitizer.sanitizeLine(Words.sentences(notice.text, notice.advice))
      return StyledLine(text, notice.kind == .trouble ? Style(.error) : .accent)
    }
    let question =
      page.answers.first.flatMap { context.conversation[$0]?.parent }
      .flatMap { context.conversation[$0]?.content } ?? ""
    let line = question.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    return StyledLine(Sanitizer.sanitizeLine(line), .secondary)
  }

  /// Returns tabs like `1 qwen3-32b · [2 gpt-4o] · [3 llama3 ●]`. Those in brackets are the columns
  /// in view. The dot marks an answer that is being received. The focused tab is always in view.
  private static func tabs(
    _ page: ComparisonPage, _ context: PageContext, columns: Int
  ) -> StyledLine {
    let shown = page.visible(in: context.size.width)
    let tabs = page.answers.indices.map {
      tab($0, isShown: shown.contains($0), page, context)
    }
    func fits(_ range: Range<Int>) -> Bool {
      tabs[range].reduce(2, { $0 + $1.width + 3 }) <= columns
    }
    var first = 0
    while first < shown.lowerBound, !fits(first..<shown.upperBound) { first += 1 }
    while first < page.focused, !fits(first..<(page.focused + 1)) { first += 1 }
    var line = StyledLine(first > 0 ? "… " : "", .secondary)
    for (index, tab) in tabs[first...].enumerated() {
      if index > 0 { line.append(" · ", .secondary) }
      line.append(tab)
    }
    return line
  }

  /// Explains the marks in the tabs, on the rule above the hints.
  private static func drawLegend(
    _ page: ComparisonPage, _ context: PageContext, y: Int, on canvas: inout Canvas
  ) {
    guard page.visible(in: canvas.size.width).count < page.columns.count else { return }
    let hasDot = context.streams.contains { page.answers.contains($0.answer) }
    let text = Words.Comparison.tabLegend(hasDot: hasDot)
    canvas.draw(" \(text) ", .secondary, x: 1, y: y)
  }

  private static func tab(
    _ index: Int, isShown: Bool, _ page: ComparisonPage, _ context: PageContext
  ) -> StyledLine {
    let answer = page.answers[index]
    let style =
      isShown ? Style(.model, index == page.focused ? .bold : []) : Style.secondary
    var line = StyledLine("\(isShown ? "[" : "")\(index + 1) \(name(answer, context))", style)
    if context.streams.contains(where: { $0.answer == answer }) { line.append(" ●", .accent) }
    if isShown { line.append("]", style) }
    return line
  }

  private static func name(_ answer: MessageID, _ context: PageContext) -> String {
    let model = context.conversation[answer]?.origin?.model ?? ""
    return Sanitizer.sanitizeLine(
      model.isEmpty ? Words.Reading.assistant : Session.short(model))
  }

  // MARK: A column

  private static func draw(
    _ page: inout ComparisonPage, _ index: Int, _ context: PageContext, in area: Rect,
    on canvas: inout Canvas
  ) {
    let answer = page.columns[index].answer
    guard let message = context.conversation[answer], area.height > 0 else { return }
    let stream = context.streams.first { $0.answer == answer }
    canvas.draw(
      head(message, stream, page, index, context, columns: area.width), x: area.x, y: area.y)
    var text = area.splitTop(1).rest
    if let fold = foldLine(message, stream, page.columns[index], context, columns: area.width),
      text.height >= 2
    {
      canvas.draw(fold, x: area.x, y: text.y)
      text = text.splitTop(1).rest
    }
    if text.height >= 8 { text = text.splitTop(1).rest }
    let width = min(TranscriptView.mostColumns, area.width)
    let rows = page.rows(
      ofColumn: index, message, byLines: context.preferences.hasReducedMotion, width: width,
      height: text.height)
    for (offset, row) in rows.enumerated() {
      canvas.drawRow(row, x: text.x, y: text.y + offset, width: width)
    }
    drawMark(page.columns[index], in: area, on: &canvas)
  }

  /// Returns a column's heading: its number, the model, the state of the answer, and as many figures
  /// as fit.
  private static func head(
    _ message: Message, _ stream: ActiveStream?, _ page: ComparisonPage, _ index: Int,
    _ context: PageContext, columns: Int
  ) -> StyledLine {
    let isFocused = index == page.focused && page.columns.count > 1
    var line = StyledLine()
    if page.columns.count > 1 {
      line.append(
        Words.Comparison.columnNumber(index + 1, of: page.columns.count) + " · ", .secondary)
    }
    var fields = [state(message, stream, context)].compactMap(\.self)
    fields += StatusFigures.texts(ofColumn: message, stream, now: context.now)
    if let provider = message.origin?.provider, hasTwin(message, page, context) {
      fields.insert(Sanitizer.sanitizeLine(Provider.shownName(ofID: provider)), at: 0)
    }
    let name = name(message.id, context)
    let hints = fields.enumerated().map { HintLine.Hint($1, $0) }
    // Truncate a long name before dropping the state.
    let least = min(14, StyledLine(name).width)
    let text = HintLine.text(
      hints, separator: " · ", columns: columns - line.width - least - 3)
    let end = StyledLine(text.isEmpty ? "" : " · " + text, stream == nil ? .secondary : .accent)
    line.append(
      StyledLine(name, Style(.model, isFocused ? .bold : []))
        .truncated(to: max(1, columns - line.width - end.width)))
    line.append(end)
    return line.truncated(to: columns)
  }

  /// Returns whether another column has an answer from a model with the same name but a different
  /// provider.
  private static func hasTwin(
    _ message: Message, _ page: ComparisonPage, _ context: PageContext
  ) -> Bool {
    page.answers.contains {
      $0 != message.id && name($0, context) == name(message.id, context)
        && context.conversation[$0]?.origin?.provider != message.origin?.provider
    }
  }

  private static func state(
    _ message: Message, _ stream: ActiveStream?, _ context: PageContext
  ) -> String? {
    if let stream {
      return StatusView.phase(
        stream, at: context.now, hasReducedMotion: context.preferences.hasReducedMotion)
    }
    if message.status == .streaming { return Words.Status.answeringElsewhere }
    return AnswerEnd.word(message) ?? message.wholeTime.map(Figures.time)
  }

  static func hasThinkingTitle(_ message: Message, _ stream: ActiveStream?) -> Bool {
    !message.reasoning.isEmpty && (!message.isReasoningOnly || stream != nil)
  }

  /// Returns the size of the thinking, with a mark that shows whether the thinking is open; `nil`
  /// if there is no thinking.
  private static func foldLine(
    _ message: Message, _ stream: ActiveStream?, _ column: ComparisonColumn,
    _ context: PageContext, columns: Int
  ) -> StyledLine? {
    guard hasThinkingTitle(message, stream) else { return nil }
    let texts = ReasoningSummary.texts(
      message, stream, at: context.now, hasReducedMotion: context.preferences.hasReducedMotion)
    let text = texts.first { StyledLine($0).width + 2 <= columns } ?? texts.last ?? ""
    var line = StyledLine(column.isThinkingOpen ? "▾ " : "▸ ", .secondary)
    line.append(text, .secondary)
    return line.truncated(to: columns)
  }

  /// Draws, on the rule above the column, how many rows are hidden.
  private static func drawMark(
    _ column: ComparisonColumn, in area: Rect, on canvas: inout Canvas
  ) {
    guard area.y >= 2 else { return }
    PageMark.draw(column.mark.line, y: area.y - 1, right: area.right + 1, on: &canvas)
  }

  // MARK: The word diff

  private static func drawDiff(
    _ page: inout ComparisonPage, in area: Rect, on canvas: inout Canvas
  ) {
    let width = max(1, min(TranscriptView.mostColumns, area.width - 2))
    let x = max(1, (area.width - width) / 2)
    if page.diff?.hasChanges == false {
      canvas.draw(Words.Comparison.noDifference, .secondary, x: x, y: area.y)
      return
    }
    for (offset, row) in page.rowsOfDiff(width: width, height: area.height).enumerated() {
      canvas.draw(row, x: x, y: area.y + offset, width: width)
    }
    guard area.y >= 2, let diff = page.diff else { return }
    if let number = changeNumber(diff) {
      let label = StyledLine(" \(number) ", .secondary)
      canvas.draw(label, x: max(1, x - 1), y: area.y - 1)
    }
    let mark = diff.mark.line
    PageMark.draw(mark, y: area.y - 1, right: area.right + 1, on: &canvas)
  }

  /// Returns the number of the current change, such as `change 2/7`; `nil` if there are none.
  private static func changeNumber(_ diff: DiffText) -> String? {
    diff.change.map { Words.Comparison.changeNumber($0 + 1, of: diff.changeCount) }
  }
}
