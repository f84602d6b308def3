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
      let name = field.key == .temperature ? "T" : field.name
      return "\(name) \(Sanitizer.sanitizeLine(value))"
    }
  }

  /// Returns the settings of an answer apart from its model: thinking, if it was off or had a
  /// budget, and the parameters that were set.
  static func origin(_ origin: AnswerOrigin) -> [String] {
    let thinking =
      !origin.thinking.isOn
      ? [Words.Pages.thinkingOff]
      : origin.thinking.budget.map { [Words.Pages.thinking(budget: $0)] } ?? []
    return thinking + set(in: origin.parameters)
  }

  /// Returns what changed since the previous answer: the previous model and provider if either
  /// changed, with the new provider if it differs, and the new settings if they changed.
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
    if before.parameters != origin.parameters || before.thinking != origin.thinking {
      var settings = Self.origin(origin)
      if settings.isEmpty, before.parameters != origin.parameters {
        settings = [Words.Reading.defaultSettings]
      }
      if !before.thinking.isOn, origin.thinking.isOn, origin.thinking.budget == nil {
        settings.insert(Words.Pages.thinkingOn, at: 0)
      }
      texts += settings.isEmpty ? [Words.Reading.defaultSettings] : settings
    }
    return texts
  }
}
