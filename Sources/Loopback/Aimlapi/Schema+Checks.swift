import Chat

extension Schema {
  static func checkName(_ value: JSONValue, _ path: [String]) throws(Violation) {
    let isAllowed = { (byte: UInt8) in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    guard case .string(let name) = value, (1...64).contains(name.utf8.count),
      name.utf8.allSatisfy(isAllowed)
    else {
      throw Violation(
        path: path,
        message: "Expected a name of 1 to 64 of A-Z a-z 0-9 _ -, received \(value.received)")
    }
  }

  static func checkBounds(
    _ number: Double, _ bounds: ClosedRange<Double>, _ value: JSONValue, _ path: [String]
  ) throws(Violation) {
    if number < bounds.lowerBound {
      throw Violation(
        path: path,
        message: "Number must be greater than or equal to \(short(bounds.lowerBound)), received "
          + value.received)
    }
    if number > bounds.upperBound {
      throw Violation(
        path: path,
        message: "Number must be less than or equal to \(short(bounds.upperBound)), received "
          + value.received)
    }
  }

  static func checkList(
    _ value: JSONValue, _ element: Schema, _ counts: ClosedRange<Int>, _ path: [String]
  ) throws(Violation) {
    guard case .array(let values) = value else {
      throw Violation(path: path, message: "Expected array, received \(value.received)")
    }
    guard counts.contains(values.count) else {
      let bound =
        values.count < counts.lowerBound
        ? "at least \(counts.lowerBound)" : "at most \(counts.upperBound)"
      throw Violation(
        path: path, message: "Array must contain \(bound) element(s), received \(values.count)")
    }
    for (index, value) in values.enumerated() {
      try element.check(value, at: path + [String(index)])
    }
  }

  static func checkObject(
    _ value: JSONValue, _ fields: [Field], _ isOpen: Bool, _ path: [String]
  ) throws(Violation) {
    guard case .object(let members) = value else {
      throw Violation(path: path, message: "Expected object, received \(value.received)")
    }
    for field in fields {
      if let member = members[field.name] {
        try field.schema.check(member, at: path + [field.name])
      } else if field.isRequired {
        throw Violation(path: path + [field.name], message: "Required")
      }
    }
    let unknown = Set(members.keys).subtracting(fields.map(\.name)).sorted()
    guard isOpen || unknown.isEmpty else {
      let names = unknown.map { "'\($0)'" }.joined(separator: ", ")
      throw Violation(path: path, message: "Unrecognized key(s) in object: \(names)")
    }
  }

  /// Checks a value against several alternatives. If none matches, throws the violation of the
  /// alternative that matched most deeply.
  static func checkAny(
    _ value: JSONValue, _ schemas: [Schema], _ path: [String]
  ) throws(Violation) {
    var closest = Violation(path: path, message: "Invalid input, received \(value.received)")
    for schema in schemas {
      do {
        return try schema.check(value, at: path)
      } catch {
        if error.path.count > closest.path.count { closest = error }
      }
    }
    throw closest
  }

  static func checkTagged(
    _ value: JSONValue, _ name: String, _ cases: [(word: String, schema: Schema)], _ path: [String]
  ) throws(Violation) {
    guard case .object(let members) = value else {
      throw Violation(path: path, message: "Expected object, received \(value.received)")
    }
    guard let word = members[name] else {
      throw Violation(path: path + [name], message: "Required")
    }
    guard let match = cases.first(where: { .string($0.word) == word }) else {
      throw invalidWord(cases.map(\.word), word, path + [name])
    }
    try match.schema.check(value, at: path)
  }

  static func invalidWord(
    _ words: [String], _ value: JSONValue, _ path: [String]
  ) -> Violation {
    let expected = words.map { "'\($0)'" }.joined(separator: " | ")
    return Violation(
      path: path,
      message: "Invalid enum value. Expected \(expected), received \(value.received)")
  }

  private static func short(_ bound: Double) -> String {
    bound == bound.rounded() && abs(bound) < 1e15 ? String(Int(bound)) : String(bound)
  }
}

extension JSONValue {
  /// The value of an integer or a floating-point number; `nil` for any other value.
  var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    case .null, .bool, .string, .array, .object: nil
    }
  }

  /// The value as described in an error message, never longer than a line.
  var received: String {
    switch self {
    case .null: "null"
    case .bool(let value): String(value)
    case .integer(let value): String(value)
    case .number(let value): String(value)
    case .string(let text): "'\(text.prefix(64))'"
    case .array: "array"
    case .object: "object"
    }
  }
}
