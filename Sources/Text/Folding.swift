internal import CUnicode

/// The folding of characters that readers consider the same. Case, accents, full width,
/// ligatures and the difference between ß and ss are ignored.
public enum Folding {
  /// Returns an ASCII letter or digit in lower case; 0 for a word separator.
  @inlinable @inline(__always) public static func word(_ ascii: UInt8) -> UInt8 {
    switch ascii {
    case 0x61...0x7A, 0x30...0x39: ascii
    case 0x41...0x5A: ascii | 0x20
    default: 0
    }
  }

  /// Appends the folded form of the text, including the separators between words. Invisible
  /// characters are omitted.
  /// - Complexity: O(length)
  public static func append(_ text: String, to bytes: inout [UInt8]) {
    for scalar in text.unicodeScalars {
      if scalar.isASCII {
        let byte = UInt8(truncatingIfNeeded: scalar.value)
        bytes.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
        continue
      }
      let value = Int32(truncatingIfNeeded: scalar.value)
      fold(value, UTF8PROC_IGNORE.rawValue) { part in
        guard !isAccent(part), let folded = Unicode.Scalar(UInt32(bitPattern: part)) else { return }
        bytes.append(contentsOf: folded.utf8)
      }
    }
  }

  /// Calls `body` with each scalar of the folded form that can be part of a token, and skips the
  /// others. Without this, folding ½ or ㏂, for example, would put a separator inside a token.
  static func foldInToken(_ scalar: Int32, _ body: (Int32) -> Void) {
    fold(scalar, 0) { part in
      let isInToken =
        part < 0x80
        ? word(UInt8(truncatingIfNeeded: part)) != 0 : CharacterKind(part).isInToken
      if isInToken { body(part) }
    }
  }

  /// Returns whether folding removes the mark. Accents are removed, but a mark that is essential
  /// to the word, such as a Hindi vowel or a kana voice mark, is kept.
  static func isStripped(_ mark: Int32) -> Bool {
    switch mark {
    case ..<0x0900, 0x1AB0...0x1AFF, 0x1DC0...0x1FFF, 0x20D0...0x20FF, 0xFE20...0xFE2F: true
    default: false
    }
  }

  private static func isAccent(_ scalar: Int32) -> Bool {
    guard isStripped(scalar) else { return false }
    let category = utf8proc_category(scalar)
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME
  }

  private static func fold(
    _ scalar: Int32, _ further: utf8proc_option_t.RawValue, _ body: (Int32) -> Void
  ) {
    // Most Chinese characters fold to themselves.
    if (0x4E00...0x9FFF).contains(scalar) { return body(scalar) }
    if let plain = withoutStroke(scalar) { return plain.forEach(body) }
    let options =
      UTF8PROC_DECOMPOSE.rawValue | UTF8PROC_COMPAT.rawValue | UTF8PROC_CASEFOLD.rawValue
      | (isStripped(scalar) ? UTF8PROC_STRIPMARK.rawValue : 0) | further
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: 32) { parts in
      var boundary: Int32 = 0
      let count = utf8proc_decompose_char(
        scalar, parts.baseAddress, parts.count, utf8proc_option_t(rawValue: options), &boundary)
      guard count > 0, count <= parts.count else { return }
      for part in parts[..<count] { body(part) }
    }
  }

  /// Returns the plain letters that people type if their keyboard lacks a letter such as `ø`,
  /// which Unicode does not decompose; `nil` for any other scalar.
  private static func withoutStroke(_ scalar: Int32) -> [Int32]? {
    switch scalar {
    case 0xD8, 0xF8: [0x6F]
    case 0x110, 0x111, 0xD0, 0xF0: [0x64]
    case 0x126, 0x127: [0x68]
    case 0x131: [0x69]
    case 0x141, 0x142: [0x6C]
    case 0xC6, 0xE6: [0x61, 0x65]
    case 0x152, 0x153: [0x6F, 0x65]
    default: nil
    }
  }
}
