internal import Chat
internal import Screen
internal import Words

/// The state at the right end of the status line, which says what is happening now.
extension StatusView {
  /// - Parameters:
  ///   - hasHeader: whether there is a header, which already says why nothing is saved.
  ///   - most: the maximum width of the line, in columns.
  static func stateLine(_ state: State, hasHeader: Bool, most: Int) -> StyledLine {
    if let stream = state.stream {
      let now = phaseLine(stream, state)
      // Without a header, the warning appears nowhere else.
      guard !hasHeader, let mark = StoreText.mark(state) else { return now }
      return marked(mark, now, most: most)
    }
    if state.front.isAnswering {
      return StyledLine(Words.Comparison.coming(state.front.streams.count), .accent)
    }
    let mark = hasHeader && !state.isUnsaved ? nil : StoreText.mark(state)
    let isTrouble =
      mark != nil || state.session.lacksKey || knowsNoModel(state)
      || lastAnswer(state) == nil && keyTrouble(state) != nil
    return StyledLine(mark ?? lastState(state), isTrouble ? Style(.warning) : .secondary)
  }

  /// Returns the warning, followed by the state if both fit.
  private static func marked(_ mark: String, _ state: StyledLine, most: Int) -> StyledLine {
    var line = StyledLine(mark, Style(.warning))
    guard line.width + state.width + 3 <= most else { return line }
    line.append(" · ", .secondary)
    line.append(state)
    return line
  }

  /// Returns the current phase of an answer and how long it has been running.
  static func phase(_ stream: ActiveStream, at now: Timestamp, hasReducedMotion: Bool) -> String {
    let elapsed = now.elapsed(since: stream.startedAt)
    let shown = hasReducedMotion ? "" : Figures.shortSeconds(elapsed)
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

  private static func phaseLine(_ stream: ActiveStream, _ state: State) -> StyledLine {
    let phase = phase(
      stream, at: state.now, hasReducedMotion: state.preferences.hasReducedMotion)
    return StyledLine(
      Words.Comparison.phase(phase, more: state.front.streams.count - 1), .accent)
  }

  /// Returns the time until the next retry, rounded up because 0 s would look stuck; `nil` if the
  /// number of retries has no limit.
  private static func again(_ retry: Retry, in wait: Duration) -> String? {
    guard let limit = retry.limit else { return nil }
    let seconds = Figures.seconds(wait + .milliseconds(999))
    return Words.Status.retrying(in: seconds, number: retry.number, limit: limit)
  }

  /// Returns whether no model is known for the next request and no model list is on its way.
  private static func knowsNoModel(_ state: State) -> Bool {
    state.session.knowsNoModel && state.models.awaited == nil
  }

  /// Returns what is wrong with the key, if the server refused to list its models because of it.
  private static func keyTrouble(_ state: State) -> String? {
    guard case .failed(let error)? = state.models.request(to: state.session.provider),
      error.isAboutKey
    else { return nil }
    return error.isForWantOfKey ? Words.Status.noKey : Words.Status.keyRejected
  }

  private static func lastState(_ state: State) -> String {
    if state.typedServer != nil {
      return Words.Status.connects(state.preferences.keymap.name(of: .send))
    }
    if state.typedFault != nil {
      return Words.Status.saysWhy(state.preferences.keymap.name(of: .send))
    }
    if state.session.lacksKey { return Words.Status.noKey }
    // Without a key, the server may not list its models.
    if lastAnswer(state) == nil, let trouble = keyTrouble(state) { return trouble }
    if knowsNoModel(state) {
      return Words.Status.noModel(state.preferences.keymap.name(of: .setModel))
    }
    let answer = lastAnswer(state)
    return switch answer?.status {
    case nil where state.models.isDown(state.session.provider): Words.Picker.notRunning
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

extension StatusView {
  // Measured once, because every frame needs them several times.
  static let widestState = DisplayWidth.of(
    Words.Reading.contextFull + helpSeparator + Words.Status.help)
  static let usualState = DisplayWidth.of(
    Words.Reading.stopped + helpSeparator + Words.Status.help)
}
