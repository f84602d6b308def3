/// A call of a function that the model asks for (wire.md 6).
public struct ToolCall: Equatable, Sendable, Codable {
  /// The server's name for the call; empty where it gives none.
  public var id: String
  public var name: String
  /// JSON as the model wrote it, which need not be valid; empty for no arguments.
  public var arguments: String

  public init(id: String = "", name: String = "", arguments: String = "") {
    self.id = id
    self.name = name
    self.arguments = arguments
  }
}
