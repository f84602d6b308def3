#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Any JSON value, for protocol fields whose structure is up to the user.
public enum JSONValue: Equatable, Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// The member of an object; `nil` for other values and unknown names.
  public subscript(name: String) -> JSONValue? {
    if case .object(let members) = self { members[name] } else { nil }
  }
}

extension JSONValue: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    /// Returns `nil` if the value has a different type; the caller then tries the next type.
    func read<Value: Decodable>(_ type: Value.Type) -> Value? { try? container.decode(type) }
    if container.decodeNil() {
      self = .null
    } else if let value = read(Bool.self) {
      self = .bool(value)
    } else if let value = read(Int.self) {
      self = .integer(value)
    } else if let value = read(Double.self) {
      self = .number(value)
    } else if let value = read(String.self) {
      self = .string(value)
    } else if let value = read([JSONValue].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .string(let value): try container.encode(value)
    case .array(let values): try container.encode(values)
    case .object(let members): try container.encode(members)
    }
  }
}

extension JSONValue {
  /// Parses JSON; `nil` if it is invalid.
  public init?(text: String) {
    // Callers have a fallback for any invalid text.
    guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) else {
      return nil
    }
    self = value
  }

  /// The value as JSON on one line, with the members of objects sorted.
  public var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Encoding fails only for infinities and NaN. Replace those to keep the rest of the value.
    guard let data = (try? encoder.encode(self)) ?? (try? encoder.encode(finite)) else {
      return "null"
    }
    return String(decoding: data, as: UTF8.self)
  }

  /// This value with infinities replaced by the largest numbers, and NaN by null.
  private var finite: JSONValue {
    switch self {
    case .number(let value) where value.isNaN: .null
    case .number(let value) where value.isInfinite:
      .number(value < 0 ? -.greatestFiniteMagnitude : .greatestFiniteMagnitude)
    case .null, .bool, .integer, .number, .string: self
    case .array(let values): .array(values.map(\.finite))
    case .object(let members): .object(members.mapValues(\.finite))
    }
  }
}
