/// What went wrong at a proxy, before the server heard anything.
public struct ProxyFailure: Equatable, Sendable {
  public enum Reason: Equatable, Sendable {
    /// No connection to the proxy, or one that it broke off: libcurl's words.
    case unreachable(detail: String)
    /// The proxy wants another user name or password than it was sent, or any at all.
    case credentials(wereSent: Bool)
    /// The proxy answered with an HTTP status instead of a connection to the server.
    case refused(status: Int)
  }

  /// The proxy's host and port.
  public var address: String
  /// The environment variable, or the setting, that names the proxy.
  public var source: String
  public var reason: Reason

  public init(address: String, source: String, reason: Reason) {
    self.address = address
    self.source = source
    self.reason = reason
  }

  /// Whether another attempt may succeed although nobody changes anything. A wrong password never
  /// does, and several in a row lock accounts.
  public var mayPass: Bool {
    switch reason {
    case .unreachable: true
    case .credentials: false
    case .refused(let status): status >= 500
    }
  }
}
