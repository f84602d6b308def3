internal import CCurl
internal import Chat

/// A failure as reported by libcurl.
struct CurlFailure {
  let code: CURLcode
  let host: String
  /// libcurl's message.
  let detail: String
  var proxy: ProxyRoute?
  /// The status of a proxy's answer to CONNECT; 0 for none.
  var connectStatus = 0
  /// Whether the address begins with http://, the connection was new, and nothing arrived on it.
  var isSilentHTTP = false
  /// The certificate file that was configured.
  var certificates: CertificatePlace?
  /// Where the trusted certificates come from; empty for the system's own.
  var certificatePlaces: [CertificatePlace] = []
}

extension StreamError {
  /// Derives the error for a failed handshake from the TLS library's message.
  init?(sslConnectError detail: String, host: String) {
    self.init(CurlFailure(code: CURLE_SSL_CONNECT_ERROR, host: host, detail: detail))
  }

  /// Converts libcurl's result to an error for the user; `nil` for success.
  init?(_ failure: CurlFailure) {
    guard failure.code != CURLE_OK else { return nil }
    self = Self.proxyError(failure) ?? Self.tlsError(failure) ?? Self.otherError(failure)
  }

  /// Returns the error if the proxy is at fault, in which case nothing has reached the server.
  private static func proxyError(_ failure: CurlFailure) -> StreamError? {
    let detail = failure.detail
    // These messages quote the whole address, including its password.
    if detail.hasPrefix("Unsupported proxy") {
      let source = failure.proxy?.source ?? "proxy"
      return .invalidRequest(.invalidProxy(source: source))
    }
    guard let proxy = failure.proxy else { return nil }
    if failure.connectStatus == 407 || isCredentialRefusal(failure) {
      return proxy.failure(.credentials(wereSent: proxy.hasCredentials))
    }
    if failure.connectStatus >= 300 {
      return proxy.failure(.refused(status: failure.connectStatus))
    }
    let isItsOwn =
      switch failure.code {
      case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: true
      case CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING: detail.contains("CONNECT")
      case CURLE_COULDNT_CONNECT:
        !detail.hasPrefix("Failed to connect to ") || detail.contains(" \(proxy.host) ")
      case CURLE_OPERATION_TIMEDOUT: true
      default: proxy.isEncrypted && failure.connectStatus == 0 && isAboutTLS(failure.code)
      }
    return isItsOwn ? proxy.failure(.unreachable(detail: detail)) : nil
  }

  /// Returns whether a SOCKS proxy refused the credentials. SOCKS has no status, so libcurl's
  /// message is the only evidence.
  private static func isCredentialRefusal(_ failure: CurlFailure) -> Bool {
    failure.code == CURLE_PROXY
      && ["rejected by the SOCKS", "No authentication method", "username/password"].contains {
        failure.detail.contains($0)
      }
  }

  private static func isAboutTLS(_ code: CURLcode) -> Bool {
    switch code {
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM,
      CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR,
      CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED,
      CURLE_SSL_ENGINE_INITFAILED, CURLE_USE_SSL_FAILED:
      true
    default: false
    }
  }

  private static func tlsError(_ failure: CurlFailure) -> StreamError? {
    guard isAboutTLS(failure.code) else { return nil }
    let detail = failure.detail
    // Parts of the errors that TLS libraries report for the bytes "HTTP/1.1 400".
    let signs = [
      "wrong version number", "http request", "packet length too long", "unexpected TLS packet",
      "unknown protocol",
    ]
    if failure.code == CURLE_SSL_CONNECT_ERROR, signs.contains(where: detail.contains) {
      return .unencryptedServer(host: failure.host)
    }
    if failure.code == CURLE_SSL_CACERT_BADFILE, let certificates = failure.certificates {
      return .invalidRequest(.noCertificates(certificates))
    }
    return .insecure(
      host: failure.host, detail: detail, certificates: failure.certificatePlaces)
  }

  private static func otherError(_ failure: CurlFailure) -> StreamError {
    let detail = failure.detail
    switch failure.code {
    // libcurl's only time limit here is the one for connecting, so nothing was sent.
    case CURLE_OPERATION_TIMEDOUT: return .unreachable(host: failure.host, .timedOut)
    case CURLE_COULDNT_RESOLVE_HOST: return .unreachable(host: failure.host, .unknownHost)
    // libcurl's message repeats the host, the port and the time without giving a reason.
    case CURLE_COULDNT_CONNECT: return .unreachable(host: failure.host, .noConnection)
    case CURLE_COULDNT_RESOLVE_PROXY, CURLE_INTERFACE_FAILED, CURLE_PROXY:
      return .unreachable(host: failure.host, .other(detail))
    case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING:
      return .malformed(.other(detail, mayWantTLS: failure.isSilentHTTP))
    case CURLE_URL_MALFORMAT:
      return .invalidRequest(.invalidURL(detail))
    // The proxy refused; nothing has reached the server.
    case CURLE_RECV_ERROR where detail.contains("CONNECT"):
      return .unreachable(host: failure.host, .other(detail))
    // libcurl's error for a compressed reply that expands to over 64 MB, the most that it buffers
    // while reading is paused.
    case CURLE_OUT_OF_MEMORY:
      return .malformed(.expandsTooFar)
    // libcurl would have had to send the question again (see `TransferHandle`).
    case CURLE_SEND_FAIL_REWIND:
      return .disconnected(.closedWhileSending)
    case CURLE_PARTIAL_FILE:
      return .disconnected(.endedEarly)
    // If nothing has arrived over HTTP, the port may expect TLS, so libcurl's message is kept.
    case CURLE_RECV_ERROR, CURLE_SEND_ERROR:
      guard detail.contains("reset by peer"), !failure.isSilentHTTP else { break }
      return .disconnected(.reset)
    case CURLE_HTTP2, CURLE_HTTP2_STREAM:
      return .disconnected(.endedStream(detail))
    default: break
    }
    return .disconnected(.other(detail, mayWantTLS: failure.isSilentHTTP))
  }
}
