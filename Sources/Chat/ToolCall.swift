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

  /// Adds a later piece of the same call: an id or a name is never replaced, arguments are appended.
  public mutating func add(_ piece: ToolCall) {
    if id.isEmpty { id = piece.id }
    if name.isEmpty { name = piece.name }
    arguments += piece.arguments
  }
}

/// What one piece of an answer changes in its list of calls. A change, not the list: an answer with
/// thousands of calls would be copied at every event.
public enum ToolCallChange: Equatable, Sendable {
  /// A new call, which gets that place in the list.
  case insert(ToolCall, at: Int)
  /// More of the call at that place.
  case extend(ToolCall, at: Int)
}

extension [ToolCall] {
  /// Applies a change. Places outside the list count as its end.
  /// - Complexity: O(length of the piece); inserting before others moves those.
  public mutating func apply(_ change: ToolCallChange) {
    switch change {
    case .insert(let call, let place): insert(call, at: Swift.max(0, Swift.min(place, count)))
    case .extend(let piece, let place):
      if indices.contains(place) { self[place].add(piece) } else { append(piece) }
    }
  }
}
