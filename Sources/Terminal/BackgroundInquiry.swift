/// The query for the terminal's background, and whether it was answered.
struct BackgroundInquiry {
  typealias Instant = ContinuousClock.Instant

  /// OSC 11 (xterm's control sequences, "Dynamic Colors"), which not every terminal answers,
  /// followed by primary device attributes, which every terminal answers. The reply to the latter
  /// comes last.
  static let question = "\u{1B}]11;?\u{1B}\\\u{1B}[c"
  /// Turns on mode 2031: the terminal reports when the user switches between dark and light.
  static let follow = "\u{1B}[?2031h"
  static let unfollow = "\u{1B}[?2031l"
  /// How long frames may be painted without theme colours while waiting for the terminal's reply.
  static let longestNeutral = Duration.milliseconds(200)
  /// How long quitting may wait for a reply.
  static let lastWait = Duration.milliseconds(50)

  /// The longest wait for a reply. A terminal that has not replied by then never will.
  private static let longest = Duration.seconds(3)

  private var start: Instant?
  var isAnswered = false

  /// Whether the terminal was asked to report changes.
  var isFollowing: Bool { start != nil }

  mutating func start(at now: Instant) { start = now }

  /// Whether a reply may still arrive.
  func isDue(at now: Instant) -> Bool {
    guard let start, !isAnswered else { return false }
    return now < start + Self.longest
  }
}
