import Chat
import TestKit
import Testing

@testable import Storage

/// Seeing at a glance what the tokens of a text would say.
@Suite struct WordGlanceTests {
  private static let pieces = [
    "s", "e", "S", "E", "se", "Ser", " ", "-", "_", "1", "9", "é", "ſ", "ß", "e\u{301}", "\u{301}",
    "\u{200D}", "\u{200B}", "\u{AD}", "量", "一", "鿿", "ー", "が", "\u{3099}", "\u{302A}", "。", "，",
    "한",
    "\u{1112}\u{1161}", "ｓ", "ｅ", "Ⅸ", "㎏", "½", "ﬁ", "“", "—", "…", "\u{2028}", "\u{202E}", "🍓",
    "K",
    String(repeating: "x", count: 47), String(repeating: "y", count: 48), "\u{FDFA}", "\u{A0}", "🄴",
  ]

  @Test func agreesWithTheTokens() throws {
    var random = SplitMix64(state: 7)
    var answers: [String: Int] = [:]
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...9, using: &random)
      let text = (0..<count).map { _ in Self.pieces.randomElement(using: &random) ?? "" }.joined()
      let word = ["s", "se", "ser", "e", "1", "k", "x9", "sss", "fi"].randomElement(using: &random)
      let phrase = try #require(SearchPhrase(.init(word ?? "s", isPrefix: true)))
      let isThere = SearchTokenizer.tokens(of: text).contains {
        $0.starts(with: phrase.tokens[0])
      }
      var bytes = text
      let answer = try #require(WordGlance(phrase)).answer(of: &bytes)
      answers["\(answer)", default: 0] += 1
      if answer != .unsure {
        #expect((answer == .yes) == isThere, "\(word ?? "") in \(text.debugDescription)")
      }
    }
    // It would be of no use if it were never sure.
    for answer in ["yes", "no", "unsure"] { #expect(answers[answer, default: 0] > 500) }
  }

  @Test func bytesThatAreNoTextAreNotSteppedOver() throws {
    let phrase = try #require(SearchPhrase(.init("se", isPrefix: true)))
    let glance = try #require(WordGlance(phrase))
    let broken: [UInt8] = [0x20, 0xE4, 0x73, 0x65, 0x20]
    let isThere = broken.withUnsafeBufferPointer { text in
      var found = false
      SearchTokenizer.scan(text) { _, token in
        found = token.starts(with: Array("se".utf8))
        return !found
      }
      return found
    }
    #expect(isThere)
    #expect(broken.withUnsafeBufferPointer(glance.answer) != .no)
  }

  @Test func whatIsNotOneWordInASCIIHasNone() throws {
    for text in ["a b", "量", "é量", "ж", "foo_bar"] {
      #expect(try WordGlance(#require(SearchPhrase(.init(text, isPrefix: true)))) == nil)
    }
    #expect(try WordGlance(#require(SearchPhrase(.init("word")))) == nil)
  }
}

extension WordGlance {
  fileprivate func answer(of text: inout String) -> Answer { text.withUTF8 { answer($0) } }
}
