internal import Chat
internal import Screen

/// What was set for a request, in few words.
enum ParameterText {
  /// Each that is set with its value, as in “T 0.6”.
  static func set(in parameters: Parameters) -> [String] {
    ParameterField.all.compactMap { field in
      guard let value = field.text(in: parameters) else { return nil }
      let name = field.key == .temperature ? "T" : field.name
      return "\(name) \(Sanitizer.sanitizeLine(value))"
    }
  }

  /// What an answer was asked for with beside its model: thinking where it was off or had a limit, and
  /// what was set.
  static func origin(_ origin: AnswerOrigin) -> [String] {
    let thinking =
      !origin.thinking.isOn
      ? ["think off"] : origin.thinking.budget.map { ["think \($0)"] } ?? []
    return thinking + set(in: origin.parameters)
  }
}
