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
