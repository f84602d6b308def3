/// The address and credentials for requests. Must never be printed, logged or stored, because it
/// contains a key.
///
/// The initializer rejects a key that must not be sent to the provider's address.
public struct Endpoint: Sendable, Equatable {
  public let provider: Provider
  private let key: APIKey?

  /// - Throws: `keyWithheld` if the key belongs to another address, or if credentials would cross a
  ///   network unencrypted and the provider does not allow it.
  public init(provider: Provider, key: APIKey?) throws(StreamError) {
    if let key, key.origin != provider.origin {
      throw .keyWithheld(host: provider.shownBaseURL, .foreignAddress)
    }
    if key != nil || provider.hasCredentials, provider.isInTheOpen, !provider.allowsInsecureHTTP {
      throw .keyWithheld(host: provider.shownBaseURL, .plainHTTP)
    }
    self.provider = provider
    self.key = key
  }

  /// - Parameter key: a key already known to belong to the provider's address.
  private init(_ provider: Provider, checked key: APIKey?) {
    self.provider = provider
    self.key = key
  }

  /// Returns an endpoint at the same address without the key and the user's headers, which may
  /// contain keys.
  public static func anonymous(_ provider: Provider) -> Endpoint {
    var provider = provider
    provider.headers = [:]
    return Endpoint(provider, checked: nil)
  }

  /// Returns this endpoint at another path on the same server, with the same key. Ignores an
  /// address on a different server.
  public func sending(to baseURL: String) -> Endpoint {
    guard baseURL != provider.baseURL, let origin = provider.origin,
      ServerOrigin(baseURL) == origin
    else { return self }
    var provider = provider
    provider.baseURL = baseURL
    return Endpoint(provider, checked: key)
  }

  /// Returns this endpoint with the dialect of `known`, which must describe the same server.
  /// Returns it unchanged if `known` has not been identified.
  public func describing(_ known: Provider) -> Endpoint {
    guard !known.dialectBasis.isOpen else { return self }
    var described = provider
    described.dialect = known.dialect
    described.dialectBasis = known.dialectBasis
    return Endpoint(described, checked: key)
  }

  /// Returns this endpoint with `model` as its default model.
  public func serving(_ model: String) -> Endpoint {
    var serving = provider
    serving.defaultModel = model
    return Endpoint(serving, checked: key)
  }

  public var apiKey: String? { key?.text }

  public var keyOrigin: ServerOrigin? { key?.origin }
}

extension Endpoint: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The provider's name and whether there is a key, but never the key itself.
  public var description: String {
    "Endpoint(\(provider.name), key: \(key == nil ? "no" : "yes"))"
  }

  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
