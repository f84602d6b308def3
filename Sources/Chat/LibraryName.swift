/// The name of a preset or a prompt, which is the name of its file without the extension.
public enum LibraryName {
  public enum Flaw: Error, Equatable, Sendable {
    case empty
    case tooLong
    case slash
    /// The name begins with a dot, as hidden files and `..` do.
    case dot
    /// The name begins or ends with a space.
    case space
    case controlCharacter
  }

  /// The maximum length of a name in bytes. File systems allow 255 for a name with its extension.
  public static let longestInBytes = 200

  /// Returns why a string cannot be a name; `nil` if it can.
  public static func flaw(in name: String) -> Flaw? {
    guard let first = name.first, let last = name.last else { return .empty }
    if name.utf8.count > longestInBytes { return .tooLong }
    if name.utf8.contains(UInt8(ascii: "/")) { return .slash }
    if first == "." { return .dot }
    let isControl = name.unicodeScalars.contains {
      switch $0.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: true
      default: false
      }
    }
    if isControl { return .controlCharacter }
    return first.isWhitespace || last.isWhitespace ? .space : nil
  }
}
