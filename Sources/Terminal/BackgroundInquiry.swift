/// What the terminal is asked about its background, and whether it has answered.
struct BackgroundInquiry {
  typealias Instant = ContinuousClock.Instant

  /// OSC 11 (xterm's control sequences, "Dynamic Colors"), which not every terminal answers, and
  /// behind it primary device attributes, which every terminal does: after that answer no other
  /// comes.
  static let question = "\u{1B}]11;?\u{1B}\\\u{1B}[c"
  /// Mode 2031: to be told when the user changes to dark or to light.
  static let follow = "\u{1B}[?2031h"
  static let unfollow = "\u{1B}[?2031l"
  /// How long the first frames do without a theme's colours where the terminal has not answered.
  static let longestNeutral = Duration.milliseconds(200)
  /// How long the end of the program may wait for an answer.
  static let lastWait = Duration.milliseconds(50)

  /// A terminal that has said nothing for so long says nothing.
  private static let longest = Duration.seconds(3)

  private var start: Instant?
  var isAnswered = false

  /// The terminal was asked to tell of changes.
  var isFollowing: Bool { start != nil }

  mutating func start(at now: Instant) { start = now }

  /// An answer may still come.
  func isDue(at now: Instant) -> Bool {
    guard let start, !isAnswered else { return false }
    return now < start + Self.longest
  }
}
