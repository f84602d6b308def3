/// Rules for joining several lines into one.
///
/// A line end becomes a space. Between two characters of scripts written without spaces, it is
/// dropped instead (CSS Text 3, segment breaks).
public enum LineJoin {
  /// Returns the lines joined into one.
  /// - Complexity: O(length)
  public static func joined(_ lines: some Sequence<some StringProtocol>) -> String {
    var result = ""
    var lineEnds = 0
    for (index, line) in lines.enumerated() {
      if index > 0 { lineEnds += 1 }
      guard let first = line.unicodeScalars.first else { continue }
      if needsSpace(after: result.unicodeScalars.last, before: first) {
        result += String(repeating: " ", count: lineEnds)
      }
      result += line
      lineEnds = 0
    }
    return result + String(repeating: " ", count: lineEnds)
  }

  /// Returns the text as one line.
  public static func joiningLines(of text: String) -> String {
    guard text.utf8.contains(0x0A) else { return text }
    return joined(text.split(separator: "\n", omittingEmptySubsequences: false))
  }

  /// Whether a space belongs between the end of a line and the beginning of the next.
  public static func needsSpace(after last: Unicode.Scalar?, before next: Unicode.Scalar?) -> Bool {
    guard let last, let next else { return true }
    switch (Script(last), Script(next)) {
    case (.spaceless, .spaceless), (.spaceless, .shared), (.shared, .spaceless): return false
    case (.spaced, _), (_, .spaced), (.shared, .shared): return true
    }
  }

  private enum Script {
    /// Scripts written without spaces: Han, kana, their punctuation, and full-width forms.
    case spaceless
    /// Punctuation that Chinese shares with scripts that use spaces.
    case shared
    case spaced

    init(_ scalar: Unicode.Scalar) {
      switch scalar.value {
      case 0x2E80...0x312F, 0x3190...0x4DBF, 0x4E00...0xA4CF, 0xF900...0xFAFF, 0xFE30...0xFE4F,
        0xFF01...0xFF9F, 0xFFE0...0xFFE6, 0x20000...0x3FFFF:
        self = .spaceless
      case 0x2014...0x2015, 0x2018...0x2019, 0x201C...0x201D, 0x2026: self = .shared
      default: self = .spaced
      }
    }
  }
}
