/// The number of colours that a terminal can show.
public enum ColorDepth: Int, Comparable, Sendable {
  case none = 0
  case eight = 8
  case sixteen = 16
  /// xterm's 256 colours, by number.
  case indexed = 256
  /// 24-bit colours; every number is an RGB value.
  case direct = 0x100_0000

  public static func < (left: ColorDepth, right: ColorDepth) -> Bool {
    left.rawValue < right.rawValue
  }

  /// - Parameter colorCount: terminfo's `colors`, or curses' `COLORS`. Of 88 colours only the first
  ///   sixteen are used, because the others vary. More than 256 means 24-bit colour in a
  ///   terminal-specific encoding, in which only the numbers below eight are certain.
  init(colorCount: Int) {
    switch colorCount {
    case ..<8: self = .none
    case ..<16: self = .eight
    case ..<256: self = .sixteen
    case 256: self = .indexed
    default: self = .eight
    }
  }

  /// Chooses the depth for a terminal with this terminfo description and environment.
  public init(_ description: TerminalDescription, _ hints: TerminalHints) {
    let isDirect = hints.hasDirectColor || description.hasDirectColor
    if hints.wantsNoColor || description.colorCount < 8 {
      self = .none
    } else if isDirect, description.takesNumberedColors {
      self = .direct
    } else {
      self = ColorDepth(colorCount: description.colorCount)
    }
  }
}
