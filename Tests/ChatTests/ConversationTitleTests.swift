import Chat
import Testing

@Suite struct ConversationTitleTests {
  @Test(arguments: [
    ("Blue skies", "Blue skies"), ("\"Blue skies.\"", "Blue skies"),
    ("“Blue skies”.", "Blue skies"),
    ("\n\n  **Blue   skies**\nand more", "Blue skies"), ("# Title: Blue skies", "Blue skies"),
    ("Title: “Blue skies”", "Blue skies"), ("《天空为什么是蓝色的》。", "天空为什么是蓝色的"),
    ("What is C++?", "What is C++?"), ("Don't panic", "Don't panic"), ("...", nil), ("", nil),
    (" \n\t", nil), ("\"\"", nil), ("🌌", nil),
  ])
  func marksAroundATitleAreTakenOff(_ reply: String, _ title: String?) {
    #expect(ConversationTitle.fromModel(reply) == title)
  }

  @Test func aLongOneIsCutBetweenWords() throws {
    let title = try #require(
      ConversationTitle.fromModel(String(repeating: "abcdefghi ", count: 20)))
    #expect(title == "abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi…")
    let word = try #require(ConversationTitle.fromModel(String(repeating: "量", count: 99)))
    #expect(word.count == 60)
  }
}
