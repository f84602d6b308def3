/// A key, the one origin that it may go to, and where it was found. Never printed, logged or stored.
public struct APIKey: Sendable, Equatable {
  public let origin: ServerOrigin
  /// Where it was found, for people: a variable, a file, a command.
  public let source: String
  let text: String

  /// Why a text is no key. It is never quoted.
  public enum Flaw: Error, Equatable {
    case empty
    /// It holds a space, a control character or one beyond ASCII.
    case forbiddenCharacter
  }

  /// - Parameter text: white space around it is left out.
  public init(_ text: String, for origin: ServerOrigin, from source: String) throws(Flaw) {
    self.text = try Self.trimmed(text)
    self.origin = origin
    self.source = source
  }

  /// A text as a key: without the white space around it.
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
