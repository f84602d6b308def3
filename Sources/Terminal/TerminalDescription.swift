internal import CNcurses

/// What terminfo knows of a terminal, read without starting a screen on it. To be made on one thread:
/// terminfo keeps what was read last in one place.
public struct TerminalDescription: Sendable {
  /// 0 for none.
  public let colorCount: Int
  /// It says of itself that its colours are 24 bits (`RGB`), or that it shows such (`Tc`).
  let hasDirectColor: Bool
  /// Colours are set as ECMA-48 has it, so that those of ISO 8613-6 may be taken, too.
  let takesNumberedColors: Bool

  /// `nil` for a terminal that is not known, or can show no screen.
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
