internal import Chat

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension Secrets {
  /// - Parameter proxy: the proxy in use, wherever it was configured.
  init(of endpoint: Endpoint, proxy: ProxyRoute? = nil) {
    var texts = [endpoint.apiKey].compactMap(\.self)
    for value in endpoint.provider.headers.values { texts += Self.parts(ofHeader: value) }
    texts += Self.passwords(of: Address(endpoint.provider.baseURL))
    for text in [endpoint.provider.proxy, proxy?.url].compactMap(\.self) {
      texts += Self.passwords(of: Address(proxy: text))
    }
    // Anything shorter is not a secret, and hiding it would garble messages.
    self.init(texts.filter { $0.utf8.count >= 4 })
  }

  /// Returns the header value and its parts, such as those after a scheme or a name: `Bearer x`,
  /// `key=x; other=y`. Short words, such as a version, are omitted.
  private static func parts(ofHeader value: String) -> [String] {
    let tokens = value.split { " ;,".contains($0) }.map(String.init)
    let words = (tokens + tokens.flatMap { $0.split(separator: "=").map(String.init) })
      .filter { $0.utf8.count >= 8 }
    // `Basic` credentials are a user and a password in Base64; only the password is secret.
    let decoded = tokens.compactMap { Data(base64Encoded: $0) }
      .flatMap { String(decoding: $0, as: UTF8.self).split(separator: ":").dropFirst() }
      .map(String.init)
    return (value.utf8.count >= 8 ? [value] : []) + words + decoded
  }

  /// Returns the password in an address, as written and decoded, and any query values that are
  /// long enough to be keys.
  private static func passwords(of address: Address?) -> [String] {
    guard let address else { return [] }
    return address.passwords + address.queryValues.filter { $0.utf8.count >= 8 }
  }
}
