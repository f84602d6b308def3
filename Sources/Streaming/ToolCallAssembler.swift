internal import Chat

/// What one event says of a call; an absent text is empty.
struct ToolCallDelta: Equatable {
  var index: Int?
  var id = ""
  var name = ""
  var arguments = ""
}

extension ToolCallDelta {
  /// An element of `tool_calls`.
  init(_ scanner: inout JSONScanner) throws(JSONScanner.Malformed) {
    self.init()
    guard try scanner.enterObject() else { return }
    while let name = try scanner.nextName() {
      switch name {
      case "index": index = try scanner.integer()
      case "id": id = try scanner.string() ?? ""
      case "function": try readFunction(&scanner)
      default: try scanner.skip()
      }
    }
  }

  /// A `function_call`, which has neither index nor id.
  init?(function scanner: inout JSONScanner) throws(JSONScanner.Malformed) {
    guard try scanner.kind() == .object else {
      try scanner.skip()
      return nil
    }
    self.init(index: 0)
    try readFunction(&scanner)
  }

  private mutating func readFunction(
    _ scanner: inout JSONScanner
  ) throws(JSONScanner.Malformed) {
    guard try scanner.enterObject() else { return }
    while let member = try scanner.nextName() {
      switch member {
      case "name": name = try scanner.string() ?? ""
      // A text by the protocol; some servers send the object itself.
      case "arguments": arguments = try scanner.stringOrJSON() ?? ""
      default: try scanner.skip()
      }
    }
  }
}

/// Puts the calls of an answer together, by index (wire.md 6, "Rules").
///
/// - An id or a name that has come is never replaced; arguments are joined.
/// - A piece without an index begins a call if it brings an id that the last one does not have, and
///   goes on with the last one if not.
struct ToolCallAssembler: Equatable {
  private var byIndex: [Int: ToolCall] = [:]
  private var lastIndex: Int?

  /// In the order of the indexes.
  var calls: [ToolCall] { byIndex.sorted { $0.key < $1.key }.map(\.value) }

  var isEmpty: Bool { byIndex.isEmpty }

  mutating func add(_ delta: ToolCallDelta) {
    let index = delta.index ?? indexWithout(id: delta.id)
    var call = byIndex[index] ?? ToolCall()
    if call.id.isEmpty { call.id = delta.id }
    if call.name.isEmpty { call.name = delta.name }
    // Taken out first, so that the arguments grow in place.
    byIndex[index] = nil
    call.arguments += delta.arguments
    byIndex[index] = call
    lastIndex = index
  }

  private func indexWithout(id: String) -> Int {
    guard let lastIndex, let last = byIndex[lastIndex] else { return 0 }
    guard !id.isEmpty, id != last.id else { return lastIndex }
    let highest = byIndex.keys.max() ?? lastIndex
    return highest == .max ? highest : highest + 1
  }
}
