/// A parser that splits the bytes of one connection into HTTP/1.1 requests. Pure: bytes in,
/// requests out.
struct RequestParser {
  enum Step {
    case needsMore
    /// The client waits for `100 Continue` before it sends the body.
    case expectsContinue
    case request(RecordedRequest, isPersistent: Bool)
  }

  enum Failure: Error {
    case malformed
    /// Only bodies with a `Content-Length` are accepted.
    case lengthRequired
    case tooLarge
  }

  private struct Head {
    let method: String
    let target: String
    let isVersion11: Bool
    let headers: [String: String]
    let bodyCount: Int

    var isPersistent: Bool {
      let connection = headers["connection"]?.lowercased() ?? ""
      return isVersion11 ? !connection.contains("close") : connection.contains("keep-alive")
    }
  }

  /// Limits that keep a client from using up memory; far above any real head or conversation.
  static let mostHeadBytes = 64 << 10
  static let mostBodyBytes = 32 << 20

  private var bytes: [UInt8] = []
  /// A head that is waiting for its body.
  private var head: Head?
  private var hasOfferedContinue = false

  /// The number of bytes that no request has consumed yet.
  var bufferedCount: Int { bytes.count }

  mutating func append(_ more: [UInt8]) { bytes += more }

  mutating func next() throws(Failure) -> Step {
    if head == nil { head = try takeHead() }
    guard let head else { return .needsMore }
    guard bytes.count >= head.bodyCount else {
      guard head.headers["expect"]?.lowercased() == "100-continue", !hasOfferedContinue else {
        return .needsMore
      }
      hasOfferedContinue = true
      return .expectsContinue
    }
    let request = RecordedRequest(
      method: head.method, path: head.target, headers: head.headers,
      body: Array(bytes[..<head.bodyCount]))
    bytes.removeFirst(head.bodyCount)
    self.head = nil
    hasOfferedContinue = false
    return .request(request, isPersistent: head.isPersistent)
  }

  private mutating func takeHead() throws(Failure) -> Head? {
    let start = bytes.prefix { $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n") }.count
    guard let end = Self.endOfHead(in: bytes[start...]) else {
      guard bytes.count <= Self.mostHeadBytes else { throw .tooLarge }
      return nil
    }
    let text = String(decoding: bytes[start..<end], as: UTF8.self)
    bytes.removeFirst(end + 4)
    return try Self.head(text.split(separator: "\r\n", omittingEmptySubsequences: false))
  }

  /// Returns the start of the two line endings that close the head.
  private static func endOfHead(in bytes: ArraySlice<UInt8>) -> Int? {
    let mark = Array("\r\n\r\n".utf8)
    guard bytes.count >= mark.count else { return nil }
    return (bytes.startIndex...bytes.endIndex - mark.count).first {
      bytes[$0..<$0 + mark.count].elementsEqual(mark)
    }
  }

  private static func head(_ lines: [Substring]) throws(Failure) -> Head {
    let words = (lines.first ?? "").split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, words[2] == "HTTP/1.1" || words[2] == "HTTP/1.0", !words[1].isEmpty
    else { throw .malformed }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":"), colon != line.startIndex else { throw .malformed }
      let name = line[..<colon].lowercased()
      let value = trimmed(line[line.index(after: colon)...])
      headers[name] = headers[name].map { $0 + ", " + value } ?? value
    }
    return Head(
      method: String(words[0]), target: String(words[1]), isVersion11: words[2] == "HTTP/1.1",
      headers: headers, bodyCount: try bodyCount(headers))
  }

  private static func bodyCount(_ headers: [String: String]) throws(Failure) -> Int {
    if headers["transfer-encoding"] != nil { throw .lengthRequired }
    guard let text = headers["content-length"] else { return 0 }
    guard let count = Int(text), count >= 0 else { throw .malformed }
    guard count <= mostBodyBytes else { throw .tooLarge }
    return count
  }

  private static func trimmed(_ text: Substring) -> String {
    let isBlank = { (character: Character) in character == " " || character == "\t" }
    var rest = text.drop(while: isBlank)
    while let last = rest.last, isBlank(last) { rest.removeLast() }
    return String(rest)
  }
}
