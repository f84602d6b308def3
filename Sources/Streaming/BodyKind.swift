/// The kind of body in a successful response, judged by its first bytes.
enum BodyKind: Equatable {
  case events
  /// A JSON value, an HTML page or plain text, which is read completely before use.
  case reply

  /// - Parameter isEventStream: whether the response head announces an event stream. The head is
  ///   trusted unless the body is clearly JSON or a page.
  /// - Returns: `nil` while too few bytes have arrived.
  init?(_ body: [UInt8], isEventStream: Bool) {
    var rest = body[...]
    if rest.starts(with: Self.byteOrderMark) { rest = rest.dropFirst(3) }
    if Self.byteOrderMark.starts(with: rest) { return nil }
    rest = rest.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
    switch rest.first {
    case nil: return nil
    case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "<"): self = .reply
    case UInt8(ascii: ":"): self = .events
    case _ where isEventStream: self = .events
    default:
      if Self.fields.contains(where: { rest.starts(with: $0.utf8) }) {
        self = .events
      } else if Self.fields.contains(where: { $0.utf8.starts(with: rest) }) {
        return nil
      } else {
        self = .reply
      }
    }
  }

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
  private static let fields = ["data:", "event:", "id:", "retry:", "error:"]
}
