internal import App
internal import Chat

/// Whom this run asks and how: options over configuration over environment over defaults.
struct ChatSetup {
  var session: Session
  let apiKey: String?
  /// Where the key was found, for people.
  let keySource: String?
  /// What is known of every provider, for those that are chosen later.
  let settings: [ProviderSetting]
  let keys: KeyRing
  /// Thinking is on because somebody has said so, not by default.
  let isThinkingWanted: Bool
  /// Servers on this machine are worth looking for: nobody has said exactly whom to ask.
  let looksForServers: Bool
  /// Nobody has named a provider, and no key was found for the usual one.
  let isDemoForWantOfKey: Bool

  /// - Parameter needsModel: there is something to ask; if not, a model need not be named.
  init(
    _ options: ChatOptions, _ configuration: Configuration, environment: [String: String],
    paths: Paths, needsModel: Bool = true
  ) throws(UsageProblem) {
    keys = KeyRing(environment: environment, file: KeyFile(path: paths.keys))
    settings = configuration.providers
    var setting = try Self.setting(options, configuration, keys)
    if let url = options.baseURL { setting.provider.baseURL = url.trimmingSlashes }
    let provider = setting.provider
    let found = try keys.key(
      for: setting, isFirst: true, .beforeScreen, among: RunningCommands())
    (apiKey, keySource) = (found?.key, found?.source)
    isDemoForWantOfKey =
      provider.name == Provider.demo.name && !options.demo
      && options.provider == nil && configuration.provider == nil
    looksForServers =
      !options.demo && options.baseURL == nil && options.provider == nil
    let budget = options.thinkingBudget ?? configuration.thinkingBudget
    if let budget, !ThinkingMode.budgetRange.contains(budget) {
      throw UsageProblem("--thinking-budget takes a whole number from 1, not \(budget).")
    }
    if options.think == false, options.thinkingBudget != nil {
      throw UsageProblem(
        "thinking_budget does not go with enable_thinking false: "
          + "leave out --thinking-budget or --no-think.")
    }
    isThinkingWanted =
      options.think ?? (options.thinkingBudget != nil ? true : configuration.thinking) == true
    // A budget given on the command line asks for thinking.
    let isOn = options.think ?? (options.thinkingBudget != nil ? true : configuration.thinking)
    session = Session(
      provider: provider,
      model: needsModel ? try Self.model(options, configuration, provider) : options.model ?? "",
      thinking: ThinkingMode(isOn: isOn ?? true, budget: budget),
      parameters: configuration.parameters,
      // A server that the user names may need none; it will say so.
      lacksKey: provider.keyVariable != nil && apiKey == nil && options.baseURL == nil)
    for field in ParameterField.all where field.text(in: configuration.parameters) != nil {
      session.sources[field.name] = .configuration
    }
    session.choices = choices
    session.asksForTitles = configuration.titles
    session.utcOffset = WallClock.utcOffset
  }

  /// Every provider, the one of this run as this run has it.
  private var choices: [ProviderChoice] {
    // A file that cannot be read has been complained about when this run's own key was looked for.
    let kept = (try? keys.file.keys()) ?? [:]
    return settings.map { setting in
      if setting.provider.name == session.provider.name {
        return ProviderChoice(provider: session.provider, lacksKey: session.lacksKey)
      }
      let provider = setting.provider
      let needsKey = provider.keyVariable != nil && setting.keyCommand == nil
      let hasKey =
        keys.knownKey(for: provider, isFirst: false) != nil || kept[provider.name] != nil
      return ProviderChoice(provider: provider, lacksKey: needsKey && !hasKey)
    }
  }

  private static func setting(
    _ options: ChatOptions, _ configuration: Configuration, _ keys: KeyRing
  ) throws(UsageProblem) -> ProviderSetting {
    let all = configuration.providers
    let name: String
    if options.demo {
      name = Provider.demo.name
    } else if let chosen = options.provider
      ?? (options.baseURL == nil ? configuration.provider : nil)
    {
      name = chosen
    } else {
      let aimlapi = all.first { $0.provider.name == Provider.aimlapi.name }
      var hasKey = false
      if let aimlapi { hasKey = try mayHaveKey(aimlapi, keys) }
      name = hasKey || options.baseURL != nil ? Provider.aimlapi.name : Provider.demo.name
    }
    guard let setting = all.first(where: { $0.provider.name == name }) else {
      let names = all.map(\.provider.name).joined(separator: ", ")
      throw UsageProblem("There is no provider “\(name)”. There are: \(names).")
    }
    return setting
  }

  private static func mayHaveKey(
    _ setting: ProviderSetting, _ keys: KeyRing
  ) throws(UsageProblem) -> Bool {
    if setting.keyCommand != nil { return true }
    if keys.knownKey(for: setting.provider, isFirst: true) != nil { return true }
    return try keys.file.keys()[setting.provider.name] != nil
  }

  /// The configured model is that of the configured provider.
  private static func model(
    _ options: ChatOptions, _ configuration: Configuration, _ provider: Provider
  ) throws(UsageProblem) -> String {
    if let model = options.model { return model }
    let isConfigured =
      !options.demo && options.provider.map { $0 == configuration.provider } ?? true
    if isConfigured, let model = configuration.model { return model }
    guard !provider.defaultModel.isEmpty else {
      throw UsageProblem(
        "\(provider.name) has no usual model: name one with --model; "
          + "aside models --provider \(provider.name) lists them.")
    }
    return provider.defaultModel
  }
}
