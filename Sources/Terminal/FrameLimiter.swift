/// Decides when the next frame may be painted: at once after a pause, at most 60 times a second.
public struct FrameLimiter: Sendable {
  public typealias Instant = ContinuousClock.Instant

  /// 60 frames a second.
  public static let interval = Duration.microseconds(16_667)

  private var lastFrame: Instant?
  /// When the requested frame is due; `nil` if none was requested.
  public private(set) var deadline: Instant?

  public init() {}

  /// Requests a frame; further calls before it is painted have no effect.
  public mutating func request(at now: Instant) {
    guard deadline == nil else { return }
    deadline = max(now, lastFrame.map { $0 + Self.interval } ?? now)
  }

  public func isDue(at now: Instant) -> Bool { deadline.map { $0 <= now } ?? false }

  public mutating func painted(at now: Instant) {
    lastFrame = now
    deadline = nil
  }
}
