internal import Chat
internal import Screen
internal import Words

/// The conversation pane.
enum TranscriptView {
  /// The maximum width of the text, even in a wider window.
  static let mostColumns = 88

  /// Returns the columns that the text takes up, centred in the area.
  static func column(in area: Rect) -> Rect {
    let width = max(1, min(mostColumns, area.width - 2))
    let margin = max(1, (area.width - width) / 2)
    return Rect(x: area.x + margin, y: area.y, width: width, height: area.height)
  }

  static func draw(
    _ state: State, _ layouts: inout Layouts, in area: Rect, on canvas: inout Canvas
  ) {
    guard !area.isEmpty else { return }
    let column = column(in: area)
    if state.conversation.isEmpty {
      let column = column.widened(to: canvas.size.width)
      return drawEmpty(state, &layouts, in: column, on: &canvas)
    }
    let width = column.width
    let conversation = state.conversation
    layouts.transcript.settings = settings(state, height: area.height)
    layouts.transcript.prepare(conversation, width: width, height: area.height)
    let match = state.find.flatMap { $0.isInReasoning ? nil : $0.match }
    layouts.areas.transcript = area
    layouts.areas.textColumn = column.x
    let hit = state.find.flatMap { $0.isHitInReasoning ? nil : $0.hit }
    var rows =
      match.map { layouts.transcript.visibleRows(conversation, marking: $0, hit: hit) }
      ?? layouts.transcript.visibleRows(conversation)
    if let selection = state.selection, !selection.isInReasoning {
      rows = selection.mark(
        rows, at: layouts.transcript.visiblePlaces(conversation),
        showsHead: state.input.mode.isSelecting)
    }
    canvas.drawRows(rows, in: column, reusing: &layouts.transcript.drawn)
    if state.codeCursor != nil {
      drawCodeMark(state, &layouts, in: area, on: &canvas)
    } else {
      drawMessageMark(state, rows, &layouts, in: area, on: &canvas)
    }
  }

  /// Draws a bar in the margin, next to the rows of the question being edited or else of the marked
  /// message. The bar is bright if what is typed applies to the message.
  ///
  /// - Parameter rows: the rows in view.
  private static func drawMessageMark(
    _ state: State, _ rows: [StyledLine], _ layouts: inout Layouts, in area: Rect,
    on canvas: inout Canvas
  ) {
    let conversation = state.conversation
    let edited = state.editing?.question
    guard let marked = (edited ?? state.cursor).flatMap({ conversation.path.firstIndex(of: $0) })
    else { return }
    let style = edited != nil || state.focus == .transcript ? Style.accent : .secondary
    let places = layouts.transcript.visiblePlaces(conversation)
    for (offset, (place, row)) in zip(places, rows).enumerated() where place.message == marked {
      // The blank row before the message is not marked.
      if place.block == 0, row.isEmpty { continue }
      canvas.draw("▌", style, x: layouts.areas.textColumn - 1, y: area.y + offset)
    }
  }

  /// Draws a bar in the margin, next to the code block that the copy command would copy.
  private static func drawCodeMark(
    _ state: State, _ layouts: inout Layouts, in area: Rect, on canvas: inout Canvas
  ) {
    guard let code = state.codeCursor else { return }
    let conversation = state.conversation
    let parts = layouts.transcript.parts(ofCodeAt: code, conversation)
    let places = layouts.transcript.visiblePlaces(conversation)
    for (offset, place) in places.enumerated()
    where place.message == code.message && parts.contains(place.block) {
      let rows = layouts.transcript.rows(place, conversation)
      // The block's first row is the blank row above the code, which is not marked.
      if place.block == code.block, place.row == 0, rows.first?.isEmpty == true { continue }
      canvas.draw("▌", .accent, x: layouts.areas.textColumn - 1, y: area.y + offset)
    }
  }

  /// The height in which a question stays in view above an answer that has not begun.
  private static let heightForAnswer = 5

  private static func settings(_ state: State, height: Int) -> RowSettings {
    RowSettings(
      marked: state.cursor, byLines: state.preferences.hasReducedMotion,
      reservesRow: height >= heightForAnswer,
      keymap: state.preferences.keymap, advice: state.adviceAtEnd,
      clock: MessageClock(now: state.now, offset: state.preferences.utcOffset),
      progress: progress(state), systemPrompt: state.session.systemPrompt)
  }

  /// Returns the figures for answers still arriving.
  private static func progress(_ state: State) -> [MessageID: AnswerProgress] {
    guard !state.preferences.hasReducedMotion else { return [:] }
    var progress: [MessageID: AnswerProgress] = [:]
    // The title line of the thinking pane shows the figures, too.
    let hasTitle = state.terminal.size.height >= 10
    for stream in state.front.streams {
      guard let message = state.conversation[stream.answer] else { continue }
      if hasTitle, message.isThinking, !message.reasoning.isEmpty { continue }
      progress[stream.answer] = AnswerProgress(message, stream, now: state.now)
    }
    return progress
  }

  /// Returns the mark for text below the view; empty if there is none.
  static func markBelow(_ state: State, _ layouts: inout Layouts) -> StyledLine {
    guard let rows = layouts.transcript.newRowsBelow(state.conversation) else {
      return StyledLine()
    }
    let text = rows == 0 ? Words.Reading.moreBelow : Words.Reading.newLinesBelow(rows)
    return StyledLine(" \(text) ", .accent)
  }

  /// Draws the welcome message, below the system prompt if there is one.
  /// - Parameter area: the text's columns.
  private static func drawEmpty(
    _ state: State, _ layouts: inout Layouts, in area: Rect, on canvas: inout Canvas
  ) {
    guard let prompt = state.systemPrompt else { return drawWelcome(state, in: area, on: &canvas) }
    let (row, rest) = area.splitTop(1)
    layouts.areas.systemPrompt = row
    canvas.draw(SystemPromptRow.line(prompt, width: row.width), x: row.x, y: row.y)
    drawWelcome(state, in: rest, on: &canvas)
  }

  private static func drawWelcome(_ state: State, in area: Rect, on canvas: inout Canvas) {
    var lines = [
      StyledLine(Words.Reading.welcome(send: state.preferences.keymap.name(of: .send)), .text)
    ]
    if state.session.isDemo {
      lines.append(StyledLine(Words.Reading.demo, .secondary))
    }
    // Users who have chosen a provider or address need no hint about local servers.
    let isOpen = state.recent.choice.provider == nil && state.recent.choice.address == nil
    for server in state.models.localServers
    where isOpen && server.provider.name != state.session.provider.name {
      let name = Sanitizer.sanitizeLine(server.provider.name)
      let model = server.usualModel.map { Sanitizer.sanitizeLine($0) }
      var line = StyledLine(name, Style(.model))
      line.append(" " + Words.Reading.runsHere(model) + " ", .secondary)
      line.append(Words.Reading.useRunning(CommandTable.text(.chooseProvider, name)), .secondary)
      lines.append(line)
    }
    lines.append(StyledLine())
    let thinking: [(Command, String)] =
      state.session.provider.thinkingForms.contains(.on)
      ? [(.toggleThinking, Words.Reading.toggleThinking)] : []
    for (command, action) in thinking + [
      (.toggleReasoning, Words.Reading.toggleThinkingPane), (.openHelp, Words.Reading.help),
    ] {
      let key = state.preferences.keymap.name(of: command)
      var line = StyledLine(key, Style(.accent))
      line.append(String(repeating: " ", count: max(1, 8 - key.count)) + action, .secondary)
      lines.append(line)
    }
    let wrapped = lines.flatMap {
      $0.width <= area.width ? [$0] : Wrapping.wrap($0, width: area.width)
    }
    for (offset, line) in wrapped.prefix(area.height).enumerated() {
      let y = area.height > wrapped.count ? area.y + 1 + offset : area.y + offset
      canvas.draw(line, x: area.x, y: y)
    }
  }
}

extension Rect {
  /// Returns a text column that also uses the columns kept free for a thinking pane, so that no
  /// introduction is narrower in a wider window. Its left edge does not move.
  /// - Parameter width: the window's width, in columns.
  func widened(to width: Int) -> Rect {
    let columns = min(TranscriptView.mostColumns, width - x - 1)
    return Rect(x: x, y: y, width: max(self.width, columns), height: height)
  }
}
