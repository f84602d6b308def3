/// A failure at a proxy, before anything was sent to the server.
public struct ProxyFailure: Equatable, Sendable {
  public enum Reason: Equatable, Sendable {
    /// The proxy could not be reached, or the connection to it was lost. Contains libcurl's
    /// message.
    case unreachable(detail: String)
    /// The proxy requires a user name and password, or different ones from those sent.
    case credentials(wereSent: Bool)
    /// The proxy returned an HTTP status instead of connecting to the server.
    case refused(status: Int)
  }

  /// The proxy's host and port.
  public var address: String
  /// The environment variable or setting that specifies the proxy.
  public var source: String
  public var reason: Reason

  public init(address: String, source: String, reason: Reason) {
    self.address = address
    self.source = source
    self.reason = reason
  }

  /// Whether another attempt may succeed without any change by the user. Repeating a wrong
  /// password never helps, and can lock accounts.
  public var mayPass: Bool {
    switch reason {
    case .unreachable: true
    case .credentials: false
    case .refused(let status): status >= 500
    }
  }
}
