internal import CCurl
internal import Chat

/// A failure as libcurl tells it.
struct CurlFailure {
  let code: CURLcode
  let host: String
  /// libcurl's words.
  let detail: String
  var proxy: ProxyRoute?
  /// The status with which a proxy answered to CONNECT; 0 for none.
  var connectStatus = 0
  /// The address begins with http://, the connection was new, and nothing came on it.
  var isSilentHTTP = false
  /// The file of certificates that was to be read.
  var certificates: TrustedCertificates?
  /// Where certificates come from.
  var certificateWords = ""
}

extension StreamError {
  /// What a failed handshake means, in the words of the TLS library.
  init?(sslConnectError detail: String, host: String) {
    self.init(CurlFailure(code: CURLE_SSL_CONNECT_ERROR, host: host, detail: detail))
  }

  /// What libcurl's result means to the user; `nil` for success.
  init?(_ failure: CurlFailure) {
    guard failure.code != CURLE_OK else { return nil }
    self = Self.proxyError(failure) ?? Self.tlsError(failure) ?? Self.otherError(failure)
  }

  /// The errors of a proxy: the server has heard nothing.
  private static func proxyError(_ failure: CurlFailure) -> StreamError? {
    let detail = failure.detail
    // These quote the whole address, with its password.
    if detail.hasPrefix("Unsupported proxy") {
      let source = failure.proxy?.source ?? "proxy"
      return .invalidRequest("The proxy address in \(source) cannot be used.")
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

  /// SOCKS has no status: libcurl's words tell.
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
    // What TLS libraries make of the bytes "HTTP/1.1 400".
    let signs = [
      "wrong version number", "http request", "packet length too long", "unexpected TLS packet",
      "unknown protocol",
    ]
    if failure.code == CURLE_SSL_CONNECT_ERROR, signs.contains(where: detail.contains) {
      return .unencryptedServer(host: failure.host)
    }
    if failure.code == CURLE_SSL_CACERT_BADFILE, let certificates = failure.certificates {
      return .invalidRequest(
        "\(certificates.source) names \(certificates.path), which holds no certificates that can be read."
      )
    }
    return .insecure(host: failure.host, detail: detail + failure.certificateWords)
  }

  private static func otherError(_ failure: CurlFailure) -> StreamError {
    let detail = failure.detail
    switch failure.code {
    // The only time limit that libcurl is given is that of connecting, so nothing was sent.
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT,
      CURLE_INTERFACE_FAILED, CURLE_PROXY, CURLE_OPERATION_TIMEDOUT:
      return .unreachable(host: failure.host, detail: detail)
    case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING:
      return .malformed(detail + httpsHint(failure))
    case CURLE_URL_MALFORMAT:
      return .invalidRequest(detail)
    // The proxy refused: the server has heard nothing.
    case CURLE_RECV_ERROR where detail.contains("CONNECT"):
      return .unreachable(host: failure.host, detail: detail)
    // What libcurl says of a packed reply that unpacks to more than it keeps while nobody reads: 64 MB.
    case CURLE_OUT_OF_MEMORY:
      return .malformed("it unpacks to far more than an answer can be")
    // libcurl would have sent the question again: see TransferHandle.
    case CURLE_SEND_FAIL_REWIND:
      return .disconnected(
        detail: "the server closed the connection that had been kept, just as the question went out"
      )
    case CURLE_HTTP2, CURLE_HTTP2_STREAM:
      return .disconnected(detail: "the server ended the HTTP/2 stream, \(detail)")
    default:
      return .disconnected(detail: detail + httpsHint(failure))
    }
  }

  /// A server that waits for TLS hangs up on plain HTTP without a word, or with words of TLS.
  private static func httpsHint(_ failure: CurlFailure) -> String {
    failure.isSilentHTTP ? ". If this port speaks TLS, use https:// in the base URL" : ""
  }
}
