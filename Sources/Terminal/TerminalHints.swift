public import Screen

/// What the environment reveals about the terminal. The executable reads the variables and
/// passes them in.
public struct TerminalHints: Equatable, Sendable {
  /// `TERM`; empty if unset.
  public let name: String
  /// Whether `NO_COLOR` has any non-empty value (no-color.org).
  public let wantsNoColor: Bool
  /// Whether the terminal shows 24-bit colours, regardless of terminfo.
  public let hasDirectColor: Bool
  /// The background according to `COLORFGBG`.
  public let background: Background?
  /// Whether the terminal can be asked for its background. Others do not reply, and some display
  /// the query.
  public let canBeAsked: Bool
  public let multiplexer: Multiplexer

  public init(environment: [String: String]) {
    func value(_ name: String) -> String { environment[name] ?? "" }
    let name = value("TERM")
    self.name = name
    wantsNoColor = !value("NO_COLOR").isEmpty
    let isInTmux = !value("TMUX").isEmpty && ["tmux", "screen"].contains { name.hasPrefix($0) }
    let isInScreen = !value("STY").isEmpty && name.hasPrefix("screen")
    multiplexer = isInTmux ? .tmux : isInScreen ? .screen : .none
    // GNU screen passes on the outer terminal's `COLORTERM`, but misreads 24-bit colours as other
    // commands. The Linux console has sixteen colours, but may be given `COLORTERM` at login.
    let isDeaf = !isInTmux && (!value("STY").isEmpty || name.hasPrefix("linux"))
    let isClaimed = ["truecolor", "24bit"].contains(value("COLORTERM").lowercased())
    hasDirectColor = isInTmux || isClaimed && !isDeaf
    background = Self.background(value("COLORFGBG"))
    canBeAsked =
      !name.isEmpty && !Self.simple.contains { name == $0 || name.hasPrefix($0 + "-") }
      && !(name.hasPrefix("vt") && name.dropFirst(2).first?.isNumber == true)
  }

  /// Whether the terminal opens hyperlinks (OSC 8), or at least ignores their sequences.
  public var takesLinks: Bool { canBeAsked && multiplexer != .screen }

  /// Whether the cursor's colour can be set (OSC 12). tmux supports the sequence; screen and the
  /// system consoles do not.
  public var takesCursorColor: Bool { canBeAsked && multiplexer != .screen }

  /// System consoles and emulations of old terminals. (DEC terminals are recognised by their
  /// number: `vt220`, not `vte`.)
  private static let simple = [
    "linux", "dumb", "ansi", "pcansi", "cons25", "cygwin", "sun", "hurd", "mach", "wsvt25",
    "wsvt25m", "wy50", "unknown", "emacs", "eterm", "network",
  ]

  /// Reads a value such as `15;0`, possibly with a field in between. The last number is the
  /// background's, from 0 to 15. Light backgrounds are 7, which rxvt uses, and those above 8.
  private static func background(_ value: String) -> Background? {
    let fields = value.split(separator: ";")
    guard fields.count >= 2, let number = fields.last.flatMap({ Int($0) }),
      (0...15).contains(number)
    else { return nil }
    return number == 7 || number > 8 ? .light : .dark
  }
}
