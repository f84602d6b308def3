internal import CNcurses

/// A terminal's terminfo description, read without starting a screen. Always create it on the same
/// thread: terminfo keeps the last entry in a global.
public struct TerminalDescription: Sendable {
  /// 0 for none.
  public let colorCount: Int
  /// Whether the description declares 24-bit colours (`RGB`), or support for them (`Tc`).
  let hasDirectColor: Bool
  /// Whether the terminal sets colours as in ECMA-48, and so should accept those of ISO 8613-6 too.
  let takesNumberedColors: Bool

  /// Returns `nil` for a terminal that is unknown or cannot show a screen.
  public init?(named name: String) {
    guard aside_read_description(name), aside_string("cup") != nil else { return nil }
    colorCount = Int(max(0, aside_number("colors")))
    hasDirectColor =
      aside_flag("Tc") || aside_flag("RGB") || aside_number("RGB") >= 0
      || aside_string("RGB") != nil
    takesNumberedColors =
      aside_string("setaf").map { String(cString: $0).hasPrefix("\u{1B}[") } ?? false
  }
}
