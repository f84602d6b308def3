public import Chat

/// A server on this machine, discovered automatically.
public struct LocalServer: Equatable, Sendable {
  public var provider: Provider
  /// The server's models, in its own order.
  public var models: [String]
  /// Whether it tells its models only to those with a key.
  public var needsKey: Bool

  public init(provider: Provider, models: [String], needsKey: Bool = false) {
    self.provider = provider
    self.models = models
    self.needsKey = needsKey
  }

  /// The default model: the provider's, else the first one served.
  var usualModel: String? {
    // llama.cpp answers to "default" whatever model it was started with.
    let isNamed = !provider.defaultModel.isEmpty && provider.defaultModel != "default"
    return isNamed ? provider.defaultModel : models.first
  }
}
