internal import Chat

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The words of a server that refused, out of any of the shapes in use (wire.md 1.5).
///
/// Looked for in this order: `error.message`, `error` as a text, `message`, the title of a page of
/// HTML, the body itself. An empty body gives an empty message.
struct ErrorReply {
  /// Bytes of UTF-8; more than a screen of it helps nobody.
  static let messageSizeLimit = 2048
  /// Bytes of a body that is no JSON in which words are looked for.
  private static let pageSizeLimit = 65536

  private let body: Data
  private let secrets: Secrets

  /// - Parameter secrets: servers quote them, and they must not go further.
  init(body: some Sequence<UInt8>, hiding secrets: Secrets) {
    self.body = Data(body)
    self.secrets = secrets
  }

  /// - Parameter status: the HTTP status under which the body came.
  func refusal(status: Int) -> ServerRefusal {
    // A body that is no JSON object speaks as a text.
    let object = try? JSONDecoder().decode(Object.self, from: body)
    let text = String(decoding: body.prefix(Self.pageSizeLimit), as: UTF8.self)
    let message = object?.message ?? Self.words(of: text)
    return ServerRefusal(
      status: status, message: bounded(secrets.hidden(in: message)),
      code: object?.code.map { bounded(secrets.hidden(in: $0)) })
  }

  private static func words(of text: String) -> String {
    let text = text.trimmingWhitespace()
    let title = /<title>(.*?)<\/title>/.ignoresCase().dotMatchesNewlines()
    guard text.hasPrefix("<"), let match = text.firstMatch(of: title) else { return text }
    return match.output.1.trimmingWhitespace()
  }

  /// Cuts between characters.
  private func bounded(_ text: String) -> String {
    guard text.utf8.count > Self.messageSizeLimit else { return text }
    var end = text.utf8.index(text.startIndex, offsetBy: Self.messageSizeLimit)
    while end.samePosition(in: text.unicodeScalars) == nil { text.utf8.formIndex(before: &end) }
    return text[..<end] + "…"
  }
}

extension ErrorReply {
  private struct Object: Decodable {
    var message: String?
    var code: String?

    private enum CodingKeys: String, CodingKey {
      case error, message, code, type, details
    }

    init(from decoder: any Decoder) throws {
      let outer = try decoder.container(keyedBy: CodingKeys.self)
      // An `error` that is no object is read as a text below.
      let inner = try? outer.nestedContainer(keyedBy: CodingKeys.self, forKey: .error)
      message = inner?.text(.message) ?? outer.text(.error) ?? outer.text(.message)
      let fields = inner ?? outer
      if let words = message, let details: JSONValue = fields.lenient(.details) {
        let more = ErrorReply.words(of: details)
        if !more.isEmpty, !words.contains(more) { message = "\(words): \(more)" }
      }
      code =
        fields.text(.code) ?? fields.text(.type)
        ?? fields.lenient(.code, as: Int.self).map(String.init)
    }
  }
}

extension ErrorReply {
  /// What a list of details says: the messages in it, else all of it.
  fileprivate static func words(of details: JSONValue) -> String {
    switch details {
    case .string(let text): return text
    case .array(let values):
      return values.map { words(of: $0) }.filter { !$0.isEmpty }.joined(separator: "; ")
    case .object:
      if case .string(let text)? = details["message"] { return text }
      return details.text
    case .null, .bool, .integer, .number: return ""
    }
  }
}

extension KeyedDecodingContainer {
  /// A text that says something.
  fileprivate func text(_ key: Key) -> String? {
    lenient(key, as: String.self).flatMap { $0.isEmpty ? nil : $0 }
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
