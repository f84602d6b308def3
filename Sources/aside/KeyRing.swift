internal import Chat

/// Where keys come from, in this order: `ASIDE_API_KEY`, for the provider that the program was
/// started with; the provider's own variable; its command; what `aside login` has kept.
struct KeyRing: Sendable {
  let environment: [String: String]
  let file: KeyFile

  /// What is known without running anything.
  /// - Parameter isFirst: the provider is the one that the program was started with.
  func knownKey(for provider: Provider, isFirst: Bool) -> (key: String, source: String)? {
    let names = (isFirst ? ["ASIDE_API_KEY"] : []) + [provider.keyVariable].compactMap(\.self)
    for name in names {
      if let key = environment[name], !key.isEmpty { return (key, name) }
    }
    return nil
  }

  /// The key and where it was found; runs the provider's command where it gets to that.
  func key(
    for setting: ProviderSetting, isFirst: Bool, _ place: ShellCommand.Place,
    among commands: RunningCommands
  ) throws(UsageProblem) -> (key: String, source: String)? {
    if let known = knownKey(for: setting.provider, isFirst: isFirst) { return known }
    if let command = setting.keyCommand {
      return (
        try KeyCommand(command, of: setting.provider.name, environment: environment)
          .run(place, among: commands).filter { !$0.isWhitespace },
        "the output of api_key_command"
      )
    }
    return try file.keys()[setting.provider.name].map { ($0, file.path) }
  }
}
