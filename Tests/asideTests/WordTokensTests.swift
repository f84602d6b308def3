import Testing

@testable import Screen
@testable import Storage

/// What is marked on the screen is cut into words as the index is, or a hit would not be marked.
@Suite struct WordTokensTests {
  private struct Token: Equatable {
    var place: Range<Int>
    var folded: [UInt8]
  }

  private static let words = [
    "An Actor does not deadlock: foo_bar, URLSession.shared; 3.14 don’t",
    "Die Straße, Łódź, İSTANBUL",
    "请解释量子纠缠是什么？", "サーバーの設定 ﾃﾞｰﾀﾍﾞｰｽ が か\u{3099}", "한국어를 \u{1112}\u{1161}\u{11AB}", "यह हिन्दी है",
    "กล่าวสวัสดีครับ", "ok 👍🏽 👩‍💻", "½ ㎈ ＡＢＣ ﬁne æther", String(repeating: "long", count: 40),
    String(repeating: "é", count: 60) + "量",
  ]

  /// Without what is never seen: the index keeps it, for once.
  private static let texts = (words + TextCorpus.texts).map { text in
    var text = text
    text.unicodeScalars.removeAll {
      switch $0.value {
      case 0x115F...0x1160, 0x3164, 0xFFA0, 0xE0100...0xE01EF: true
      default: false
      }
    }
    return text
  }

  @Test(arguments: texts + [texts.joined(separator: " ")])
  func areThoseOfTheIndex(_ text: String) {
    var indexed: [Token] = []
    SearchTokenizer.scan(text) { place, token in
      indexed.append(Token(place: place, folded: Array(token)))
      return true
    }
    let words = WordTokens(text)
    #expect(words.tokens.map { Token(place: $0.place, folded: Array(words[$0])) } == indexed)
  }
}
