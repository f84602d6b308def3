/// Functions for writing JSON by hand where the order of keys is part of the contract (wire.md
/// 1.3).
enum JSONText {
  private static let hexadecimal = Array("0123456789abcdef".utf8)

  /// Returns the text as a JSON string, including quotes.
  static func quote(_ text: String) -> String {
    let needsEscape = text.utf8.contains {
      $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\")
    }
    return needsEscape ? escaped(text) : "\"\(text)\""
  }

  private static func escaped(_ text: String) -> String {
    var bytes = [UInt8(ascii: "\"")]
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "\n"): bytes += Array("\\n".utf8)
      case ..<0x20:
        bytes += Array("\\u00".utf8)
        bytes += [hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 0xF)]]
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
    return String(decoding: bytes, as: UTF8.self)
  }
}
