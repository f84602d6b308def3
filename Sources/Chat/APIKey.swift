/// An API key, the only origin it may be sent to, and its source. The key must never be
/// printed, logged or stored.
public struct APIKey: Sendable, Equatable {
  public let origin: ServerOrigin
  /// The variable, file or command that the key came from, for display.
  public let source: String
  let text: String

  /// The reason why a string cannot be a key. Never quotes the string.
  public enum Flaw: Error, Equatable {
    case empty
    /// The string contains a space, a control character or a character outside ASCII.
    case forbiddenCharacter
  }

  /// - Parameter text: the key. Surrounding white space is ignored.
  public init(_ text: String, for origin: ServerOrigin, from source: String) throws(Flaw) {
    self.text = try Self.trimmed(text)
    self.origin = origin
    self.source = source
  }

  /// Returns the key without surrounding white space.
  public static func trimmed(_ text: String) throws(Flaw) -> String {
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { throw .empty }
    let key = String(scalars[first...last])
    guard key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .forbiddenCharacter }
    return key
  }
}

extension APIKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "APIKey(from: \(source), for: \(origin))" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
