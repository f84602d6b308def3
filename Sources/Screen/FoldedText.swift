internal import CUnicode
internal import Text

/// Text folded for filtering: case, accents and equivalent forms (full width, ligatures, ß and
/// ss) make no difference, as in the full-text search.
public struct FoldedText: Equatable, Sendable {
  private let bytes: [UInt8]

  /// Folds the text.
  /// - Complexity: O(length)
  public init(_ text: String) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    Folding.append(text, to: &bytes)
    self.bytes = bytes
  }

  public var isEmpty: Bool { bytes.isEmpty }

  /// Whether `part` occurs in this text. An empty part always does.
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
