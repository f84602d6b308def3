/// Text that is safe to paste anywhere, used for everything put on the clipboard.
///
/// A program that receives a paste treats `ESC[201~` as the end of the paste and any text after it
/// as typed input, which a shell would run. Therefore all control characters except tab and line
/// feed are removed. Also removed are the marks that make code look different from how it runs
/// (Boucher and Anderson: "Trojan Source", 2021).
public struct InertText: Hashable, Sendable {
  public let text: String
  /// The number of removed scalars. A carriage return does not count, because it becomes a line
  /// feed.
  public let removedCount: Int

  public init(_ source: String) {
    guard source.unicodeScalars.contains(where: { Self.isActive($0) || $0 == "\r" }) else {
      text = source
      removedCount = 0
      return
    }
    var scalars = String.UnicodeScalarView()
    var removedCount = 0
    var wasReturn = false
    for scalar in source.unicodeScalars {
      if scalar == "\r" {
        scalars.append("\n")
      } else if Self.isActive(scalar) {
        removedCount += 1
      } else if scalar != "\n" || !wasReturn {
        scalars.append(scalar)
      }
      wasReturn = scalar == "\r"
    }
    text = String(scalars)
    self.removedCount = removedCount
  }

  private static func isActive(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D: false
    // ASCII controls and C1 controls. Some terminals read a C1 control as ESC and another
    // character.
    case 0..<0x20, 0x7F...0x9F: true
    // Direction embeddings, overrides and isolates. Plain direction marks are kept, because they
    // move text only slightly.
    case 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
