/// Decides when the next piece is due, so that delays do not add up.
struct Metronome {
  /// A client that stops reading for longer than this gets no burst to catch up.
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
