internal import Chat
internal import TOMLKit
internal import Words

/// A preset as a TOML file.
enum PresetFile {
  /// An older, shorter name for the system prompt's key.
  private static let system = "system"

  private static let keys = [
    Preset.Key.provider, Preset.Key.model, Preset.Key.systemPrompt, system, Preset.Key.thinking,
    Preset.Key.thinkingBudget, Preset.Key.parameters,
  ]

  // MARK: Reading

  /// - Throws: the first problem.
  static func preset(
    _ name: String, _ path: String, _ text: String
  ) throws(UsageProblem) -> Preset {
    let file = try TOMLFile(path: path, text: text)
    try file.check(keys: keys)
    var preset = Preset(name: name)
    preset.path = path
    preset.provider = try file.string(Preset.Key.provider)
    preset.model = try file.string(Preset.Key.model)
    if preset.model?.isEmpty == true { throw file.problem(Preset.Key.model, .nonEmpty) }
    preset.thinking = try file.bool(Preset.Key.thinking)
    if let budget = try file.integer(Preset.Key.thinkingBudget) {
      guard ThinkingMode.budgetRange.contains(budget) else {
        throw file.problem(Preset.Key.thinkingBudget, .integerFromOne)
      }
      preset.thinkingBudget = budget
    }
    try readSystemPrompt(file, &preset)
    for key in keys where file.table.contains(key: key) && preset.positions[key] == nil {
      preset.positions[key] = file.position(of: key)
    }
    if let section = try file.section(Preset.Key.parameters) {
      var problems = SettingProblems()
      let table = ParameterTable(section, &problems)
      try problems.check()
      preset.parameters = table.parameters
      preset.positions.merge(table.positions) { first, _ in first }
    }
    return preset
  }

  private static func readSystemPrompt(
    _ file: TOMLFile, _ preset: inout Preset
  ) throws(UsageProblem) {
    let long = try file.string(Preset.Key.systemPrompt)
    let short = try file.string(system)
    if long != nil, short != nil {
      throw UsageProblem(
        Words.located(
          file.position(of: system), Words.Presets.twoNames(Preset.Key.systemPrompt, system)))
    }
    preset.systemPrompt = long ?? short
    if short != nil { preset.positions[Preset.Key.systemPrompt] = file.position(of: system) }
  }

  // MARK: Writing

  static func text(_ preset: Preset) -> String {
    var lines: [String] = []
    if let provider = preset.provider {
      lines.append("\(Preset.Key.provider) = \(TOMLText.string(provider))")
    }
    if let model = preset.model {
      lines.append("\(Preset.Key.model) = \(TOMLText.string(model))")
    }
    if let thinking = preset.thinking { lines.append("\(Preset.Key.thinking) = \(thinking)") }
    if let budget = preset.thinkingBudget {
      lines.append("\(Preset.Key.thinkingBudget) = \(budget)")
    }
    if let prompt = preset.systemPrompt {
      lines.append("\(Preset.Key.systemPrompt) = \(TOMLText.string(prompt))")
    }
    if !preset.fields.isEmpty { lines += ["", "[\(Preset.Key.parameters)]"] }
    for field in preset.fields {
      guard let value = field.value(in: preset.parameters) else { continue }
      lines.append("\(field.name) = \(text(value, field))")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Returns a parameter's value as TOML that can be read back. JSON is written as a string.
  private static func text(_ value: JSONValue, _ field: ParameterField) -> String {
    switch (field.kind, value) {
    case (.json, .string(let word)): TOMLText.string(word)
    case (.json, _): TOMLText.string(value.text)
    case (_, .string(let text)): TOMLText.string(text)
    case (_, .array(let values)):
      "["
        + values.map { if case .string(let text) = $0 { TOMLText.string(text) } else { $0.text } }
        .joined(separator: ", ") + "]"
    case (_, .number(let number)): "\(number)"
    case (_, .null), (_, .bool), (_, .integer), (_, .object): value.text
    }
  }
}

/// Values as they are written in TOML.
enum TOMLText {
  /// Returns the text as a quoted string, which spans several lines if the text does.
  static func string(_ text: String) -> String {
    let isLong = text.utf8.contains(UInt8(ascii: "\n"))
    var result = ""
    var quotes = 0
    for scalar in text.unicodeScalars {
      if scalar == "\"" { quotes += 1 } else { quotes = 0 }
      switch scalar {
      case "\\": result += "\\\\"
      // Three quotes would end a long string.
      case "\"": result += isLong && quotes % 3 != 0 ? "\"" : "\\\""
      case "\n" where isLong: result += "\n"
      case "\t" where isLong: result += "\t"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case "\u{00}"..."\u{1F}", "\u{7F}": result += "\\u" + hexadecimal(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
    guard isLong else { return "\"\(result)\"" }
    // A quote at the end would run into the closing ones.
    if result.hasSuffix("\""), !result.hasSuffix("\\\"") { result = result.dropLast() + "\\\"" }
    return "\"\"\"\n\(result)\"\"\""
  }

  private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }

  /// Whether TOML text has comments. A `#` inside a string does not start one.
  static func hasComments(_ text: String) -> Bool {
    var rest = text[...]
    while let character = rest.first {
      switch character {
      case "#": return true
      case "\"", "'":
        let mark = String(character)
        let long = String(repeating: mark, count: 3)
        rest = skipString(rest, mark: rest.hasPrefix(long) ? long : mark)
      default: rest = rest.dropFirst()
      }
    }
    return false
  }

  private static func skipString(_ text: Substring, mark: String) -> Substring {
    let hasEscapes = mark.hasPrefix("\"")
    var rest = text.dropFirst(mark.count)
    while !rest.isEmpty {
      if rest.hasPrefix(mark) { return rest.dropFirst(mark.count) }
      rest = rest.dropFirst(hasEscapes && rest.first == "\\" ? 2 : 1)
    }
    return rest
  }
}
