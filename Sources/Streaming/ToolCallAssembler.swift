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
  /// In the order of their indexes.
  private(set) var calls: [ToolCall] = []
  /// The server's index of each call, ascending.
  private var indexes: [Int] = []
  /// The place of the call that the last piece belonged to.
  private var last: Int?

  var isEmpty: Bool { calls.isEmpty }

  /// Adds what one event says of a call.
  /// - Returns: what that changes in ``calls``.
  /// - Complexity: O(log n) for n calls, and the length of the piece. A call with a lower index than
  ///   others moves those.
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

  /// Where a call with that index is, or belongs. Mostly at the end, or right before it.
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
