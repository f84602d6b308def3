internal import Chat

/// What a request carries that must not get into an error: the key, and the values of the user's own
/// headers, which may be keys too.
struct Secrets: Sendable {
  private let texts: [String]

  init(_ texts: [String] = []) {
    // The longest first, so that one which holds another is hidden whole.
    self.texts = texts.filter { !$0.isEmpty }.sorted { $0.utf8.count > $1.utf8.count }
  }

  init(of endpoint: Endpoint) {
    // A short value, such as a version, is no secret, and hiding it would spoil the words.
    let headers = endpoint.provider.headers.values.filter { $0.utf8.count >= 8 }
    self.init([endpoint.apiKey].compactMap(\.self) + headers)
  }

  func hidden(in text: String) -> String {
    texts.reduce(text) { $0.replacing($1, with: "[key]") }
  }
}
