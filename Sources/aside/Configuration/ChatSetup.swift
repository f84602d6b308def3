internal import App
internal import Chat
internal import Words

/// The provider, model and settings of this run. Options override the configuration, which
/// overrides the environment and the defaults.
struct ChatSetup {
  var session: Session
  /// All known providers, each at its own address.
  let providers: KnownProviders
  /// The choices made by the options. They override a stored conversation's own settings.
  private(set) var chosen: ChosenOptions
  /// The address that requests go to, with its key.
  let endpoint: Endpoint
  /// Where the key came from, for messages.
  let keySource: String?
  /// Where a key for another origin was found, and that origin. The key is not used.
  let withheldKey: (source: String, origin: ServerOrigin)?
  /// The provider's own headers that are not sent, because the address is not its own.
  let withheldHeaders: [String]
  /// Whether the address is not the provider's own, and the provider needs a key.
  let isElsewhere: Bool
  /// Every provider's settings, in case another one is chosen later.
  let settings: [ProviderSetting]
  let keys: KeyLookup
  /// Whether thinking is on because an option or the configuration says so, not by default.
  let isThinkingWanted: Bool
  /// Whether an option sets thinking, or the configuration changes the default.
  let saysThinking: Bool
  /// Whether to look for servers on this machine, because no option names a server.
  let looksForServers: Bool
  /// Whether the demo answers because no provider was named and the default one has no key.
  let isDemoForWantOfKey: Bool

  /// - Parameters:
  ///   - preset: the preset, whose values `options` and `configuration` already contain.
  ///   - needsModel: whether a question will be asked, which requires a model.
  ///   - picksModel: whether the user can pick a model if none is named and the provider has no
  ///     default.
  ///   - namesProvider: whether the provider in `options` was named for this run, not taken from
  ///     a conversation.
  ///   - mayBeDemo: whether the demo stands in for a default provider without a key. A command whose
  ///     output is taken as fact must not ask the demo.
  init(
    _ options: ChatOptions, _ configuration: Configuration, environment: [String: String],
    paths: Paths, preset: PresetChoice? = nil, needsModel: Bool = true, picksModel: Bool = false,
    namesProvider: Bool = true, mayBeDemo: Bool = false
  ) throws(UsageProblem) {
    keys = KeyLookup(
      environment: environment,
      saved: KeyStore(file: KeyFile(path: paths.keys), environment: environment))
    settings = configuration.providers
    let address = options.baseURL ?? (options.namesProvider ? nil : configuration.address)
    let named = try Self.setting(options, address, configuration, keys, mayBeDemo: mayBeDemo)
    let setting = Self.moved(named, to: address, options, namesProvider: namesProvider)
    withheldHeaders = named.headers(missingIn: setting)
    let provider = setting.provider
    isElsewhere = provider.origin != setting.home && !setting.keySources.isEmpty
    let key = try Self.key(for: setting, configuration, keys)
    keySource = key?.source
    withheldKey = key == nil ? try keys.withheldKey(from: setting) : nil
    endpoint = try Self.endpoint(provider, key)
    isDemoForWantOfKey = Self.isDemoForWantOfKey(provider, options, configuration)
    looksForServers = !options.demo && options.baseURL == nil && options.provider == nil
    let (isThinkingOn, budget) = try Self.thinking(options, configuration)
    saysThinking = options.think != nil || budget != nil || configuration.thinking == false
    isThinkingWanted = isThinkingOn == true
    session = Session(
      provider: provider,
      model: needsModel
        ? try Self.model(options, configuration, provider, mayLack: picksModel)
        : options.model ?? "",
      thinking: ThinkingMode(isOn: isThinkingOn ?? true, budget: budget),
      parameters: configuration.parameters,
      // A server named by the user may not need a key. If it does, it will say so.
      lacksKey: provider.keyVariable != nil && key == nil && address == nil)
    providers = Self.providers(settings, with: session, hasKey: key != nil, keys)
    chosen = Self.chosen(options, configuration, session, picksModel: picksModel)
    try noteSources(options, configuration)
    if let preset { note(preset) }
  }

  /// Records the preset's name, its system prompt, and which parameters come from it.
  private mutating func note(_ choice: PresetChoice) {
    let preset = choice.preset
    session.adoptParameters(of: preset)
    session.systemPrompt = preset.systemPrompt
    guard choice.isOption else { return }
    chosen.preset = preset
    chosen.choosesSystemPrompt = preset.systemPrompt != nil
  }

  /// Records which thinking settings come from the preset.
  /// - Throws: if the preset was named for this run, but the server does not support its thinking
  ///   settings.
  mutating func noteThinking(
    of choice: PresetChoice?, under options: ChatOptions
  ) throws(UsageProblem) {
    guard let choice, choice.decidesThinking(under: options) else { return }
    let preset = choice.preset
    if preset.thinking != nil { session.sources["enable_thinking"] = .preset }
    if preset.thinkingBudget != nil { session.sources["thinking_budget"] = .preset }
    guard choice.isOption, !session.provider.dialectBasis.isOpen,
      let problem = ThinkingText.shortfall(session.thinking.choice, at: session.provider)
    else { return }
    let key =
      preset.thinkingBudget != nil && session.thinking.isOn
      ? Preset.Key.thinkingBudget : Preset.Key.thinking
    throw UsageProblem(Words.located(preset.position(of: key), problem))
  }

  private static func isDemoForWantOfKey(
    _ provider: Provider, _ options: ChatOptions, _ configuration: Configuration
  ) -> Bool {
    provider.name == Provider.demo.name && !options.demo
      && options.provider == nil && configuration.provider == nil
  }

  private static func chosen(
    _ options: ChatOptions, _ configuration: Configuration, _ session: Session, picksModel: Bool
  ) -> ChosenOptions {
    var chosen = ChosenOptions()
    chosen.choosesProvider = options.namesProvider
    chosen.choosesModel = options.model != nil
    if isDemoForWantOfKey(session.provider, options, configuration) {
      chosen.modelForProvider = options.model
    }
    chosen.choosesThinking = options.think != nil || options.thinkingBudget != nil
    let hasConfiguredModel =
      configuration.model != nil && options.provider == configuration.provider
    chosen.isModelOpen =
      picksModel && !session.isDemo && options.model == nil
      && (session.lacksModel || options.provider != nil && !hasConfiguredModel)
    return chosen
  }

  /// Adopts the system prompt from the command line. An empty one removes the prompt.
  mutating func choose(systemPrompt: String) {
    session.systemPrompt = systemPrompt
    chosen.choosesSystemPrompt = true
  }

  /// Records where parameters and thinking come from. The configuration applies to every provider,
  /// so it is read with the widest ranges and checked here against those of the chosen provider.
  private mutating func noteSources(
    _ options: ChatOptions, _ configuration: Configuration
  ) throws(UsageProblem) {
    let parameters = configuration.parameters
    for field in ParameterField.all where field.text(in: parameters) != nil {
      session.sources[field.name] = .configuration
      if let problem = field.problem(in: parameters, within: session.provider.limits) {
        throw UsageProblem(
          Words.located(
            configuration.parameterPositions[field.name] ?? field.name,
            Words.Parameter.problem(problem)))
      }
    }
    let written: ParameterSource =
      configuration.isThinkingRemembered ? .lastChoice : .configuration
    if options.think != nil || options.thinkingBudget != nil {
      session.sources["enable_thinking"] = .option
    } else if configuration.thinking != nil {
      session.sources["enable_thinking"] = written
    }
    if options.thinkingBudget != nil {
      session.sources["thinking_budget"] = .option
    } else if configuration.thinkingBudget != nil {
      session.sources["thinking_budget"] = written
    }
  }

  /// Whether to ask the server for its model, because none was named.
  var needsModel: Bool { session.model.isEmpty && session.provider.tellsModel }

  /// Adopts the server's detected dialect, and its model if none was named. Ignores an unreachable
  /// server, because the question will report it.
  mutating func recognize(from source: EndpointSource) throws(UsageProblem) {
    guard needsModel || session.provider.dialectBasis.isOpen else { return }
    do throws(StreamError) {
      let found = try source.wait(for: session.provider, needsModel: needsModel).provider
      if session.model.isEmpty { session.model = found.defaultModel }
      session.provider.adopt(found)
    } catch {
      guard case .invalidRequest = error else { return }
      throw UsageProblem(ErrorText.sentence(error))
    }
  }

  /// Refuses a thinking option that the server does not support. A server that has not been
  /// identified yet gets the benefit of the doubt.
  func checkThinking(_ options: ChatOptions) throws(UsageProblem) {
    guard let (option, choice) = options.thinkingChoice, !session.provider.dialectBasis.isOpen,
      let problem = ThinkingText.shortfall(choice, at: session.provider)
    else { return }
    throw UsageProblem(Words.sentences(problem, Words.removeOption(option)))
  }

  /// Returns the provider, moved to `address` if one was given.
  private static func moved(
    _ named: ProviderSetting, to address: String?, _ options: ChatOptions, namesProvider: Bool
  ) -> ProviderSetting {
    guard let url = address else { return named }
    var setting = named.moved(to: url.trimmingSlashes)
    // A server that is named for one run gets the default model if it does not list its models.
    if options.baseURL != nil { setting.provider.defaultModel = named.provider.defaultModel }
    if options.provider != nil, namesProvider, named.provider.dialectBasis == .stated {
      setting.provider.dialect = named.provider.dialect
      setting.provider.dialectBasis = .stated
    }
    return setting
  }

  private static func endpoint(
    _ provider: Provider, _ key: APIKey?
  ) throws(UsageProblem) -> Endpoint {
    do throws(StreamError) {
      return try Endpoint(provider: provider, key: key)
    } catch {
      throw UsageProblem(
        Words.sentences(
          ErrorText.sentence(error, at: provider), ErrorText.advice(error, provider: provider)))
    }
  }

  /// - Returns: whether thinking is on (`nil` if unspecified), and its budget in tokens.
  private static func thinking(
    _ options: ChatOptions, _ configuration: Configuration
  ) throws(UsageProblem) -> (isOn: Bool?, budget: Int?) {
    let budget = options.thinkingBudget ?? configuration.thinkingBudget
    if let budget, !ThinkingMode.budgetRange.contains(budget) {
      throw UsageProblem(Words.thinkingBudgetRange(budget))
    }
    if options.think == false, options.thinkingBudget != nil {
      throw UsageProblem(Words.thinkingBudgetWithoutThinking)
    }
    // A budget given on the command line turns thinking on, and the effort “none” turns it off.
    let isOn =
      options.thinkingBudget != nil
      ? true : configuration.thinking ?? (configuration.parameters.isEffortOff ? false : nil)
    return (options.think ?? isOn, budget)
  }

  private static func providers(
    _ settings: [ProviderSetting], with session: Session, hasKey isKeyed: Bool, _ keys: KeyLookup
  ) -> KnownProviders {
    KnownProviders(
      settings.map { setting in
        if setting.provider == session.provider {
          return ProviderChoice(
            provider: session.provider, lacksKey: session.lacksKey, hasKey: isKeyed)
        }
        // An unreadable key file counts as empty here. It is reported when a key from it is needed.
        let hasKey = (try? keys.mayHaveKey(for: setting, isFirst: false)) ?? false
        return ProviderChoice(
          provider: setting.provider, lacksKey: setting.provider.keyVariable != nil && !hasKey,
          hasKey: hasKey)
      })
  }

  /// Returns the key for this run's address. If there is none, but the configured provider has
  /// the same origin, returns that provider's key, or else the key saved for the address.
  private static func key(
    for setting: ProviderSetting, _ configuration: Configuration, _ keys: KeyLookup
  ) throws(UsageProblem) -> APIKey? {
    let commands = RunningCommands()
    if let key = try keys.keyOfProvider(
      for: setting, isFirst: true, .beforeScreen, among: commands)
    {
      return key
    }
    guard let origin = setting.provider.origin else { return nil }
    if let chosen = configuration.providers.first(where: {
      $0.provider.name == configuration.provider
    }), chosen.provider.name != setting.provider.name, chosen.provider.origin == origin,
      let key = try keys.keyOfProvider(
        for: chosen, isFirst: false, .beforeScreen, among: commands)
    {
      return key
    }
    return try keys.keyOfAddress(origin, among: commands)
  }

  /// Returns the chosen provider or, if there is none, the default one.
  private static func setting(
    _ options: ChatOptions, _ address: String?, _ configuration: Configuration, _ keys: KeyLookup,
    mayBeDemo: Bool
  ) throws(UsageProblem) -> ProviderSetting {
    let all = configuration.providers
    var name: String
    if options.demo {
      name = Provider.demo.name
    } else if let chosen = options.provider
      ?? (address == nil ? configuration.provider : nil)
    {
      name = chosen
    } else {
      name = Provider.aimlapi.name
      if mayBeDemo, address == nil, let aimlapi = all.first(where: { $0.provider.name == name }),
        try !keys.mayHaveKey(for: aimlapi, isFirst: true)
      {
        name = Provider.demo.name
      }
    }
    guard let setting = all.first(where: { $0.provider.name == name }) else {
      throw UsageProblem(Words.unknownProvider(name, available: all.map(\.provider.name)))
    }
    return setting
  }

  /// Returns the model for this run; empty if it is not known yet. The configured model applies
  /// only to the configured provider.
  private static func model(
    _ options: ChatOptions, _ configuration: Configuration, _ provider: Provider,
    mayLack: Bool
  ) throws(UsageProblem) -> String {
    // A model given without a provider is kept for later; the demo has only its own.
    if let model = options.model, !isDemoForWantOfKey(provider, options, configuration) {
      return model
    }
    let isConfigured =
      !options.demo && options.provider.map { $0 == configuration.provider } ?? true
    if isConfigured, let model = configuration.model { return model }
    if provider.tellsModel { return "" }
    guard !provider.defaultModel.isEmpty || mayLack else {
      throw UsageProblem(
        Words.noDefaultModel(provider.name, modelsCommand: ErrorText.modelsCommand(provider)))
    }
    return provider.defaultModel
  }
}
