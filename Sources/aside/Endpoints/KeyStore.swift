internal import Chat
internal import Words

/// The keys that `aside login` saves: in the desktop's keyring where there is one, and otherwise in a
/// file that only its owner can read. The file also says which keys the keyring has, so that nothing
/// is asked of it before a key is needed.
struct KeyStore: Sendable {
  let file: KeyFile
  let environment: [String: String]

  /// What is known of a saved key without asking the keyring.
  func savedKey(for provider: String) throws(UsageProblem) -> SavedKey? {
    try file.keys()[provider]
  }

  /// Where a saved key is; for people.
  func place(of key: SavedKey) -> String {
    switch key.place {
    case .file: file.path
    case .keyring: Words.keyring
    }
  }

  /// The text of a saved key. Waits for the keyring, which may ask its owner to unlock it.
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

  /// Saves a key in place of the one that was there.
  /// - Parameter address: the base URL that it is for; `nil` for a built-in provider's own.
  /// - Returns: where it is now, for people.
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
  func remove(_ provider: String, among commands: RunningCommands) throws(UsageProblem) {
    var isInKeyring = false
    // A file that cannot be read is reported when it is written.
    if case .keyring? = try? savedKey(for: provider)?.place { isInKeyring = true }
    let isRemoved = DesktopKeyring(environment)?.remove(provider, among: commands) ?? false
    guard !isInKeyring || isRemoved else { throw UsageProblem(Words.keyringSilent) }
    try file.set(nil, for: provider)
  }

  /// Where a new key would be saved; for people. Whether a locked keyring can be unlocked is known
  /// only then.
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
  /// The base URL that it was given for; `nil` for a built-in provider's own.
  let address: String?
}
