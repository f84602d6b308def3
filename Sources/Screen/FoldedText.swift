internal import CUnicode

/// A text as a filter looks at it: case, accents, and forms that are the same to a reader (full width,
/// ligatures, ß and ss) make no difference, as they make none to the search over all conversations.
public struct FoldedText: Equatable, Sendable {
  private let bytes: [UInt8]

  /// - Complexity: O(length)
  public init(_ text: String) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      Self.fold(scalar, into: &bytes)
    }
    self.bytes = bytes
  }

  init(folded bytes: [UInt8]) { self.bytes = bytes }

  public var isEmpty: Bool { bytes.isEmpty }

  /// Whether the other text is a part of this one; the empty text is a part of every one.
  /// - Complexity: O(length)
  public func contains(_ part: FoldedText) -> Bool {
    guard !part.isEmpty else { return true }
    return bytes.withUnsafeBytes { text in
      part.bytes.withUnsafeBytes { part in
        guard let start = text.baseAddress, let wanted = part.baseAddress else { return false }
        return aside_contains(start, text.count, wanted, part.count)
      }
    }
  }

  /// Adds the folded form, of which there may be none.
  /// - Parameter isWanted: whether a scalar of that form is added.
  static func fold(
    _ scalar: Unicode.Scalar, into bytes: inout [UInt8],
    where isWanted: (Unicode.Scalar) -> Bool = { _ in true }
  ) {
    guard !scalar.isASCII else {
      let byte = UInt8(truncatingIfNeeded: scalar.value)
      return bytes.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
    }
    fold(Int32(truncatingIfNeeded: scalar.value)) { part in
      guard let folded = Unicode.Scalar(UInt32(bitPattern: part)), isWanted(folded) else { return }
      bytes.append(contentsOf: folded.utf8)
    }
  }

  private static func fold(_ scalar: Int32, _ body: (Int32) -> Void) {
    // Most of Chinese folds to itself.
    if (0x4E00...0x9FFF).contains(scalar) { return body(scalar) }
    if let plain = withoutStroke(scalar) { return plain.forEach(body) }
    let options =
      UTF8PROC_DECOMPOSE.rawValue | UTF8PROC_COMPAT.rawValue | UTF8PROC_CASEFOLD.rawValue
      | UTF8PROC_IGNORE.rawValue
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: 32) { parts in
      var boundary: Int32 = 0
      let count = utf8proc_decompose_char(
        scalar, parts.baseAddress, parts.count, utf8proc_option_t(rawValue: options), &boundary)
      guard count > 0, count <= parts.count else { return }
      for part in parts[..<count] where !isAccent(part) { body(part) }
    }
  }

  /// A mark that is half the word, as a vowel of Hindi, or voices a kana, is none.
  static func isAccent(_ scalar: Int32) -> Bool {
    switch scalar {
    case 0x0300..<0x0900, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F:
      let category = utf8proc_category(scalar)
      return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME
    default: return false
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
}
