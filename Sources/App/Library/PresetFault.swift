public import Chat
internal import Words

/// The reason why a preset cannot be used.
struct PresetFault: Error, Equatable {
  enum Reason: Equatable {
    case unknownProvider(String)
    /// The server does not accept a value.
    case parameter(ParameterError)
  }

  /// The key of the setting in the preset's file.
  let key: String
  let reason: Reason
}

extension Preset {
  /// Returns a session and its settings with this preset applied. Settings that the preset omits
  /// are unchanged.
  func applied(
    to session: Session, _ settings: RequestSettings, in state: State
  ) throws(PresetFault) -> (session: Session, settings: RequestSettings) {
    var session = session
    if let provider {
      try session.ask(provider, in: state)
    }
    if let model { session.model = model }
    if let systemPrompt { session.systemPrompt = systemPrompt }
    session.preset = name
    let form = ParameterForm(settings, provider: session.provider, model: session.model)
    return (session, try form.applying(self))
  }
}

extension Session {
  /// Switches to a provider by name, with its usual model.
  fileprivate mutating func ask(_ name: String, in state: State) throws(PresetFault) {
    // Keep the current provider, which may be at a custom address.
    guard name != provider.name || !isConfigured else { return }
    guard let choice = state.providers[name] else {
      throw PresetFault(key: Preset.Key.provider, reason: .unknownProvider(name))
    }
    provider = choice.provider
    lacksKey = choice.lacksKey
    isConfigured = true
    model = state.usualModel(of: choice.provider) ?? ""
  }

  /// Applies the preset's parameters, but not its provider, model, thinking or system prompt.
  public mutating func adoptParameters(of preset: Preset) {
    for field in preset.fields {
      field.copy(from: preset.parameters, to: &parameters)
      sources[field.name] = .preset
    }
    self.preset = preset.name
  }
}

extension ParameterForm {
  /// Returns the settings with a preset's parameters and thinking applied.
  func applying(_ preset: Preset) throws(PresetFault) -> RequestSettings {
    var changed = settings
    for field in preset.fields {
      if let problem = field.problem(in: preset.parameters, within: limits) {
        throw PresetFault(key: field.name, reason: .parameter(problem))
      }
      field.copy(from: preset.parameters, to: &changed.parameters)
      changed.sources[field.name] = .preset
    }
    if let effort = preset.parameters.reasoningEffort {
      try check(.effort, RequestSettings.effortName)
      changed.restingEffort = nil
      changed.thinking.budget = nil
      changed.sources[ThinkingName.budget] = nil
      changed.thinking.isOn =
        effort != RequestSettings.noEffort || !provider.thinkingForms.contains(.off)
    }
    if let budget = preset.thinkingBudget {
      try check(.budget, Preset.Key.thinkingBudget)
      guard limits.thinkingBudget.contains(budget) else {
        throw PresetFault(
          key: Preset.Key.thinkingBudget,
          reason: .parameter(
            .outOfRange(
              field: ThinkingName.budget, value: String(budget), range(of: .budget))))
      }
      if preset.parameters.reasoningEffort == nil { changed.set(effort: nil) }
      changed.thinking.budget = budget
      changed.sources[ThinkingName.budget] = .preset
    }
    guard let thinks = preset.thinks else { return changed }
    if preset.thinking != nil { try check(thinks ? .on : .off, Preset.Key.thinking) }
    changed.thinking.isOn = thinks
    changed.sources[ThinkingName.isOn] = .preset
    if !thinks { changed.putEffortAside() }
    return changed
  }

  private func check(_ form: ThinkingForm, _ key: String) throws(PresetFault) {
    if let refusal = refusal(of: form) {
      throw PresetFault(key: key, reason: .parameter(refusal))
    }
  }
}

/// The user-facing messages about presets.
enum PresetText {
  static func sentence(
    _ fault: PresetFault, _ preset: Preset, _ providers: KnownProviders
  ) -> String {
    let problem =
      switch fault.reason {
      case .unknownProvider(let name):
        Words.sentences(
          Words.ProviderChoice.unknown(name),
          Words.ProviderChoice.available(providers.choices.map(\.provider.name)))
      case .parameter(let error): Words.Parameter.problem(error)
      }
    return Words.located(preset.position(of: fault.key), problem)
  }

  /// Returns the differences between two sets of settings, as phrases.
  static func changes(
    from target: RequestTarget, _ settings: RequestSettings, to newTarget: RequestTarget,
    _ newSettings: RequestSettings
  ) -> [String] {
    var changes: [String] = []
    if target.provider != newTarget.provider || target.model != newTarget.model {
      changes.append(
        Words.Presets.model(newTarget.model, newTarget.provider.shownName))
    }
    if settings.thinking != newSettings.thinking {
      changes.append(thinking(newSettings.thinking))
    }
    for field in ParameterField.all {
      let value = field.text(in: newSettings.parameters)
      guard field.text(in: settings.parameters) != value else { continue }
      changes.append(value.map { Words.Presets.value(field.name, $0) } ?? field.name)
    }
    if target.systemPrompt != newTarget.systemPrompt {
      changes.append(Words.Presets.systemPrompt)
    }
    return changes
  }

  static func thinking(_ mode: ThinkingMode) -> String {
    guard mode.isOn else { return Words.Pages.thinkingOff }
    return mode.budget.map { Words.Pages.thinking(budget: $0) } ?? Words.Pages.thinkingOn
  }

  /// Returns what a preset sets, as phrases.
  static func contents(_ preset: Preset) -> [String] {
    var parts: [String] = []
    if preset.provider != nil || preset.model != nil { parts.append(target(preset)) }
    if let thinks = preset.thinks {
      parts.append(thinking(ThinkingMode(isOn: thinks, budget: preset.thinkingBudget)))
    }
    for field in preset.fields {
      guard let value = field.text(in: preset.parameters) else { continue }
      parts.append(Words.Presets.value(field.name, value))
    }
    if preset.systemPrompt != nil { parts.append(Words.Presets.systemPrompt) }
    return parts
  }

  /// Returns the model and its provider, if the preset names them.
  static func target(_ preset: Preset) -> String {
    Words.Presets.model(Session.short(preset.model ?? ""), preset.provider ?? "")
  }
}
