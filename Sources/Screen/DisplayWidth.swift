internal import CUnicode
internal import Synchronization

/// How many columns text takes. The one answer for layout, painting and tests.
///
/// Terminals place scalar by scalar, so a grapheme cluster is as wide as its scalars together. Emoji
/// sequences are the exception: terminals differ on them, so they take two columns here, and
/// painting sends what every terminal draws so (docs/text.md).
public enum DisplayWidth {
  /// A cluster is never wider: one of endless spacing marks must still fit a row. What is beyond is
  /// not shown.
  public static let widest = 8

  /// Whether scalars of ambiguous width take two columns. Widths are kept in layouts, so this is said
  /// once, before anything is laid out.
  private static let isAmbiguousWide = Atomic(false)

  /// For terminals that draw ambiguous scalars two columns wide.
  public static func takeAmbiguousAsWide() { isAmbiguousWide.store(true, ordering: .relaxed) }

  /// The columns of one grapheme cluster, at most ``widest``.
  public static func of(_ character: Character) -> Int {
    if let ascii = character.asciiValue { return ascii >= 0x20 && ascii != 0x7F ? 1 : 0 }
    if let scalar = character.onlyScalar { return of(scalar) }
    let scalars = character.unicodeScalars
    if isEmojiSequence(scalars) { return 2 }
    return min(widest, scalars.reduce(0) { $0 + of($1) })
  }

  /// - Complexity: O(length of the text)
  public static func of(_ text: some StringProtocol) -> Int {
    if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text.utf8.count }
    return text.reduce(0) { $0 + of($1) }
  }

  /// The columns of a scalar by itself: 0, 1 or 2.
  ///
  /// By utf8proc's tables, but where these and all C libraries differ: a spacing mark takes a
  /// column, a vowel or final consonant of a decomposed Hangul syllable none, and the hexagrams and
  /// circled numbers on black squares two.
  public static func of(_ scalar: Unicode.Scalar) -> Int {
    of(scalar, isAmbiguousWide: isAmbiguousWide.load(ordering: .relaxed))
  }

  static func of(_ scalar: Unicode.Scalar, isAmbiguousWide: Bool) -> Int {
    switch scalar.value {
    case 0x1160...0x11FF, 0xD7B0...0xD7FB: return 0
    case 0x3248...0x324F, 0x4DC0...0x4DFF: return 2
    default: break
    }
    let columns = Int(utf8proc_charwidth(Int32(scalar.value)))
    if columns == 0 { return scalar.properties.generalCategory == .spacingMark ? 1 : 0 }
    // An emoji newer than the library.
    if columns == 1, scalar.value >= 0x1F000, scalar.properties.isEmojiPresentation { return 2 }
    return columns == 1 && isAmbiguousWide && AmbiguousWidth.contains(scalar) ? 2 : columns
  }

  /// Whether the cluster is one emoji of several scalars: joined, coloured, a flag, a keycap, or a
  /// sign that is asked to look like an emoji.
  public static func isEmojiSequence(_ scalars: String.UnicodeScalarView) -> Bool {
    guard let first = scalars.first,
      scalars.index(after: scalars.startIndex) != scalars.endIndex, first.properties.isEmoji
    else { return false }
    // ASCII digits are emoji as well; they become keycaps only with the selector.
    if scalars.contains("\u{FE0F}") { return true }
    guard first.value > 0xFF else { return false }
    return scalars.dropFirst().contains {
      $0 == "\u{200D}" || $0.properties.isEmojiModifier || (0x1F1E6...0x1F1FF).contains($0.value)
    }
  }
}

extension Character {
  /// Its scalar, if it has only one.
  var onlyScalar: Unicode.Scalar? {
    let scalars = unicodeScalars
    guard let first = scalars.first,
      scalars.index(after: scalars.startIndex) == scalars.endIndex
    else { return nil }
    return first
  }
}
