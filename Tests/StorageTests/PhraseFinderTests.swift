import Chat
import TestKit
import Testing
import Text

@testable import Storage

/// Finding phrases in the bytes of text gives the same result as comparing tokens.
@Suite struct PhraseFinderTests {
  private static let pieces = [
    "s", "e", "S", "E", "se", "Ser", " ", "-", "_", "1", "9", "é", "ſ", "ß", "e\u{301}", "\u{301}",
    "\u{200D}", "\u{200B}", "\u{AD}", "量", "一", "鿿", "ー", "が", "\u{3099}", "\u{302A}", "。", "，",
    "한",
    "\u{1112}\u{1161}", "ｓ", "ｅ", "Ⅸ", "㎏", "½", "ﬁ", "“", "—", "…", "\u{2028}", "\u{202E}", "🍓",
    "K",
    String(repeating: "x", count: 47), String(repeating: "y", count: 48), "\u{FDFA}", "\u{F9B2}",
    "⺀", "⼀", "㈠", "㍻", "〸", "量子", "平", "\u{A0}", "🄴",
  ]

  /// Whether the text's tokens contain the phrase's tokens next to each other.
  private func isThere(_ phrase: SearchPhrase, in text: String) -> Bool {
    let tokens = Tokenizer.tokens(of: text)
    return tokens.indices.contains { start in
      phrase.tokens.indices.allSatisfy { index in
        guard start + index < tokens.count else { return false }
        return tokens[start + index].withUnsafeBufferPointer { phrase.matches($0, at: index) }
      }
    }
  }

  private func isFound(_ phrase: SearchPhrase, in text: String) -> Bool {
    var text = text
    var finder = PhraseFinder(phrase)
    return text.withUTF8 { finder.isMet(by: $0) }
  }

  @Test func agreesWithTheTokens() {
    var random = SplitMix64(state: 7)
    var found = 0
    for _ in 0..<30_000 {
      let count = Int.random(in: 0...9, using: &random)
      let text = (0..<count).map { _ in Self.pieces.randomElement(using: &random) ?? "" }.joined()
      let words = [
        "s", "se", "ser", "e", "1", "k", "x9", "sss", "fi", "量", "一", "平", "が", "é", "한",
      ]
      let query = (0..<Int.random(in: 1...3, using: &random)).map { _ in
        words.randomElement(using: &random) ?? ""
      }.joined(separator: Bool.random(using: &random) ? " " : "")
      guard let phrase = SearchPhrase(.init(query, isPrefix: Bool.random(using: &random))) else {
        continue
      }
      let isThere = isThere(phrase, in: text)
      if isThere { found += 1 }
      #expect(isFound(phrase, in: text) == isThere, "\(query) in \(text.debugDescription)")
    }
    #expect(found > 1000)
  }

  /// The search looks for an ideograph's bytes, yet also finds every other character that folds to
  /// it.
  @Test func charactersThatFoldToIdeographsAreFound() throws {
    let ranges: [ClosedRange<UInt32>] = [0x80...0xFFFF, 0x1F000...0x1FAFF, 0x2F800...0x2FA1F]
    var found = 0
    for value in ranges.joined() {
      guard let scalar = Unicode.Scalar(value), !(0x4E00...0x9FFF).contains(value),
        let token = Tokenizer.tokens(of: String(scalar)).first, token.count == 3,
        token.withUnsafeBufferPointer({ Tokenizer.isIdeograph($0, 0) })
      else { continue }
      let phrase = try #require(SearchPhrase(.init(String(decoding: token, as: UTF8.self))))
      #expect(isFound(phrase, in: "a \(scalar) b"), "\(scalar)")
      found += 1
    }
    #expect(found > 900)
  }

  @Test func invalidUTF8IsNotSkipped() throws {
    for (query, broken) in [
      ("se", [0x20, 0xE4, 0x73, 0x65, 0x20]), ("se", [0xE4, 0xB8, 0x73, 0x65]),
      ("一", [0xF0, 0xE4, 0xB8, 0x80]), ("se", [0xC3, 0x73, 0x65]),
    ] as [(String, [UInt8])] {
      var finder = PhraseFinder(try #require(SearchPhrase(.init(query, isPrefix: true))))
      #expect(broken.withUnsafeBufferPointer { finder.isMet(by: $0) })
    }
    var finder = PhraseFinder(try #require(SearchPhrase(.init("一"))))
    #expect(![0xE4, 0xB8].withUnsafeBufferPointer { finder.isMet(by: $0) })
  }
}
