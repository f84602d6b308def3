internal import Chat

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension Secrets {
  init(of endpoint: Endpoint) {
    var texts = [endpoint.apiKey].compactMap(\.self)
    for value in endpoint.provider.headers.values { texts += Self.parts(ofHeader: value) }
    texts += [endpoint.provider.baseURL, endpoint.provider.proxy ?? ""].flatMap(Self.passwords)
    // A shorter one is no secret, and hiding it would spoil the words.
    self.init(texts.filter { $0.utf8.count >= 4 })
  }

  /// The value, and what stands in it behind a scheme or a name: `Bearer x`, `key=x; other=y`. Words
  /// such as a version are too short to be meant.
  private static func parts(ofHeader value: String) -> [String] {
    let tokens = value.split { " ;,".contains($0) }.map(String.init)
    let words = (tokens + tokens.flatMap { $0.split(separator: "=").map(String.init) })
      .filter { $0.utf8.count >= 8 }
    // User and password of `Basic`.
    let decoded = tokens.compactMap { Data(base64Encoded: $0) }
      .flatMap { String(decoding: $0, as: UTF8.self).split(separator: ":").dropFirst() }
      .map(String.init)
    return (value.utf8.count >= 8 ? [value] : []) + words + decoded
  }

  /// The password of an address, as it stands there and decoded.
  private static func passwords(in address: String) -> [String] {
    let schemes = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"]
    return Address(address, schemes: schemes)?.passwords ?? []
  }
}
