internal import Chat

/// Choosing how much the model thinks, for commands, keys and the form.
extension ParameterForm {
  /// Returns the thinking choice that corresponds to setting the field; `nil` if the field does
  /// not concern thinking.
  func thinkingChoice(
    _ field: FormField, _ text: String
  ) throws(ParameterError) -> ThinkingChoice? {
    switch field {
    case .thinking:
      guard let isOn = Bool(text) else { throw .outOfRange(field: field.name, value: text, .flag) }
      return isOn ? .on : .off
    case .budget:
      guard let budget = Int(text) else {
        throw .outOfRange(field: field.name, value: text, range(of: field))
      }
      return .budget(budget)
    case .parameter(.reasoningEffort): return .effort(text)
    case .parameter: return nil
    }
  }

  /// Returns the settings after a thinking choice. Setting a budget or an effort turns thinking
  /// on and unsets the other one. Turning thinking off keeps the budget or effort for when it is
  /// turned back on.
  /// - Throws: if the value is out of range, or the server does not support the choice.
  func choosing(_ choice: ThinkingChoice) throws(ParameterError) -> RequestSettings {
    if let refusal = refusal(of: choice.form) { throw refusal }
    var changed = settings
    changed.sources[ThinkingName.isOn] = .conversation
    switch choice {
    case .off:
      changed.thinking.isOn = false
      changed.putEffortAside()
    case .on:
      changed.thinking.isOn = true
      changed.restoreEffort()
    case .budget(let tokens):
      guard limits.thinkingBudget.contains(tokens) else {
        throw .outOfRange(field: ThinkingName.budget, value: String(tokens), range(of: .budget))
      }
      changed.thinking = ThinkingMode(isOn: true, budget: tokens)
      changed.sources[ThinkingName.budget] = .conversation
      changed.set(effort: nil)
    case .effort(let text): try choose(effort: text, in: &changed)
    }
    return changed
  }

  private func choose(
    effort text: String, in changed: inout RequestSettings
  ) throws(ParameterError) {
    let field = ParameterField.named(Parameters.CodingKeys.reasoningEffort.rawValue)
    var parameters = Parameters()
    try field?.set(text, in: &parameters, within: limits)
    if parameters.reasoningEffort == RequestSettings.noEffort {
      changed.putEffortAside()
      changed.parameters.reasoningEffort = RequestSettings.noEffort
      changed.sources[RequestSettings.effortName] = .conversation
      if provider.thinkingForms.contains(.off) {
        changed.thinking.isOn = false
      } else {
        changed.sources[ThinkingName.isOn] = settings.sources[ThinkingName.isOn]
      }
    } else {
      changed.thinking = ThinkingMode(isOn: true)
      changed.sources[ThinkingName.budget] = nil
      changed.set(effort: parameters.reasoningEffort)
    }
  }

  /// Returns why the server does not support this form of thinking control; `nil` if it does, or
  /// if its dialect is not known yet.
  func refusal(of form: ThinkingForm) -> ParameterError? {
    provider.dialectBasis.isOpen ? nil : ThinkingText.obstacle(to: form, at: provider)
  }

  /// Returns why the field cannot be set; `nil` if it can.
  func refusal(toSet field: FormField) -> ParameterError? {
    switch field {
    case .thinking: refusal(of: settings.thinking.isOn ? .off : .on)
    case .budget: refusal(of: .budget)
    case .parameter(.reasoningEffort): refusal(of: .effort)
    case .parameter: nil
    }
  }
}

extension RequestSettings {
  static let effortName = Parameters.CodingKeys.reasoningEffort.rawValue
  static let noEffort = Parameters.noEffort

  /// Sets the effort and discards the one put aside earlier.
  mutating func set(effort: String?) {
    parameters.reasoningEffort = effort
    sources[Self.effortName] = effort == nil ? nil : .conversation
    restingEffort = nil
  }

  /// Puts the effort aside while thinking is off. Otherwise, requests would tell some servers both
  /// to think and not to think.
  mutating func putEffortAside() {
    let effort = parameters.reasoningEffort
    let resting = effort == Self.noEffort ? nil : effort
    let earlier = restingEffort
    set(effort: nil)
    restingEffort = resting ?? earlier
  }

  mutating func restoreEffort() {
    guard parameters.reasoningEffort == nil || parameters.reasoningEffort == Self.noEffort else {
      return
    }
    set(effort: restingEffort)
  }
}
