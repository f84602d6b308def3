internal import CUnicode
internal import Synchronization

/// The number of columns that text takes, for layout, painting and tests alike.
///
/// Terminals place text scalar by scalar, so a grapheme cluster is as wide as all its scalars
/// together. Emoji sequences are the exception. Terminals disagree on them, so they take two
/// columns here, and painting replaces them with something that every terminal draws two
/// columns wide (docs/text.md).
public enum DisplayWidth {
  /// The maximum width of a grapheme cluster, so that one with endless spacing marks still fits
  /// in a row. The excess is not shown.
  public static let widest = 8

  /// Whether scalars of ambiguous width take two columns. Because layouts cache widths, this must
  /// be set once, before any layout.
  private static let isAmbiguousWide = Atomic(false)

  /// Selects two columns for ambiguous scalars, for terminals that draw them that way.
  public static func takeAmbiguousAsWide() { isAmbiguousWide.store(true, ordering: .relaxed) }

  /// Returns the number of columns that one grapheme cluster takes, at most ``widest``.
  public static func of(_ character: Character) -> Int {
    if let ascii = character.asciiValue { return ascii >= 0x20 && ascii != 0x7F ? 1 : 0 }
    if let scalar = character.onlyScalar { return of(scalar) }
    let scalars = character.unicodeScalars
    if isEmojiSequence(scalars) { return 2 }
    return min(widest, scalars.reduce(0) { $0 + of($1) })
  }

  /// Returns the number of columns that the text takes.
  /// - Complexity: O(length of the text)
  public static func of(_ text: some StringProtocol) -> Int {
    of(text, by: { of($0) })
  }

  /// - Parameter columns: returns the width of a character that is not printable ASCII.
  static func of(_ text: some StringProtocol, by columns: (Character) -> Int) -> Int {
    var rest = Substring(text)
    var sum = 0
    while !rest.isEmpty {
      let count = rest.plainPrefixLength
      sum += count
      rest = rest[rest.utf8.index(rest.startIndex, offsetBy: count)...]
      if !rest.isEmpty { sum += columns(rest.takeFirst()) }
    }
    return sum
  }

  /// Returns the number of columns that a single scalar takes: 0, 1 or 2.
  ///
  /// Follows utf8proc's tables, except where they differ from all C libraries. In those cases, a
  /// spacing mark takes one column, a vowel or final consonant of a decomposed Hangul syllable
  /// takes none, and hexagrams and circled numbers on black squares take two.
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
    // The library does not know the newest emoji.
    if columns == 1, scalar.value >= 0x1F000, scalar.properties.isEmojiPresentation { return 2 }
    return columns == 1 && isAmbiguousWide && AmbiguousWidth.contains(scalar) ? 2 : columns
  }

  /// Whether the cluster is one emoji made of several scalars: a joined sequence, an emoji with a
  /// skin tone, a flag, a keycap, or a sign with an emoji selector.
  public static func isEmojiSequence(_ scalars: String.UnicodeScalarView) -> Bool {
    guard let first = scalars.first,
      scalars.index(after: scalars.startIndex) != scalars.endIndex, first.properties.isEmoji
    else { return false }
    // ASCII digits are emoji too, but become keycaps only with the selector.
    if scalars.contains("\u{FE0F}") { return true }
    guard first.value > 0xFF else { return false }
    return scalars.dropFirst().contains {
      $0 == "\u{200D}" || $0.properties.isEmojiModifier || (0x1F1E6...0x1F1FF).contains($0.value)
    }
  }
}

extension Unicode.Scalar {
  /// Whether the scalar is ASCII or a box, block or geometric shape, which never continues the
  /// character before it.
  fileprivate var beginsCharacter: Bool { value < 0x80 || (0x2500..<0x2600).contains(value) }
}

extension Character {
  /// The character's scalar, if it has only one.
  var onlyScalar: Unicode.Scalar? {
    var scalars = unicodeScalars.makeIterator()
    guard let first = scalars.next(), scalars.next() == nil else { return nil }
    return first
  }
}

extension Substring {
  /// Removes and returns the first character, like `removeFirst()`, but faster for a letter or
  /// symbol before ASCII or a shape.
  mutating func takeFirst() -> Character {
    // From U+0600 on, some characters combine with ASCII after them (UAX #29, rule GB9b).
    guard let scalar = unicodeScalars.first,
      (0xA1..<0x600).contains(scalar.value) || (0x2010..<0xD800).contains(scalar.value)
    else { return removeFirst() }
    let end = unicodeScalars.index(after: startIndex)
    guard end == endIndex || unicodeScalars[end].beginsCharacter else { return removeFirst() }
    self = self[end...]
    return Character(scalar)
  }

  /// The number of printable ASCII bytes at the start, each a whole character one column wide.
  var plainPrefixLength: Int {
    utf8.withContiguousStorageIfAvailable { bytes in
      let count = bytes.firstIndex { !(0x20..<0x7F).contains($0) } ?? bytes.count
      // The next scalar may be a mark that combines with the last character.
      return count > 0 && count < bytes.count && bytes[count] >= 0x80 ? count - 1 : count
    } ?? 0
  }
}
