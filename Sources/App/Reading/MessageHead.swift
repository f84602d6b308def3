internal import Chat
internal import Screen
internal import Words

/// The row with a message's author, duration, tokens, cost, time and version. A question has a
/// bar instead, and its time and version are to the right of its text.
enum MessageHead {
  /// The width of a question's bar and the space after it.
  static let barColumns = 2

  /// The width below which a pane shows no times.
  private static let columnsForTime = 58
  /// The width below which a pane shows the day of an old message without the time.
  private static let columnsForDayAndTime = 72

  /// A question's bar.
  static let bar = StyledSpan("▌ ", Style(.user))

  /// Returns the right end of the row: the version and the time.
  static func note(_ message: Message, _ shown: MessageLayout.Shown, width: Int) -> StyledLine {
    var note = StyledLine(shown.place, Style.text.own)
    guard message.role == .user || message.role == .assistant, width >= columnsForTime,
      let time = shown.clock?.text(
        of: message.createdAt, hasRoom: width >= columnsForDayAndTime)
    else { return note }
    note.append((note.isEmpty ? "" : "  ") + time, .secondary)
    return note
  }

  /// Returns the left part of the row: the author, the figures and any changed settings.
  static func line(_ message: Message, _ shown: MessageLayout.Shown) -> StyledLine {
    var line = name(message, figures: figures(message, shown))
    guard let origin = message.origin else { return line }
    let remarks = shown.before.map { ParameterText.change(from: $0, to: origin) } ?? []
    for text in remarks { line.append(" · " + text, Style.text.own) }
    return line
  }

  /// Returns who wrote the message and, for an answer, how it ended and its figures.
  static func name(_ message: Message, figures: [String] = []) -> StyledLine {
    switch message.role {
    case .user: return StyledLine(Words.Reading.you, Style(.user, .bold))
    case .system: return StyledLine(Words.Reading.system, Style(.secondary, .bold))
    case .tool: return StyledLine(Words.Reading.tool, Style(.secondary, .bold))
    case .assistant: break
    }
    let model = Session.short(message.origin?.knownModel ?? Words.Reading.assistant)
    // The model is empty if the request specified none and failed before the server reported its
    // own.
    var line = StyledLine(Sanitizer.sanitizeLine(model), Style(.model, .bold))
    for text in remarks(message) + figures {
      line.append((line.isEmpty ? "" : " · ") + text, .secondary)
    }
    return line
  }

  /// Returns how long the answer took, its tokens and what it cost.
  private static func figures(_ message: Message, _ shown: MessageLayout.Shown) -> [String] {
    guard message.role == .assistant else { return [] }
    if message.status == .streaming { return shown.progress?.texts ?? [] }
    return [
      message.wholeTime.map(Figures.time), tokens(AnswerTokens(message)),
      shown.spending.map(Figures.spending),
    ].compactMap(\.self)
  }

  fileprivate static func tokens(_ tokens: AnswerTokens) -> String? {
    guard tokens.total > 0 else { return nil }
    let count = Words.Figures.shortTokens(Figures.count(tokens.total))
    return tokens.isEstimate ? Words.Figures.approximate(count) : count
  }

  private static func remarks(_ message: Message) -> [String] {
    var remarks: [String] = []
    if let omitted = message.origin?.omittedMessages, omitted > 0 {
      remarks.append(Words.Context.omittedRemark(omitted))
    }
    if let word = AnswerEnd.word(message), word != AnswerEnd.thinkingOnly { remarks.append(word) }
    if !message.refusal.isEmpty, remarks != [Words.Reading.refused] {
      remarks.append(Words.Reading.refused)
    }
    if message.isReasoningOnly { remarks.append(Words.Reading.thinkingWithoutAnswer) }
    if !message.toolCalls.isEmpty { remarks.append(Words.Reading.toolCalls) }
    return remarks
  }
}

/// The figures of an answer still arriving: the time it has taken and its tokens so far.
struct AnswerProgress: Equatable {
  /// For example `3 s` and `≈ 88 tok`.
  let texts: [String]

  init(_ message: Message, _ stream: ActiveStream, now: Timestamp) {
    texts = [
      Figures.seconds(
        now.elapsed(since: stream.startedAt).clamped + (message.earlier?.time ?? .zero).clamped),
      MessageHead.tokens(AnswerTokens(message, stream)),
    ].compactMap(\.self)
  }
}

/// Today's date and the UTC offset, which are needed to show when a message was written.
struct MessageClock: Equatable {
  private let today: LocalDay
  /// Local time minus UTC, in seconds.
  private let offset: Int

  init(now: Timestamp, offset: Int) {
    today = LocalDay(now, offset: offset)
    self.offset = offset
  }

  /// Returns `14:02` for today, `28 Nov 14:02` for another day of this year, `28 Nov 2025` for older
  /// messages, and nothing for messages without a time.
  /// - Parameter hasRoom: whether there is room for a day and a time.
  func text(of time: Timestamp, hasRoom: Bool) -> String? {
    guard time.milliseconds > 0 else { return nil }
    let day = LocalDay(time, offset: offset)
    let minutes = max(
      0, time.elapsed(since: day.start(offset: offset)).inWholeSeconds / 60)
    let clock = Words.Reading.clock(hour: Int(minutes / 60), minute: Int(minutes % 60))
    guard day != today else { return clock }
    let date = day.shortName(from: today)
    return hasRoom && day.isInYear(of: today) ? "\(date) \(clock)" : date
  }
}
