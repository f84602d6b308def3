/// The parts of a request that must not appear in an error: the API key, the values of custom
/// headers, which may be keys too, and passwords in addresses.
struct Secrets: Sendable {
  private let texts: [String]

  init(_ texts: [String] = []) {
    // Longest first, so that a secret that contains another is hidden completely.
    self.texts = Set(texts.filter { !$0.isEmpty }.flatMap(Self.spellings))
      .sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
  }

  /// Returns the ways in which a server may quote a secret: verbatim, in JSON, and in an address.
  private static func spellings(of text: String) -> [String] {
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    let encoded = text.utf8.map { byte in
      let isPlain = Unicode.Scalar(byte).properties.isAlphabetic && byte < 0x80
      return isPlain || "0123456789-._~".utf8.contains(byte)
        ? String(Unicode.Scalar(byte)) : "%" + hexadecimal(byte)
    }.joined()
    return [text, escaped, escaped.replacing("/", with: "\\/"), encoded, encoded.lowercased()]
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 0x10 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }

  func hidden(in text: String) -> String {
    texts.reduce(text) { $0.replacing($1, with: "[key]") }
  }
}
