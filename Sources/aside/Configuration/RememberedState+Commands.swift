internal import App
internal import Chat
internal import Words

extension RememberedState {
  /// Returns a sentence that says that a command does not use the server last chosen on the screen,
  /// and how to use it. Returns `nil` if there is no such server, if the command uses it anyway, or
  /// if the options name another.
  func words(
    whenUnusedBy setup: ChatSetup, _ options: ChatOptions, _ configuration: Configuration
  ) -> String? {
    guard !options.namesProvider, configured == configuration.whom else { return nil }
    if let address = choice.address {
      let server = Provider.aimlapi.moved(to: address)
      guard setup.session.provider.baseURL != address else { return nil }
      // The address may contain a password.
      let shown = server.shownBaseURL == address ? ShellWord.quoted(address) : "ADDRESS"
      return Words.unusedChoice(server.shownName, option: "--base-url \(shown)")
    }
    guard let name = choice.provider, name != setup.session.provider.name,
      configuration.providers.contains(where: { $0.provider.name == name })
    else { return nil }
    return Words.unusedChoice(name, option: "--provider \(ShellWord.quoted(name))")
  }
}
