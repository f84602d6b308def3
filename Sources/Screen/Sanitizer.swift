/// The rules that make untrusted text safe to show: anything that could control a terminal or
/// mislead a reader becomes a visible mark.
///
/// They apply only to text on its way to the screen or to an HTML page. Text that is stored,
/// sent or exported in another format is unchanged. Copied text becomes an ``InertText``.
public enum Sanitizer {
  /// Returns text whose only controls are line feeds and tabs, and in which nothing is invisible.
  ///
  /// C0 controls become their pictures (U+2400 block), and CR LF becomes LF. C1 controls,
  /// bidirectional overrides, invisible format characters and separators take the form
  /// `‹U+202E›`. Joiners, selectors and tags are kept where they belong: in an emoji, after a
  /// virama, between Arabic letters. A mark without a letter gets a dotted circle. If a character
  /// has more than ``longestCluster`` scalars, U+FFFD replaces the excess.
  /// - Complexity: O(length); ordinary text is returned without a copy.
  public static func sanitize(_ text: String) -> String {
    if text.utf8.allSatisfy(isPlain) || text.unicodeScalars.allSatisfy(isOrdinary) { return text }
    var result = ""
    result.reserveCapacity(text.utf8.count + 16)
    for character in text {
      append(character, to: &result)
    }
    return result
  }

  /// Returns safe text as one line, for titles, names and errors. Works like ``sanitize(_:)``,
  /// and also joins lines and replaces tabs with spaces.
  public static func sanitizeLine(_ text: String) -> String {
    let safe = sanitize(text)
    guard safe.utf8.contains(where: { $0 == 0x0A || $0 == 0x09 }) else { return safe }
    return String(LineJoin.joiningLines(of: safe).map { $0 == "\t" ? " " : $0 })
  }

  /// The maximum number of scalars shown per character. No script needs more than a dozen. Without
  /// a limit, endless marks on one letter would be costly wherever they are measured or drawn.
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

  /// Whether the character is a single scalar from the common blocks, which contain only visible
  /// scalars.
  private static func isOrdinary(_ character: Character) -> Bool {
    character.onlyScalar.map(isOrdinary) == true
  }

  /// Whether the scalar never combines with another. Text made only of such scalars is safe as is.
  private static func isOrdinary(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20..<0x7F, 0x09, 0x0A, 0xC0...0x2FF, 0x400...0x481, 0x2010...0x2027, 0x3041...0x3096,
      0x30A0...0x312F, 0x4E00...0x9FFF, 0xAC00...0xD7A3:
      true
    default: false
    }
  }

  /// - Precondition: the scalar is an ASCII control.
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

/// The rules for where an invisible scalar is legitimate: it shapes its neighbours rather than
/// hiding between them.
private enum InvisibleScalar {
  /// - Parameter scalars: the scalars of one grapheme cluster.
  static func belongs(_ scalars: [Unicode.Scalar], at index: Int) -> Bool {
    guard index > 0 else { return false }
    let before = scalars[index - 1]
    switch scalars[index].value {
    case 0x200D: return isVirama(before) || joinsEmoji(scalars, at: index)
    case 0x200C: return isVirama(before) || isArabic(before)
    // Selectors for emoji or text presentation.
    case 0xFE0E, 0xFE0F: return before.properties.isEmoji
    case 0xFE00...0xFE0D: return before.properties.isMath || before.properties.isIdeographic
    // Selectors for variants of an ideograph.
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

  /// Whether the cluster is a black flag, two to six tag letters or digits, and a cancel tag
  /// (Unicode TR51, tag sequences). A longer sequence could hide text.
  private static func isSubdivisionFlag(_ scalars: [Unicode.Scalar]) -> Bool {
    guard (4...8).contains(scalars.count), scalars[0].value == 0x1F3F4,
      scalars[scalars.count - 1].value == 0xE007F
    else { return false }
    return scalars.dropFirst().dropLast().allSatisfy {
      (0xE0030...0xE0039).contains($0.value) || (0xE0061...0xE007A).contains($0.value)
    }
  }
}
