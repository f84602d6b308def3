internal import Chat
internal import Words

/// The lookup of keys, in this order: `ASIDE_API_KEY`, for the address the program was started
/// with; the provider's own variable; its command; the key that `aside login` saved for the
/// provider; the key that it saved for the address. All but the first are sent only to their own
/// address; see ``KeySource``.
struct KeyLookup: Sendable {
  let environment: [String: String]
  let saved: KeyStore

  static let generalVariable = "ASIDE_API_KEY"

  /// Returns the key for the provider's address, if there is one. Runs the command only if no
  /// variable has a key. Does not look for a key that was saved for the address alone; see
  /// ``keyOfAddress(_:among:)``.
  /// - Parameter isFirst: whether the program was started with this provider.
  func keyOfProvider(
    for setting: ProviderSetting, isFirst: Bool, _ place: ShellCommand.Place,
    among commands: RunningCommands
  ) throws(UsageProblem) -> APIKey? {
    guard let origin = setting.provider.origin else { return nil }
    if let key = try variableKey(for: setting, isFirst: isFirst) { return key }
    for case .command(let command) in setting.sources(for: origin) {
      let text = try KeyCommand(command, of: setting.provider.name, environment: environment)
        .run(place, among: commands)
      return try key(text, origin, Words.keyCommand(of: setting.provider.name))
    }
    guard let (found, home) = try savedKey(for: setting), home == origin else { return nil }
    let text = try saved.text(of: found, for: setting.provider.name, among: commands)
    return try key(text, origin, saved.place(of: found))
  }

  /// Returns the key for the provider's address, if there is one: the provider's own, or else the
  /// one saved for the address.
  func key(
    for setting: ProviderSetting, isFirst: Bool, _ place: ShellCommand.Place,
    among commands: RunningCommands
  ) throws(UsageProblem) -> APIKey? {
    let own = try keyOfProvider(for: setting, isFirst: isFirst, place, among: commands)
    if let own { return own }
    return try keyOfAddress(setting.provider.origin, among: commands)
  }

  /// Returns the key that was saved for an address, not for a provider.
  func keyOfAddress(
    _ origin: ServerOrigin?, among commands: RunningCommands
  ) throws(UsageProblem) -> APIKey? {
    guard let origin, let found = try savedKey(for: origin) else { return nil }
    let text = try saved.text(of: found, for: SavedKey.name(for: origin), among: commands)
    return try key(text, origin, saved.place(of: found))
  }

  /// Returns the key in an environment variable for the provider's address, if there is one.
  func variableKey(
    for setting: ProviderSetting, isFirst: Bool
  ) throws(UsageProblem) -> APIKey? {
    guard let origin = setting.provider.origin else { return nil }
    if isFirst, let text = value(of: Self.generalVariable) {
      return try key(text, origin, Self.generalVariable)
    }
    for case .variable(let name) in setting.sources(for: origin) {
      if let text = value(of: name) { return try key(text, origin, name) }
    }
    return nil
  }

  /// Whether there may be a key for the provider's address. Runs nothing: a configured command
  /// counts as a key.
  func mayHaveKey(for setting: ProviderSetting, isFirst: Bool) throws(UsageProblem) -> Bool {
    guard let origin = setting.provider.origin else { return false }
    if isFirst, value(of: Self.generalVariable) != nil { return true }
    for source in setting.sources(for: origin) {
      switch source {
      case .variable(let name): if value(of: name) != nil { return true }
      case .command: return true
      }
    }
    return try !savedNames(for: setting).isEmpty
  }

  /// Returns the names under which keys for the provider's address are saved, in order of
  /// precedence.
  func savedNames(for setting: ProviderSetting) throws(UsageProblem) -> [String] {
    guard let origin = setting.provider.origin else { return [] }
    let own = try savedKey(for: setting)?.origin == origin ? [setting.provider.name] : []
    return try own + (savedKey(for: origin) == nil ? [] : [SavedKey.name(for: origin)])
  }

  /// Returns, for messages, where a key for another address was found, and that address.
  func withheldKey(from setting: ProviderSetting) throws(UsageProblem) -> (String, ServerOrigin)? {
    for source in setting.keySources where source.origin != setting.provider.origin {
      switch source.place {
      case .variable(let name): if value(of: name) != nil { return (name, source.origin) }
      case .command: return (Words.keyCommand(of: setting.provider.name), source.origin)
      }
    }
    guard let (found, home) = try savedKey(for: setting), let home, home != setting.provider.origin
    else { return nil }
    return (saved.place(of: found), home)
  }

  private func savedKey(
    for setting: ProviderSetting
  ) throws(UsageProblem) -> (key: SavedKey, origin: ServerOrigin?)? {
    guard let key = try saved.savedKey(for: setting.provider.name) else { return nil }
    return (key, key.address.map { ServerOrigin($0) } ?? setting.home)
  }

  /// Returns the key saved for an address. `aside login` saves none for an address where others
  /// could read it; if the file has one from elsewhere, it is ignored.
  private func savedKey(for origin: ServerOrigin) throws(UsageProblem) -> SavedKey? {
    guard !origin.isInTheOpen, let key = try saved.savedKey(for: SavedKey.name(for: origin)),
      key.address.flatMap({ ServerOrigin($0) }) == origin
    else { return nil }
    return key
  }

  /// Returns the value of a variable. An empty or all-whitespace value counts as unset.
  private func value(of name: String) -> String? {
    environment[name].flatMap { $0.contains { !$0.isWhitespace } ? $0 : nil }
  }

  private func key(
    _ text: String, _ origin: ServerOrigin, _ source: String
  ) throws(UsageProblem) -> APIKey {
    do {
      return try APIKey(text, for: origin, from: source)
    } catch {
      switch error {
      case .empty: throw UsageProblem(Words.emptyKey(from: source))
      case .forbiddenCharacter: throw UsageProblem(Words.invalidKey(from: source))
      }
    }
  }
}
