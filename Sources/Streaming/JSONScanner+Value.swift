internal import Chat

extension JSONScanner {
  /// Reads the next value as a tree. Meant for JSON that is read once, not for every chunk of a
  /// stream.
  ///
  /// Numbers too large for a `Double` are clamped. Foundation would reject the whole text.
  mutating func value() throws(Malformed) -> JSONValue {
    switch try kind() {
    case .object: return .object(try members())
    case .array: return .array(try elements())
    case .string: return .string(try string() ?? "")
    case .number: return try numberValue()
    case .bool: return .bool(try bool() ?? false)
    case .null:
      try skip()
      return .null
    }
  }

  private mutating func members() throws(Malformed) -> [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    guard try enterObject() else { return members }
    while let name = try nextName() { members[name.text] = try value() }
    return members
  }

  private mutating func elements() throws(Malformed) -> [JSONValue] {
    var elements: [JSONValue] = []
    guard try enterArray() else { return elements }
    while try nextElement() { elements.append(try value()) }
    return elements
  }

  private mutating func numberValue() throws(Malformed) -> JSONValue {
    let start = self
    if let integer = try integer() { return .integer(integer) }
    self = start
    let most = Double.greatestFiniteMagnitude
    return .number(min(max(try number() ?? 0, -most), most))
  }
}
