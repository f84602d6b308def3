/// A function call requested by the model (wire.md 6).
public struct ToolCall: Equatable, Sendable, Codable {
  /// The server's ID for the call; empty if it gives none.
  public var id: String
  public var name: String
  /// JSON as written by the model, possibly invalid; empty for no arguments.
  public var arguments: String

  public init(id: String = "", name: String = "", arguments: String = "") {
    self.id = id
    self.name = name
    self.arguments = arguments
  }

  /// The text that the model wrote for the call.
  var written: String { name + arguments }

  /// Adds a later piece of the same call. The arguments are appended; an existing ID or name is
  /// kept.
  public mutating func add(_ piece: ToolCall) {
    if id.isEmpty { id = piece.id }
    if name.isEmpty { name = piece.name }
    arguments += piece.arguments
  }
}

/// A change to an answer's list of tool calls. Passing the whole list instead would copy
/// thousands of calls with every event.
public enum ToolCallChange: Equatable, Sendable {
  /// Inserts a new call at that index.
  case insert(ToolCall, at: Int)
  /// Extends the call at that index.
  case extend(ToolCall, at: Int)

  /// The new call, or the new piece of a call.
  var piece: ToolCall {
    switch self {
    case .insert(let call, _), .extend(let call, _): call
    }
  }
}

extension [ToolCall] {
  /// Applies a change. An index past the end of the list is treated as its end.
  /// - Complexity: O(length of the piece); an insertion also moves the calls after it.
  public mutating func apply(_ change: ToolCallChange) {
    switch change {
    case .insert(let call, let place): insert(call, at: Swift.max(0, Swift.min(place, count)))
    case .extend(let piece, let place):
      if indices.contains(place) { self[place].add(piece) } else { append(piece) }
    }
  }
}
