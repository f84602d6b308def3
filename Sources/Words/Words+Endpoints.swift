extension Words {
  // MARK: API keys

  public static func emptyKey(from source: String) -> String {
    "Empty API key from \(source). Set it, or run: aside login."
  }

  public static func invalidKey(from source: String) -> String {
    "Invalid API key from \(source): it contains a space, a control character or a non-ASCII "
      + "character. Fix it, or run: aside login."
  }

  /// Names a provider's `api_key_command` as the source of its key.
  public static func keyCommand(of provider: String) -> String { "\(provider)'s api_key_command" }

  public static func keysReadableByOthers(_ path: String, quoted: String) -> String {
    "\(path) contains API keys and is readable by others. Run: chmod 600 \(quoted)"
  }

  public static func cannotRunKeyCommand(of provider: String, reason: String) -> String {
    "Cannot run \(keyCommand(of: provider)): \(reason)."
  }

  public static func keyCommandTimedOut(of provider: String, seconds: Int64) -> String {
    "\(keyCommand(of: provider)) did not finish within \(seconds) seconds and was stopped. Run "
      + "it in a shell to see what it is waiting for."
  }

  public static func keyCommandPrintedTooMuch(of provider: String, kibibytes: Int) -> String {
    "\(keyCommand(of: provider)) printed more than \(kibibytes) KiB and was stopped. It must "
      + "print the key and nothing else."
  }

  public static func keyCommandFailed(of provider: String, status: Int32) -> String {
    "\(keyCommand(of: provider)) exited with status \(status). Run it in a shell to see why."
  }

  public static func keyCommandInterrupted(of provider: String) -> String {
    "\(keyCommand(of: provider)) was interrupted."
  }

  // MARK: Saved keys

  /// The place where the desktop keeps passwords.
  public static var keyring: String {
    #if os(macOS)
      "the keychain"
    #else
      "the keyring (Secret Service)"
    #endif
  }

  public static func keyNotInKeyring(for provider: String) -> String {
    "Cannot get the API key for \(provider) from \(keyring): it is locked or unreachable, or has "
      + "no such key. Unlock it, or run: aside login --provider \(provider)."
  }

  public static var keyringSilent: String {
    "Cannot remove the API key from \(keyring): it does not respond. Nothing changed."
  }

  /// - Parameter place: where the key was saved.
  public static func uncheckedKey(in place: String) -> String { "\(place), but could not check it" }

  /// The source of a key that was typed on the screen.
  public static var keyEntry: String { "the key field" }

  // MARK: Addresses

  /// Describes the value that `--base-url` expects.
  public static var expectedAddress: String {
    "Expected the address of a server, such as localhost:8080 or https://llm.example.com/v1."
  }

  // MARK: Login

  public static func noProviderWithKey(_ name: String) -> String {
    "“\(name)” is not a provider that uses an API key."
  }

  public static func noOriginForKey(_ address: String) -> String {
    "Cannot save an API key for \(address): invalid address."
  }

  public static func keyInTheOpen(_ address: String) -> String {
    "The connection to \(address) is not encrypted, so others could read the API key. Use https, "
      + "or add a [providers.NAME] table with allow_insecure_http = true."
  }

  /// - Parameter others: the providers and addresses that have a saved key.
  public static func noSavedKey(for name: String, others: [String]) -> String {
    let saved = others.isEmpty ? "none" : others.joined(separator: ", ")
    return "No API key saved for \(name). Saved keys: \(saved)."
  }

  /// - Parameter provider: the provider's name, or the server's address if the key is for it.
  public static func keyPrompt(_ provider: String) -> String { "API key for \(provider): " }

  public static func removedKey(for provider: String) -> String {
    "Removed the API key for \(provider)."
  }

  /// The source of a key that takes precedence over a saved key, if there is one.
  public enum KeyPrecedence: Sendable {
    case none
    case variable(String)
    case command
  }

  public static func savedKey(
    for provider: String, in path: String, doctorCommand: String, _ precedence: KeyPrecedence
  ) -> String {
    let saved = "Saved the API key for \(provider) in \(path). Run \(doctorCommand) to test it."
    return switch precedence {
    case .none: saved
    case .variable(let name): "\(saved) \(name) is set and takes precedence."
    case .command: "\(saved) The configured api_key_command takes precedence."
    }
  }

  public static var noKeyGiven: String { "No API key given. Nothing changed." }

  public static var invalidKeyGiven: String {
    "Invalid API key: it contains a space, a control character or a non-ASCII character. Nothing "
      + "changed."
  }

  // MARK: Servers

  public static var demoServer: String { "the demo server" }
}
