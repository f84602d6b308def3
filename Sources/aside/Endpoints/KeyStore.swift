internal import Chat
internal import Words

/// The keys that `aside login` saves, by provider or by address: in the desktop's keyring if there is one, otherwise in a file
/// that only its owner can read. The file also records which keys are in the keyring, so that the
/// keyring is not queried before a key is needed.
struct KeyStore: Sendable {
  let file: KeyFile
  let environment: [String: String]

  /// Returns what the file says about a saved key, without querying the keyring.
  func savedKey(for provider: String) throws(UsageProblem) -> SavedKey? {
    try file.keys()[provider]
  }

  /// Returns where a saved key is, for messages.
  func place(of key: SavedKey) -> String {
    switch key.place {
    case .file: file.path
    case .keyring: Words.keyring
    }
  }

  /// Returns the text of a saved key. Waits for the keyring, which may ask its owner to unlock
  /// it.
  func text(
    of key: SavedKey, for provider: String, among commands: RunningCommands
  ) throws(UsageProblem) -> String {
    switch key.place {
    case .file(let text): return text
    case .keyring:
      guard let text = DesktopKeyring(environment)?.key(for: provider, among: commands) else {
        throw UsageProblem(Words.keyNotInKeyring(for: provider))
      }
      return text
    }
  }

  /// Saves a key, replacing any earlier one.
  /// - Parameter address: the address that the key is for; `nil` for a built-in provider's own.
  /// - Returns: where the key is now, for messages.
  func save(
    _ key: String, for provider: String, address: String?, among commands: RunningCommands
  ) throws(UsageProblem) -> String {
    let isInKeyring =
      DesktopKeyring(environment)?.save(key, for: provider, among: commands) ?? false
    let saved = SavedKey(place: isInKeyring ? .keyring : .file(key), address: address)
    try file.set(saved, for: provider)
    return place(of: saved)
  }

  /// Removes a key from the keyring and the file.
  /// - Returns: whether there was a key. If not, the file stays as it is.
  func remove(_ provider: String, among commands: RunningCommands) throws(UsageProblem) -> Bool {
    let known = try savedKey(for: provider)
    var isInKeyring = false
    if case .keyring? = known?.place { isInKeyring = true }
    let keyring = DesktopKeyring(environment)
    // The keyring may have a key that the file does not mention.
    let isForgotten = known == nil && keyring?.key(for: provider, among: commands) != nil
    let isRemoved = keyring?.remove(provider, among: commands) ?? false
    guard !(isInKeyring || isForgotten) || isRemoved else {
      throw UsageProblem(Words.keyringSilent)
    }
    guard known != nil else { return isForgotten }
    try file.set(nil, for: provider)
    return true
  }

  /// Returns the providers and addresses that have a key, for messages.
  func names() throws(UsageProblem) -> [String] { try file.keys().keys.sorted() }

  /// Returns where a new key would be saved, for messages. Names the file as well if there is a
  /// keyring, which may turn out to be locked.
  func newPlace(among commands: RunningCommands) -> String {
    DesktopKeyring(environment)?.responds(among: commands) == true
      ? Words.Doctor.keyStorage(inKeyringElse: file.path) : file.path
  }
}

/// A key that `aside login` saved.
struct SavedKey {
  enum Place {
    case file(String)
    case keyring
  }

  let place: Place
  /// The address that the key is for; `nil` for a built-in provider's own.
  let address: String?

  /// Returns the name under which a key for an address is saved. No provider's name contains a
  /// slash.
  static func name(for origin: ServerOrigin) -> String { origin.description }
}
