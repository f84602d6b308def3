/// Why the loop woke up.
public struct Wake: Equatable, Sendable {
  /// Whether the window's size has changed, perhaps only for a moment, so that the screen's content
  /// is unknown.
  public var isResized = false
  /// Whether the process was asked to end, or its terminal went away.
  public var isTerminated = false
  /// Whether another process sent SIGTSTP, the signal that Ctrl-Z usually sends.
  public var isSuspended = false

  public init() {}
}

extension Terminal {
  /// Returns the time left, rounded up so that the loop does not wake just before the deadline and
  /// wait again.
  static func milliseconds(until deadline: Instant?) -> Int32 {
    guard let deadline else { return -1 }
    let left = ContinuousClock.now.duration(to: deadline).components
    let nanoseconds = left.seconds * 1_000_000_000 + left.attoseconds / 1_000_000_000
    return Int32(clamping: max(0, (nanoseconds + 999_999) / 1_000_000))
  }
}
