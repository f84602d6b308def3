internal import CCurl
internal import Chat

extension StreamError {
  /// What libcurl's result means to the user; `nil` for success.
  /// - Parameter detail: libcurl's words.
  init?(curl code: CURLcode, host: String, detail: String) {
    switch code {
    case CURLE_OK: return nil
    // These quote the whole address, with its password.
    case _ where detail.hasPrefix("Unsupported proxy"):
      self = .invalidRequest(
        "The proxy's address cannot be used: see proxy in the configuration, or the variables "
          + "http_proxy, https_proxy and all_proxy.")
    // The only time limit that libcurl is given is that of connecting, so nothing was sent.
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT,
      CURLE_INTERFACE_FAILED, CURLE_PROXY, CURLE_OPERATION_TIMEDOUT:
      self = .unreachable(host: host, detail: detail)
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM,
      CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR,
      CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED,
      CURLE_SSL_ENGINE_INITFAILED, CURLE_USE_SSL_FAILED:
      self = .insecure(host: host, detail: detail)
    case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING:
      self = .malformed(detail)
    case CURLE_URL_MALFORMAT:
      self = .invalidRequest(detail)
    // The proxy refused: the server has heard nothing.
    case CURLE_RECV_ERROR where detail.contains("CONNECT"):
      self = .unreachable(host: host, detail: detail)
    // libcurl would have sent the question again: see TransferHandle.
    case CURLE_SEND_FAIL_REWIND:
      self = .disconnected(
        detail: "the server closed the connection that had been kept, just as the question went out"
      )
    case CURLE_HTTP2, CURLE_HTTP2_STREAM:
      self = .disconnected(detail: "the server ended the HTTP/2 stream, \(detail)")
    default:
      self = .disconnected(detail: detail)
    }
  }
}
