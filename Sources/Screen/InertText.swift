/// A text that can be pasted anywhere without doing anything: what a clipboard gets.
///
/// A paste ends at `ESC[201~` for the program that receives it, and what follows is typed: into a shell,
/// a command that runs. So no control is left but tab and line feed. Nor are the marks that let a text
/// look otherwise than it runs (Boucher and Anderson: "Trojan Source", 2021).
public struct InertText: Hashable, Sendable {
  public let text: String
  /// Scalars that were left out. A carriage return is none: it becomes a line feed.
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
    // Controls of ASCII, and C1, by which some terminals take one character for ESC and another.
    case 0..<0x20, 0x7F...0x9F: true
    // Embeddings, overrides and isolates of direction. Mere marks of direction move nothing far.
    case 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
