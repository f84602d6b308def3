/// A clock that decides when the next piece is due. Each due time follows from the previous
/// one, so that delays do not add up.
struct Metronome {
  /// The maximum lag. A client that stops reading for longer catches up only this much, so that it
  /// never gets a large burst.
  private static let mostLag = Duration.milliseconds(100)

  private let pace: Duration
  private var beat = ContinuousClock.now

  init(pace: Duration) { self.pace = pace }

  /// Returns the moment to wait for; `nil` if the piece is already due.
  mutating func nextBeat() -> ContinuousClock.Instant? {
    guard pace > .zero else { return nil }
    let now = ContinuousClock.now
    beat = max(beat + pace, now - Self.mostLag)
    return beat > now ? beat : nil
  }
}
