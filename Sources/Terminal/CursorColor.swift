internal import Screen

/// The colour of the terminal's cursor while a theme with its own background is active. The
/// terminal's default cursor has its default text colour, which may be invisible on that
/// background.
struct CursorColor: Equatable {
  /// Restores the terminal's own colour (xterm's OSC 112).
  static let restoring = "\u{1B}]112\u{1B}\\"

  /// The cursor colour that the terminal currently shows; `nil` for its default.
  private var shown: RGB?

  var isShown: Bool { shown != nil }

  /// Returns the sequence that shows a colour, or the terminal's own colour for `nil`.
  mutating func change(to color: RGB?) -> String {
    guard let color else { return release() }
    guard color != shown else { return "" }
    shown = color
    return "\u{1B}]12;\(color.hex)\u{1B}\\"
  }

  /// Returns the sequence to send before another program takes over the terminal.
  mutating func release() -> String {
    guard isShown else { return "" }
    shown = nil
    return Self.restoring
  }
}

extension RGB {
  /// `#rrggbb`.
  fileprivate var hex: String {
    "#"
      + [red, green, blue].map { part in
        let digits = String(part, radix: 16)
        return part < 16 ? "0" + digits : digits
      }.joined()
  }
}

extension Theme {
  /// A cursor colour that is visible on the theme's own background; `nil` if the theme has none.
  var cursorColor: RGB? {
    let look = look(of: .text)
    guard case .rgb(let behind)? = look.background else { return nil }
    if case .rgb(let color)? = look.foreground { return color.unlikeABackground }
    return Background(behind) == .dark ? RGB(0xFE, 0xFE, 0xFE) : RGB(1, 1, 1)
  }
}

extension RGB {
  /// This colour, or its neighbour if it is black or white. xterm ignores a cursor colour that
  /// equals its own default background, even if a theme sets another.
  fileprivate var unlikeABackground: RGB {
    switch self {
    case RGB(0xFF, 0xFF, 0xFF): RGB(0xFE, 0xFE, 0xFE)
    case RGB(0, 0, 0): RGB(1, 1, 1)
    default: self
    }
  }
}
