internal import ArgumentParser

/// The options that say whom to ask, for commands that ask no question.
struct EndpointOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Whom to ask.", valueName: "name"))
  var provider: String?

  @Option(help: ArgumentHelp("Replaces the provider's base URL.", valueName: "url"))
  var baseURL: String?

  @Option(help: ArgumentHelp("The configuration file.", valueName: "file"))
  var config: TypedPath?

  /// As the options of the screen, which may also stand before the command's name.
  func chat(_ parent: ChatOptions) -> ChatOptions {
    var options = parent
    options.provider = provider ?? parent.provider
    options.baseURL = baseURL ?? parent.baseURL
    options.config = config ?? parent.config
    return options
  }
}
