/// Strings that would control a terminal, or hide in it, if sent unchanged.
enum Attacks {
  /// Numbers that an attack can choose freely are ``TerminalBytes/poison``.
  static let texts = [
    "\u{1B}[31337J", "\u{1B}[31337;1H", "\u{1B}]0;owned\u{7}", "\u{1B}]2;owned\u{1B}\\",
    "\u{1B}]52;c;b3duZWQ=\u{7}", "\u{1B}]8;;http://evil\u{1B}\\link\u{1B}]8;;\u{1B}\\",
    "\u{1B}P31337q#0\u{1B}\\", "\u{1B}_Gowned\u{1B}\\", "\u{1B}^owned\u{1B}\\",
    "\u{1B}Xowned\u{1B}\\",
    "\u{1B}c", "\u{1B}#8", "\u{1B}Z", "\u{1B}[?31337h", "\u{1B}[31337n", "\u{1B}]11;#ff0000\u{7}",
    "\u{9B}31337m", "\u{9D}0;owned\u{9C}", "\u{90}31337q\u{9C}", "\u{9F}owned\u{9C}", "\u{85}",
    "\u{84}",
    "\u{7}", "\u{8}\u{8}\u{8}", "\u{B}", "\u{C}", "\u{E}\u{F}", "\u{0}", "\u{7F}", "\u{5}",
    "\u{11}\u{13}", "a\rb",
    "\u{202E}evil\u{202C}", "\u{2066}evil\u{2069}", "\u{200E}\u{200F}\u{61C}", "a\u{200B}b",
    "a\u{200C}b",
    "a\u{200D}b", "\u{2060}", "\u{FEFF}", "\u{AD}", "\u{2061}\u{2062}\u{2063}\u{2064}",
    "\u{2028}\u{2029}",
    "\u{3164}\u{FFA0}\u{115F}\u{1160}", "\u{180E}\u{180B}", "\u{17B4}\u{17B5}", "\u{34F}",
    "\u{FFF9}a\u{FFFA}b\u{FFFB}", "\u{E0001}\u{E0041}\u{E007F}",
    "😊\u{E0100}\u{E0101}\u{FE0F}\u{FE0F}",
    "x\u{FE0F}", "\u{FE0F}", "\u{1D173}", "\u{FFFE}", "👍\u{200D}", "🏴\u{E0041}\u{E0042}",
    "\u{1BCA0}", "\u{206A}", "\u{301}", "👩‍🚀", "می\u{200C}خ", "❤️",
  ]

  static let all = texts.joined(separator: "~")

  /// Returns a JSON string with all control characters and everything beyond ASCII escaped.
  static func json(_ text: String) -> String {
    let units = text.utf16.map { unit -> String in
      let isPlain = (0x20..<0x7F).contains(unit) && unit != 0x22 && unit != 0x5C
      if isPlain { return String(Character(Unicode.Scalar(UInt8(unit)))) }
      let digits = String(unit, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
    return "\"" + units.joined() + "\""
  }

  /// Invalid UTF-8 that may look valid. It includes control characters as single bytes, overlong
  /// forms and surrogates.
  static let rawBytes: [UInt8] =
    [0x9B] + Array("31337m".utf8) + [0xC0, 0x9B, 0xE0, 0x82, 0x9B, 0xF0, 0x80, 0x82, 0x9B]
    + [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80, 0xFF, 0xFE, 0xC2] + Array("]31337".utf8) + [0xF8, 0x88]
}
