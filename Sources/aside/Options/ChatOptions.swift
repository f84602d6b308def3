internal import ArgumentParser
internal import Chat

/// The options that say whom to ask and how; the same for the screen and for `ask`.
struct ChatOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Whom to ask: \(Provider.builtIn.map(\.name).joined(separator: ", ")), or one of yours.",
      valueName: "name"))
  var provider: String?

  @Option(help: ArgumentHelp("Replaces the provider's base URL.", valueName: "url"))
  var baseURL: String?

  @Option(help: ArgumentHelp("The model to ask.", valueName: "id"))
  var model: String?

  @Option(help: ArgumentHelp("The configuration file.", valueName: "file"))
  var config: TypedPath?

  @Flag(inversion: .prefixedNo, help: "Ask for thinking, or for none.")
  var think: Bool?

  @Option(help: ArgumentHelp("Tokens to think at most.", valueName: "tokens"))
  var thinkingBudget: Int?

  @Flag(help: "Use the scripted demo: no key, no network, no model.")
  var demo = false

  /// These, and where they name nobody to ask, whom a stored conversation asks.
  func continuing(_ past: Conversation?) -> ChatOptions {
    guard let settings = past?.settingsInForce, provider == nil, baseURL == nil, !demo else {
      return self
    }
    var options = self
    options.provider = settings.provider
    options.baseURL = settings.baseURL
    options.model = model ?? settings.model
    return options
  }

  /// These, and where they say nothing, those that stood before the command's name.
  func over(_ earlier: ChatOptions?) -> ChatOptions {
    guard let earlier else { return self }
    var options = self
    options.provider = provider ?? earlier.provider
    options.baseURL = baseURL ?? earlier.baseURL
    options.model = model ?? earlier.model
    options.config = config ?? earlier.config
    options.think = think ?? earlier.think
    options.thinkingBudget = thinkingBudget ?? earlier.thinkingBudget
    options.demo = demo || earlier.demo
    return options
  }
}
