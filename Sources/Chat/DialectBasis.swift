/// Why a provider's dialect is in force.
public enum DialectBasis: Equatable, Sendable {
  /// The configuration names it, or it is a provider of this program's own.
  case stated
  /// Nobody has named one. The server has not been asked yet what it is.
  case assumed
  /// The server's address or its replies tell what it is; its name for people, such as `llama.cpp`.
  case recognized(String)
  /// The server was asked, and its replies do not tell.
  case unrecognized

  /// Whether the server is worth asking what it is.
  public var isOpen: Bool {
    switch self {
    case .assumed: true
    case .stated, .recognized, .unrecognized: false
    }
  }
}

extension Provider {
  /// The same where nobody has named a dialect: that of the service whose address it is, else one to
  /// ask the server about.
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

  /// Whether the server is to be asked for its model where none is named: it may have just one.
  public var tellsModel: Bool {
    guard origin != nil, Provider.service(at: origin) == nil else { return false }
    return switch dialectBasis {
    case .stated: defaultModel.isEmpty || defaultModel == Provider.anyModel
    // The usual model of a provider that was moved elsewhere was chosen for its own address.
    case .assumed, .recognized, .unrecognized:
      defaultModel.isEmpty || name == Provider.aimlapi.name
    }
  }

  /// The server has no other models than those in its list, so that a usual name that is not in it can
  /// only be refused.
  fileprivate var hasOnlyListedModels: Bool {
    switch dialect {
    case .llamaCpp, .vllm, .sglang, .ollama, .lmStudio: true
    case .qwen, .openRouter, .deepSeek, .groq, .together, .fireworks, .mistral, .plain: false
    }
  }

  /// Takes over what was learned of the same server.
  public mutating func adopt(_ known: Provider) {
    guard known.name == name, known.baseURL == baseURL, dialectBasis.isOpen else { return }
    dialect = known.dialect
    dialectBasis = known.dialectBasis
  }
}

/// The model that a server answers with where none is named.
public enum UsualModel: Equatable, Sendable {
  case named(String)
  /// There are several, and nothing says which.
  case several([String])
  /// The server tells none.
  case none

  /// The provider's usual one where the server has it; the only one; the only one that is loaded.
  /// - Parameter models: `nil` where the server does not list them.
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
      // The server itself says what is wrong with that name.
      self = usual.isEmpty ? .none : .named(usual)
    } else {
      self = .several((loaded.isEmpty ? chat : loaded).map(\.id))
    }
  }
}
