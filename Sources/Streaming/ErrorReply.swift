internal import Chat

/// The words of a server that refused, out of any of the shapes in use (wire.md 1.5).
///
/// Those of an ``ErrorEnvelope``, the title of a page of HTML, or the body itself. An empty body gives
/// an empty message.
struct ErrorReply {
  /// Bytes of UTF-8; more than a screen of it helps nobody.
  static let messageSizeLimit = 2048
  /// Bytes of a body that is no JSON in which words are looked for.
  private static let pageSizeLimit = 65536

  private let body: [UInt8]
  private let secrets: Secrets
  private let hasKey: Bool

  /// - Parameters:
  ///   - secrets: servers quote them, and they must not go further.
  ///   - hasKey: whether the request carried a key.
  init(body: some Sequence<UInt8>, hiding secrets: Secrets, hasKey: Bool = true) {
    self.body = Array(body)
    self.secrets = secrets
    self.hasKey = hasKey
  }

  /// Whether the body is a page of HTML, or of XML.
  var isPage: Bool { text.first == "<" }

  /// Whether the body is for people: neither a JSON value nor the beginning of an object.
  var isText: Bool { value == nil && text.first != "{" }

  /// Whether there is anything for people to read beside tags.
  var hasWords: Bool {
    isPage
      ? !text.replacing(/<[^>]*>/, with: "").trimmingWhitespace().isEmpty : !text.isEmpty
  }

  private var text: String {
    String(decoding: body.prefix(Self.pageSizeLimit), as: UTF8.self).trimmingWhitespace()
  }

  /// Whether the body is JSON that holds an error.
  var isEnvelope: Bool { envelope != nil }

  /// - Parameter status: the HTTP status under which the body came.
  func refusal(status: Int) -> ServerRefusal {
    let isSuccess = (200..<300).contains(status)
    guard let envelope else {
      let message = bounded(secrets.hidden(in: Self.words(of: text)))
      // A site answered, not an API.
      let cause = isSuccess && isPage ? .wrongAddress : cause(status, message, nil)
      return ServerRefusal(status: status, message: message, cause: cause)
    }
    let message = bounded(secrets.hidden(in: envelope.message))
    let code = envelope.code.map { bounded(secrets.hidden(in: $0)) }
    // A success that holds an error, and the wrapper of an upstream error, say more inside.
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
    // It stands behind "Server error" or the like.
    guard let prefix = text.prefixMatch(of: /\[?error\]?\s*:\s*(?=\S)/.ignoresCase()) else {
      return text
    }
    return String(text[prefix.range.upperBound...])
  }

  /// Cuts between characters.
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
