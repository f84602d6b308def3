internal import ArgumentParser
internal import Chat
internal import Words

/// The options that choose the provider, model and settings, for the screen and for `ask`.
struct ChatOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      Words.Help.Chat.provider(builtIn: Provider.builtIn.map(\.name)),
      valueName: Words.Help.Value.name))
  var provider: String?

  @Option(
    help: ArgumentHelp(Words.Help.Common.baseURL, valueName: Words.Help.Value.url),
    transform: ServerAddress.typedBaseURL)
  var baseURL: String?

  @Option(help: ArgumentHelp(Words.Help.Common.model, valueName: Words.Help.Value.id))
  var model: String?

  @Option(help: ArgumentHelp(Words.Help.Chat.preset, valueName: Words.Help.Value.name))
  var preset: String?

  @Option(help: ArgumentHelp(Words.Help.Common.configuration, valueName: Words.Help.Value.file))
  var config: TypedPath?

  @Flag(inversion: .prefixedNo, help: ArgumentHelp(Words.Help.Chat.think))
  var think: Bool?

  @Option(help: ArgumentHelp(Words.Help.Chat.thinkingBudget, valueName: Words.Help.Value.tokens))
  var thinkingBudget: Int?

  @Flag(help: ArgumentHelp(Words.Help.Chat.demo))
  var demo = false

  /// Whether the options choose a provider or an address.
  var namesProvider: Bool { demo || provider != nil || baseURL != nil }

  /// The thinking choice, and the option that made it.
  var thinkingChoice: (option: String, choice: ThinkingChoice)? {
    if let thinkingBudget { return ("--thinking-budget", .budget(thinkingBudget)) }
    return think.map { $0 ? ("--think", .on) : ("--no-think", .off) }
  }

  /// Returns these options, with the provider, address and model of a stored conversation if they
  /// name none.
  func continuing(_ past: Conversation?) -> ChatOptions {
    guard let settings = past?.settingsInForce else { return self }
    var options = self
    if namesProvider {
      // The conversation's model applies only to its own provider.
      if provider == settings.provider, baseURL == settings.baseURL, !demo {
        options.model = model ?? settings.model
      }
      return options
    }
    options.provider = settings.provider
    options.baseURL = settings.baseURL
    options.model = model ?? settings.model
    return options
  }

  /// Returns these options, with those before the command's name as defaults.
  func over(_ earlier: ChatOptions?) -> ChatOptions {
    guard let earlier else { return self }
    var options = self
    options.provider = provider ?? earlier.provider
    options.baseURL = baseURL ?? earlier.baseURL
    options.model = model ?? earlier.model
    options.preset = preset ?? earlier.preset
    options.config = config ?? earlier.config
    options.think = think ?? earlier.think
    options.thinkingBudget = thinkingBudget ?? earlier.thinkingBudget
    options.demo = demo || earlier.demo
    return options
  }
}

extension ServerAddress {
  /// Returns the base URL that an option names.
  static func typedBaseURL(_ text: String) throws(UsageProblem) -> String {
    guard let address = ServerAddress(text) else { throw UsageProblem(Words.expectedAddress) }
    return address.baseURL
  }
}
