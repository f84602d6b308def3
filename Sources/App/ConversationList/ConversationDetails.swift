internal import Chat
internal import Screen
internal import Words

/// The age, model and size columns of the listed conversations, as many as fit.
struct ConversationDetails {
  /// The minimum row width for all details.
  static let columnsForAll = 70
  /// The minimum row width for age and size.
  static let columnsForSize = 50
  /// The minimum row width for the age.
  private static let columnsForAge = 30

  private let age: Int
  private let model: Int
  private let size: Int

  /// Measures rows out of view as well, so that scrolling does not shift the columns.
  init(_ conversationList: ConversationList, _ state: State, columns: Int) {
    // Measure nothing for narrow lists, such as the side bar, which is drawn in every frame.
    guard columns >= Self.columnsForSize else {
      (age, model, size) = (columns >= Self.columnsForAge ? 6 : 0, 0, 0)
      return
    }
    let rows = (0..<min(200, conversationList.shown.count)).compactMap {
      conversationList.summary(at: $0)
    }
    func widest(_ text: (ConversationSummary) -> String) -> Int {
      rows.map { DisplayWidth.of(text($0)) }.max() ?? 0
    }
    age = widest { Self.age(of: $0, state) }
    model = columns >= Self.columnsForAll ? widest { Self.model(of: $0, columns: 18) } : 0
    size = widest(Self.size)
  }

  func line(of summary: ConversationSummary, _ state: State) -> StyledLine {
    let parts = [
      (text: Self.age(of: summary, state), columns: age, isRight: true),
      (text: Self.model(of: summary, columns: 18), columns: model, isRight: false),
      (text: Self.size(of: summary), columns: size, isRight: true),
    ].filter { $0.columns > 0 }
    let padded = parts.map { part in
      let gap = String(
        repeating: " ", count: max(0, part.columns - DisplayWidth.of(part.text)))
      return part.isRight ? gap + part.text : part.text + gap
    }
    return StyledLine(padded.joined(separator: "   "), .secondary)
  }

  /// Returns the age or, in the trash, the number of days left.
  private static func age(of summary: ConversationSummary, _ state: State) -> String {
    guard let deletedAt = summary.marks.deletedAt else {
      return Figures.age(state.now.elapsed(since: summary.updatedAt))
    }
    return Figures.daysLeft(of: 30, after: state.now.elapsed(since: deletedAt))
  }

  static func model(of summary: ConversationSummary, columns: Int) -> String {
    guard summary.model != AnswerOrigin.unknown else { return "" }
    return StyledLine(Sanitizer.sanitizeLine(Session.short(summary.model)))
      .truncated(to: columns).text
  }

  static func size(of summary: ConversationSummary) -> String {
    summary.messageCount == 0 ? Words.List.draft : Words.messages(summary.messageCount)
  }
}
