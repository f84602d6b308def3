internal import Chat

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The proxies and certificates named in the environment. Reads the same variables as curl, Python
/// and others, so that people behind a company proxy need no second setup.
public struct NetworkEnvironment: Sendable {
  private let variables: [String: String]

  /// - Parameter variables: the environment; empty variables count as unset.
  public init(_ variables: [String: String]) {
    self.variables = variables.filter { !$0.value.isEmpty }
  }

  private func first(of names: [String]) -> (name: String, value: String)? {
    for name in names { if let value = variables[name] { return (name, value) } }
    return nil
  }
}

// MARK: - Proxies

/// The proxy that a request goes through.
struct ProxyRoute: Equatable {
  /// The URL in libcurl's form; may contain a password.
  let url: String
  /// The host and port, for display.
  let address: String
  let host: String
  /// Where the proxy was configured, for display.
  let source: String
  let hasCredentials: Bool
  let isEncrypted: Bool

  init(_ text: String, source: String) {
    // Desktop environments write socks:// for SOCKS 5, a scheme that libcurl lacks. Let the proxy
    // resolve names, because it may be the only host in a company network that can.
    let isSOCKS = text.lowercased().hasPrefix("socks://")
    let url = isSOCKS ? "socks5h" + text.dropFirst(5) : text
    self.url = url
    self.source = source
    let afterScheme = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
    let authority = afterScheme.prefix { !"/?#".contains($0) }
    let at = authority.lastIndex(of: "@")
    hasCredentials = at != nil
    let place = at.map { authority[authority.index(after: $0)...] } ?? authority
    let address = String(place)
    self.address = address
    isEncrypted = url.lowercased().hasPrefix("https://")
    host = Address(proxy: url)?.host ?? address
  }

  func failure(_ reason: ProxyFailure.Reason) -> StreamError {
    .proxy(ProxyFailure(address: address, source: source, reason: reason))
  }
}

extension NetworkEnvironment {
  /// Returns the proxy for a provider's address: the configured one, or else the environment's.
  /// The environment's is never used for this machine's own addresses. As in curl, `http_proxy`
  /// counts only in lower case.
  func proxy(for provider: Provider) -> ProxyRoute? {
    if let proxy = provider.proxy {
      return proxy.isEmpty
        ? nil : ProxyRoute(proxy, source: "proxy in [providers.\(provider.name)]")
    }
    guard !provider.isLocal, let address = Address(Self.withoutQuery(provider.baseURL)) else {
      return nil
    }
    let isEncrypted = provider.baseURL.lowercased().hasPrefix("https:")
    let names =
      (isEncrypted ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"]) + ["all_proxy", "ALL_PROXY"]
    guard let (name, value) = first(of: names), !excepts(address.host) else { return nil }
    return ProxyRoute(value, source: name)
  }

  private static func withoutQuery(_ url: String) -> String {
    String(url.prefix { $0 != "?" && $0 != "#" })
  }

  /// Returns whether `no_proxy` names the host or its domain. libcurl also understands address
  /// ranges and checks the variable itself.
  private func excepts(_ host: String) -> Bool {
    guard let (_, list) = first(of: ["no_proxy", "NO_PROXY"]) else { return false }
    let host = host.lowercased()
    return list.lowercased().split { $0 == "," || $0.isWhitespace }.contains { entry in
      let name = entry.drop { $0 == "." }
      return entry == "*" || !name.isEmpty && (host == name || host.hasSuffix("." + name))
    }
  }
}

// MARK: - Certificates

extension NetworkEnvironment {
  /// Returns the certificate file to trust instead of the default: the configured one, or else
  /// the one that curl would read, in curl's order.
  func certificateFile(for provider: Provider) -> CertificatePlace? {
    if let path = provider.certificateFile {
      return CertificatePlace(path: path, source: "ca_file in [providers.\(provider.name)]")
    }
    return first(of: ["CURL_CA_BUNDLE", "SSL_CERT_FILE"]).map {
      CertificatePlace(path: $0.value, source: $0.name)
    }
  }

  /// Returns the folders of certificates to trust, separated by colons.
  func certificateFolder(for provider: Provider) -> CertificatePlace? {
    guard provider.certificateFile == nil, variables["CURL_CA_BUNDLE"] == nil else { return nil }
    return variables["SSL_CERT_DIR"].map { CertificatePlace(path: $0, source: "SSL_CERT_DIR") }
  }

  /// - Throws: `invalidRequest` if a required certificate file cannot be read. libcurl would not
  ///   say which setting names it.
  func checkCertificates(for provider: Provider) throws(StreamError) {
    guard provider.baseURL.lowercased().hasPrefix("https:"),
      let file = certificateFile(for: provider), access(file.path, R_OK) != 0
    else { return }
    throw .invalidRequest(.unreadableCertificates(file))
  }

  /// Returns where the trusted certificates come from; empty for the system's own.
  func certificatePlaces(for provider: Provider) -> [CertificatePlace] {
    [certificateFile(for: provider), certificateFolder(for: provider)].compactMap(\.self)
  }
}
