import Screen
import Testing

@Suite struct WordMatchTests {
  private func found(_ terms: [WordMatch.Term], in text: String) throws -> [String] {
    try #require(WordMatch(terms)).ranges(in: text).map { String(text[$0]) }
  }

  @Test(arguments: [
    ("ca", "the cat, ca. CA concatenate", ["ca", "CA"]), ("reply 3", "3 reply 3", ["reply 3"]),
    ("a b", "a, a-b **a** *b*", ["a-b", "a** *b"]),
    ("strasse", "Straße STRASSE strassen", ["Straße", "STRASSE"]),
    ("cafe", "cafe\u{301} Café", ["cafe\u{301}", "Café"]), ("量子", "量子纠缠和量子", ["量子", "量子"]),
    ("タカ", "カタカナ", ["タカ"]), ("국어", "한국어를", ["국어"]), ("🍓", "a🍓b", ["🍓"]), ("x", "", []),
    ("one two", "one\n\ntwo", ["one\n\ntwo"]), ("don't", "I don’t", ["don’t"]),
    ("a a", "a a a", ["a a a"]),
  ])
  func wholeWords(_ wanted: String, _ text: String, _ marked: [String]) throws {
    #expect(try found([.init(wanted)], in: text) == marked)
  }

  @Test(arguments: [
    ("kit", "kitten Kit akit", ["kitten", "Kit"]), ("the kit", "the kitten, kit", ["the kitten"]),
    ("kit ", "kitten kit", ["kit"]), ("量", "量子", ["量"]), ("하", "한국어 하", ["한", "하"]),
    ("strauss", "Ein Straußenei", ["Straußenei"]),
  ])
  func prefixes(_ wanted: String, _ text: String, _ marked: [String]) throws {
    #expect(try found([.init(wanted, isPrefix: true)], in: text) == marked)
  }

  @Test func punctuationAloneIsNotSearchedFor() {
    #expect(WordMatch([]) == nil && WordMatch([.init("→ --")]) == nil)
  }

  @Test func centerIsWhereTheWordsAreClosest() throws {
    let match = try #require(WordMatch([.init("cat"), .init("dog"), .init("the cat")]))
    let far = String(repeating: "-", count: 300)
    #expect(match.center(of: "cat \(far) dog") == 0)
    #expect(match.center(of: "cat \(far) dog the cat") == 305)
    #expect(match.center(of: "cats") == nil)
    #expect(match.words.center(of: "cat \(far) the") == 0)
  }

  @Test func impossibleSourceIsRecognised() throws {
    let match = try #require(WordMatch([.init("Straße"), .init("a dog", isPrefix: true)]))
    #expect(match.mayBeIn("STRASSE") && match.mayBeIn("**a**\ndogs") && !match.mayBeIn("dots"))
  }
}
