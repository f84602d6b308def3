/// A limit on how often frames are painted for events: at once after a pause, then about 20
/// times a second. That is enough for streaming text. Frames for keys are not limited.
public struct FrameLimiter: Sendable {
  public typealias Instant = ContinuousClock.Instant

  /// The shortest time between two frames for events. A shorter one would be imperceptible, and
  /// each frame costs processor time, however little it changes.
  public static let interval = Duration.milliseconds(48)

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
