public import Chat

/// A server on this machine that was found without having been named.
public struct LocalServer: Equatable, Sendable {
  public var provider: Provider
  /// What it serves, in its own order.
  public var models: [String]

  public init(provider: Provider, models: [String]) {
    self.provider = provider
    self.models = models
  }

  /// The model that is asked unless another is named: the provider's usual one, else the first.
  var usualModel: String? {
    // llama.cpp's usual name stands for whatever it was started with.
    let isNamed = !provider.defaultModel.isEmpty && provider.defaultModel != "default"
    return isNamed ? provider.defaultModel : models.first
  }
}
