import Testing

@testable import Screen

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("a", 1), ("é", 1), ("e\u{301}", 1), ("量", 2), ("한", 2), ("ｱ", 1), ("🍓", 2),
    ("👨‍👩‍👧", 2), ("👍🏽", 2), ("🇩🇪", 2), ("❤️", 2), ("─", 1), ("…", 1), ("abc量", 5), ("\u{7}", 0),
    ("\u{200B}", 0), ("क्षि", 3), ("நி", 2), ("น้ำ", 2), ("ｶﾞ", 2), ("\u{1112}\u{1161}\u{11AB}", 2),
    ("❤︎", 1), ("1️⃣", 2), ("🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", 2),
    ("🇩", 2), ("a🏽", 3), ("䷀", 2), ("👩🏽‍🚀", 2), ("क" + String(repeating: "\u{93E}", count: 40), 8),
  ])
  func countsColumns(_ text: String, _ columns: Int) {
    #expect(DisplayWidth.of(text) == columns)
  }

  /// Before ASCII or at the end, letters and symbols are taken without looking for clusters.
  @Test func textIsTakenApartCharacterByCharacter() {
    let others = ["", "a", "1", "\u{301}", "\u{FE0F}", "\u{200D}", "\u{1F3FD}", "·", "▱", "量"]
    for value in 0xA0..<UInt32(0x3200) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      for other in others {
        let text = "x" + String(Character(scalar)) + other + "y"
        var rest = text.dropFirst()
        var taken: [Character] = []
        while !rest.isEmpty { taken.append(rest.takeFirst()) }
        #expect(taken == Array(text.dropFirst()), "U+\(String(value, radix: 16)) \(other)")
      }
    }
  }
}

@Suite struct AmbiguousWidthTests {
  /// The widths according to Unicode and `xterm -cjk_width`.
  @Test(arguments: [
    ("a", 1), ("é", 2), ("α", 2), ("Я", 2), ("…", 2), ("─", 2), ("①", 2), ("“", 2), ("\u{E000}", 2),
    ("\u{10FFFD}", 2), ("א", 1), ("ñ", 1), ("ｱ", 1), ("量", 2), ("\u{301}", 0), ("\u{B7}", 2),
  ])
  func countsColumns(_ text: String, _ columns: Int) throws {
    let scalar = try #require(text.unicodeScalars.first)
    #expect(DisplayWidth.of(scalar, isAmbiguousWide: true) == columns)
  }

  @Test func rangesAscend() {
    let ranges = AmbiguousWidth.ranges
    for (one, next) in zip(ranges, ranges.dropFirst()) { #expect(one.upperBound < next.lowerBound) }
  }
}

@Suite struct SanitizerTests {
  @Test(arguments: [
    ("plain\n\ttext", "plain\n\ttext"),
    ("a\u{1B}[2Jb", "a␛[2Jb"),
    ("\u{1B}]52;c;aGk=\u{7}", "␛]52;c;aGk=␇"),
    ("a\r\nb\rc", "a\nb␍c"),
    ("\u{9B}31m", "‹U+009B›31m"),
    ("\u{7F}", "␡"),
    ("evil\u{202E}txt", "evil‹U+202E›txt"),
    ("a\u{200B}b", "a‹U+200B›b"),
    ("\u{FEFF}x", "‹U+FEFF›x"),
    ("\u{2028}", "‹U+2028›"),
    ("👨‍👩‍👧", "👨‍👩‍👧"),
    ("❤️", "❤️"),
    ("क्‍ष", "क्‍ष"),
    ("\u{0}", "␀"),
    ("🏴\u{E0067}\u{E0062}\u{E007F}", "🏴\u{E0067}\u{E0062}\u{E007F}"),
    ("🏴\u{E0067}\u{E0062}", "🏴‹U+E0067›‹U+E0062›"),
    ("می\u{200C}خواهم", "می\u{200C}خواهم"),
    ("pay\u{200C}pal", "pay‹U+200C›pal"),
    ("a\u{200D}\u{301}", "a‹U+200D›◌\u{301}"),
    ("👍\u{200D}", "👍‹U+200D›"),
    ("\u{FE0F}", "‹U+FE0F›"),
    ("x\u{FE0F}\u{E0100}", "x‹U+FE0F›‹U+E0100›"),
    ("葛\u{E0100}", "葛\u{E0100}"),
    ("\u{301}x", "◌\u{301}x"),
    ("\u{1161}", "◌\u{1161}"),
    ("\u{3164}\u{FFA0}\u{115F}\u{180E}\u{61C}", "‹U+3164›‹U+FFA0›‹U+115F›‹U+180E›‹U+061C›"),
    ("\u{2061}\u{2066}\u{FFF9}\u{1D173}", "‹U+2061›‹U+2066›‹U+FFF9›‹U+1D173›"),
    ("\u{1FFFF}", "‹U+1FFFF›"),
  ])
  func leavesNoControls(_ text: String, _ expected: String) {
    #expect(Sanitizer.sanitize(text) == expected)
  }

  @Test func everyScalarComesOutVisibleAndHarmless() {
    // The planes with more than ideographs and private-use characters.
    for value in Array(UInt32(0)...0x1FFFF) + Array(0xE0000...0xE0FFF) {
      guard let scalar = Unicode.Scalar(value), value != 0x0A, value != 0x09 else { continue }
      let safe = Sanitizer.sanitize(String(scalar))
      let isHarmless = safe.unicodeScalars.allSatisfy {
        $0.properties.generalCategory != .control && !$0.properties.isDefaultIgnorableCodePoint
      }
      if !isHarmless || DisplayWidth.of(safe) == 0 {
        Issue.record("U+\(String(value, radix: 16)) comes out as \(safe.unicodeScalars)")
      }
    }
  }

  @Test func oneLineHasNoLineEnds() {
    #expect(Sanitizer.sanitizeLine("a\nb\tc\r\nd") == "a b c d")
  }
}
