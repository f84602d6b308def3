/// Why an answer failed, by what the user can do about it. Facts only, never a key or message text;
/// the sentences for people are made where they are shown.
public enum StreamError: Error, Equatable, Sendable {
  /// No connection: refused, unknown host, unreachable. Nothing was sent.
  case unreachable(host: String, detail: String)
  /// The TLS handshake or the certificate check failed. Nothing was sent.
  case insecure(host: String, detail: String)
  /// The address says https, and the port speaks no TLS. Nothing was sent.
  case unencryptedServer(host: String)
  /// The proxy failed, not the server. Nothing was sent to the server.
  case proxy(ProxyFailure)
  /// Nothing came for too long.
  case timedOut(host: String)
  /// The connection broke after the request was sent.
  case disconnected(detail: String)
  /// The server refused: an HTTP error status, or an error object at any status, in mid-stream too.
  case refused(ServerRefusal)
  /// The reply is not what the protocol says: the reason in a few words.
  case malformed(String)
  /// The base URL, or another part of the request, cannot be used.
  case invalidRequest(String)
  /// The key must not go to that address. Nothing was sent.
  case keyWithheld(host: String, KeyObstacle)

  /// Whether the server only has to be waited for: it is loading the model.
  public var isModelLoading: Bool {
    if case .refused(let refusal) = self { refusal.isLoadingModel } else { false }
  }

  /// Whether sending the same again cannot help, as the conversation is too long.
  public var isContextExceeded: Bool {
    if case .refused(let refusal) = self, case .contextExceeded = refusal.cause {
      true
    } else {
      false
    }
  }
}

/// Why a key must not go to an address.
public enum KeyObstacle: Equatable, Sendable {
  /// It belongs to another one.
  case foreignAddress
  /// The address is on another machine and not encrypted.
  case plainHTTP
}

/// An error reply in the server's own words (wire.md 1.5).
public struct ServerRefusal: Equatable, Sendable {
  /// The HTTP status; 200 when the error came inside a stream.
  public var status: Int
  public var message: String
  public var code: String?
  /// Who refused, where a gateway passes on the error of a provider behind it.
  public var upstream: String?
  public var cause: RefusalCause

  /// It is the account that lacks something: waiting does not fill it.
  public var isAboutMoney: Bool {
    cause == .outOfCredit || RefusalWords(message: message, code: code ?? "").areAboutMoney
  }

  /// The model is not in memory yet, in llama.cpp's words and no others: a server that says so is
  /// waited for without a limit.
  public var isLoadingModel: Bool {
    status == 503 && message.lowercased().split { !$0.isLetter } == ["loading", "model"]
  }

  /// The server says that its port speaks TLS alone.
  public var wantsTLS: Bool {
    let words = message.lowercased()
    return status == 400
      && ["sent to https port", "http request to an https server", "plain http to an ssl"]
        .contains { words.contains($0) }
  }

  /// - Parameter cause: `nil` to find it in the status and the words.
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
