internal import App
internal import Chat

/// Whom this run asks and how: options over configuration over environment over defaults.
struct ChatSetup {
  var session: Session
  let apiKey: String?

  init(
    _ options: ChatOptions, _ configuration: Configuration, environment: [String: String]
  ) throws(UsageProblem) {
    var provider = try Self.provider(options, configuration, environment)
    if let url = options.baseURL { provider.baseURL = Self.withoutSlash(url) }
    apiKey = Self.key(for: provider, environment)
    let budget = options.thinkingBudget ?? configuration.thinkingBudget
    if let budget, !ThinkingMode.budgetRange.contains(budget) {
      throw UsageProblem("--thinking-budget takes a whole number from 1, not \(budget).")
    }
    // A budget given on the command line asks for thinking.
    let isOn = options.think ?? (options.thinkingBudget != nil ? true : configuration.thinking)
    session = Session(
      provider: provider,
      model: try Self.model(options, configuration, provider),
      thinking: ThinkingMode(isOn: isOn ?? true, budget: budget),
      parameters: configuration.parameters,
      // A server that the user names may need none; it will say so.
      lacksKey: provider.keyVariable != nil && apiKey == nil && options.baseURL == nil)
    for field in ParameterField.all where field.text(in: configuration.parameters) != nil {
      session.sources[field.name] = .configuration
    }
  }

  private static func provider(
    _ options: ChatOptions, _ configuration: Configuration, _ environment: [String: String]
  ) throws(UsageProblem) -> Provider {
    if options.demo { return .demo }
    if let name = options.provider ?? (options.baseURL == nil ? configuration.provider : nil) {
      guard let provider = Provider.builtIn.first(where: { $0.name == name }) else {
        let names = Provider.builtIn.map(\.name).joined(separator: ", ")
        throw UsageProblem("There is no provider “\(name)”. There are: \(names).")
      }
      return provider
    }
    let hasKey = key(for: .aimlapi, environment) != nil
    return hasKey || options.baseURL != nil ? .aimlapi : .demo
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
      throw UsageProblem("\(provider.name) has no usual model: name one with --model.")
    }
    return provider.defaultModel
  }

  /// `ASIDE_API_KEY`, then the provider's own variable. An empty variable is none.
  private static func key(for provider: Provider, _ environment: [String: String]) -> String? {
    guard let own = provider.keyVariable else { return nonEmpty(environment["ASIDE_API_KEY"]) }
    return nonEmpty(environment["ASIDE_API_KEY"]) ?? nonEmpty(environment[own])
  }

  private static func nonEmpty(_ text: String?) -> String? {
    text.flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func withoutSlash(_ url: String) -> String {
    var url = url
    while url.hasSuffix("/") { url.removeLast() }
    return url
  }
}
