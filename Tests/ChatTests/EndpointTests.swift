import Testing

@testable import Chat

@Suite struct EndpointTests {
  private func provider(
    _ url: String, _ change: (inout Provider) -> Void = { _ in }
  ) -> Provider {
    var provider = Provider(
      name: "p", baseURL: url, dialect: .plain, keyVariable: nil, defaultModel: "")
    change(&provider)
    return provider
  }

  private func key(_ url: String) throws -> APIKey {
    try APIKey("sk-1", for: try #require(ServerOrigin(url)), from: "KEY")
  }

  @Test func keyIsSentOnlyToItsOwnOrigin() throws {
    let key = try key("https://own.example/v1")
    #expect(
      try Endpoint(provider: provider("https://OWN.example:443/v2"), key: key).apiKey == "sk-1")
    for url in [
      "https://own.example.evil", "http://own.example/v1", "https://own.example@evil", "",
    ] {
      #expect(throws: StreamError.self) { try Endpoint(provider: provider(url), key: key) }
    }
  }

  @Test func secretsAreNotSentUnencryptedUnlessAllowed() throws {
    let url = "http://llm.example/v1"
    let key = try key(url)
    let host = "http://llm.example/v1"
    #expect(throws: StreamError.keyWithheld(host: host, .plainHTTP)) {
      try Endpoint(provider: provider(url), key: key)
    }
    let allowed = provider(url) { $0.allowsInsecureHTTP = true }
    #expect(try Endpoint(provider: allowed, key: key).apiKey == "sk-1")
    #expect(try Endpoint(provider: provider(url), key: nil).apiKey == nil)
  }

  @Test func plainHTTPIsFineOnThisMachine() throws {
    for url in ["http://127.0.0.1:1/v1", "http://localhost:1", "http://[::1]:1"] {
      #expect(try Endpoint(provider: provider(url), key: key(url)).apiKey == "sk-1")
    }
  }

  /// Through a remote proxy, the key leaves this machine even if the server is local.
  @Test func remoteProxyCountsAsUnencrypted() throws {
    let url = "http://127.0.0.1:1/v1"
    for proxy in ["http://proxy.example:3128", "socks5h://u:p@10.0.0.1:1", "proxy.example"] {
      let provider = provider(url) { $0.proxy = proxy }
      #expect(throws: StreamError.self) { try Endpoint(provider: provider, key: key(url)) }
    }
    for proxy in ["", "http://127.0.0.1:3128", "socks5h://localhost:1"] {
      let provider = provider(url) { $0.proxy = proxy }
      #expect(try Endpoint(provider: provider, key: key(url)).apiKey == "sk-1")
    }
  }

  /// Headers and passwords in addresses may be keys as well.
  @Test func headersAndPasswordsCountAsKeys() {
    for name in ["Authorization", "X-Api-Key", "api-key", "X-Auth-Token", "Cookie"] {
      let provider = provider("http://llm.example") { $0.headers = [name: "x"] }
      #expect(throws: StreamError.self) { try Endpoint(provider: provider, key: nil) }
      #expect(Endpoint.anonymous(provider).provider.headers.isEmpty)
    }
    #expect(throws: StreamError.self) {
      try Endpoint(provider: provider("http://user:pw@llm.example"), key: nil)
    }
    #expect(throws: Never.self) {
      try Endpoint(
        provider: provider("http://llm.example") { $0.headers = ["X-Team": "b"] }, key: nil)
    }
  }

  @Test func aKeyIsTrimmedAndNeverPrinted() throws {
    let origin = try #require(ServerOrigin("https://h"))
    let key = try APIKey(" \t sk-secret\r\n", for: origin, from: "KEY")
    #expect(key.text == "sk-secret")
    let endpoint = try Endpoint(provider: provider("https://h"), key: key)
    var dumped = ""
    dump(key, to: &dumped)
    dump(endpoint, to: &dumped)
    #expect(!"\(key) \(endpoint) \(dumped)".contains("sk-secret"))
  }

  @Test(arguments: ["a b", "a\nb", "a\u{7}b", "a\u{85}b", "schlüssel", "a\0"])
  func invalidKeysAreRefused(_ text: String) throws {
    let origin = try #require(ServerOrigin("https://h"))
    #expect(throws: APIKey.Flaw.forbiddenCharacter) {
      try APIKey(text, for: origin, from: "KEY")
    }
    #expect(throws: APIKey.Flaw.empty) { try APIKey(" \n", for: origin, from: "KEY") }
  }
}
