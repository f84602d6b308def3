import Chat
import Testing

@Suite struct ConversationTitleTests {
  @Test(arguments: [
    ("Blue skies", "Blue skies"), ("\"Blue skies.\"", "Blue skies"),
    ("“Blue skies”.", "Blue skies"),
    ("\n\n  **Blue   skies**\nand more", "Blue skies"), ("# Title: Blue skies", "Blue skies"),
    ("Title: “Blue skies”", "Blue skies"), ("《天空为什么是蓝色的》。", "天空为什么是蓝色的"),
    ("What is C++?", "What is C++?"), ("Don't panic", "Don't panic"), ("...", nil), ("", nil),
    (" \n\t", nil), ("A nice \"title\".", "A nice \"title\""),
    ("\"Why\" and `how`", "\"Why\" and `how`"),
    ("**“Blue” skies**", "“Blue” skies"), ("\"\"", nil), ("🌌", nil),
  ])
  func marksAroundATitleAreRemoved(_ reply: String, _ title: String?) {
    #expect(ConversationTitle.fromModel(reply) == title)
  }

  @Test(arguments: [
    ("**Why** does `x` fail?", "Why does x fail?"), ("# A heading\n\ntext", "A heading"),
    ("```swift\nlet a = 1\n```", "let a = 1"), ("> - quoted", "quoted"),
    ("What is 2**3 and 2**4?", "What is 2**3 and 2**4?"), ("2. Weltkrieg", "2. Weltkrieg"),
    ("C# or F#?", "C# or F#?"), ("#swift", "#swift"), ("__init__ fails", "__init__ fails"),
    ("```", "```"), ("# ", "#"), ("a ` b", "a ` b"), ("", ""), ("~~no~~ yes", "no yes"),
  ])
  func titleIsTheQuestionWithoutMarks(_ question: String, _ title: String) {
    #expect(ConversationTitle.of(question) == title)
  }

  @Test(arguments: [
    ("Primes", [], "Primes (copy)"), ("Primes", ["Primes (copy)"], "Primes (copy 2)"),
    ("Primes (copy)", [], "Primes (copy 2)"), ("Primes (copy 9)", [], "Primes (copy)"),
    ("Primes (copy 2)", ["Primes (copy)"], "Primes (copy 3)"),
    ("Make a (copy of it)", [], "Make a (copy of it) (copy)"), ("(copy", [], "(copy (copy)"),
    ("x (copy )", [], "x (copy ) (copy)"),
  ])
  func copiesAreNumbered(_ title: String, _ taken: [String], _ copy: String) {
    #expect(ConversationTitle.ofCopy(of: title, taken: Set(taken)) == copy)
  }

  @Test func aLongQuestionIsATitleAsLongAsARow() {
    let title = ConversationTitle.of(String(repeating: "abcdefghi ", count: 20))
    #expect(title == String(repeating: "abcdefghi ", count: 11) + "abcdefghi…")
  }

  @Test func longTitleIsTruncatedBetweenWords() throws {
    let title = try #require(
      ConversationTitle.fromModel(String(repeating: "abcdefghi ", count: 20)))
    #expect(title == "abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi…")
    let word = try #require(ConversationTitle.fromModel(String(repeating: "量", count: 99)))
    #expect(word.count == 60)
  }
}

@Suite struct TextBeginningTests {
  @Test func beginningKeepsBothLimitsAndWholeCharacters() {
    #expect("abcdef".beginning(characters: 3, bytes: 99) == "abc")
    #expect("ééé".beginning(characters: 9, bytes: 5) == "éé")
    #expect("👨‍👩‍👧a".beginning(characters: 9, bytes: 18) == "👨‍👩‍👧")
    let marked = "e" + String(repeating: "\u{301}", count: 100)
    #expect(marked.beginning(characters: 9, bytes: 10).utf8.count == 9)
    #expect("".beginning(characters: 1, bytes: 1).isEmpty)
  }
}
