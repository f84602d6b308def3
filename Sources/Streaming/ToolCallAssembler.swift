internal import Chat

/// The part of a tool call that one event contains. Absent strings are empty.
struct ToolCallDelta: Equatable {
  var index: Int?
  var id = ""
  var name = ""
  var arguments = ""
}

extension ToolCallDelta {
  /// Reads an element of `tool_calls`.
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

  /// Reads a `function_call`, which has neither index nor ID.
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
      // The protocol requires a string, but some servers send the object itself.
      case "arguments": arguments = try scanner.stringOrJSON() ?? ""
      default: try scanner.skip()
      }
    }
  }
}

/// An assembler of an answer's tool calls, identified by index (wire.md 6, "Rules").
///
/// - An ID or a name is never replaced once it has arrived; arguments are joined.
/// - A piece without an index begins a call if its ID differs from the last call's; otherwise
///   it continues the last one.
struct ToolCallAssembler: Equatable {
  /// In ascending order of index.
  private(set) var calls: [ToolCall] = []
  /// The server's index of each call, ascending.
  private var indexes: [Int] = []
  /// The position of the call that the last piece belonged to.
  private var last: Int?

  var isEmpty: Bool { calls.isEmpty }

  /// Adds one event's part of a call.
  /// - Returns: the resulting change in ``calls``.
  /// - Complexity: O(log n) for n calls, plus the length of the piece. Inserting a call also moves
  ///   those with higher indexes.
  @discardableResult mutating func add(_ delta: ToolCallDelta) -> ToolCallChange {
    let piece = ToolCall(id: delta.id, name: delta.name, arguments: delta.arguments)
    let index = delta.index ?? indexWithout(id: delta.id)
    let place = place(of: index)
    last = place
    let isKnown = place < indexes.count && indexes[place] == index
    let change: ToolCallChange =
      isKnown ? .extend(piece, at: place) : .insert(piece, at: place)
    if !isKnown { indexes.insert(index, at: place) }
    calls.apply(change)
    return change
  }

  private func indexWithout(id: String) -> Int {
    guard let last, let highest = indexes.last else { return 0 }
    guard !id.isEmpty, id != calls[last].id else { return indexes[last] }
    return highest == .max ? highest : highest + 1
  }

  /// Returns the position of the call with the given index, or where it would be inserted. Usually
  /// that is the end, or just before it.
  private func place(of index: Int) -> Int {
    guard let highest = indexes.last, index <= highest else { return indexes.count }
    var range = indexes.indices
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if indexes[middle] < index {
        range = (middle + 1)..<range.upperBound
      } else {
        range = range.lowerBound..<middle
      }
    }
    return range.lowerBound
  }
}
