internal import Chat
internal import Screen
internal import Words

/// The status line at the bottom: model, thinking and parameters of the next request on the left; the
/// figures of the last answer, the state and the most useful keys on the right. Every field keeps its
/// place. Where letters are commands, their keys take the place of the model.
enum StatusView {
  static func draw(_ state: State, _ layout: FrameLayout, on canvas: inout Canvas) {
    let area = layout.status
    guard !area.isEmpty else { return }
    let columns = area.width - 2
    let word = modeWord(state).map(modeLine) ?? viWord(state, room: columns - 20)
    let line =
      keys(state).map { keyLine(word, $0, state, columns: columns) }
      ?? askingLine(word, state, hasHeader: layout.header != nil, columns: columns)
    canvas.draw(line.left, x: area.x + 1, y: area.y, width: columns)
    canvas.drawRight(line.right, right: area.right - 1, y: area.y)
  }

  /// At least this many columns separate left and right.
  private static let gap = 2
  /// The columns between the figures and the state.
  private static let space = "   "

  /// The room of a running answer's state, so that the figures before it keep their place.
  private static let stateColumns = 26

  /// - Parameter hasHeader: whether the header says what is not saved.
  private static func askingLine(
    _ word: StyledLine, _ state: State, hasHeader: Bool, columns: Int
  ) -> (left: StyledLine, right: StyledLine) {
    let settings = settings(state)
    let room = columns - gap - word.width
    let usual = usualColumns(columns)
    let least = settings.line(columns: usual, most: usual)
    var right = stateLine(
      state, hasHeader: hasHeader, room: room - least.width, most: columns - word.width)
    // The state takes precedence over the settings.
    let most = room - right.width
    let left = settings.line(columns: min(usual, most), most: most)
    let isSteady = columns >= 98 || state.stream != nil
    let taken = isSteady ? max(right.width, stateColumns) : right.width
    let figures = StatusFigures(state)
      .line(columns: room - left.width - taken - space.utf8.count)
    if !figures.isEmpty {
      var whole = figures
      whole.append(space + String(repeating: " ", count: taken - right.width), .text)
      whole.append(right)
      right = whole
    }
    return (joined(word, left), right)
  }

  /// The room for the settings beside the longest state with its keys. Depends on the window alone.
  private static func usualColumns(_ columns: Int) -> Int {
    columns >= 78 ? columns - 48 : columns - columns * 9 / 20
  }

  /// The keys of a mode, and as many figures as fit.
  private static func keyLine(
    _ word: StyledLine, _ keys: Keys, _ state: State, columns: Int
  ) -> (left: StyledLine, right: StyledLine) {
    let figures = StatusFigures(state)
    let least = figures.line(columns: 12)
    let room = columns - word.width - keys.mode.width - (least.isEmpty ? 0 : least.width + gap)
    var left = joined(word, keys.mode)
    let text = HintLine.text(
      keys.hints, separator: keys.separator,
      columns: room - (keys.mode.isEmpty ? 0 : keys.separator.count))
    if !keys.mode.isEmpty, !text.isEmpty { left.append(keys.separator, .secondary) }
    left.append(text, .secondary)
    return (left, figures.line(columns: columns - left.width - gap))
  }

  private static func joined(_ one: StyledLine, _ other: StyledLine) -> StyledLine {
    var line = one
    line.append(other)
    return line
  }

  /// What letters do while they are commands, or a few keys in a special mode.
  private struct Keys {
    var mode = StyledLine()
    var hints: [HintLine.Hint]
    var separator = "  "
  }

  /// `nil` while questions are typed.
  private static func keys(_ state: State) -> Keys? {
    // A page or the list has hints of its own.
    guard !state.input.chord.isEmpty || state.conversationHasKeys,
      state.leaving.armedQuit == nil, state.leaving.armedLoss == nil
    else { return nil }
    if let (mode, hints) = mode(state) {
      return Keys(mode: StyledLine(mode, .accent), hints: hints, separator: " · ")
    }
    guard case .conversation(.reading) = state.inputMode else { return nil }
    let isOnCode = state.codeCursor != nil
    return Keys(
      hints: hints(for: state.focus, isOnCode: isOnCode, state.preferences.keymap))
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

  /// The vi mode of the composer. The cursor shows insert mode, too.
  private static func viWord(_ state: State, room: Int) -> StyledLine {
    guard let vi = state.input.vi, state.input.mode == .composing, state.conversationHasKeys else {
      return StyledLine()
    }
    let word = ViText.mode(vi) + "  "
    return vi.isInserting && DisplayWidth.of(word) + 20 > room
      ? StyledLine() : StyledLine(word, .secondary)
  }

  private static func modeLine(_ word: String) -> StyledLine {
    StyledLine(word + "  ", Style(.accent, .bold))
  }

  // MARK: State

  /// The current state, and as many hints as fit.
  /// - Parameters:
  ///   - hasHeader: whether the header says what is not saved.
  ///   - room: free columns.
  ///   - most: columns that the state may use, at the expense of other fields.
  private static func stateLine(
    _ state: State, hasHeader: Bool, room: Int, most: Int
  ) -> StyledLine {
    if let key = state.leaving.armedQuit { return again(key) }
    if state.leaving.armedLoss != nil {
      return StyledLine(Words.Status.pressAgainToDiscard, Style(.warning))
    }
    if let stream = state.stream {
      let coming = streaming(stream, state, room: room)
      // Without a header, nothing else says it.
      guard !hasHeader, let mark = StoreText.mark(state) else { return coming }
      return marked(mark, coming, phaseLine(stream, state), most: most)
    }
    if state.front.isAnswering {
      return comingElsewhere(state.front.streams.count, state.preferences.keymap)
    }
    let mark = hasHeader && !state.isUnsaved ? nil : StoreText.mark(state)
    let isTrouble = mark != nil || state.session.lacksKey || knowsNoModel(state)
    let now = StyledLine(mark ?? lastState(state), isTrouble ? Style(.warning) : .secondary)
    guard state.conversationHasKeys,
      let help = state.preferences.keymap.hint(Words.Status.help, .openHelp, 0)
    else { return now }
    // The hint for the help page stays where the state does not.
    let whole = line(now, [help], columns: .max)
    return whole.width <= most ? whole : StyledLine(help.text, .secondary)
  }

  /// A warning before the state. The keys give way to it.
  private static func marked(
    _ mark: String, _ state: StyledLine, _ short: StyledLine, most: Int
  ) -> StyledLine {
    let lines = [state, short].map { rest in
      var line = StyledLine(mark, Style(.warning))
      line.append(" · ", .secondary)
      line.append(rest)
      return line
    }
    return lines.first { $0.width <= most } ?? StyledLine(mark, Style(.warning))
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
    if !state.input.chord.isEmpty { return ("\(state.input.chord.name) …", []) }
    if let keys = state.input.vi?.keys, !keys.isEmpty, state.input.mode == .composing {
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
    switch state.input.mode {
    case .selecting: return ("", hints(Words.Status.selectingHints))
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

  private static func phaseLine(_ stream: ActiveStream, _ state: State) -> StyledLine {
    let phase = phase(
      stream, at: state.now, hasReducedMotion: state.preferences.hasReducedMotion)
    return StyledLine(
      Words.Comparison.phase(phase, more: state.front.streams.count - 1), .accent)
  }

  private static func streaming(
    _ stream: ActiveStream, _ state: State, room: Int
  ) -> StyledLine {
    let now = phaseLine(stream, state)
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

  private static func lastAnswer(_ state: State) -> Message? {
    state.conversation.lastMessage { $0.role == .assistant }
  }
}
