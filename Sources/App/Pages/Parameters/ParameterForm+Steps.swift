internal import Chat

/// Changing a field without typing.
extension ParameterForm {
  /// Returns the settings with the field one step up or down. A number changes by a sensible
  /// amount, and a choice becomes the next or previous one. An unset number changes from the
  /// model's own value. If that is not known, it starts at the recommended value, or else at a
  /// neutral one.
  /// - Parameter direction: 1 or -1.
  /// - Returns: `nil` if the field has no steps, or none in that direction.
  func stepping(_ field: FormField, by direction: Int) -> RequestSettings? {
    switch range(of: field) {
    case .integer(let bounds): stepInteger(field, bounds, direction)
    case .number(let bounds): stepNumber(field, bounds, direction)
    case .flag, .texts, .word, .json: choosing(field, by: direction)
    }
  }

  /// Returns the settings with the field's next or previous choice. Unset counts as a choice.
  /// - Returns: `nil` if the field has no choices.
  func choosing(_ field: FormField, by direction: Int) -> RequestSettings? {
    let words = choices(of: field)
    guard !words.isEmpty else { return nil }
    // If the server does not support the choice, nothing changes.
    if field == .thinking { return try? choosing(settings.thinking.isOn ? .off : .on) }
    let options: [String?] = [nil] + words.map(Optional.some)
    let index = options.firstIndex(of: chosenWord(of: field)) ?? 0
    let next = options[(index + direction + options.count) % options.count]
    guard let next else { return unsetting(field) }
    // Every choice is within the range, so this fails only if the server does not support it.
    return try? setting(field, to: next)
  }

  /// Returns the settings with a number set to the multiple of its step that is nearest to a point
  /// in its range.
  /// - Parameter share: 0 for the start of the range, 1 for its end.
  /// - Returns: `nil` if the field has no slider.
  func sliding(_ field: FormField, to share: Double) -> RequestSettings? {
    guard let ends = range(of: field).ends else { return nil }
    let number = ends.lowerBound + share * (ends.upperBound - ends.lowerBound)
    if case .number(let bounds) = range(of: field) {
      let step = Self.numberStep(of: field)
      let isInside = share > 0 && share < 1
      let rounded = Self.rounded(isInside ? (number / step).rounded() * step : number)
      // The range may exclude its start or its end.
      let inner = Self.rounded(share < 0.5 ? number + step : number - step)
      return changing(field, to: String(bounds.nearest(to: rounded) ?? inner))
    }
    let step = Self.integerStep(of: field)
    let rounded = Int((number / Double(step)).rounded()) * step
    return changing(
      field, to: String(min(max(rounded, Int(ends.lowerBound)), Int(ends.upperBound))))
  }

  func choices(of field: FormField) -> [String] {
    switch range(of: field) {
    case .flag: ["true", "false"]
    case .word(let words): words
    case .json(let shape): shape.words
    case .integer, .number, .texts: []
    }
  }

  /// Returns the choice that matches the field's value.
  func chosenWord(of field: FormField) -> String? {
    guard let value = value(of: field) else { return nil }
    return choices(of: field).first { word in
      // A choice that cannot be set does not match.
      guard let settings = try? setting(field, to: word) else { return false }
      return ParameterForm(settings, provider: provider, model: model).value(of: field) == value
    }
  }

  private func stepInteger(
    _ field: FormField, _ bounds: ClosedRange<Int>, _ direction: Int
  ) -> RequestSettings? {
    let step = Self.integerStep(of: field)
    guard let value = shownNumber(field).flatMap({ Int($0) }) else {
      return start(field) { String(min(max($0, bounds.lowerBound), bounds.upperBound)) }
    }
    // Move to the next multiple of the step.
    let rest = value % step
    let distance =
      rest == 0 ? step : (direction > 0) == (rest > 0) ? step - abs(rest) : abs(rest)
    let next = value.addingClamped(direction * distance)
    let clamped = min(max(next, bounds.lowerBound), bounds.upperBound)
    return clamped == value ? nil : changing(field, to: String(clamped))
  }

  private func stepNumber(
    _ field: FormField, _ bounds: NumberRange, _ direction: Int
  ) -> RequestSettings? {
    guard let text = shownNumber(field), let value = Double(text) else {
      return start(field) { String($0) }
    }
    let step = Self.numberStep(of: field)
    let place = value / step
    let next =
      direction > 0 ? (place + 1e-6).rounded(.down) + 1 : (place - 1e-6).rounded(.up) - 1
    guard let reachable = bounds.nearest(to: Self.rounded(next * step)), reachable != value else {
      return nil
    }
    return changing(field, to: String(reachable))
  }

  /// Removes floating-point noise.
  private static func rounded(_ number: Double) -> Double { (number * 10_000).rounded() / 10_000 }

  /// Returns the field's value, or else the model's own.
  private func shownNumber(_ field: FormField) -> String? {
    if case .model(let text) = source(of: field) { return text }
    return value(of: field)
  }

  /// Returns the settings with an unset field at its recommended value, or else at a neutral one.
  private func start(_ field: FormField, _ text: (Int) -> String) -> RequestSettings? {
    changing(field, to: recommendation(for: field) ?? text(Self.neutral(field)))
  }

  private func changing(_ field: FormField, to text: String) -> RequestSettings? {
    // A step beyond the range is ignored.
    try? setting(field, to: text)
  }

  private static func integerStep(of field: FormField) -> Int {
    switch field {
    case .parameter(.maxTokens), .parameter(.maxCompletionTokens): 256
    case .budget: 1024
    case .parameter, .thinking: 1
    }
  }

  private static func numberStep(of field: FormField) -> Double {
    switch field {
    case .parameter(.topP), .parameter(.repetitionPenalty): 0.05
    case .parameter(.minP): 0.01
    case .parameter, .thinking, .budget: 0.1
    }
  }

  private static func neutral(_ field: FormField) -> Int {
    switch field {
    case .parameter(.maxTokens), .parameter(.maxCompletionTokens): 1024
    case .budget: 4096
    case .parameter(.temperature), .parameter(.topP), .parameter(.repetitionPenalty),
      .parameter(.seed):
      1
    case .parameter(.topK): 40
    case .parameter(.topLogprobs): 5
    case .parameter, .thinking: 0
    }
  }
}

extension NumberRange {
  /// Returns the number, clamped to the range; `nil` if it lies beyond an exclusive bound.
  func nearest(to number: Double) -> Double? {
    if contains(number) { return number }
    if case .including(let bound) = lower, number < bound { return bound }
    if case .including(let bound) = upper, number > bound { return bound }
    return nil
  }
}
