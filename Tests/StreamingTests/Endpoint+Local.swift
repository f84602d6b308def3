import Chat

extension Endpoint {
  /// - Parameter change: adjusts the provider.
  static func local(
    _ baseURL: String, key: String? = nil, dialect: DialectName = .plain,
    _ change: (inout Provider) -> Void = { _ in }
  ) -> Endpoint {
    var provider = Provider(
      name: "test", baseURL: baseURL, dialect: dialect, keyVariable: nil, defaultModel: "m")
    provider.allowsInsecureHTTP = true
    change(&provider)
    do {
      let key = try key.map { text in
        guard let origin = provider.origin else { preconditionFailure("no origin: \(baseURL)") }
        return try APIKey(text, for: origin, from: "a test")
      }
      return try Endpoint(provider: provider, key: key)
    } catch {
      preconditionFailure("\(error)")
    }
  }
}
