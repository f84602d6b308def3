internal import Chat

/// One request as it is handed to libcurl. Never printed, because headers hold API keys.
struct HTTPRequest {
  enum Method {
    case get, head
    case post(body: [UInt8])
  }

  let method: Method
  let url: String
  /// The server's host, for error messages.
  let host: String
  /// The complete header lines, without line endings.
  let headers: [String]

  /// Creates the request for a question.
  /// - Throws: `invalidRequest` if the base URL is not an HTTP address, or a header cannot be sent.
  init(_ request: AnswerRequest, to endpoint: Endpoint) throws(StreamError) {
    var dialect = Dialect(name: endpoint.provider.dialect)
    var provider = endpoint.provider
    if dialect.name == .deepSeek, request.continuesAnswer {
      let beta = Self.deepSeekBeta(provider)
      dialect.hasPrefixes = beta != nil
      provider.baseURL = beta ?? provider.baseURL
    }
    let body = try CompletionRequest(request, dialect: dialect).body()
    try self.init(
      .post(body: body), "/chat/completions", at: endpoint.sending(to: provider.baseURL),
      headers: [
        "Content-Type: application/json",
        "Accept: " + (request.isStreaming ? "text/event-stream" : "application/json"),
        // Omit the `Expect` header, or a question over 1 MiB would wait for a `100 Continue`, which
        // few servers send.
        "Expect:",
      ])
  }

  /// Returns DeepSeek's base URL for continuing answers; `nil` if the provider's base URL is not
  /// DeepSeek's.
  private static func deepSeekBeta(_ provider: Provider) -> String? {
    if provider.baseURL.hasSuffix("/beta") { return provider.baseURL }
    let beta = "https://api.deepseek.com/beta"
    return provider.origin != nil && provider.origin == ServerOrigin(beta) ? beta : nil
  }

  /// Creates a request for any path.
  /// - Parameter path: follows the base URL and starts with a slash.
  /// - Throws: `invalidRequest` if the base URL is not an HTTP address, or a header cannot be
  ///   sent; `keyWithheld` if libcurl reads the address as a different origin than the key's.
  init(_ method: Method, _ path: String, at endpoint: Endpoint, headers: [String])
    throws(StreamError)
  {
    let base = try Self.baseURL(endpoint.provider.baseURL)
    self.method = method
    url = base.text + path + base.query
    host = base.address.host
    // libcurl sends the request, so the origin that it reads from the address must match, too.
    if let origin = endpoint.keyOrigin, origin != base.address.origin {
      throw .keyWithheld(host: host, .foreignAddress)
    }
    self.headers = headers + (try Self.identification(endpoint))
  }

  /// Returns the user's own headers, and the API key unless one of them replaces it. A warm-up
  /// request carries neither.
  private static func identification(_ endpoint: Endpoint) throws(StreamError) -> [String] {
    var lines: [String] = []
    var hasAuthorization = false
    for (name, value) in endpoint.provider.headers.sorted(by: { $0.key < $1.key }) {
      guard isFieldName(name), value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
        throw .invalidRequest(.header(name))
      }
      // libcurl omits a header that is given as a name with a colon and no value.
      lines.append(value.isEmpty ? "\(name);" : "\(name): \(value)")
      hasAuthorization = hasAuthorization || name.lowercased() == "authorization"
    }
    if let key = endpoint.apiKey, !hasAuthorization {
      lines.append("Authorization: Bearer " + key)
    }
    return lines
  }

  /// Returns whether the name is valid according to RFC 9110, section 5.6.2.
  private static func isFieldName(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
      }
  }

  /// Parses a base URL.
  /// - Returns: the parts to put before and after the path, and the address. Some servers expect
  ///   their version in a query.
  private static func baseURL(
    _ text: String
  ) throws(StreamError) -> (text: String, query: String, address: Address) {
    guard text.contains("://"), let address = Address(text) else {
      throw .invalidRequest(.invalidBaseURL)
    }
    guard !address.hasFragment else {
      throw .invalidRequest(.fragmentInBaseURL)
    }
    let start = text.firstIndex(of: "?") ?? text.endIndex
    var base = text[..<start]
    while base.hasSuffix("/") { base.removeLast() }
    // Server documentation gives the full address, and people copy it.
    if base.hasSuffix("/chat/completions") { base = base.dropLast("/chat/completions".count) }
    return (String(base), String(text[start...]), address)
  }
}
