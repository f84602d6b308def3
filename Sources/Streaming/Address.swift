internal import CCurl
internal import Chat

/// The parts of an HTTP or HTTPS address, as libcurl parses it. Foundation's parser would load
/// ICU, which delays a short answer by a millisecond.
struct Address {
  let host: String
  /// The origin as libcurl reads it; `nil` for a scheme that carries no API key.
  let origin: ServerOrigin?
  /// The password, once as written in the address and once decoded; empty if there is none.
  let passwords: [String]
  /// The values in the query, as written. One of them may be an API key.
  let queryValues: [String]
  let hasFragment: Bool

  /// Returns `nil` if the text is not an address with one of the schemes.
  init?(_ text: String, schemes: [String] = ["http", "https"]) {
    // If there is a third slash, libcurl accepts it and treats the path as the host.
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), !text.contains(":///"),
      let url = ccurl_url()
    else { return nil }
    defer { ccurl_url_cleanup(url) }
    let flags = UInt32(CURLU_NON_SUPPORT_SCHEME)
    guard ccurl_url_set(url, CURLUPART_URL, text, flags) == CURLUE_OK,
      let scheme = Self.part(CURLUPART_SCHEME, of: url), schemes.contains(scheme.lowercased()),
      let host = Self.part(CURLUPART_HOST, of: url), !host.isEmpty
    else { return nil }
    self.host = host
    let port = Self.part(CURLUPART_PORT, of: url).map { ":\($0)" } ?? ""
    origin = ServerOrigin("\(scheme)://\(host)\(port)")
    let decoded = UInt32(CURLU_URLDECODE)
    passwords = [
      Self.part(CURLUPART_PASSWORD, of: url), Self.part(CURLUPART_PASSWORD, of: url, decoded),
    ].compactMap(\.self)
    queryValues = (Self.part(CURLUPART_QUERY, of: url) ?? "").split(separator: "&").compactMap {
      $0.split(separator: "=", maxSplits: 1).dropFirst().first.map(String.init)
    }
    hasFragment = Self.part(CURLUPART_FRAGMENT, of: url) != nil
  }

  private static func part(
    _ part: CURLUPart, of url: OpaquePointer, _ flags: UInt32 = 0
  ) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard ccurl_url_get(url, part, &text, flags) == CURLUE_OK, let text else { return nil }
    defer { ccurl_free(text) }
    return String(cString: text)
  }
}

extension Address {
  /// Parses a proxy address. An address without a scheme means HTTP.
  init?(proxy: String) {
    self.init(
      proxy.contains("://") ? proxy : "http://" + proxy,
      schemes: ["http", "https", "socks", "socks4", "socks4a", "socks5", "socks5h"])
  }
}

/// The proxy addresses that the configuration accepts.
public enum ProxyAddress {
  /// Returns whether requests can go through this address. An empty address means no proxy,
  /// whatever the environment says.
  public static func canBeUsed(_ text: String) -> Bool {
    text.isEmpty || Address(proxy: text) != nil
  }
}
