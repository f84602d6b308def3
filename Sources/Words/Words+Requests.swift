internal import Chat

// MARK: Connections

extension Words.Errors {
  /// Reports that a server on this machine does not accept connections.
  public static func notRunning(_ provider: String, at address: String) -> String {
    "\(provider) at \(address) is not running."
  }

  public static func nothingAnswers(at address: String) -> String {
    "Nothing is listening at \(address)."
  }

  static func fact(_ fault: ConnectionFault, host: String) -> String {
    switch fault {
    case .unknownHost: "Cannot reach \(host): unknown host name"
    case .noConnection: "Cannot reach \(host)"
    case .timedOut: "Cannot reach \(host): timed out"
    case .noLibrary(let detail): "Cannot load libcurl: \(detail)"
    case .other(let detail): "Cannot reach \(host): \(detail)"
    }
  }

  static func fact(_ loss: ConnectionLoss) -> String {
    let reason =
      switch loss {
      case .closedWhileSending:
        "the server closed the idle connection just as the request was sent"
      case .endedEarly: "the server closed it before the end of its answer"
      case .reset: "reset by the server or the network"
      case .endedStream(let detail): "the server closed the HTTP/2 stream (\(detail))"
      case .other(let detail, let mayWantTLS): detail + httpsHint(mayWantTLS)
      case .noResponse: "no response"
      case .givenUp: "cancelled"
      case .notPrepared: "the connection could not be set up"
      }
    return "Connection lost: \(reason)"
  }

  static func fact(_ fault: ReplyFault) -> String {
    let reason =
      switch fault {
      case .noHead: "no headers"
      case .noAnswer: "it contains no answer"
      case .noCompletionID: "the answer has no ID"
      case .notJSON: "neither a stream nor a JSON object"
      case .eventNotJSON: "a stream event is not a JSON object"
      case .notAModelList: "not a model list"
      case .tooLarge(let mebibytes): "larger than \(mebibytes) MiB"
      case .eventTooLarge(let mebibytes): "an event is larger than \(mebibytes) MiB"
      case .expandsTooFar: "it decompresses to far more than any real answer"
      case .other(let detail, let mayWantTLS): detail + httpsHint(mayWantTLS)
      }
    return "Invalid response from the server: \(reason)"
  }

  /// Returns advice to use https if the server may expect TLS. Such a server closes a plain HTTP
  /// connection after sending nothing or TLS bytes.
  private static func httpsHint(_ mayWantTLS: Bool) -> String {
    mayWantTLS ? ". If this port requires TLS, use https:// in the base URL" : ""
  }

  /// - Parameter detail: the TLS library's error message.
  static func tlsFault(
    at host: String, _ detail: String, certificates places: [CertificatePlace]
  ) -> String {
    let names = places.map { "\($0.source) (\($0.path))" }.joined(separator: " and ")
    return "TLS error connecting to \(host): \(detail)"
      + (names.isEmpty ? "" : ". Certificates come from \(names)")
  }
}

// MARK: Requests that cannot be sent

extension Words.Errors {
  static func fact(_ fault: RequestFault) -> String {
    switch fault {
    case .notFinite: "A parameter is not a finite number"
    case .header(let name): "The header \(name) contains forbidden characters"
    case .noBaseURL(let provider): "\(provider) has no base URL"
    case .invalidBaseURL: "The base URL is not a valid http:// or https:// address"
    case .fragmentInBaseURL: "The base URL must not contain a fragment (“#…”)"
    case .invalidURL(let detail): detail
    case .invalidProxy(let source): "The proxy address in \(source) is invalid"
    case .unreadableCertificates(let place): "Cannot read \(place.path), set by \(place.source)"
    case .noCertificates(let place):
      "\(place.path), set by \(place.source), contains no readable certificates"
    case .severalModels(let count, let first, let address):
      "\(address) has \(count) models. Choose one with --model or /model: "
        + first.joined(separator: ", ") + (count > first.count ? ", …" : "")
    case .noModel(let address):
      "\(address) does not say which model it serves. Choose one with --model or /model"
    case .configuration(let sentence): sentence
    }
  }
}
