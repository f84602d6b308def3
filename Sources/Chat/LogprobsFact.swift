/// What a server is known to do with a request for token probabilities.
public enum LogprobsFact: Equatable, Sendable {
  /// The server sends the tokens of the thinking as well as those of the answer.
  case withThinking
  /// The server sends only the tokens of the answer.
  case withoutThinking
  /// Some thinking models refuse the request.
  case refusedBySomeModels
}

extension Provider {
  /// What the server is known to do with a request for token probabilities; `nil` if nothing is
  /// known.
  public var logprobsFact: LogprobsFact? {
    switch dialectBasis {
    case .assumed, .unrecognized: nil
    case .stated, .recognized: serviceFact ?? Self.fact(about: dialect)
    }
  }

  /// What is known about the built-in service at this address. The provider's name is not used,
  /// because it may refer to a server elsewhere.
  private var serviceFact: LogprobsFact? {
    Provider.service(at: origin).flatMap { Self.facts[$0.name] }
  }

  private static let facts: [String: LogprobsFact] = [
    // wire.md 2, "Upstream ranges".
    "aimlapi": .withoutThinking, "dashscope": .withoutThinking, "dashscope-intl": .withoutThinking,
    // platform.openai.com, "Reasoning", limitations.
    "openai": .refusedBySomeModels,
  ]

  private static func fact(about dialect: DialectName) -> LogprobsFact? {
    switch dialect {
    // docs/wire.md, section 6.
    case .llamaCpp: .withThinking
    // api-docs.deepseek.com, "Reasoning Model": these parameters are an error with
    // deepseek-reasoner.
    case .deepSeek: .refusedBySomeModels
    case .qwen, .vllm, .sglang, .ollama, .openRouter, .groq, .together, .fireworks, .mistral,
      .lmStudio, .plain:
      nil
    }
  }
}
