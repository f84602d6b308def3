internal import CUnicode

/// How a search treats a character: whether and how it becomes part of a token.
public enum CharacterKind: Sendable {
  case letter
  /// A separate token, together with any marks that follow.
  case single
  case mark
  /// Skipped, as if it were absent.
  case ignored
  case separator

  /// - Parameter scalar: a Unicode scalar value.
  public init(_ scalar: Int32) {
    if Self.isSingle(scalar) {
      self = Self.isMark(utf8proc_category(scalar)) ? .mark : .single
      return
    }
    switch utf8proc_category(scalar) {
    case UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_LL, UTF8PROC_CATEGORY_LT, UTF8PROC_CATEGORY_LM,
      UTF8PROC_CATEGORY_LO, UTF8PROC_CATEGORY_ND, UTF8PROC_CATEGORY_NL, UTF8PROC_CATEGORY_NO,
      UTF8PROC_CATEGORY_CO:
      self = Self.isHangulTail(scalar) ? .mark : .letter
    case UTF8PROC_CATEGORY_MN, UTF8PROC_CATEGORY_MC, UTF8PROC_CATEGORY_ME:
      // Variation selectors and the keycap mark, which select the form of an emoji.
      self = (0xFE00...0xFE0F).contains(scalar) || scalar == 0x20E3 ? .ignored : .mark
    // Joiners and similar characters occur within words; the zero-width space separates words.
    case UTF8PROC_CATEGORY_CF: self = scalar == 0x200B ? .separator : .ignored
    // Skin tones.
    case UTF8PROC_CATEGORY_SK: self = (0x1F3FB...0x1F3FF).contains(scalar) ? .ignored : .separator
    // Only symbols from the pictographs up are single, not arrows, box drawing or block elements.
    case UTF8PROC_CATEGORY_SO: self = scalar >= 0x2600 ? .single : .separator
    default: self = .separator
    }
  }

  /// Whether a character of this kind can be part of a token.
  var isInToken: Bool {
    switch self {
    case .letter, .single, .mark: true
    case .ignored, .separator: false
    }
  }

  private static func isMark(_ category: utf8proc_category_t) -> Bool {
    category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC
  }

  /// Whether the scalar belongs to a script without spaces, or to Hangul, where endings are
  /// attached to words.
  private static func isSingle(_ scalar: Int32) -> Bool {
    switch scalar {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0xF900...0xFAFF, 0x20000...0x3FFFF, 0x3005...0x3007,
      0x3041...0x3096, 0x309D...0x309F, 0x30A1...0x30FA, 0x30FC...0x30FF, 0x31F0...0x31FF,
      0x3105...0x312F, 0x31A0...0x31BF, 0xFF66...0xFF9D, 0x3131...0x318E,
      0xAC00...0xD7A3, 0x1100...0x115F, 0xA960...0xA97C,
      // Thai, Lao, Burmese, Khmer and the Tai scripts, without their digits and punctuation.
      0x0E01...0x0E4E, 0x0E80...0x0ECF, 0x1000...0x103F, 0x1780...0x17D3, 0x1950...0x19C9,
      0x1A20...0x1A7C, 0xA000...0xA48C:
      true
    default: false
    }
  }

  /// Returns whether the scalar is a separately encoded Hangul vowel or syllable end, or a
  /// half-width kana voice mark.
  private static func isHangulTail(_ scalar: Int32) -> Bool {
    switch scalar {
    case 0x1160...0x11FF, 0xD7B0...0xD7FB, 0xFF9E...0xFF9F: true
    default: false
    }
  }
}
