/// Makes untrusted text safe to show: what could steer a terminal or mislead a reader becomes a
/// visible mark.
///
/// Applied on the way to the screen and to a page of HTML only; what is stored, sent and exported
/// otherwise stays as it came. What is copied becomes an ``InertText``.
public enum Sanitizer {
  /// Text in which nothing but line feeds and tabs controls anything, and nothing is invisible.
  ///
  /// C0 controls become their pictures (U+2400 block), CR LF becomes LF; C1 controls, bidirectional
  /// overrides, invisible formats and separators become `‹U+202E›`. What joins, selects or tags
  /// stays where it belongs: in an emoji, after a virama, between Arabic letters. A mark that has
  /// no letter gets a dotted circle. Of a character of more scalars than ``longestCluster`` the rest
  /// becomes U+FFFD.
  /// - Complexity: O(length); what most text is of comes back as it is, without a copy.
  public static func sanitize(_ text: String) -> String {
    if text.utf8.allSatisfy(isPlain) || text.unicodeScalars.allSatisfy(isOrdinary) { return text }
    var result = ""
    result.reserveCapacity(text.utf8.count + 16)
    for character in text {
      append(character, to: &result)
    }
    return result
  }

  /// One line: as ``sanitize(_:)``, with its lines joined and tabs as spaces. For titles, names, errors.
  public static func sanitizeLine(_ text: String) -> String {
    let safe = sanitize(text)
    guard safe.utf8.contains(where: { $0 == 0x0A || $0 == 0x09 }) else { return safe }
    return String(LineJoin.joiningLines(of: safe).map { $0 == "\t" ? " " : $0 })
  }

  /// Scalars of one character that are shown. No script needs more than a dozen; a text of endless marks
  /// on one letter would cost all of them wherever it is measured or drawn.
  static let longestCluster = 32

  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x20..<0x7F).contains(byte) || byte == 0x0A || byte == 0x09
  }

  private static func append(_ character: Character, to result: inout String) {
    if character == "\r\n" {
      result.append("\n")
      return
    }
    if isOrdinary(character) { return result.append(character) }
    let scalars = Array(character.unicodeScalars.prefix(longestCluster))
    let isCut = character.unicodeScalars.dropFirst(longestCluster).first != nil
    defer { if isCut { result.append("\u{FFFD}") } }
    var hasBase = false
    for (index, scalar) in scalars.enumerated() {
      if scalar.value < 0x20 || scalar.value == 0x7F {
        result.unicodeScalars.append(picture(of: scalar))
      } else if isInvisible(scalar) && !InvisibleScalar.belongs(scalars, at: index) {
        result.append(mark(for: scalar))
        hasBase = false
      } else {
        if !hasBase, DisplayWidth.of(scalar) == 0 { result.append("\u{25CC}") }
        result.unicodeScalars.append(scalar)
        hasBase = true
      }
    }
  }

  /// Whether the character is one scalar of the blocks that most text is of, which hold nothing but
  /// visible ones.
  private static func isOrdinary(_ character: Character) -> Bool {
    character.onlyScalar.map(isOrdinary) == true
  }

  /// None of them goes with another, so a text of them alone is safe as a whole.
  private static func isOrdinary(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20..<0x7F, 0x09, 0x0A, 0xC0...0x2FF, 0x400...0x481, 0x2010...0x2027, 0x3041...0x3096,
      0x30A0...0x312F, 0x4E00...0x9FFF, 0xAC00...0xD7A3:
      true
    default: false
    }
  }

  /// - Precondition: the scalar is a control of ASCII.
  private static func picture(of scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0x09, 0x0A: scalar
    case 0x7F: "\u{2421}"
    default: Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}"
    }
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x7F else { return false }
    let properties = scalar.properties
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return true
    default:
      return properties.isDefaultIgnorableCodePoint || properties.isNoncharacterCodePoint
    }
  }

  private static func mark(for scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "‹U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "›"
  }
}

/// Where an invisible scalar shapes its neighbours instead of hiding between them.
private enum InvisibleScalar {
  /// - Parameter scalars: those of one grapheme cluster.
  static func belongs(_ scalars: [Unicode.Scalar], at index: Int) -> Bool {
    guard index > 0 else { return false }
    let before = scalars[index - 1]
    switch scalars[index].value {
    case 0x200D: return isVirama(before) || joinsEmoji(scalars, at: index)
    case 0x200C: return isVirama(before) || isArabic(before)
    // Emoji or text.
    case 0xFE0E, 0xFE0F: return before.properties.isEmoji
    case 0xFE00...0xFE0D: return before.properties.isMath || before.properties.isIdeographic
    // Variants of an ideograph.
    case 0xE0100...0xE01EF: return before.properties.isIdeographic
    case 0xE0020...0xE007F: return isSubdivisionFlag(scalars)
    default: return false
    }
  }

  private static func isVirama(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.canonicalCombiningClass == .virama
  }

  private static func isArabic(_ scalar: Unicode.Scalar) -> Bool {
    (0x620...0x77F).contains(scalar.value) || (0x8A0...0x8FF).contains(scalar.value)
  }

  private static func joinsEmoji(_ scalars: [Unicode.Scalar], at index: Int) -> Bool {
    let before = scalars[index - 1]
    let isAfterEmoji = before.value == 0xFE0F || before.properties.isEmoji && before.value > 0xFF
    return isAfterEmoji && index + 1 < scalars.count && scalars[index + 1].properties.isEmoji
  }

  /// A black flag, two to six letters or digits, and the end (Unicode TR51, tag sequences): more
  /// could hide a text.
  private static func isSubdivisionFlag(_ scalars: [Unicode.Scalar]) -> Bool {
    guard (4...8).contains(scalars.count), scalars[0].value == 0x1F3F4,
      scalars[scalars.count - 1].value == 0xE007F
    else { return false }
    return scalars.dropFirst().dropLast().allSatisfy {
      (0xE0030...0xE0039).contains($0.value) || (0xE0061...0xE007A).contains($0.value)
    }
  }
}
