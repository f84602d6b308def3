extension JSONValue {
  /// The value as JSON on several lines, indented by two spaces per level, with the members of
  /// objects sorted.
  public var lines: [String] { lines(indent: "") }

  private func lines(indent: String) -> [String] {
    let inner = indent + "  "
    switch self {
    case .array(let values) where !values.isEmpty:
      return ["["] + Self.joined(values.map { $0.lines(indent: inner) }, inner) + [indent + "]"]
    case .object(let members) where !members.isEmpty:
      let entries = members.sorted { $0.key < $1.key }.map { name, value in
        var lines = value.lines(indent: inner)
        lines[0] = JSONValue.string(name).text + ": " + lines[0]
        return lines
      }
      return ["{"] + Self.joined(entries, inner) + [indent + "}"]
    case .null, .bool, .integer, .number, .string, .array, .object: return [text]
    }
  }

  /// Returns the entries with commas between them. Indents only the first line of each, because
  /// the other lines are already indented.
  private static func joined(_ entries: [[String]], _ indent: String) -> [String] {
    entries.enumerated().flatMap { index, entry in
      var lines = entry
      lines[0] = indent + lines[0]
      if index < entries.count - 1 { lines[lines.count - 1] += "," }
      return lines
    }
  }

  /// This value with `…` in place of strings whose names suggest secrets, such as `api_key`.
  public var hidingSecrets: JSONValue {
    switch self {
    case .null, .bool, .integer, .number, .string: return self
    case .array(let values): return .array(values.map(\.hidingSecrets))
    case .object(let members):
      return .object(
        Dictionary(
          uniqueKeysWithValues: members.map { name, value in
            if case .string(let text) = value, !text.isEmpty, Self.isSecret(name) {
              return (name, .string("…"))
            }
            return (name, value.hidingSecrets)
          }))
    }
  }

  /// This value with data URLs truncated, because an image's URL can be millions of characters
  /// long.
  public var shorteningData: JSONValue {
    switch self {
    case .null, .bool, .integer, .number: return self
    case .string(let text):
      guard text.hasPrefix("data:"), text.utf8.count > 100 else { return self }
      return .string(text.prefix(60) + "…")
    case .array(let values): return .array(values.map(\.shorteningData))
    case .object(let members): return .object(members.mapValues(\.shorteningData))
    }
  }

  /// Returns whether a member's name suggests that it holds a credential.
  static func isSecret(_ name: String) -> Bool {
    ["authorization", "cookie", "key", "token", "secret", "password"]
      .contains { name.lowercased().hasSuffix($0) }
  }
}
