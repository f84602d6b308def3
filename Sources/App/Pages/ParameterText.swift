internal import Chat
internal import Screen
internal import Words

/// Short summaries of the settings of requests and answers.
enum ParameterText {
  /// Returns each parameter that is set, with its value, as in `T 0.6`.
  static func set(in parameters: Parameters) -> [String] {
    // Most requests set no parameters, and the status line calls this in every frame.
    if parameters == Parameters() { return [] }
    return ParameterField.all.compactMap { field in
      guard let value = field.text(in: parameters) else { return nil }
      return "\(name(of: field)) \(Sanitizer.sanitizeLine(value))"
    }
  }

  /// Returns what changed since the previous answer: the previous model and provider if either
  /// changed, with the new provider if it differs, and the new value of each setting that changed.
  static func change(from before: AnswerOrigin, to origin: AnswerOrigin) -> [String] {
    var texts: [String] = []
    if (before.provider, before.model) != (origin.provider, origin.model) {
      texts.append(
        Sanitizer.sanitizeLine(
          Words.Reading.modelChanged(
            provider: before.provider == origin.provider
              ? nil : Provider.shownName(ofID: origin.provider),
            before: before.knownModel, Provider.shownName(ofID: before.provider))))
    }
    // While thinking is off, its budget is not sent.
    if before.thinking.choice != origin.thinking.choice {
      texts.append(PresetText.thinking(origin.thinking))
    }
    return texts + change(from: before.parameters, to: origin.parameters)
  }

  private static func change(from before: Parameters, to parameters: Parameters) -> [String] {
    guard before != parameters else { return [] }
    if parameters == Parameters() { return [Words.Reading.defaultSettings] }
    return ParameterField.all.compactMap { field in
      guard field.value(in: before) != field.value(in: parameters) else { return nil }
      let name = name(of: field)
      guard let value = word(field, in: parameters) else {
        return Words.Reading.defaultValue(of: name)
      }
      return value.count > longestValue ? name : "\(name) \(value)"
    }
  }

  /// The number of characters of the longest value that a message's head shows. A longer one would
  /// not fit, and its name would be dropped with it.
  private static let longestValue = 20

  /// Returns a parameter's value as people type it; `nil` if it is not set.
  private static func word(_ field: ParameterField, in parameters: Parameters) -> String? {
    switch field.value(in: parameters) {
    case .string(let word)?: return Sanitizer.sanitizeLine(word)
    case .object(let members)? where members.count == 1:
      if case .string(let type)? = members["type"] { return Sanitizer.sanitizeLine(type) }
    default: break
    }
    return field.text(in: parameters).map(Sanitizer.sanitizeLine)
  }

  private static func name(of field: ParameterField) -> String {
    field.key == .temperature ? "T" : field.name
  }
}
