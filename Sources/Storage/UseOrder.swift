import Chat

/// The order in which conversations were used, the last one first.
///
/// A time that is ahead of the clock is a mistake: of the clock that wrote it, or of the one that is read
/// now. Such conversations come after all others, in their own order. So one that was dated 2100 once does
/// not stay the last one used until then, and with a clock that was set back, what is used now still
/// comes first. Nothing is rewritten: when the clock is right again, so is the order, and merging stays
/// independent of the time at which it is done (docs/decisions/0049).
struct UseOrder {
  /// How far ahead a time may be: clocks of machines that share a store differ, and so do those of two
  /// systems on one machine, by their time zones.
  static let tolerance: Int64 = 86_400_000

  /// The column of `conversation` that holds the time.
  let column: String
  private let horizon: Int64

  /// - Parameter now: milliseconds since 1970.
  init(column: String = "updated_at", now: Int64) {
    self.column = column
    horizon = now.addingClamped(Self.tolerance)
  }

  /// Conditions in SQL, for each of which an index gives the order.
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
