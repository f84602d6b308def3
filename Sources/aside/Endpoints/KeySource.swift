internal import Chat

/// A place that may hold a provider's key, and the only origin the key may be sent to.
struct KeySource {
  enum Place {
    case variable(String)
    /// A shell command that prints the key.
    case command(String)
  }

  let place: Place
  let origin: ServerOrigin
}

/// A key saved by `aside login`.
struct KeptKey {
  let text: String
  /// The base URL it was saved for; `nil` for a built-in provider's own.
  let address: String?
}
