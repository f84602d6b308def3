/// A model at a provider.
public struct ModelChoice: Hashable, Sendable {
  /// The provider's ``Provider/id``: its name, or the address of a server that has none.
  public var provider: String
  /// The model ID.
  public var model: String

  public init(provider: String, model: String) {
    self.provider = provider
    self.model = model
  }
}

/// The models that a server listed.
public struct ModelListing: Equatable, Sendable {
  /// The provider's name.
  public var provider: String
  public var baseURL: String
  /// The models, in the server's order.
  public var models: [Model]
  public var fetchedAt: Timestamp
  /// The list's entity tag (RFC 9110, 8.8.3); `nil` if the server sent none.
  public var entityTag: String?

  public init(
    provider: String, baseURL: String, models: [Model], fetchedAt: Timestamp,
    entityTag: String? = nil
  ) {
    self.provider = provider
    self.baseURL = baseURL
    self.models = models
    self.fetchedAt = fetchedAt
    self.entityTag = entityTag
  }
}

/// What Aside knows about models without querying any server.
public struct ModelCatalog: Equatable, Sendable {
  /// The latest list from each server.
  public var listings: [ModelListing] = []
  public var favorites: Set<ModelChoice> = []
  /// The most recently used models, newest first.
  public var recent: [ModelChoice] = []

  public init() {}
}

/// A model's capabilities. Each is `nil` if the server does not report it.
public struct ModelCapabilities: Equatable, Sendable {
  public var thinks: Bool?
  /// Whether the model accepts images.
  public var sees: Bool?
  /// Whether the model can call tools.
  public var callsTools: Bool?

  public init() {}
}
