internal import CUnicode

/// A text cut into words, as the search over all conversations cuts it: a run of letters, digits and
/// marks is a word; a character of a script without spaces, a Korean syllable and a picture are a word
/// each. Words are folded as ``FoldedText`` folds.
struct WordTokens {
  struct Token {
    /// Bytes of the text.
    var place: Range<Int>
    /// In `bytes`.
    var folded: Range<Int>
  }

  private(set) var tokens: [Token] = []
  private(set) var bytes: [UInt8] = []
  /// The word that may go on.
  private var open: Open?

  private struct Open {
    /// Bytes of the text.
    let start: Int
    var end: Int
    /// In `bytes`.
    let folded: Int
    let isSingle: Bool
  }

  /// A longer word is cut.
  private static let longest = 48

  /// - Complexity: O(length)
  init(_ text: String) {
    var offset = 0
    for scalar in text.unicodeScalars {
      let end = offset + UTF8.width(scalar)
      take(scalar, at: offset..<end)
      offset = end
    }
    close()
  }

  subscript(token: Token) -> ArraySlice<UInt8> { bytes[token.folded] }

  /// Whether more letters may follow in the same word; of a Korean syllable its end may still come.
  static func canGoOn(_ token: ArraySlice<UInt8>) -> Bool {
    guard let first = String(decoding: token, as: UTF8.self).unicodeScalars.first else {
      return false
    }
    return (0x1100...0x115F).contains(first.value) || Kind(first) != .single
  }

  private mutating func take(_ scalar: Unicode.Scalar, at place: Range<Int>) {
    switch Kind(scalar) {
    case .ignored: return
    case .separator: return close()
    case .mark:
      guard open != nil else { return }
    case .letter:
      if let open, open.isSingle || bytes.count - open.folded >= Self.longest { close() }
      if open == nil { begin(at: place, isSingle: false) }
    case .single:
      close()
      begin(at: place, isSingle: true)
    }
    open?.end = place.upperBound
    guard !FoldedText.isAccent(Int32(truncatingIfNeeded: scalar.value)) else { return }
    FoldedText.fold(scalar, into: &bytes) { Kind($0).isInToken }
  }

  private mutating func begin(at place: Range<Int>, isSingle: Bool) {
    open = Open(
      start: place.lowerBound, end: place.upperBound, folded: bytes.count, isSingle: isSingle)
  }

  private mutating func close() {
    guard let open else { return }
    self.open = nil
    guard open.folded < bytes.count else { return }
    tokens.append(Token(place: open.start..<open.end, folded: open.folded..<bytes.count))
  }
}

/// What a character is to the search.
private enum Kind {
  case letter, single, mark, ignored, separator

  var isInToken: Bool { self != .ignored && self != .separator }

  init(_ scalar: Unicode.Scalar) {
    let value = Int32(truncatingIfNeeded: scalar.value)
    if scalar.isASCII {
      self = Self.isWordPart(UInt8(truncatingIfNeeded: scalar.value)) ? .letter : .separator
      return
    }
    let category = utf8proc_category(value)
    if Self.isSingle(value) {
      self = Self.isMark(category) ? .mark : .single
      return
    }
    switch category {
    case UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_LL, UTF8PROC_CATEGORY_LT, UTF8PROC_CATEGORY_LM,
      UTF8PROC_CATEGORY_LO, UTF8PROC_CATEGORY_ND, UTF8PROC_CATEGORY_NL, UTF8PROC_CATEGORY_NO,
      UTF8PROC_CATEGORY_CO:
      self = Self.isTail(value) ? .mark : .letter
    case UTF8PROC_CATEGORY_MN, UTF8PROC_CATEGORY_MC, UTF8PROC_CATEGORY_ME:
      self = (0xFE00...0xFE0F).contains(value) || value == 0x20E3 ? .ignored : .mark
    case UTF8PROC_CATEGORY_CF: self = value == 0x200B ? .separator : .ignored
    case UTF8PROC_CATEGORY_SK: self = (0x1F3FB...0x1F3FF).contains(value) ? .ignored : .separator
    case UTF8PROC_CATEGORY_SO: self = value >= 0x2600 ? .single : .separator
    default: self = .separator
    }
  }

  private static func isWordPart(_ ascii: UInt8) -> Bool {
    (0x30...0x39).contains(ascii) || (0x61...0x7A).contains(ascii | 0x20)
  }

  private static func isMark(_ category: utf8proc_category_t) -> Bool {
    category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC
  }

  /// Scripts without spaces, and Hangul.
  private static func isSingle(_ scalar: Int32) -> Bool {
    switch scalar {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0xF900...0xFAFF, 0x20000...0x3FFFF, 0x3005...0x3007,
      0x3041...0x3096, 0x309D...0x309F, 0x30A1...0x30FA, 0x30FC...0x30FF, 0x31F0...0x31FF,
      0x3105...0x312F, 0x31A0...0x31BF, 0xFF66...0xFF9D, 0x3131...0x318E,
      0xAC00...0xD7A3, 0x1100...0x115F, 0xA960...0xA97C,
      0x0E01...0x0E4E, 0x0E80...0x0ECF, 0x1000...0x103F, 0x1780...0x17D3, 0x1950...0x19C9,
      0x1A20...0x1A7C, 0xA000...0xA48C:
      true
    default: false
    }
  }

  /// The vowels and ends of Korean syllables that are spelled out, and voice marks of half width.
  private static func isTail(_ scalar: Int32) -> Bool {
    switch scalar {
    case 0x1160...0x11FF, 0xD7B0...0xD7FB, 0xFF9E...0xFF9F: true
    default: false
    }
  }
}
