internal import Chat

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// One request as it goes to libcurl. Never printed: a header holds the key.
struct HTTPRequest {
  let url: String
  /// For errors.
  let host: String
  /// Whether the host is this machine.
  var isLoopback: Bool {
    host == "localhost" || host.hasPrefix("127.") || host == "::1" || host == "[::1]"
  }
  /// Whole lines, without line ends.
  let headers: [String]
  let body: [UInt8]

  /// - Throws: `invalidRequest` when the base URL is no HTTP address, or the key cannot stand in a
  ///   header.
  init(_ request: AnswerRequest, to endpoint: Endpoint) throws(StreamError) {
    let base = try Self.baseURL(endpoint.provider.baseURL)
    url = base.text + "/chat/completions"
    host = base.host
    var headers = [
      "Content-Type: application/json",
      "Accept: " + (request.isStreaming ? "text/event-stream" : "application/json"),
      // A question of over 1 MiB would otherwise wait for a permission that few servers send.
      "Expect:",
    ]
    if let key = endpoint.apiKey, !key.isEmpty {
      guard key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
        throw .invalidRequest("The API key holds characters that no key has.")
      }
      headers.append("Authorization: Bearer " + key)
    }
    self.headers = headers
    let dialect = Dialect(name: endpoint.provider.dialect)
    body = try CompletionRequest(request, dialect: dialect).body()
  }

  private static func baseURL(_ text: String) throws(StreamError) -> (text: String, host: String) {
    let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    guard isPlain, let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
      ["http", "https"].contains(parts.scheme?.lowercased()), parts.query == nil,
      parts.fragment == nil
    else { throw .invalidRequest("The base URL is not an http or https address.") }
    let end = text.lastIndex { $0 != "/" } ?? text.startIndex
    return (String(text[...end]), host)
  }
}
