/// A failure of an answer, classified by what the user can do about it. Contains only facts, never
/// a key or message text; the sentences that people read are written where they are displayed.
public enum StreamError: Error, Equatable, Sendable {
  /// No connection: refused, unknown host, unreachable. Nothing was sent.
  case unreachable(host: String, ConnectionFault)
  /// The TLS handshake or the certificate check failed. Nothing was sent. Contains the TLS
  /// library's message.
  /// - Parameter certificates: where the trusted certificates come from; empty for the system's
  ///   own.
  case insecure(host: String, detail: String, certificates: [CertificatePlace] = [])
  /// The address says HTTPS, but the port does not support TLS. Nothing was sent.
  case unencryptedServer(host: String)
  /// The proxy failed, not the server. Nothing was sent to the server.
  case proxy(ProxyFailure)
  /// No data arrived within the time limit.
  case timedOut(host: String)
  /// The connection was lost after the request was sent.
  case disconnected(ConnectionLoss)
  /// The server returned an error: an HTTP error status, or an error object with any status, even
  /// in mid-stream.
  case refused(ServerRefusal)
  /// The response violates the protocol.
  case malformed(ReplyFault)
  /// The base URL, or another part of the request, is invalid.
  case invalidRequest(RequestFault)
  /// The key must not be sent to this host. Nothing was sent.
  case keyWithheld(host: String, KeyObstacle)

  /// Whether the connection failed or was lost. For a server on this machine, that usually means
  /// that it is not running.
  public var isLackOfConnection: Bool {
    switch self {
    case .unreachable, .disconnected: true
    case .insecure, .unencryptedServer, .proxy, .timedOut, .refused, .malformed, .invalidRequest,
      .keyWithheld:
      false
    }
  }

  /// Whether the server answers like a web server that has no models.
  public var isUnlikeModelServer: Bool {
    switch self {
    case .refused(let refusal):
      refusal.cause == .wrongAddress || [405, 501].contains(refusal.status)
    case .malformed(.notAModelList): true
    case .unreachable, .insecure, .unencryptedServer, .proxy, .timedOut, .disconnected, .malformed,
      .invalidRequest, .keyWithheld:
      false
    }
  }

  /// Returns the host and port of a provider's server on this machine if nothing listens there.
  public func stoppedServer(of provider: Provider) -> String? {
    guard case .unreachable(_, .noConnection) = self, provider.isLocal else { return nil }
    return provider.origin?.authority
  }

  /// Whether waiting is enough, because the server is still loading the model.
  public var isModelLoading: Bool {
    if case .refused(let refusal) = self { refusal.isLoadingModel } else { false }
  }

  /// Whether the conversation is too long, so that retrying cannot help.
  public var isContextExceeded: Bool {
    if case .refused(let refusal) = self, case .contextExceeded = refusal.cause {
      true
    } else {
      false
    }
  }
}

/// Why a key must not be sent to an address.
public enum KeyObstacle: Equatable, Sendable {
  /// The key belongs to another address.
  case foreignAddress
  /// The address is on another machine and unencrypted.
  case plainHTTP
}

/// An error response in the server's own words (wire.md 1.5).
public struct ServerRefusal: Equatable, Sendable {
  /// The HTTP status; 200 when the error arrived inside a stream.
  public var status: Int
  public var message: String
  public var code: String?
  /// The provider that refused the request, if a gateway forwards its error.
  public var upstream: String?
  public var cause: RefusalCause
  /// How long the server asks to wait before the next attempt; `nil` if it does not say.
  public var wait: Duration?

  /// Whether the account lacks credits or quota. Waiting does not help.
  public var isAboutMoney: Bool {
    cause == .outOfCredit || RefusalWords(message: message, code: code ?? "").areAboutMoney
  }

  /// Whether the server is still loading the model. Matches only llama.cpp's exact words, because
  /// Aside retries such a server without limit.
  public var isLoadingModel: Bool {
    status == 503 && message.lowercased().split { !$0.isLetter } == ["loading", "model"]
  }

  /// Whether the server says that its port only supports TLS.
  public var wantsTLS: Bool {
    let words = message.lowercased()
    return status == 400
      && ["sent to https port", "http request to an https server", "plain http to an ssl"]
        .contains { words.contains($0) }
  }

  /// - Parameter cause: `nil` to infer it from the status, message and code.
  public init(
    status: Int, message: String, code: String? = nil, upstream: String? = nil,
    cause: RefusalCause? = nil
  ) {
    self.status = status
    self.message = message
    self.code = code
    self.upstream = upstream
    self.cause = cause ?? RefusalCause(status: status, message: message, code: code)
  }
}
