extension JSONScanner {
  /// Returns the contents of a JSON string with its escapes replaced.
  /// - Parameter text: must contain only valid escapes.
  static func unescape(_ text: UnsafeBufferPointer<UInt8>) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      guard text[index] == .backslash, index + 1 < text.count else {
        result.append(text[index])
        index += 1
        continue
      }
      let letter = text[index + 1]
      index += 2
      switch letter {
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "f"): result.append(0x0C)
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "u"): result += String(scalar(text, &index)).utf8
      default: result.append(letter)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Reads the scalar given by four hexadecimal digits, or by a surrogate pair.
  private static func scalar(
    _ text: UnsafeBufferPointer<UInt8>, _ index: inout Int
  ) -> Unicode.Scalar {
    let high = hexadecimal(text, at: index) ?? 0xFFFD
    index += 4
    guard UTF16.isLeadSurrogate(high) else { return Unicode.Scalar(high) ?? "\u{FFFD}" }
    guard index + 1 < text.count, text[index] == .backslash, text[index + 1] == UInt8(ascii: "u"),
      let low = hexadecimal(text, at: index + 2), UTF16.isTrailSurrogate(low)
    else { return "\u{FFFD}" }
    index += 6
    let value = 0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(low) - 0xDC00)
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }

  static func hexadecimal(
    _ text: UnsafeBufferPointer<UInt8>, at start: Int
  ) -> UInt16? {
    guard start + 4 <= text.count else { return nil }
    var value: UInt16 = 0
    for index in start..<(start + 4) {
      let byte = text[index]
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
      default: return nil
      }
      value = value << 4 | UInt16(digit)
    }
    return value
  }
}
