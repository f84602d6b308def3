public import Chat

/// A server on this machine, discovered automatically.
public struct LocalServer: Equatable, Sendable {
  public var provider: Provider
  /// The server's models, in the order in which it lists them.
  public var models: [String]
  /// Whether the server lists its models only for clients with a key.
  public var needsKey: Bool

  public init(provider: Provider, models: [String], needsKey: Bool = false) {
    self.provider = provider
    self.models = models
    self.needsKey = needsKey
  }

  /// The default model: the provider's, or else the first one listed.
  var usualModel: String? {
    // llama.cpp accepts "default" whichever model it was started with, so that name does not
    // identify a model.
    let isNamed = !provider.defaultModel.isEmpty && provider.defaultModel != "default"
    return isNamed ? provider.defaultModel : models.first
  }
}
