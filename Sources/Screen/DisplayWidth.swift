internal import CUnicode

/// How many columns text takes. The one answer for layout, painting and tests.
public enum DisplayWidth {
  /// The columns of one grapheme cluster: 0, 1 or 2.
  ///
  /// The widest scalar decides. A flag is two columns, and an emoji presentation selector makes its
  /// base two columns wide (Unicode TR51, section 2; East Asian Width by utf8proc's tables).
  public static func of(_ character: Character) -> Int {
    if let ascii = character.asciiValue { return ascii >= 0x20 && ascii != 0x7F ? 1 : 0 }
    var widest = 0
    var scalars = 0
    for scalar in character.unicodeScalars {
      scalars += 1
      if scalar.value == 0xFE0F || scalar.properties.isEmojiModifier { widest = 2 }
      widest = max(widest, Int(utf8proc_charwidth(Int32(scalar.value))))
    }
    let first = character.unicodeScalars.first?.value ?? 0
    if scalars == 2, (0x1F1E6...0x1F1FF).contains(first) { return 2 }
    return min(widest, 2)
  }

  /// - Complexity: O(length of the text)
  public static func of(_ text: some StringProtocol) -> Int {
    if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text.utf8.count }
    return text.reduce(0) { $0 + of($1) }
  }
}
