internal import Chat
internal import Words

/// Editing the form's values as text.
extension ParameterForm {
  /// The way in which a field is edited.
  enum Editing {
    /// By cycling through its choices.
    case choosing
    /// In its row.
    case line
    /// On a separate page.
    case text
  }

  func editing(_ field: FormField) -> Editing {
    switch range(of: field) {
    case .integer, .number: .line
    case .flag, .word: .choosing
    case .texts, .json: .text
    }
  }

  /// Returns the field's value as text to edit on several lines.
  func editedText(of field: FormField) -> String {
    guard case .parameter(let key) = field,
      let value = ParameterField.named(key.rawValue)?.value(in: settings.parameters)
    else { return value(of: field) ?? "" }
    switch (range(of: field), value) {
    case (.texts, .array(let values)):
      let texts = values.compactMap { if case .string(let text) = $0 { text } else { nil } }
      let text = texts.joined(separator: "\n")
      let isPlain = !Self.isArray(text) && !texts.contains { $0.contains(where: \.isNewline) }
      return isPlain ? text : value.lines.joined(separator: "\n")
    case (_, .string(let text)): return text
    default: return value.lines.joined(separator: "\n")
    }
  }

  /// Returns the settings with the field set from the edited text. Blank text unsets it.
  func keeping(_ field: FormField, _ text: String) throws(ParameterError) -> RequestSettings {
    guard text.contains(where: { !$0.isWhitespace }) else { return unsetting(field) }
    switch range(of: field) {
    case .texts: return try keepingTexts(field, text)
    case .integer, .number, .flag, .word:
      return try setting(field, to: text.filter { !$0.isWhitespace })
    // Whitespace around predicted text is part of it.
    case .json(.prediction): return try setting(field, to: text)
    case .json: return try setting(field, to: Self.trimmed(text))
    }
  }

  private static func trimmed(_ text: String) -> String {
    var rest = text[...].drop(while: \.isWhitespace)
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }

  /// Returns whether the text begins like a JSON array of strings.
  private static func isArray(_ text: String) -> Bool {
    text.lazy.filter { !$0.isWhitespace }.prefix(2).elementsEqual("[\"")
  }

  /// Returns the settings with the field set from one string per line, or from a JSON array.
  private func keepingTexts(
    _ field: FormField, _ text: String
  ) throws(ParameterError) -> RequestSettings {
    if Self.isArray(text), JSONValue(text: text) == nil {
      throw .outOfRange(field: field.name, value: text, range(of: field))
    }
    if JSONValue(text: text) != nil { return try setting(field, to: text) }
    let lines = text.split(whereSeparator: \.isNewline).map(String.init)
    return try setting(
      field, to: lines.count == 1 ? lines[0] : JSONValue.array(lines.map { .string($0) }).text)
  }

  /// Returns what is wrong with the edited text; `nil` if it is valid.
  func problem(with text: String, in field: FormField) -> String? {
    do throws(ParameterError) {
      _ = try keeping(field, text)
      return nil
    } catch {
      if let fault = fault(in: text, of: field) { return Words.Parameter.fault(fault) }
      return Words.Parameter.problem(error)
    }
  }

  /// Returns where the text is invalid JSON; `nil` if it is valid, or not meant to be JSON.
  private func fault(in text: String, of field: FormField) -> JSONFault? {
    let first = text.first { !$0.isWhitespace }
    let isMeant: Bool
    switch range(of: field) {
    case .json(.tools), .json(.streamOptions), .json(.object): isMeant = true
    case .json(.responseFormat), .json(.toolChoice), .json(.prediction):
      isMeant = first == "{" || first == "["
    case .texts: isMeant = Self.isArray(text)
    case .integer, .number, .flag, .word: isMeant = false
    }
    return isMeant ? JSONFault(in: text) : nil
  }
}
