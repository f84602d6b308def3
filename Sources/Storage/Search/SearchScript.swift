import CUnicode

/// What a character is to the search: how it joins into tokens, and what it folds to.
enum SearchScript {
  enum Kind { case letter, single, mark, ignored, separator }

  /// The lower-case letter or digit; 0 for what separates.
  @inline(__always) static func folded(_ ascii: UInt8) -> UInt8 {
    switch ascii {
    case 0x61...0x7A, 0x30...0x39: ascii
    case 0x41...0x5A: ascii | 0x20
    default: 0
    }
  }

  static func kind(of scalar: Int32) -> Kind {
    if isSingle(scalar) { return isMark(utf8proc_category(scalar)) ? .mark : .single }
    switch utf8proc_category(scalar) {
    case UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_LL, UTF8PROC_CATEGORY_LT, UTF8PROC_CATEGORY_LM,
      UTF8PROC_CATEGORY_LO, UTF8PROC_CATEGORY_ND, UTF8PROC_CATEGORY_NL, UTF8PROC_CATEGORY_NO,
      UTF8PROC_CATEGORY_CO:
      return isHangulTail(scalar) ? .mark : .letter
    case UTF8PROC_CATEGORY_MN, UTF8PROC_CATEGORY_MC, UTF8PROC_CATEGORY_ME:
      // What chooses between the forms of an emoji.
      return (0xFE00...0xFE0F).contains(scalar) || scalar == 0x20E3 ? .ignored : .mark
    // Joiners and the like stand within words; the zero-width space stands between them.
    case UTF8PROC_CATEGORY_CF: return scalar == 0x200B ? .separator : .ignored
    // The colour of a skin.
    case UTF8PROC_CATEGORY_SK: return (0x1F3FB...0x1F3FF).contains(scalar) ? .ignored : .separator
    // From the pictures on, past arrows, frames and blocks.
    case UTF8PROC_CATEGORY_SO: return scalar >= 0x2600 ? .single : .separator
    default: return .separator
    }
  }

  private static func isMark(_ category: utf8proc_category_t) -> Bool {
    category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC
  }

  /// Scripts without spaces, and Hangul, whose words take endings without a space.
  private static func isSingle(_ scalar: Int32) -> Bool {
    switch scalar {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0xF900...0xFAFF, 0x20000...0x3FFFF, 0x3005...0x3007,
      0x3041...0x3096, 0x309D...0x309F, 0x30A1...0x30FA, 0x30FC...0x30FF, 0x31F0...0x31FF,
      0x3105...0x312F, 0x31A0...0x31BF, 0xFF66...0xFF9D, 0x3131...0x318E,
      0xAC00...0xD7A3, 0x1100...0x115F, 0xA960...0xA97C,
      // Thai and Lao, Burmese, Khmer, the Tai scripts; not their digits and stops.
      0x0E01...0x0E4E, 0x0E80...0x0ECF, 0x1000...0x103F, 0x1780...0x17D3, 0x1950...0x19C9,
      0x1A20...0x1A7C, 0xA000...0xA48C:
      true
    default: false
    }
  }

  /// The vowels and ends of syllables that are spelled out, and the voice marks of half width.
  private static func isHangulTail(_ scalar: Int32) -> Bool {
    switch scalar {
    case 0x1160...0x11FF, 0xD7B0...0xD7FB, 0xFF9E...0xFF9F: true
    default: false
    }
  }

  /// Accents go; a mark that is half the word, as a vowel of Hindi, or voices a kana, stays.
  static func isStripped(_ mark: Int32) -> Bool {
    switch mark {
    case ..<0x0900, 0x1AB0...0x1AFF, 0x1DC0...0x1FFF, 0x20D0...0x20FF, 0xFE20...0xFE2F: true
    default: false
    }
  }

  /// Calls `body` with each scalar of the folded form.
  static func fold(_ scalar: Int32, _ body: (Int32) -> Void) {
    // Most of Chinese.
    if (0x4E00...0x9FFF).contains(scalar) { return body(scalar) }
    if let plain = withoutStroke(scalar) { return plain.forEach(body) }
    let options =
      UTF8PROC_DECOMPOSE.rawValue | UTF8PROC_COMPAT.rawValue | UTF8PROC_CASEFOLD.rawValue
      | (isStripped(scalar) ? UTF8PROC_STRIPMARK.rawValue : 0)
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: 32) { parts in
      var boundary: Int32 = 0
      let count = utf8proc_decompose_char(
        scalar, parts.baseAddress, parts.count, utf8proc_option_t(rawValue: options), &boundary)
      guard count > 0, count <= parts.count else { return }
      for part in parts[..<count] where isInToken(part) { body(part) }
    }
  }

  /// Unicode does not take these apart; people who lack the key do.
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

  /// What separates tokens in the index must not come out of a fold, as of ½ or ㎈.
  private static func isInToken(_ scalar: Int32) -> Bool {
    if scalar < 0x80 { return folded(UInt8(truncatingIfNeeded: scalar)) != 0 }
    switch kind(of: scalar) {
    case .letter, .single, .mark: return true
    case .ignored, .separator: return false
    }
  }
}
