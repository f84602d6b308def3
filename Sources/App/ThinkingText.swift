public import Chat
internal import Words

/// What people read about how thinking is requested from a server, and about what cannot be requested.
public enum ThinkingText {
  /// The dialect in use and how it is known, for `doctor`.
  public static func dialect(of provider: Provider) -> String {
    Words.Errors.dialect(
      provider.dialect.rawValue, basis: provider.dialectBasis, provider: provider.name)
  }

  /// Returns why a choice cannot be sent, and what can be sent instead; `nil` if it can.
  public static func shortfall(_ choice: ThinkingChoice, at provider: Provider) -> String? {
    obstacle(to: choice.form, at: provider).map(Words.Parameter.problem)
  }

  static func obstacle(to form: ThinkingForm, at provider: Provider) -> ParameterError? {
    guard !provider.dialect.thinkingForms.contains(form) else { return nil }
    return .thinking(
      form, server: provider.dialectBasis.serverName ?? provider.name, provider.dialect)
  }

  /// The server does not identify itself, but the user turned thinking on or off. Said once.
  public static func unrecognized(_ provider: Provider) -> (text: String, advice: String)? {
    guard provider.dialectBasis == .unrecognized else { return nil }
    let text = Words.Errors.assumedDialect(
      provider.dialect.rawValue, address: provider.shownBaseURL,
      isThinkingSent: provider.dialect.hasThinking)
    return (text, setDialect(of: provider))
  }

  /// How to set another dialect.
  public static func setDialect(of provider: Provider) -> String {
    Words.Errors.setDialect(of: provider)
  }
}

extension Provider {
  /// What requests can say about thinking. Until the server is known, that is everything.
  var thinkingForms: Set<ThinkingForm> {
    dialectBasis.isOpen ? Set(ThinkingForm.allCases) : dialect.thinkingForms
  }
}

extension DialectBasis {
  /// The server, if it was recognized.
  var serverName: String? {
    if case .recognized(let name) = self { name } else { nil }
  }
}
