import Screen
import Testing

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("a", 1), ("é", 1), ("e\u{301}", 1), ("量", 2), ("한", 2), ("ｱ", 1), ("🍓", 2),
    ("👨‍👩‍👧", 2), ("👍🏽", 2), ("🇩🇪", 2), ("❤️", 2), ("─", 1), ("…", 1), ("abc量", 5), ("\u{7}", 0),
    ("\u{200B}", 0),
  ])
  func countsColumns(_ text: String, _ columns: Int) {
    #expect(DisplayWidth.of(text) == columns)
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
  ])
  func leavesNothingThatControls(_ text: String, _ expected: String) {
    #expect(Sanitizer.sanitize(text) == expected)
  }

  @Test func everyScalarComesOutHarmless() {
    for value in UInt32(0)...0xFFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      for safe in Sanitizer.sanitize(String(scalar)).unicodeScalars {
        let isControl = safe.properties.generalCategory == .control
        #expect(!isControl || safe == "\n" || safe == "\t")
      }
    }
  }

  @Test func oneLineHasNoLineEnds() {
    #expect(Sanitizer.sanitizeLine("a\nb\tc\r\nd") == "a b c d")
  }
}
