/// The scheme, host and port of an address, which determine whether a key may be sent to it.
/// Different spellings of one origin are equal, for example with upper case, a trailing dot, the
/// default port, or an IPv4 address written as one number.
///
/// The parser is stricter than libcurl's. An address that the two might read differently has no
/// origin, so no key is sent there.
public struct ServerOrigin: Hashable, Sendable {
  private let isEncrypted: Bool
  private let host: Host
  private let port: UInt16

  /// - Parameter url: an HTTP or HTTPS address, with any path and query.
  public init?(_ url: String) {
    guard let end = url.firstRange(of: "://"),
      url.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x5C })
    else { return nil }
    switch url[..<end.lowerBound].lowercased() {
    case "http": isEncrypted = false
    case "https": isEncrypted = true
    default: return nil
    }
    guard let authority = Authority(url[end.upperBound...].prefix { !"/?#".contains($0) }) else {
      return nil
    }
    host = authority.host
    port = authority.port ?? (isEncrypted ? 443 : 80)
  }

  /// Whether the host is this machine: 127.0.0.0/8, ::1 or localhost.
  public var isLoopback: Bool { host.isLoopback }

  /// Whether requests to this origin can be read in transit.
  public var isInTheOpen: Bool { !isEncrypted && !isLoopback }
}

extension ServerOrigin: CustomStringConvertible {
  public var description: String { (isEncrypted ? "https://" : "http://") + authority }

  /// The host, followed by the port unless it is the scheme's default.
  public var authority: String {
    let usual: UInt16 = isEncrypted ? 443 : 80
    return host.text + (port == usual ? "" : ":\(port)")
  }
}

/// The host and port in an address, without user and password.
struct Authority {
  let host: Host
  /// The port; `nil` if the address has none.
  let port: UInt16?

  init?(_ text: Substring) {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count <= 2, let place = parts.last else { return nil }
    let end: Substring.Index
    if place.hasPrefix("[") {
      guard let bracket = place.firstIndex(of: "]") else { return nil }
      end = place.index(after: bracket)
    } else {
      end = place.firstIndex(of: ":") ?? place.endIndex
    }
    guard let host = Host(place[..<end]) else { return nil }
    self.host = host
    let rest = place[end...]
    guard rest.count > 1 else {
      guard rest.isEmpty || rest == ":" else { return nil }
      port = nil
      return
    }
    let digits = rest.dropFirst()
    guard rest.hasPrefix(":"), digits.utf8.allSatisfy(Host.isDigit), let port = UInt16(digits),
      port > 0
    else { return nil }
    self.port = port
  }
}
