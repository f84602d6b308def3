/// A moment of wall-clock time, in milliseconds since 1970-01-01T00:00:00Z.
public struct Timestamp: Hashable, Comparable, Sendable {
  public let milliseconds: Int64

  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// Creates a timestamp from an untrusted number, clamped to within 300,000 years of 1970.
  public init(clamping milliseconds: Int64) {
    self.milliseconds = min(max(milliseconds, -Self.farthest), Self.farthest)
  }

  private static let farthest: Int64 = 300_000 * 31_557_600_000

  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.milliseconds < right.milliseconds
  }

  /// Returns the moment `duration` later, clamped to the range of 64 bits.
  public func advanced(by duration: Duration) -> Timestamp {
    Timestamp(milliseconds: milliseconds.addingClamped(duration.inMilliseconds))
  }

  /// Returns the time from `earlier` to this moment; negative if `earlier` is later.
  public func elapsed(since earlier: Timestamp) -> Duration {
    .milliseconds(milliseconds.subtractingClamped(earlier.milliseconds))
  }
}
