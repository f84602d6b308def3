public import Chat
internal import Words

/// What people read about how thinking is requested from a server, and about what cannot be requested.
public enum ThinkingText {
  /// The dialect in use and how it is known, for `doctor`.
  public static func dialect(of provider: Provider) -> String {
    Words.Errors.dialect(
      provider.dialect.rawValue, basis: provider.dialectBasis, provider: provider.name)
  }

  /// The settings that are not sent because the dialect has no field for them; `nil` if all are sent.
  public static func shortfall(_ mode: ThinkingMode, at provider: Provider) -> String? {
    let dialect = provider.dialect
    let server = provider.dialectBasis.serverName ?? provider.name
    guard dialect.hasThinking else {
      return Words.Errors.noThinkingSwitch(server, dialect: dialect.rawValue)
    }
    guard mode.isOn, mode.budget != nil, !dialect.hasThinkingBudget else { return nil }
    return Words.Errors.noThinkingBudget(server, dialect: dialect.rawValue)
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

extension DialectBasis {
  /// The server, if it was recognized.
  var serverName: String? {
    if case .recognized(let name) = self { name } else { nil }
  }
}
