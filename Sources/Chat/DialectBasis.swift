/// How a provider's dialect was determined.
public enum DialectBasis: Equatable, Sendable {
  /// The configuration names the dialect, or the provider is built in.
  case stated
  /// No dialect was named, and the server has not been identified yet.
  case assumed
  /// The server was identified by its address or its replies. Contains its display name, for
  /// example `llama.cpp`.
  case recognized(String)
  /// The server's replies did not identify it.
  case unrecognized

  /// Whether the program should still try to identify the server.
  public var isOpen: Bool {
    switch self {
    case .assumed: true
    case .stated, .recognized, .unrecognized: false
    }
  }
}

extension DialectBasis {
  /// Whether the dialect is known, rather than a guess.
  public var isCertain: Bool {
    switch self {
    case .stated, .recognized: true
    case .assumed, .unrecognized: false
    }
  }

  /// Whether the dialect was determined by identifying the server in this run.
  public var wasRecognized: Bool {
    switch self {
    case .recognized: true
    case .stated, .assumed, .unrecognized: false
    }
  }
}

extension Provider {
  /// This provider with the dialect of the built-in service at its address. At any other address,
  /// the current dialect is assumed until the server has been identified.
  public var assumingDialect: Provider {
    var provider = self
    if let service = Provider.service(at: origin) {
      provider.dialect = service.dialect
      provider.dialectBasis = .recognized(service.name)
    } else {
      provider.dialectBasis = .assumed
    }
    return provider
  }

  /// Whether to ask the server for its models when no model is named, because it may have only
  /// one.
  public var tellsModel: Bool {
    guard origin != nil, Provider.service(at: origin) == nil else { return false }
    return switch dialectBasis {
    case .stated: defaultModel.isEmpty || defaultModel == Provider.anyModel
    // If the provider was moved to another address, its default model was chosen for the original
    // one.
    case .assumed, .recognized, .unrecognized:
      defaultModel.isEmpty || name == Provider.aimlapi.name
    }
  }

  /// Whether the server has only the models that it lists, and refuses a default model that is
  /// not among them.
  fileprivate var hasOnlyListedModels: Bool {
    switch dialect {
    case .llamaCpp, .vllm, .sglang, .ollama, .lmStudio: true
    case .qwen, .openRouter, .deepSeek, .groq, .together, .fireworks, .mistral, .plain: false
    }
  }

  /// Adopts the dialect already determined for the same server.
  public mutating func adopt(_ known: Provider) {
    guard known.name == name, known.baseURL == baseURL, dialectBasis.isOpen else { return }
    dialect = known.dialect
    dialectBasis = known.dialectBasis
  }
}

/// The model to use when none is named.
public enum UsualModel: Equatable, Sendable {
  case named(String)
  /// The server has several models, and no setting selects one of them.
  case several([String])
  /// The server lists no models.
  case none

  /// Picks the provider's default model if the server lists it, otherwise the only loaded model,
  /// otherwise the only model.
  /// - Parameter models: `nil` if the server does not list them.
  public init(_ models: [Model]?, of provider: Provider) {
    let chat = (models ?? []).filter(\.isForChat)
    let loaded = chat.filter { $0.isLoaded == true }
    let usual = provider.defaultModel
    let isHere = chat.contains { $0.id == usual || $0.aliases.contains(usual) }
    if !usual.isEmpty, isHere {
      self = .named(usual)
    } else if let model = loaded.count == 1 ? loaded.first : chat.count == 1 ? chat.first : nil {
      self = .named(model.id)
    } else if chat.isEmpty || !usual.isEmpty && !provider.hasOnlyListedModels {
      // If the default model does not exist, the server will report an error.
      self = usual.isEmpty ? .none : .named(usual)
    } else {
      self = .several((loaded.isEmpty ? chat : loaded).map(\.id))
    }
  }
}
