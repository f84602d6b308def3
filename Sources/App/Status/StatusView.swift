internal import Chat
internal import Screen

/// The lines of state at the bottom: whom and how the next request asks, what the last answer took,
/// and what the keys do now. Every field keeps its place.
enum StatusView {
  static func draw(_ state: State, _ layout: FrameLayout, on canvas: inout Canvas) {
    if let hints = layout.hints { drawHints(state, in: hints, on: &canvas) }
    drawNumbers(state, in: layout.status, isAlone: layout.hints == nil, on: &canvas)
  }

  // MARK: Who and what now

  private static func drawHints(_ state: State, in area: Rect, on canvas: inout Canvas) {
    let word = modeWord(state).map(modeLine) ?? StyledLine()
    var who = who(state)
    who.append(parameters(state))
    // What is in force comes before what the keys do.
    let now = stateLine(
      state, room: area.width - word.width - who.width - 4, most: area.width - 2 - word.width)
    canvas.drawRight(now, right: area.right - 1, y: area.y)
    canvas.draw(word, x: area.x + 1, y: area.y)
    let room = area.width - now.width - word.width - 4
    // Less than a few letters of a name tells nothing.
    guard who.width <= room || room >= 6 else { return }
    canvas.draw(who.truncated(to: room), x: area.x + 1 + word.width, y: area.y)
  }

  /// What letters do now, where they are not typed into the composer.
  private static func modeWord(_ state: State) -> String? {
    switch state.inputMode {
    case .conversation(.finding): "FIND"
    case .conversation(.selecting): "SELECT"
    case .conversation(.reading(.transcript, _)): "READ"
    case .conversation(.reading(.reasoning, _)): "THINK"
    case .conversation(.composing), .chord, .page, .list: nil
    }
  }

  private static func modeLine(_ word: String) -> StyledLine {
    StyledLine(word + "  ", Style(.accent, .bold))
  }

  private static func parameters(_ state: State) -> StyledLine {
    var line = StyledLine()
    for text in ParameterText.set(in: state.session.parameters) {
      line.append(StyledLine("  " + text, .text).truncated(to: 30))
    }
    return line
  }

  private static func who(_ state: State) -> StyledLine {
    var line = StyledLine(Sanitizer.sanitizeLine(state.session.shortModel), Style(.model))
    let provider = Sanitizer.sanitizeLine(state.session.provider.name)
    line.append(" · ", .secondary)
    line.append(provider, state.session.isDemo ? Style(.warning) : .secondary)
    return line
  }

  /// What goes on, and what the keys do: of these as many as there is room for.
  /// - Parameters:
  ///   - room: columns that are free.
  ///   - most: columns that may be taken from others for what is being done.
  private static func stateLine(_ state: State, room: Int, most: Int) -> StyledLine {
    if let (mode, hints) = mode(state) {
      return line(StyledLine(mode, .accent), hints, columns: most)
    }
    if let key = state.leaving.armedQuit { return again(key) }
    if state.leaving.armedLoss != nil {
      return StyledLine("the same again leaves", Style(.warning))
    }
    if let stream = state.stream { return streaming(stream, state) }
    let isTrouble = state.isUnsaved || state.session.lacksKey
    let now = StyledLine(lastState(state), isTrouble ? Style(.warning) : .secondary)
    // The list says by itself what they do there.
    guard state.conversationHasKeys else { return now }
    // The way to all keys stays.
    let least = line(now, [HintLine.Hint("F1 keys", 0)], columns: most).width
    return line(now, hints(for: state.focus), columns: max(room, least))
  }

  private static func again(_ key: Key) -> StyledLine {
    StyledLine("press \(key.name) again to quit", Style(.warning))
  }

  private static func line(
    _ start: StyledLine, _ hints: [HintLine.Hint], columns: Int
  ) -> StyledLine {
    let text = HintLine.text(hints, separator: " · ", columns: columns - start.width - 3)
    var line = start
    if !text.isEmpty { line.append(" · " + text, .secondary) }
    return line
  }

  /// What is being done with the keys, where that is something special.
  private static func mode(_ state: State) -> (String, [HintLine.Hint])? {
    func hints(_ texts: String...) -> [HintLine.Hint] {
      texts.enumerated().map { HintLine.Hint($1, texts.count - $0) }
    }
    if state.isChord {
      return ("Ctrl-X …", hints("x all", "n new", "l list", "r again", "q quit").reversed())
    }
    if state.editing != nil, state.stream == nil {
      return ("editing", hints("Enter asks beside the old", "Esc leaves it"))
    }
    let query = state.find.map { "/" + Sanitizer.sanitizeLine($0.query) }
    switch state.mode {
    case .selecting: return ("selecting", hints("j k", "o other end", "y copies", "Esc"))
    case .finding: return ("\(query ?? "/")▏", hints("Enter finds", "Esc ends"))
    case .reading(_, let count):
      if let query { return (query, hints("n next", "N before", "Esc ends")) }
      return count.map { ("\($0) …", hints("y copies code block \($0)")) }
    case .composing: return nil
    }
  }

  private static func streaming(
    _ stream: ActiveStream, _ state: State
  ) -> StyledLine {
    let elapsed = Figures.seconds(state.now.elapsed(since: stream.startedAt))
    let seconds = state.session.hasReducedMotion ? "" : " " + elapsed
    let phase =
      switch stream.phase {
      case .saving:
        state.now.elapsed(since: stream.startedAt) < .milliseconds(900)
          ? "waiting\(seconds)" : "waiting for the database\(seconds)"
      case .waiting: "waiting\(seconds)"
      case .retrying(let retry, let time):
        again(retry, in: time.elapsed(since: state.now))
          ?? "the model is loading\(seconds.isEmpty ? "" : ", " + elapsed)"
      case .thinking: "thinking\(seconds)"
      case .answering: "answering\(seconds)"
      }
    var line = StyledLine(phase, .accent)
    line.append(" · Esc stops", .secondary)
    return line
  }

  /// A wait is rounded up, so that it never says 0. `nil` for a server that is waited for without a
  /// limit.
  private static func again(_ retry: Retry, in wait: Duration) -> String? {
    guard let limit = retry.limit else { return nil }
    let seconds = Figures.seconds(wait + .milliseconds(999))
    return "asks again in \(seconds) (\(retry.number) of \(limit))"
  }

  private static func lastState(_ state: State) -> String {
    if state.isUnsaved, let mark = StoreText.mark(state) { return mark }
    if state.session.lacksKey { return "no key" }
    let answer = lastAnswer(state)
    return switch answer?.status {
    case nil: "ready"
    case .streaming: "answered elsewhere"
    case .complete, .cancelled, .failed, .truncated: answer.flatMap(AnswerEnd.word) ?? "done"
    }
  }

  private static func hints(for focus: Focus) -> [HintLine.Hint] {
    switch focus {
    case .composer:
      [
        HintLine.Hint("Enter sends", 1), HintLine.Hint("Ctrl-T thinking", 2),
        HintLine.Hint("F1 keys", 0),
      ]
    case .transcript:
      [
        HintLine.Hint("{ } [ ] go", 2), HintLine.Hint("r e d y act", 1),
        HintLine.Hint("/ finds", 3), HintLine.Hint("F1 keys", 0),
      ]
    case .reasoning:
      [
        HintLine.Hint("j k scroll", 3), HintLine.Hint("/ finds", 2),
        HintLine.Hint("y copies", 1), HintLine.Hint("F1 keys", 0),
      ]
    }
  }

  // MARK: Thinking and numbers

  private static func drawNumbers(
    _ state: State, in area: Rect, isAlone: Bool, on canvas: inout Canvas
  ) {
    guard !area.isEmpty else { return }
    var left = thinking(state.thinking, state.session.provider.dialect)
    if isAlone, let key = state.leaving.armedQuit { left = again(key) }
    if isAlone, let word = modeWord(state) {
      var line = modeLine(word)
      line.append(left)
      left = line
    }
    if isAlone, state.session.isDemo { left.append("  demo", Style(.warning)) }
    // What could not be saved stands in the line above, where there is one.
    if let mark = StoreText.mark(state), isAlone || !state.isUnsaved || state.isPrivate {
      left.append("  " + mark, Style(.warning))
    }
    canvas.draw(left, x: area.x + 1, y: area.y, width: area.width - 2)
    guard let answer = lastAnswer(state) else { return }
    let room = area.width - left.width - 4
    var fields = numbers(answer, state)
    if let spending = state.front.titleSpending {
      fields.append(Field(text: figures(of: spending), rank: 1))
    }
    canvas.drawRight(line(of: fields, columns: room), right: area.right - 1, y: area.y)
  }

  /// As many fields as there is room for; what matters least goes first, and what is left last is said
  /// shorter rather than not at all.
  private static func line(of fields: [Field], columns: Int) -> StyledLine {
    var fields = fields
    while true {
      let line = StyledLine(fields.map(\.text).joined(separator: "  "), Style.text.own)
      if line.width <= columns || fields.isEmpty { return line }
      if fields.count == 1, let short = fields[0].short {
        fields[0].text = short
        fields[0].short = nil
      } else if let least = fields.indices.max(by: { fields[$0].rank < fields[$1].rank }) {
        fields.remove(at: least)
      }
    }
  }

  static func thinking(_ mode: ThinkingMode, _ dialect: DialectName) -> StyledLine {
    guard dialect.hasThinking else { return StyledLine("think n/a", .secondary) }
    guard mode.isOn else { return StyledLine("think off", .secondary) }
    var line = StyledLine("think on", .accent)
    if let budget = mode.budget, dialect.hasThinkingBudget {
      line.append(" · \(Figures.limit(budget))", .accent)
    }
    return line
  }

  private struct Field {
    var text: String
    /// 0 is what is given up last.
    let rank: Int
    /// What still says the most important where the text has no room.
    var short: String?
  }

  /// All that is known of what an answer took.
  static func figures(of answer: Message, _ state: State) -> String {
    numbers(answer, state).map(\.text).joined(separator: ", ")
  }

  /// Such as `title 31 in 9 out`.
  static func figures(of spending: TitleSpending) -> String {
    let usage = spending.usage
    var words = ["title"]
    if let tokens = usage?.promptTokens { words.append("\(Figures.count(tokens)) in") }
    let out = usage?.completionTokens.map(Figures.count) ?? "≈ \(Figures.count(spending.chunks))"
    words.append("\(out) out")
    if let cost = usage?.cost { words.append(Figures.dollars(cost)) }
    return words.joined(separator: " ")
  }

  /// In the order in which they stand.
  private static func numbers(_ answer: Message, _ state: State) -> [Field] {
    var fields: [Field] = []
    if let tokens = answer.usage?.promptTokens {
      fields.append(Field(text: "\(Figures.count(tokens)) in", rank: 3))
    }
    if outputTokens(answer).0 > 0 {
      let (tokens, isEstimate) = outputTokens(answer)
      let short = "\(isEstimate ? "≈ " : "")\(Figures.count(tokens)) out"
      fields.append(Field(text: output(answer, state), rank: 0, short: short))
    }
    if let speed = speed(answer, state) { fields.append(Field(text: speed, rank: 2)) }
    if let first = answer.timings?.firstToken {
      fields.append(Field(text: "first \(Figures.time(first))", rank: 4))
    }
    if let cost = answer.usage?.cost { fields.append(Field(text: Figures.dollars(cost), rank: 5)) }
    return fields
  }

  private static func output(_ answer: Message, _ state: State) -> String {
    let (tokens, isEstimate) = outputTokens(answer)
    let text = "\(isEstimate ? "≈ " : "")\(Figures.count(tokens)) out"
    guard let thinking = ReasoningSummary.tokens(answer) else { return text }
    let mark = thinking.isEstimate && !isEstimate ? "≈ " : ""
    return text + " (\(mark)\(Figures.count(min(thinking.count, tokens))) thinking)"
  }

  private static func outputTokens(_ answer: Message) -> (Int, isEstimate: Bool) {
    if let tokens = answer.usage?.completionTokens { return (tokens, false) }
    return (TokenEstimate.of(answer.reasoning) + TokenEstimate.of(answer.content), true)
  }

  private static func speed(_ answer: Message, _ state: State) -> String? {
    var timings = answer.timings ?? Timings()
    if let stream = state.stream, stream.answer == answer.id {
      timings.end = state.now.elapsed(since: stream.startedAt)
    }
    // The server's own measure knows nothing of the network.
    let writing = answer.serverTimings?.generation ?? timings.writing
    guard let writing, writing > .milliseconds(200) else { return nil }
    let (tokens, isEstimate) = outputTokens(answer)
    return (isEstimate ? "≈ " : "") + Figures.speed(tokens, in: writing)
  }

  private static func lastAnswer(_ state: State) -> Message? {
    state.conversation.lastMessage { $0.role == .assistant }
  }
}
