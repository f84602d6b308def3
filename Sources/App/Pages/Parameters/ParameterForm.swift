internal import Chat
internal import Words

/// The settings of the next request to a server: each field's value, and the values it can take.
struct ParameterForm {
  let settings: RequestSettings
  let provider: Provider
  let model: String
  let limits: ParameterLimits

  init(_ settings: RequestSettings, provider: Provider, model: String) {
    self.settings = settings
    self.provider = provider
    self.model = model
    limits = provider.limits
  }

  init(_ context: PageContext) {
    self.init(
      context.settings, provider: context.session.provider, model: context.session.model)
  }

  var dialect: DialectName { provider.dialect }

  // MARK: Values

  /// Returns the value that was set, as text; `nil` if the field is unset.
  func value(of field: FormField) -> String? {
    switch field {
    case .parameter(let key):
      ParameterField.named(key.rawValue)?.text(in: settings.parameters)
    case .thinking: String(settings.thinking.isOn)
    case .budget: settings.thinking.budget.map(String.init)
    }
  }

  func range(of field: FormField) -> ParameterRange {
    switch field {
    case .parameter(let key): limits.range(of: key)
    case .thinking: .flag
    case .budget: .integer(limits.thinkingBudget)
    }
  }

  /// Returns the value that the model's authors recommend, as text.
  func recommendation(for field: FormField) -> String? {
    text(of: field, in: recommended)
  }

  private func text(of field: FormField, in parameters: Parameters?) -> String? {
    guard let parameters, case .parameter(let key) = field else { return nil }
    return ParameterField.named(key.rawValue)?.text(in: parameters)
  }

  /// Whether the model thinks. A model without a thinking switch counts as thinking.
  private var isThinking: Bool { settings.thinking.isOn || !hasThinking }

  private var hasThinking: Bool { provider.thinkingForms.contains(.off) }
  private var hasThinkingBudget: Bool { provider.thinkingForms.contains(.budget) }

  private var recommended: Parameters? {
    Parameters.recommended(for: model, isThinking: isThinking)
  }

  // MARK: Sources

  enum Source: Equatable {
    case set(ParameterSource)
    /// Not set. The program sends this value.
    case program(String)
    /// Not set. The server is known to use this value.
    case model(String)
    case notSent
  }

  func source(of field: FormField) -> Source {
    switch field {
    case .thinking where !hasThinking: return .notSent
    case .budget where !sendsBudget: return .notSent
    case .thinking: return settings.sources[field.name].map { .set($0) } ?? .program("true")
    case .budget, .parameter:
      if value(of: field) != nil { return .set(settings.sources[field.name] ?? .conversation) }
      return unsetSource(of: field)
    }
  }

  private func unsetSource(of field: FormField) -> Source {
    let isStreaming = settings.parameters.stream ?? true
    switch field {
    case .parameter(.stream): return .program("true")
    case .parameter(.streamOptions) where isStreaming && Dialect(name: dialect).asksForUsage:
      return .program(#"{"include_usage":true}"#)
    case .parameter, .thinking, .budget:
      let defaults = Parameters.defaults(of: model, at: provider, isThinking: isThinking)
      return text(of: field, in: defaults).map { .model($0) } ?? .notSent
    }
  }

  private var sendsBudget: Bool { hasThinkingBudget && settings.thinking.isOn }

  // MARK: Remarks

  enum Remark: Equatable {
    case server(ParameterRemark)
    /// The dialect has no such field.
    case unsupported
    case thinkingOff
  }

  /// Returns why the field is dimmed; `nil` if it is not.
  func remark(on field: FormField) -> Remark? {
    switch field {
    // A value set elsewhere is sent anyway, so its field is not dimmed.
    case .parameter(.reasoningEffort) where value(of: field) == nil && refusal(toSet: field) != nil:
      .unsupported
    case .parameter(let key): limits.remark(on: key).map { .server($0) }
    case .thinking: hasThinking ? nil : .unsupported
    case .budget:
      !hasThinkingBudget ? .unsupported : settings.thinking.isOn ? nil : .thinkingOff
    }
  }

  /// Returns a likely problem with the field's value; `nil` if there is none.
  func warning(about field: FormField) -> String? {
    if case .parameter(let key) = field {
      let problem = ParameterField.named(key.rawValue)?
        .problem(in: settings.parameters, within: limits)
      if let problem { return Words.Parameter.problem(problem) }
    }
    if case .integer(let bounds) = range(of: field), field == .budget,
      let budget = settings.thinking.budget, !bounds.contains(budget)
    {
      return Words.Parameter.problem(
        .outOfRange(field: field.name, value: String(budget), .integer(bounds)))
    }
    guard field == .parameter(.temperature), settings.isGreedyThinking(at: provider) else {
      return nil
    }
    return Words.Parameter.greedyThinking
  }

  // MARK: Changes

  /// Returns the settings with the field set from typed text. Empty text unsets it.
  func setting(_ field: FormField, to text: String) throws(ParameterError) -> RequestSettings {
    if let choice = try thinkingChoice(field, text) { return try choosing(choice) }
    guard case .parameter(let key) = field, let parameter = ParameterField.named(key.rawValue)
    else { throw .unknown(field.name) }
    var changed = settings
    changed.sources[field.name] = .conversation
    // Setting a list appends to it, so unset the field first.
    parameter.unset(in: &changed.parameters)
    try parameter.set(text, in: &changed.parameters, within: limits)
    return changed
  }

  func unsetting(_ field: FormField) -> RequestSettings {
    var changed = settings
    switch field {
    case .parameter(.reasoningEffort): changed.set(effort: nil)
    case .parameter(let key): ParameterField.named(key.rawValue)?.unset(in: &changed.parameters)
    case .budget: changed.thinking.budget = nil
    case .thinking:
      changed.thinking.isOn = true
      changed.restoreEffort()
    }
    changed.sources[field.name] = nil
    return changed
  }

  /// The settings with every field unset.
  var unsettingAll: RequestSettings {
    FormField.all.reduce(settings) { settings, field in
      ParameterForm(settings, provider: provider, model: model).unsetting(field)
    }
  }

  /// The number of fields with a value that can be unset.
  var setCount: Int {
    FormField.all.count { $0 == .thinking ? isThinkingSet : value(of: $0) != nil }
  }

  /// Whether thinking was turned on or off explicitly. Otherwise the default is sent.
  var isThinkingSet: Bool {
    hasThinking && (settings.sources[ThinkingName.isOn] != nil || !settings.thinking.isOn)
  }

  /// The settings with the recommended values; `nil` if none are known for the model.
  var settingRecommended: RequestSettings? {
    guard let recommended else { return nil }
    var changed = settings
    for field in ParameterField.all where field.text(in: recommended) != nil {
      field.copy(from: recommended, to: &changed.parameters)
      changed.sources[field.name] = .conversation
    }
    return changed
  }
}
