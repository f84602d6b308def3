/// Makes untrusted text safe to show: what could steer a terminal or mislead a reader becomes a
/// visible mark.
///
/// Applied on the way to the screen only; what is stored, sent and exported stays as it came.
public enum Sanitizer {
  /// Text in which nothing but line feeds and tabs controls anything.
  ///
  /// C0 controls become their pictures (U+2400 block), CR LF becomes LF; C1 controls, bidirectional
  /// overrides, invisible formats and separators become `‹U+202E›`. Joiners stay where they join.
  /// - Complexity: O(length); clean ASCII comes back as it is, without a copy.
  public static func sanitize(_ text: String) -> String {
    if text.utf8.allSatisfy(isPlain) { return text }
    var result = ""
    result.reserveCapacity(text.utf8.count + 16)
    for character in text {
      append(character, to: &result)
    }
    return result
  }

  /// One line: as ``sanitize(_:)``, with line feeds and tabs as spaces. For titles, names, errors.
  public static func sanitizeLine(_ text: String) -> String {
    let safe = sanitize(text)
    guard safe.utf8.contains(where: { $0 == 0x0A || $0 == 0x09 }) else { return safe }
    return String(safe.map { $0 == "\n" || $0 == "\t" ? " " : $0 })
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x20..<0x7F).contains(byte) || byte == 0x0A || byte == 0x09
  }

  private static func append(_ character: Character, to result: inout String) {
    if character == "\r\n" {
      result.append("\n")
      return
    }
    let scalars = character.unicodeScalars
    let joins = scalars.count > 1
    for (index, scalar) in scalars.enumerated() {
      switch kind(of: scalar) {
      case .safe: result.unicodeScalars.append(scalar)
      case .picture(let picture): result.unicodeScalars.append(picture)
      case .joiner where joins && index > 0 && index < scalars.count - 1:
        result.unicodeScalars.append(scalar)
      case .tag where joins && index > 0: result.unicodeScalars.append(scalar)
      case .joiner, .tag, .hidden: result.append(mark(for: scalar))
      }
    }
  }

  private enum Kind {
    case safe
    case picture(Unicode.Scalar)
    case joiner
    /// Part of a flag when it follows one (Unicode TR51, tag sequences); else invisible.
    case tag
    case hidden
  }

  private static func kind(of scalar: Unicode.Scalar) -> Kind {
    switch scalar.value {
    case 0x09, 0x0A: .safe
    case 0x00..<0x20: Unicode.Scalar(0x2400 + scalar.value).map(Kind.picture) ?? .hidden
    case 0x7F: .picture("\u{2421}")
    case 0x200C, 0x200D: .joiner
    case 0xE0020...0xE007F: .tag
    case 0xFE00...0xFE0F: .safe
    case 0x3164, 0xFFA0, 0x115F, 0x1160, 0x034F, 0x2800: scalar.value == 0x2800 ? .safe : .hidden
    default: isHidden(scalar) ? .hidden : .safe
    }
  }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: true
    default: scalar.properties.isNoncharacterCodePoint
    }
  }

  private static func mark(for scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "‹U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "›"
  }
}
