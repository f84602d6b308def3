import Chat

/// The order in which conversations were used, most recent first.
///
/// A time ahead of the clock is a mistake, either of the clock that wrote it or of the current one.
/// Such conversations come after all others, in their own order. So a conversation once dated 2100
/// does not stay the most recent until then, and if the clock was set back, conversations used now
/// still come first. Nothing is rewritten: when the clock is right again, so is the order, and the
/// result of a merge does not depend on when it runs (docs/decisions/0049).
struct UseOrder {
  /// How far ahead a time may be, in milliseconds. The clocks of machines that share a store
  /// differ, and those of two systems on one machine may be a time zone apart.
  static let tolerance: Int64 = 86_400_000

  /// The column of `conversation` that holds the time.
  let column: String
  private let horizon: Int64

  /// - Parameter now: the current time, in milliseconds since 1970.
  init(column: String = "updated_at", now: Int64) {
    self.column = column
    horizon = now.addingClamped(Self.tolerance)
  }

  /// SQL conditions for times that are credible, and for times ahead of the clock. An index
  /// provides the order within each group.
  var credible: String { "\(column) <= \(horizon)" }
  var ahead: String { "\(column) > \(horizon)" }

  func isAhead(_ time: Timestamp) -> Bool { time.milliseconds > horizon }

  func isBefore(
    _ left: (time: Timestamp, id: ConversationID), _ right: (time: Timestamp, id: ConversationID)
  ) -> Bool {
    let (isLeftAhead, isRightAhead) = (isAhead(left.time), isAhead(right.time))
    guard isLeftAhead == isRightAhead else { return isRightAhead }
    return (left.time, left.id) > (right.time, right.id)
  }
}
