import Testing
import Text

@Suite struct TokenizerTests {
  private func words(_ text: String) -> [String] {
    Tokenizer.tokens(of: text).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test(arguments: [
    ("foo_bar, URLSession.shared; 3.14", ["foo", "bar", "urlsession", "shared", "3", "14"]),
    ("Die Straße, Łódź", ["die", "strasse", "lodz"]), ("量子纠缠", ["量", "子", "纠", "缠"]),
    ("ok 👍🏽", ["ok", "👍"]), ("ＡＢＣ ﬁne æther", ["abc", "fine", "aether"]), ("½", ["12"]),
    ("か\u{3099}", ["か\u{3099}"]), ("don’t", ["don", "t"]), ("→ --", []), ("", []),
  ])
  func cutsAndFolds(_ text: String, _ tokens: [String]) {
    #expect(words(text) == tokens)
  }

  @Test func aLongWordIsCut() {
    let longest = Tokenizer.longestToken
    let tokens = Tokenizer.tokens(of: String(repeating: "a", count: longest + 1))
    #expect(tokens.map(\.count) == [longest, 1])
  }

  @Test func placesAreThoseOfTheText() {
    var places: [Range<Int>] = []
    Tokenizer.scan("é, ok 量") { place, _ in
      places.append(place)
      return true
    }
    #expect(places == [0..<2, 4..<6, 7..<10])
  }

  @Test(arguments: [("kit", true), ("量", false), ("한", true), ("🍓", false), ("", false)])
  func knowsWhatCanGoOn(_ text: String, _ canGoOn: Bool) {
    #expect(Tokenizer.canGoOn(Tokenizer.tokens(of: text).first ?? []) == canGoOn)
  }

  /// Folding never produces a separator, and no token contains a space.
  @Test func tokensHoldNoSeparator() {
    let text = String(String.UnicodeScalarView((0x80...0xFFFF).compactMap(Unicode.Scalar.init)))
    let tokens = Tokenizer.tokens(of: text)
    #expect(!tokens.isEmpty && tokens.allSatisfy { !$0.isEmpty && !$0.contains(0x20) })
  }
}
