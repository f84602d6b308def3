internal import Chat

/// The message of a server that refused a request, in any of the formats in use (wire.md 1.5).
///
/// The message is taken from an ``ErrorEnvelope``, the title of an HTML page, or the body
/// itself. An empty body gives an empty message.
struct ErrorReply {
  /// The maximum length of a message in bytes of UTF-8. More than a screenful would not be useful.
  static let messageSizeLimit = 2048
  /// How many bytes of a non-JSON body are searched for a message.
  private static let pageSizeLimit = 65536

  private let body: [UInt8]
  private let secrets: Secrets
  private let hasKey: Bool

  /// - Parameters:
  ///   - secrets: strings to remove from the message, because servers may quote them.
  ///   - hasKey: whether the request carried an API key.
  init(body: some Sequence<UInt8>, hiding secrets: Secrets, hasKey: Bool = true) {
    self.body = Array(body)
    self.secrets = secrets
    self.hasKey = hasKey
  }

  /// Whether the body is an HTML or XML page.
  var isPage: Bool { text.first == "<" }

  /// Whether the body is plain text: neither a JSON value nor the beginning of an object.
  var isText: Bool { value == nil && text.first != "{" }

  /// Whether the body has any text besides tags.
  var hasWords: Bool {
    isPage
      ? !text.replacing(/<[^>]*>/, with: "").trimmingWhitespace().isEmpty : !text.isEmpty
  }

  private var text: String {
    String(decoding: body.prefix(Self.pageSizeLimit), as: UTF8.self).trimmingWhitespace()
  }

  /// Whether the body is JSON that contains an error.
  var isEnvelope: Bool { envelope != nil }

  /// Returns the refusal that the reply reports.
  /// - Parameter status: the HTTP status of the response.
  func refusal(status: Int) -> ServerRefusal {
    let isSuccess = (200..<300).contains(status)
    guard let envelope else {
      let message = bounded(secrets.hidden(in: Self.words(of: text)))
      // The response came from a website, not an API.
      let cause = isSuccess && isPage ? .wrongAddress : cause(status, message, nil)
      return ServerRefusal(status: status, message: message, cause: cause)
    }
    let message = bounded(secrets.hidden(in: envelope.message))
    let code = envelope.code.map { bounded(secrets.hidden(in: $0)) }
    // The error's own status is more specific than a success or a gateway's error.
    let isVague = isSuccess || status >= 500
    var cause = cause(isVague ? envelope.status ?? status : status, message, code)
    if case .contextExceeded(let needed, let window) = cause {
      cause = .contextExceeded(
        needed: envelope.needed ?? needed, window: envelope.window ?? window)
    }
    return ServerRefusal(
      status: status, message: message, code: code,
      upstream: envelope.upstream.map { bounded(secrets.hidden(in: $0)) }, cause: cause)
  }

  private func cause(_ status: Int, _ message: String, _ code: String?) -> RefusalCause {
    RefusalCause(status: status, message: message, code: code, hasKey: hasKey)
  }

  private var envelope: ErrorEnvelope? { value.flatMap { ErrorEnvelope($0) } }

  private var value: JSONValue? {
    body.withUnsafeBufferPointer { bytes in
      var scanner = JSONScanner(bytes)
      do throws(JSONScanner.Malformed) {
        let value = try scanner.value()
        try scanner.finish()
        return value
      } catch {
        return nil
      }
    }
  }

  private static func words(of text: String) -> String {
    let title = /<title>(.*?)<\/title>/.ignoresCase().dotMatchesNewlines()
    if text.hasPrefix("<"), let match = text.firstMatch(of: title) {
      return match.output.1.trimmingWhitespace()
    }
    // Remove a leading "error:", because the caller puts "Server error" or similar in front.
    guard let prefix = text.prefixMatch(of: /\[?error\]?\s*:\s*(?=\S)/.ignoresCase()) else {
      return text
    }
    return String(text[prefix.range.upperBound...])
  }

  /// Returns the text, truncated between scalars if it is too long.
  private func bounded(_ text: String) -> String {
    guard text.utf8.count > Self.messageSizeLimit else { return text }
    var end = text.utf8.index(text.startIndex, offsetBy: Self.messageSizeLimit)
    while end.samePosition(in: text.unicodeScalars) == nil { text.utf8.formIndex(before: &end) }
    return text[..<end] + "…"
  }
}

extension StringProtocol {
  fileprivate func trimmingWhitespace() -> String {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}
