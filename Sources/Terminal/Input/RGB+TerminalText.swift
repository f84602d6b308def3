internal import Screen

extension RGB {
  /// Parses a colour in the form that terminals report (XParseColor): `rgb:` and three numbers of
  /// one to four digits, `rgba:` and a fourth for the opacity, or `#` and three numbers of the same
  /// length.
  init?(terminalText text: some StringProtocol) {
    let fields: [Substring]
    if text.hasPrefix("#") {
      let digits = Array(text.dropFirst())
      guard digits.count.isMultiple(of: 3) else { return nil }
      let length = digits.count / 3
      fields = (0..<3).map { Substring(String(digits[$0 * length..<($0 + 1) * length])) }
    } else {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, let form = parts.first, form == "rgb" || form == "rgba" else {
        return nil
      }
      fields = parts[1].split(separator: "/", omittingEmptySubsequences: false).map {
        Substring($0)
      }
      guard fields.count == (form == "rgb" ? 3 : 4) else { return nil }
    }
    let bytes = fields.compactMap(Self.byte)
    guard bytes.count == fields.count else { return nil }
    self.init(bytes[0], bytes[1], bytes[2])
  }

  /// Scales a hexadecimal number so that the largest one with as many digits becomes 255.
  private static func byte(_ digits: Substring) -> UInt8? {
    guard (1...4).contains(digits.count), digits.allSatisfy(\.isHexDigit),
      let value = Int(digits, radix: 16)
    else { return nil }
    let most = 1 << (4 * digits.count) - 1
    return UInt8((value * 255 + most / 2) / most)
  }
}
