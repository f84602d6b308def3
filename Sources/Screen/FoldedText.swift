internal import CUnicode
internal import Text

/// A text as a filter looks at it: case, accents, and forms that are the same to a reader (full width,
/// ligatures, ß and ss) make no difference, as they make none to the search over all conversations.
public struct FoldedText: Equatable, Sendable {
  private let bytes: [UInt8]

  /// - Complexity: O(length)
  public init(_ text: String) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    Folding.append(text, to: &bytes)
    self.bytes = bytes
  }

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
}
