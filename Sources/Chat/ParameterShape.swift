extension ParameterShape {
  /// Parses typed text; `nil` if it has a different structure (wire.md 1.2).
  func value(_ text: String) -> JSONValue? {
    switch self {
    case .responseFormat: Self.responseFormat(text)
    case .tools: Self.tools(text)
    case .toolChoice: Self.toolChoice(text)
    case .prediction: Self.prediction(text)
    case .streamOptions: Self.streamOptions(text)
    case .object: Self.object(text)
    }
  }

  /// Returns the path of the member that a JSON object lacks, as in `json_schema.name`; `nil` if
  /// none is known to be missing.
  public func missingMember(in text: String) -> String? {
    guard let value = Self.object(text) else { return nil }
    if let key = keys.first(where: { value[$0] == nil }) { return key }
    switch (self, value["type"]) {
    case (.responseFormat, .string("json_schema")?): return Self.missing("json_schema", in: value)
    case (.toolChoice, .string("function")?): return Self.missing("function", in: value)
    default: return nil
    }
  }

  /// The members that every JSON object of this shape needs.
  private var keys: [String] {
    switch self {
    case .responseFormat, .toolChoice: ["type"]
    case .prediction: ["type", "content"]
    case .streamOptions: ["include_usage"]
    case .tools, .object: []
    }
  }

  /// Returns the path of a named member, or of its name, if that is missing.
  private static func missing(_ key: String, in value: JSONValue) -> String? {
    guard let member = value[key] else { return key }
    return member["name"] == nil ? key + ".name" : nil
  }

  private static func streamOptions(_ text: String) -> JSONValue? {
    guard let value = object(text), case .bool? = value["include_usage"] else { return nil }
    return value
  }

  private static func object(_ text: String) -> JSONValue? {
    guard let value = JSONValue(text: text), case .object = value else { return nil }
    return value
  }

  private static func responseFormat(_ text: String) -> JSONValue? {
    if ParameterShape.responseFormat.words.contains(text) {
      return .object(["type": .string(text)])
    }
    guard let value = object(text), case .string(let type)? = value["type"] else { return nil }
    switch type {
    case "text", "json_object": return value
    case "json_schema":
      guard case .string? = value["json_schema"]?["name"] else { return nil }
      return value
    default: return nil
    }
  }

  private static func tools(_ text: String) -> JSONValue? {
    guard let value = JSONValue(text: text), case .array(let tools) = value, tools.count <= 128,
      tools.allSatisfy(isTool)
    else { return nil }
    return value
  }

  private static func isTool(_ tool: JSONValue) -> Bool {
    guard tool["type"] == .string("function"), case .string(let name)? = tool["function"]?["name"]
    else { return false }
    if let parameters = tool["function"]?["parameters"], parameters["type"] == nil {
      guard case .object = parameters else { return false }
    }
    return isFunctionName(name)
  }

  private static func isFunctionName(_ name: String) -> Bool {
    (1...64).contains(name.utf8.count)
      && name.unicodeScalars.allSatisfy {
        $0.isASCII
          && ($0.properties.isAlphabetic || ("0"..."9").contains($0)
            || "_-".contains(Character($0)))
      }
  }

  private static func toolChoice(_ text: String) -> JSONValue? {
    if ParameterShape.toolChoice.words.contains(text) { return .string(text) }
    if isFunctionName(text) {
      return .object(["type": .string("function"), "function": .object(["name": .string(text)])])
    }
    guard let value = object(text), value["type"] == .string("function"),
      case .string? = value["function"]?["name"]
    else { return nil }
    return value
  }

  private static func prediction(_ text: String) -> JSONValue? {
    guard text.first == "{" else {
      return .object(["type": .string("content"), "content": .string(text)])
    }
    guard let value = object(text), value["type"] == .string("content"), value["content"] != nil
    else { return nil }
    return value
  }
}
