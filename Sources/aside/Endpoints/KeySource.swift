internal import Chat

/// A place where a provider's key may be, and the only origin that it may go to.
struct KeySource {
  enum Place {
    case variable(String)
    /// Prints the key; run by the shell.
    case command(String)
  }

  let place: Place
  let origin: ServerOrigin
}

/// A key that `aside login` keeps.
struct KeptKey {
  let text: String
  /// The base URL for which it was given; `nil` for a built-in provider's own.
  let address: String?
}
