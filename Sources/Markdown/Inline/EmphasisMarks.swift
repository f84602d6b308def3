/// A correction for emphasis next to Chinese, Japanese and Korean text, which makes `**“引号”**后`
/// bold.
///
/// By CommonMark's rules, asterisks between punctuation and a letter can open or close emphasis,
/// depending on which side the letter is on. Those rules assume spaces between words.
///
/// In these languages, punctuation next to asterisks should count as a letter. A seam inserted
/// between the punctuation and the asterisks has that effect: the asterisks open emphasis if none
/// is open, and close it otherwise.
enum EmphasisMarks {
  private static let star = UInt8(ascii: "*")

  /// - Complexity: O(length)
  static func mark(_ source: [UInt8]) -> [UInt8] {
    guard source.contains(star), source.contains(where: { $0 >= 0xE0 }) else { return source }
    var result: [UInt8] = []
    result.reserveCapacity(source.count + 16)
    var start = 0
    while let first = source[start...].firstIndex(of: star) {
      let end = source[first...].firstIndex { $0 != star } ?? source.count
      result += source[start..<first]
      let sides = sides(of: first..<end, in: source)
      if sides.before { result.append(SourceMarks.seam) }
      result += source[first..<end]
      if sides.behind { result.append(SourceMarks.seam) }
      start = end
    }
    return result + source[start...]
  }

  /// Returns the sides on which the asterisks need a seam.
  private static func sides(
    of run: Range<Int>, in source: [UInt8]
  ) -> (before: Bool, behind: Bool) {
    let none = (false, false)
    guard run.lowerBound > 0, run.upperBound < source.count else { return none }
    let last = source[run.lowerBound - 1]
    let next = source[run.upperBound]
    guard last >= 0x80 || next >= 0x80, last > 0x20, next > 0x20, last != UInt8(ascii: "\\"),
      let before = scalar(endingAt: run.lowerBound, in: source),
      let behind = scalar(startingAt: run.upperBound, in: source),
      !before.properties.isWhitespace, !behind.properties.isWhitespace,
      isWide(before) || isWide(behind)
    else { return none }
    return (isPunctuation(before), isPunctuation(behind))
  }

  private static func scalar(endingAt end: Int, in source: [UInt8]) -> Unicode.Scalar? {
    var start = end - 1
    while start > 0, end - start < 4, source[start] & 0xC0 == 0x80 { start -= 1 }
    return String(decoding: source[start..<end], as: UTF8.self).unicodeScalars.first
  }

  private static func scalar(startingAt start: Int, in source: [UInt8]) -> Unicode.Scalar? {
    let bytes = source[start..<min(source.count, start + 4)]
    return String(decoding: bytes, as: UTF8.self).unicodeScalars.first
  }

  /// Whether the scalar is a Chinese, Japanese or Korean letter or punctuation mark, or a
  /// full-width form.
  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x11FF, 0x2E80...0xA4CF, 0xAC00...0xD7AF, 0xF900...0xFAFF, 0xFE30...0xFE4F,
      0xFF00...0xFFEF, 0x20000...0x3FFFF:
      true
    default: false
    }
  }

  /// Whether the scalar is punctuation other than `_` and `~`, which have rules of their own.
  private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "_", "~": return false
    case "$", "+", "<", "=", ">", "^", "`", "|": return true
    default: break
    }
    switch scalar.properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation:
      return true
    default: return false
    }
  }
}
