import Chat

/// The structure that a JSON value must have: the subset of JSON Schema that the API's description
/// uses.
indirect enum Schema: Sendable {
  case boolean
  case string
  /// The name of a function: `[A-Za-z0-9_-]{1,64}`.
  case functionName
  /// - Parameter aliases: accepted, but not listed in errors.
  case oneOf(_ words: [String], aliases: [String] = [])
  case integer(atLeast: Int)
  case number(ClosedRange<Double>)
  case list(Schema, counts: ClosedRange<Int>)
  /// - Parameter isOpen: whether other members are allowed.
  case object([Field], isOpen: Bool)
  case nullable(Schema)
  case either([Schema])
  /// An object whose structure depends on the word in one of its members.
  case tagged(_ name: String, [(word: String, schema: Schema)])

  struct Field: Sendable {
    let name: String
    let schema: Schema
    let isRequired: Bool

    static func required(_ name: String, _ schema: Schema) -> Field {
      Field(name: name, schema: schema, isRequired: true)
    }

    static func optional(_ name: String, _ schema: Schema) -> Field {
      Field(name: name, schema: schema, isRequired: false)
    }
  }

  /// A violation and the path to the offending value, such as `messages.0.role`.
  struct Violation: Error {
    let path: [String]
    let message: String

    var text: String { path.isEmpty ? message : path.joined(separator: ".") + ": " + message }
  }

  /// - Throws: the first violation, in the order of fields and elements.
  func check(_ value: JSONValue, at path: [String] = []) throws(Violation) {
    switch self {
    case .boolean:
      guard case .bool = value else { throw mismatch("boolean", value, path) }
    case .string:
      guard case .string = value else { throw mismatch("string", value, path) }
    case .functionName:
      try Self.checkName(value, path)
    case .oneOf(let words, let aliases):
      guard case .string(let word) = value, (words + aliases).contains(word) else {
        throw Self.invalidWord(words, value, path)
      }
    case .integer(let least):
      guard case .integer(let number) = value else { throw mismatch("integer", value, path) }
      try Self.checkBounds(Double(number), Double(least)...(.infinity), value, path)
    case .number(let bounds):
      guard let number = value.number else { throw mismatch("number", value, path) }
      try Self.checkBounds(number, bounds, value, path)
    case .list(let element, let counts):
      try Self.checkList(value, element, counts, path)
    case .object(let fields, let isOpen):
      try Self.checkObject(value, fields, isOpen, path)
    case .nullable(let schema):
      if value != .null { try schema.check(value, at: path) }
    case .either(let schemas):
      try Self.checkAny(value, schemas, path)
    case .tagged(let name, let cases):
      try Self.checkTagged(value, name, cases, path)
    }
  }

  private func mismatch(_ kind: String, _ value: JSONValue, _ path: [String]) -> Violation {
    Violation(path: path, message: "Expected \(kind), received \(value.received)")
  }
}
