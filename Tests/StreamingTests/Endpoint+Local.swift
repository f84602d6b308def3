import Chat

extension Endpoint {
  static func local(
    _ baseURL: String, key: String? = nil, dialect: DialectName = .plain
  ) -> Endpoint {
    Endpoint(
      provider: Provider(
        name: "test", baseURL: baseURL, dialect: dialect, keyVariable: nil, defaultModel: "m"),
      apiKey: key)
  }
}
