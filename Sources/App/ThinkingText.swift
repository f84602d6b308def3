public import Chat
internal import Words

/// Messages about how thinking is requested from a server, and what the server does not
/// support.
public enum ThinkingText {
  /// Returns the dialect in use and how it was determined, for `doctor`.
  public static func dialect(of provider: Provider) -> String {
    Words.Errors.dialect(
      provider.dialect.rawValue, basis: provider.dialectBasis, provider: provider.name)
  }

  /// Returns why a choice cannot be sent and what to choose instead; `nil` if it can be sent.
  public static func shortfall(_ choice: ThinkingChoice, at provider: Provider) -> String? {
    obstacle(to: choice.form, at: provider).map(Words.Parameter.problem)
  }

  static func obstacle(to form: ThinkingForm, at provider: Provider) -> ParameterError? {
    guard !provider.dialect.thinkingForms.contains(form) else { return nil }
    return .thinking(
      form, server: provider.dialectBasis.serverName ?? provider.name, provider.dialect)
  }

  /// Returns a warning that the server could not be identified and its dialect was assumed; `nil`
  /// if no warning is needed.
  public static func unrecognized(_ provider: Provider) -> (text: String, advice: String)? {
    guard provider.dialectBasis == .unrecognized else { return nil }
    let text = Words.Errors.assumedDialect(
      provider.dialect.rawValue, address: provider.shownBaseURL,
      isThinkingSent: provider.dialect.hasThinking)
    return (text, setDialect(of: provider))
  }

  /// Returns advice on how to set a different dialect.
  public static func setDialect(of provider: Provider) -> String {
    Words.Errors.setDialect(of: provider)
  }
}

extension Provider {
  /// The thinking settings that requests can express. Includes all of them until the server is
  /// known.
  public var thinkingForms: Set<ThinkingForm> {
    dialectBasis.isOpen ? Set(ThinkingForm.allCases) : dialect.thinkingForms
  }
}

extension DialectBasis {
  /// The name of the server; `nil` if it was not recognized.
  var serverName: String? {
    if case .recognized(let name) = self { name } else { nil }
  }
}
