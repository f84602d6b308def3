/// The address of a server as people type it: with or without a scheme, a path or `/v1`.
public struct ServerAddress: Hashable, Sendable {
  /// The URL to which `/chat/completions` is appended, without a trailing slash.
  public let baseURL: String

  /// Parses text that is expected to be an address. Without a scheme, this machine and private
  /// addresses get `http://`, and all others `https://`. Without a path, the address gets `/v1`.
  public init?(_ text: String) {
    guard let parts = Parts(text) else { return nil }
    baseURL = parts.scheme + parts.authority + parts.path
  }

  /// Parses text that may instead be a question, a model's ID or a provider's name. Without a
  /// scheme, it must be a numeric address, `localhost`, or a name with a port or with a path like
  /// `/v1`.
  public init?(recognizing text: String) {
    guard let parts = Parts(text), parts.hasScheme || parts.isUnmistakable else { return nil }
    baseURL = parts.scheme + parts.authority + parts.path
  }

  /// The shortest text that people can type for the address.
  public var brief: String {
    guard let origin = ServerOrigin(baseURL) else { return baseURL }
    return ServerAddress(recognizing: origin.authority) == self ? origin.authority : baseURL
  }

  private struct Parts {
    let hasScheme: Bool
    let scheme: String
    let authority: Substring
    let place: Authority
    let hasPath: Bool
    let path: String

    init?(_ typed: String) {
      let trimmed = typed.drop(while: \.isWhitespace)
      let text = trimmed.prefix { !$0.isWhitespace }
      guard trimmed.dropFirst(text.count).allSatisfy(\.isWhitespace),
        text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x5C })
      else { return nil }
      let mark = text.firstRange(of: "://")
      let rest = mark.map { text[$0.upperBound...] } ?? text
      authority = rest.prefix { !"/?#".contains($0) }
      guard let place = Authority(authority) else { return nil }
      self.place = place
      let name = mark.map { text[..<$0.lowerBound].lowercased() }
      guard name == nil || name == "http" || name == "https" else { return nil }
      hasScheme = name != nil
      scheme = name.map { $0 + "://" } ?? (place.host.isNear ? "http://" : "https://")
      let written = rest[authority.endIndex...]
      hasPath = written.contains { $0 != "/" }
      path = Self.path(written)
    }

    /// Returns the path of the base URL. Removes trailing slashes and the path of the request,
    /// because people often copy addresses that include them.
    private static func path(_ written: Substring) -> String {
      var path = written
      while path.last == "/" { path.removeLast() }
      let request = "/chat/completions"
      if path.hasSuffix(request) { path.removeLast(request.count) }
      return path.isEmpty ? "/v1" : String(path)
    }

    /// Whether the text can only be an address, even without a scheme.
    var isUnmistakable: Bool {
      guard !authority.contains("@") else { return false }
      switch place.host {
      case .ipv4:
        // `127.1` and `0x7f.1` are also addresses, but look like numbers.
        let host = authority.prefix { $0 != ":" }.split(separator: ".")
        return host.count == 4 && host.allSatisfy { $0.allSatisfy(\.isNumber) }
      case .ipv6, .name("localhost"): return true
      // A small number may be a model's tag and not a port, as in `name:7`.
      case .name(let name):
        return (place.port ?? 0) >= (name.contains(".") ? 80 : 1000)
          || name.contains(".") && isVersioned
      }
    }

    /// Whether the path ends in a version, like `/v1`.
    private var isVersioned: Bool {
      guard hasPath, let last = path.split(separator: "/").last, last.first == "v" else {
        return false
      }
      return last.count > 1 && last.dropFirst().allSatisfy(\.isNumber)
    }
  }
}
