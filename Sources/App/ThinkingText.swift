public import Chat

/// What people read about how a server is asked to think, and about what cannot be asked of it.
public enum ThinkingText {
  /// Which dialect is in force and why, for `doctor`.
  public static func dialect(of provider: Provider) -> String {
    let reason =
      switch provider.dialectBasis {
      case .stated: "as configured for \(provider.name)"
      case .assumed: "assumed: the server has not said what it is"
      case .recognized(let server): "the server is \(server)"
      case .unrecognized: "assumed: the server does not say what it is"
      }
    return "dialect \(provider.dialect.rawValue) (\(reason))"
  }

  /// What the server is not told, because its dialect has no word for it; `nil` where all of it is sent.
  public static func shortfall(_ mode: ThinkingMode, at provider: Provider) -> String? {
    let dialect = provider.dialect
    let server = provider.dialectBasis.serverName ?? provider.name
    guard dialect.hasThinking else {
      return "\(server) has no switch for thinking (dialect \(dialect.rawValue)), so none is sent."
    }
    guard mode.isOn, mode.budget != nil, !dialect.hasThinkingBudget else { return nil }
    return "\(server) takes no thinking_budget (dialect \(dialect.rawValue)), so none is sent."
  }

  /// Said once where the server does not tell what it is, and somebody has asked for thinking or none.
  public static func unrecognized(_ provider: Provider) -> (text: String, advice: String)? {
    guard provider.dialectBasis == .unrecognized else { return nil }
    let way = provider.dialect.hasThinking ? "is set in the dialect" : "is not set in the dialect"
    return (
      "\(provider.shownBaseURL) does not say what server it is: thinking \(way) "
        + "\(provider.dialect.rawValue).",
      setDialect(of: provider)
    )
  }

  /// How to set another dialect.
  public static func setDialect(of provider: Provider) -> String {
    provider.name == Provider.aimlapi.name
      ? "For another dialect add --provider vllm, llama.cpp, sglang or ollama, or set dialect in the "
        + "configuration."
      : "For another dialect set dialect in [providers.\(provider.name)] of the configuration."
  }
}

extension DialectBasis {
  /// What the server is, where it is known.
  fileprivate var serverName: String? {
    if case .recognized(let name) = self { name } else { nil }
  }
}
