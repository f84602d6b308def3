internal import Chat
internal import Screen
internal import Words

/// The status lines at the bottom: model and parameters of the next request, figures of the last
/// answer, and what the keys do now. Every field keeps its place.
enum StatusView {
  static func draw(_ state: State, _ layout: FrameLayout, on canvas: inout Canvas) {
    if let hints = layout.hints { drawHints(state, in: hints, on: &canvas) }
    drawNumbers(state, in: layout.status, isAlone: layout.hints == nil, on: &canvas)
  }

  // MARK: Who and what now

  private static func drawHints(_ state: State, in area: Rect, on canvas: inout Canvas) {
    var who = who(state)
    who.append(parameters(state))
    let word = modeWord(state).map(modeLine) ?? viWord(state, room: area.width - who.width)
    // The model and the parameters take precedence over the hints.
    let now = stateLine(
      state, room: area.width - word.width - who.width - 4, most: area.width - 2 - word.width)
    canvas.drawRight(now, right: area.right - 1, y: area.y)
    canvas.draw(word, x: area.x + 1, y: area.y)
    let room = area.width - now.width - word.width - 4
    // Fewer letters of a name would be useless.
    guard who.width <= room || room >= 6 else { return }
    canvas.draw(who.truncated(to: room), x: area.x + 1 + word.width, y: area.y)
  }

  /// The mode, if letters do not go to the composer.
  private static func modeWord(_ state: State) -> String? {
    switch state.inputMode {
    case .conversation(.finding): Words.Status.find
    case .conversation(.selecting): Words.Status.select
    case .conversation(.reading(.transcript, _)): Words.Status.read
    case .conversation(.reading(.reasoning, _)): Words.Status.think
    case .conversation(.composing), .chord, .page, .list: nil
    }
  }

  /// The vi mode of the composer. The cursor shows the insert mode, too.
  private static func viWord(_ state: State, room: Int) -> StyledLine {
    guard let vi = state.vi, state.mode == .composing, state.conversationHasKeys else {
      return StyledLine()
    }
    let word = ViText.mode(vi) + "  "
    return vi.isInserting && DisplayWidth.of(word) + 20 > room
      ? StyledLine() : StyledLine(word, .secondary)
  }

  private static func modeLine(_ word: String) -> StyledLine {
    StyledLine(word + "  ", Style(.accent, .bold))
  }

  private static func parameters(_ state: State) -> StyledLine {
    var line = StyledLine()
    var parameters = state.session.parameters
    // The line below shows the effort, next to the thinking.
    if shownEffort(state.thinking, state.session) != nil { parameters.reasoningEffort = nil }
    for text in ParameterText.set(in: parameters) {
      line.append(StyledLine("  " + text, .text).truncated(to: 30))
    }
    return line
  }

  private static func who(_ state: State) -> StyledLine {
    guard state.front.writing.compared.isEmpty else { return compared(state) }
    var line = StyledLine()
    let provider = Sanitizer.sanitizeLine(state.session.provider.name)
    if !state.session.model.isEmpty {
      line.append(Sanitizer.sanitizeLine(state.session.shortModel), Style(.model))
      line.append(" · ", .secondary)
    }
    line.append(provider, state.session.isDemo ? Style(.warning) : .secondary)
    return line
  }

  /// The models that the next question is sent to.
  private static func compared(_ state: State) -> StyledLine {
    let names = state.names(of: state.front.writing.compared).map(Sanitizer.sanitizeLine)
    var line = StyledLine(names.joined(separator: " + "), Style(.model))
    line.append(" · " + Words.Comparison.armedMark, Style(.warning))
    return line
  }

  /// The current state, and as many hints as fit.
  /// - Parameters:
  ///   - room: free columns.
  ///   - most: columns that a special mode may use, at the expense of other fields.
  private static func stateLine(_ state: State, room: Int, most: Int) -> StyledLine {
    // A page or the list has hints of its own.
    if !state.chord.isEmpty || state.conversationHasKeys, let (mode, hints) = mode(state) {
      return line(StyledLine(mode, .accent), hints, columns: most)
    }
    if let key = state.leaving.armedQuit { return again(key) }
    if state.leaving.armedLoss != nil {
      return StyledLine(Words.Status.pressAgainToDiscard, Style(.warning))
    }
    if let stream = state.stream { return streaming(stream, state, room: room) }
    if state.front.isAnswering {
      return comingElsewhere(state.front.streams.count, state.preferences.keymap)
    }
    let isTrouble = state.isUnsaved || state.session.lacksKey || knowsNoModel(state)
    let now = StyledLine(lastState(state), isTrouble ? Style(.warning) : .secondary)
    guard state.conversationHasKeys else { return now }
    // The hint for the help page always stays.
    let help = state.preferences.keymap.hint(Words.Status.help, .openHelp, 0)
    let least = line(now, [help].compactMap(\.self), columns: most).width
    let isOnCode = state.codeCursor != nil
    return line(
      now, hints(for: state.focus, isOnCode: isOnCode, state.preferences.keymap),
      columns: max(room, least))
  }

  private static func again(_ key: Key) -> StyledLine {
    StyledLine(Words.Status.pressAgainToQuit(key.name), Style(.warning))
  }

  private static func line(
    _ start: StyledLine, _ hints: [HintLine.Hint], columns: Int
  ) -> StyledLine {
    let mark = start.isEmpty ? "" : " · "
    let text = HintLine.text(hints, separator: " · ", columns: columns - start.width - mark.count)
    var line = start
    if !text.isEmpty { line.append(mark + text, .secondary) }
    return line
  }

  /// The special mode of the keys, with its hints; `nil` if there is none.
  private static func mode(_ state: State) -> (String, [HintLine.Hint])? {
    func hints(_ texts: [String]) -> [HintLine.Hint] {
      texts.enumerated().map { HintLine.Hint($1, texts.count - $0) }
    }
    if !state.chord.isEmpty { return ("\(state.chord.name) …", []) }
    if let keys = state.vi?.keys, !keys.isEmpty, state.mode == .composing {
      return ("\(Sanitizer.sanitizeLine(String(keys))) …", [])
    }
    let keymap = state.preferences.keymap
    if let edited = state.queue.edited {
      let texts = Words.Queue.editingHints
      return (
        Words.Queue.editing(edited.index + 1, of: state.queue.texts.count),
        hints(
          [texts[0]]
            + zip(texts.dropFirst(), [Command.send, .closeOrStop])
            .compactMap { keymap.adjusted($0, $1) })
      )
    }
    if state.editing != nil, state.stream == nil {
      let texts = zip(Words.Status.editingHints, [Command.send, .closeOrStop])
      return (Words.Status.editing, hints(texts.compactMap { keymap.adjusted($0, $1) }))
    }
    switch state.mode {
    case .selecting: return (Words.Status.selecting, hints(Words.Status.selectingHints))
    case .finding: return ("", hints(Words.Status.findingHints))
    case .reading(_, let count):
      if state.find != nil { return ("", hints(Words.Status.foundHints)) }
      return count.map { ("\($0) …", hints(Words.Status.countHints($0))) }
    case .composing: return nil
    }
  }

  /// What stage an answer is at, and how long it has been running.
  static func phase(_ stream: ActiveStream, at now: Timestamp, hasReducedMotion: Bool) -> String {
    let elapsed = now.elapsed(since: stream.startedAt)
    let shown = hasReducedMotion ? "" : Figures.seconds(elapsed)
    return switch stream.phase {
    case .saving:
      elapsed < .milliseconds(900)
        ? Words.Status.waiting(shown) : Words.Status.waitingForDatabase(shown)
    case .waiting: Words.Status.waiting(shown)
    case .retrying(let retry, let time):
      again(retry, in: time.elapsed(since: now)) ?? Words.Status.loadingModel(shown)
    case .thinking:
      stream.answerNow == .requested
        ? Words.Status.endingThinking(shown) : Words.Status.thinking(shown)
    case .answering: Words.Status.answering(shown)
    }
  }

  /// The count of answers still arriving in other branches.
  private static func comingElsewhere(_ count: Int, _ keymap: Keymap) -> StyledLine {
    line(
      StyledLine(Words.Comparison.coming(count), .accent),
      [
        keymap.hint(Words.Status.stop, .closeOrStop, 1),
        keymap.hint(Words.Comparison.showHint, .compare, 0),
      ].compactMap(\.self), columns: .max)
  }

  private static func streaming(
    _ stream: ActiveStream, _ state: State, room: Int
  ) -> StyledLine {
    let phase = phase(
      stream, at: state.now, hasReducedMotion: state.preferences.hasReducedMotion)
    let now = StyledLine(
      Words.Comparison.phase(phase, more: state.front.streams.count - 1), .accent)
    guard state.conversationHasKeys else { return now }
    let keymap = state.preferences.keymap
    let stop = [keymap.hint(Words.Status.stop, .closeOrStop, 0)].compactMap(\.self)
    let least = line(now, stop, columns: .max)
    guard stream.phase == .thinking, stream.answerNow == .notAsked, state.front.canAnswerNow else {
      return least
    }
    let answerNow = [keymap.hint(Words.Status.answerNow, .answerNow, 1)].compactMap(\.self)
    return line(now, stop + answerNow, columns: max(room, least.width))
  }

  /// The wait is rounded up, because 0 s would look stuck. `nil` if there is no limit.
  private static func again(_ retry: Retry, in wait: Duration) -> String? {
    guard let limit = retry.limit else { return nil }
    let seconds = Figures.seconds(wait + .milliseconds(999))
    return Words.Status.retrying(in: seconds, number: retry.number, limit: limit)
  }

  /// Whether there is no model for the next request, nor a pending list that could supply one.
  private static func knowsNoModel(_ state: State) -> Bool {
    state.session.knowsNoModel && state.models.awaited == nil
  }

  private static func lastState(_ state: State) -> String {
    if state.isUnsaved, let mark = StoreText.mark(state) { return mark }
    if state.session.lacksKey { return Words.Status.noKey }
    if knowsNoModel(state) {
      return Words.Status.noModel(state.preferences.keymap.name(of: .setModel))
    }
    let answer = lastAnswer(state)
    return switch answer?.status {
    case nil: Words.Status.ready
    case .streaming: Words.Status.answeringElsewhere
    case .complete, .cancelled, .failed, .truncated:
      answer.flatMap(AnswerEnd.word) ?? Words.Status.done
    }
  }

  // MARK: Thinking and numbers

  private static func drawNumbers(
    _ state: State, in area: Rect, isAlone: Bool, on canvas: inout Canvas
  ) {
    guard !area.isEmpty else { return }
    var left = thinking(state.thinking, state.session)
    if isAlone, let key = state.leaving.armedQuit { left = again(key) }
    if isAlone {
      var line = modeWord(state).map(modeLine) ?? viWord(state, room: area.width - left.width)
      line.append(left)
      left = line
    }
    if isAlone, state.session.isDemo { left.append("  " + Words.Status.demo, Style(.warning)) }
    // The line above, if shown, already says what could not be saved.
    if let mark = StoreText.mark(state), isAlone || !state.isUnsaved || state.isPrivate {
      left.append("  " + mark, Style(.warning))
    }
    canvas.draw(left, x: area.x + 1, y: area.y, width: area.width - 2)
    let room = area.width - left.width - 4
    let line = StatusFigures(state).line(columns: room)
    canvas.drawRight(line, right: area.right - 1, y: area.y)
  }

  /// The thinking settings of the next request, without those the server does not support.
  static func thinking(_ mode: ThinkingMode, _ session: Session) -> StyledLine {
    let forms = session.provider.thinkingForms
    let effort = shownEffort(mode, session)
    guard forms.contains(.on) else {
      return effort.map { StyledLine(Words.Status.thinking(effort: shown($0)), .accent) }
        ?? StyledLine(Words.Status.thinkingUnavailable, .secondary)
    }
    guard mode.isOn else { return StyledLine(Words.Status.thinkingOff, .secondary) }
    var line = StyledLine(Words.Status.thinkingOn, .accent)
    if let budget = mode.budget, forms.contains(.budget) {
      line.append(" · \(Figures.limit(budget))", .accent)
    } else if let effort {
      line.append(" · \(shown(effort))", .accent)
    }
    return line
  }

  /// The effort that ``thinking(_:_:)`` shows.
  private static func shownEffort(_ mode: ThinkingMode, _ session: Session) -> String? {
    let forms = session.provider.thinkingForms
    guard forms.contains(.effort) else { return nil }
    if forms.contains(.on) {
      guard mode.isOn, mode.budget == nil || !forms.contains(.budget) else { return nil }
    }
    return session.parameters.reasoningEffort
  }

  /// An effort, which may be any text, shortened to fit its field.
  private static func shown(_ effort: String) -> String {
    String(Sanitizer.sanitizeLine(effort).prefix(12))
  }

  private static func lastAnswer(_ state: State) -> Message? {
    state.conversation.lastMessage { $0.role == .assistant }
  }
}
