internal import App
internal import Chat
internal import Words

/// The preset of this run: the one named by `--preset`, which counts as an option, or else the
/// configuration's default preset, which new conversations start from.
struct PresetChoice {
  let preset: Preset
  /// Whether the preset was named by `--preset`.
  let isOption: Bool

  /// - Throws: if the preset is missing or invalid; the error says where and why.
  init?(
    _ options: ChatOptions, _ configuration: Configuration, _ paths: Paths
  ) throws(UsageProblem) {
    guard let name = options.preset ?? configuration.preset?.name else { return nil }
    isOption = options.preset != nil
    let place = isOption ? "" : configuration.preset?.place ?? ""
    if let flaw = LibraryName.flaw(in: name) {
      let problem = Words.Presets.invalidName(name, Words.Library.flaw(flaw))
      throw UsageProblem(place.isEmpty ? problem : Words.located(place, problem))
    }
    let path = PresetFolder(paths).folder.path(of: name)
    guard let text = try LibraryFile.read(path) else {
      throw UsageProblem(Words.Presets.missing(name, path: path, at: place))
    }
    preset = try PresetFile.preset(name, path, text)
    try Self.check(preset, configuration.providers.map(\.provider))
  }

  /// Throws if the preset's provider is unknown or does not accept one of the preset's values.
  static func check(_ preset: Preset, _ providers: [Provider]) throws(UsageProblem) {
    guard let name = preset.provider else { return }
    guard let provider = providers.first(where: { $0.name == name }) else {
      throw UsageProblem(
        Words.located(
          preset.position(of: Preset.Key.provider),
          Words.unknownProvider(name, available: providers.map(\.name))))
    }
    guard !provider.dialectBasis.isOpen else { return }
    for field in preset.fields {
      guard let problem = field.problem(in: preset.parameters, within: provider.limits) else {
        continue
      }
      throw UsageProblem(
        Words.located(preset.position(of: field.name), Words.Parameter.problem(problem)))
    }
  }

  /// Whether the thinking settings come from the preset.
  func decidesThinking(under options: ChatOptions) -> Bool {
    preset.saysThinking && options.think == nil && options.thinkingBudget == nil
  }

  /// Returns the preset for this run's new conversations, without the settings that the options
  /// override.
  func starting(under options: ChatOptions, with provider: Provider, system: String?) -> Preset {
    var preset = preset
    if provider.name != preset.provider {
      if preset.provider != nil || options.namesProvider { preset.model = nil }
      preset.provider = nil
    }
    if options.model != nil { preset.model = nil }
    if !decidesThinking(under: options) {
      preset.thinking = nil
      preset.thinkingBudget = nil
    }
    if system != nil { preset.systemPrompt = nil }
    return preset
  }
}

extension ChatOptions {
  /// Returns these options, with missing ones taken from the preset that `--preset` names, if any.
  func adopting(_ choice: PresetChoice?) -> ChatOptions {
    guard let choice, choice.isOption else { return self }
    let preset = choice.preset
    var options = self
    // The preset's model applies only to the preset's provider.
    let isItsProvider = !demo && (provider == nil || provider == preset.provider)
    if isItsProvider {
      options.provider = provider ?? preset.provider
      options.model = model ?? preset.model
    }
    if choice.decidesThinking(under: self) {
      options.think = preset.thinking
      // A preset that turns thinking off sets its budget only in the configuration, where it
      // applies once thinking is turned on again.
      if preset.thinking != false { options.thinkingBudget = preset.thinkingBudget }
    }
    return options
  }
}

extension Configuration {
  /// Returns the configuration, with the preset's settings in place of its own.
  func adopting(_ choice: PresetChoice?) -> Configuration {
    guard let preset = choice?.preset else { return self }
    var configuration = self
    if let provider = preset.provider {
      if provider != configuration.provider || address != nil { configuration.model = nil }
      configuration.provider = provider
      configuration.address = nil
    }
    configuration.model = preset.model ?? configuration.model
    if preset.parameters.reasoningEffort != nil {
      configuration.thinkingBudget = nil
      // The effort decides, whatever the configuration says.
      configuration.thinking = nil
    }
    if let thinks = preset.thinks {
      configuration.thinking = thinks
      configuration.isThinkingRemembered = false
    }
    if let budget = preset.thinkingBudget {
      configuration.thinkingBudget = budget
      // A thinking budget replaces a reasoning effort, and vice versa.
      configuration.parameters.reasoningEffort = nil
    }
    for field in preset.fields {
      field.copy(from: preset.parameters, to: &configuration.parameters)
      configuration.parameterPositions[field.name] = preset.position(of: field.name)
    }
    return configuration
  }
}
