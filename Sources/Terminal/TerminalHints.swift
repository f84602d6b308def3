public import Screen

/// What the environment says of the terminal. A value; the executable reads the variables.
public struct TerminalHints: Equatable, Sendable {
  /// `TERM`; empty when it is not set.
  public let name: String
  /// `NO_COLOR` (no-color.org): any value but an empty one.
  public let wantsNoColor: Bool
  /// The terminal shows 24-bit colours, whatever terminfo knows.
  public let hasDirectColor: Bool
  /// The background, by `COLORFGBG`.
  public let background: Background?
  /// It is a terminal that can be asked for its background. Those that are not answer nothing, and
  /// some of them show the question.
  public let canBeAsked: Bool

  public init(environment: [String: String]) {
    func value(_ name: String) -> String { environment[name] ?? "" }
    let name = value("TERM")
    self.name = name
    wantsNoColor = !value("NO_COLOR").isEmpty
    let isInTmux = !value("TMUX").isEmpty && ["tmux", "screen"].contains { name.hasPrefix($0) }
    // GNU screen hands on the variable of the terminal around it, but takes 24-bit colours for
    // other orders. The Linux console has sixteen colours, and gets the variable through a login.
    let isDeaf = !isInTmux && (!value("STY").isEmpty || name.hasPrefix("linux"))
    let isClaimed = ["truecolor", "24bit"].contains(value("COLORTERM").lowercased())
    hasDirectColor = isInTmux || isClaimed && !isDeaf
    background = Self.background(value("COLORFGBG"))
    canBeAsked =
      !name.isEmpty && !Self.simple.contains { name == $0 || name.hasPrefix($0 + "-") }
      && !(name.hasPrefix("vt") && name.dropFirst(2).first?.isNumber == true)
  }

  /// Consoles of systems, and what imitates old terminals. (Those of DEC are told by their number:
  /// `vt220`, not `vte`.)
  private static let simple = [
    "linux", "dumb", "ansi", "pcansi", "cons25", "cygwin", "sun", "hurd", "mach", "wsvt25",
    "wsvt25m", "wy50", "unknown", "emacs", "eterm", "network",
  ]

  /// `15;0`, or with something in between: the last is the background's number of sixteen. Rxvt's
  /// 7 and those above 8 are light.
  private static func background(_ value: String) -> Background? {
    let fields = value.split(separator: ";")
    guard fields.count >= 2, let number = fields.last.flatMap({ Int($0) }),
      (0...15).contains(number)
    else { return nil }
    return number == 7 || number > 8 ? .light : .dark
  }
}
