internal import CNcurses

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A terminfo entry that makes curses send 24-bit colours. Curses does so only if terminfo
/// declares them, which most terminals do not (docs/decisions/0018).
extension TerminfoEntry {
  /// Copies the most recently read description (`aside_read_description`), adding 24-bit
  /// colours.
  init(directColorFor name: String) {
    names = "\(name)|\(name) with 24-bit colours"
    flags = Self.values(aside_flag_name) { $0 != "ccc" && aside_flag($0) }
    numbers = Self.values(aside_number_name) { name in
      switch name {
      // The terminal's own sixteen colours are numbered after the last RGB value.
      case "colors": Palette.firstOfSixteen + 16
      case "pairs": 0x10000
      default: aside_number(name) < 0 ? nil : aside_number(name)
      }
    }
    strings = Self.values(aside_string_name) { name in
      switch name {
      case "setaf": Self.setColor(direct: 38, normal: 30, bright: 90)
      case "setab": Self.setColor(direct: 48, normal: 40, bright: 100)
      case "initc", "initp", "oc", "setf", "setb": nil
      default: Self.string(name)
      }
    }
    extendedFlags = ["RGB"] + ["AX", "XT"].filter { aside_flag($0) }
    if aside_number("U8") >= 0 { extendedNumbers = [("U8", aside_number("U8"))] }
    extendedStrings = Self.extendedKeys.compactMap { name in
      Self.string(name).map { (name, $0) }
    }
  }

  /// The names of keys with modifiers, which are not predefined capabilities. Without these
  /// names, curses would pass on the keys' sequences in pieces.
  private static let extendedKeys = [
    "kUP", "kDN", "kLFT", "kRIT", "kHOM", "kEND", "kIC", "kDC", "kNXT", "kPRV",
  ].flatMap { key in ["", "3", "4", "5", "6", "7", "8"].map { key + $0 } }

  /// Returns the terminfo expression that sets a colour by number: an RGB value of three bytes, or,
  /// from `Palette.firstOfSixteen` on, one of the terminal's own sixteen colours.
  private static func setColor(direct: Int, normal: Int, bright: Int) -> [UInt8] {
    let first = Palette.firstOfSixteen
    let bytes = "%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d"
    let low = "%p1%{\(Int(first) - normal)}%-%d"
    let high = "%p1%{\(Int(first) + 8 - bright)}%-%d"
    return Array(
      "\u{1B}[%?%p1%{\(first)}%<%t\(direct);2;\(bytes)%e%p1%{\(first + 8)}%<%t\(low)%e\(high)%;m"
        .utf8)
  }

  private static func string(_ name: String) -> [UInt8]? {
    guard let first = aside_string(name) else { return nil }
    // Not converted through a String, because terminfo encodes zeros as bytes above 127.
    return (0...).prefix { first[$0] != 0 }.map { UInt8(bitPattern: first[$0]) }
  }

  private static func values<Value>(
    _ nameAt: (Int32) -> UnsafePointer<CChar>?, _ value: (String) -> Value
  ) -> [Value] {
    var values: [Value] = []
    while let name = nameAt(Int32(values.count)) { values.append(value(String(cString: name))) }
    return values
  }

  /// The value for TERMINFO (terminfo(5), "Fetching Compiled Descriptions").
  var variable: String { "b64:" + Data(compiled).base64EncodedString() }
}
