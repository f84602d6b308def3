/// What the environment says of the terminal. A value; the executable reads the variables.
public struct TerminalHints: Equatable, Sendable {
  /// `TERM`; empty when it is not set.
  public let name: String
  /// `NO_COLOR` (no-color.org): any value but an empty one.
  public let wantsNoColor: Bool
  /// The terminal shows 24-bit colours, whatever terminfo knows.
  public let hasDirectColor: Bool
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
  }
}
