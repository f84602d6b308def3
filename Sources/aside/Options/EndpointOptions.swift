internal import ArgumentParser
internal import Chat
internal import Words

/// The options that choose a server, for commands that ask no question.
struct EndpointOptions: ParsableArguments {
  @Option(help: ArgumentHelp(Words.Help.Common.provider, valueName: Words.Help.Value.name))
  var provider: String?

  @Option(
    help: ArgumentHelp(Words.Help.Common.baseURL, valueName: Words.Help.Value.url),
    transform: ServerAddress.typedBaseURL)
  var baseURL: String?

  @Option(help: ArgumentHelp(Words.Help.Common.configuration, valueName: Words.Help.Value.file))
  var config: TypedPath?

  /// Returns these options as chat options, with those before the command's name as defaults.
  func chat(_ parent: ChatOptions) -> ChatOptions {
    var options = parent
    options.provider = provider ?? parent.provider
    options.baseURL = baseURL ?? parent.baseURL
    options.config = config ?? parent.config
    return options
  }
}
