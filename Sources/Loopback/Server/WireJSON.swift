/// A JSON value that is written exactly as given: members keep their order, as in a recorded reply.
///
/// Built from literals, so that a scenario reads like the data on the wire.
package enum WireJSON: Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([WireJSON])
  case object([(name: String, value: WireJSON)])

  /// The JSON text on one line, without spaces.
  package var text: String {
    switch self {
    case .null: "null"
    case .bool(let value): String(value)
    case .integer(let value): String(value)
    case .number(let value): String(value)
    case .string(let value): JSONText.quote(value)
    case .array(let values): "[" + values.map(\.text).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { JSONText.quote($0.name) + ":" + $0.value.text }.joined(separator: ",")
        + "}"
    }
  }

  /// Returns an object with the members of both. If both have a member of the same name, the
  /// other object's value takes precedence. A value that is not an object has no members.
  package func adding(_ other: WireJSON) -> WireJSON {
    var members = self.members
    for (name, value) in other.members {
      if let index = members.firstIndex(where: { $0.name == name }) {
        members[index].value = value
      } else {
        members.append((name, value))
      }
    }
    return .object(members)
  }

  private var members: [(name: String, value: WireJSON)] {
    if case .object(let members) = self { members } else { [] }
  }

  package static func strings(_ values: [String]) -> WireJSON {
    .array(values.map(WireJSON.string))
  }
}

extension WireJSON: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByStringInterpolation,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(nilLiteral: ()) { self = .null }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(integerLiteral value: Int) { self = .integer(value) }
  package init(floatLiteral value: Double) { self = .number(value) }
  package init(stringLiteral value: String) { self = .string(value) }
  package init(arrayLiteral values: WireJSON...) { self = .array(values) }
  package init(dictionaryLiteral members: (String, WireJSON)...) {
    self = .object(members.map { (name: $0.0, value: $0.1) })
  }
}
