/// What was meant by a line that a terminal's driver has edited: Esc, arrows and function keys get
/// into it as their sequences.
enum TypedLine {
  /// The line without control characters other than tabs and line feeds, and without the sequences of
  /// keys (ECMA-48 5.4: CSI; SS3 as xterm sends it). After an Esc alone the text stays.
  /// - Complexity: O(length)
  static func text(of bytes: [UInt8]) -> String {
    var kept: [UInt8] = []
    kept.reserveCapacity(bytes.count)
    var rest = bytes[...]
    while let byte = rest.first {
      if byte == escape {
        rest = rest.dropFirst(sequenceLength(rest))
      } else {
        if byte >= 0x20 && byte != 0x7F || byte == 0x09 || byte == 0x0A { kept.append(byte) }
        rest = rest.dropFirst()
      }
    }
    // C1 controls are two bytes in UTF-8.
    let text = String(decoding: kept, as: UTF8.self)
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.filter { !isControl($0) }))
  }

  private static let escape: UInt8 = 0x1B

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    (0x80...0x9F).contains(scalar.value)
  }

  /// Bytes of the key's sequence at the start; 1 for an Esc that begins none.
  private static func sequenceLength(_ bytes: ArraySlice<UInt8>) -> Int {
    let body = bytes.dropFirst(2)
    switch bytes.dropFirst().first {
    case UInt8(ascii: "O"):
      guard let final = body.first, (0x41...0x48).contains(final) || (0x50...0x53).contains(final)
      else { return 1 }
      return 3
    case UInt8(ascii: "["):
      let parameters = body.prefix { (0x20...0x3F).contains($0) }.count
      guard let final = body.dropFirst(parameters).first, (0x40...0x7E).contains(final) else {
        return 1
      }
      // Linux's console: ESC [ [ A.
      let isLinux = final == UInt8(ascii: "[") && parameters == 0
      return min(bytes.count, parameters + (isLinux ? 4 : 3))
    default: return 1
    }
  }
}
