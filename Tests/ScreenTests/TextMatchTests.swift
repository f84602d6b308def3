import Testing

@testable import Screen

@Suite struct TextMatchTests {
  @Test(arguments: [
    ("prime", "Primes and PRIMES", ["Prime", "PRIME"]), ("aa", "aaaa", ["aa", "aa"]),
    ("量子", "量子纠缠和量子", ["量子", "量子"]), ("ß", "straße", ["ß"]), ("é", "cafe\u{301}", ["e\u{301}"]),
    ("x", "", []), ("longer than it", "short", []), ("👩‍💻", "a 👩‍💻 b 👩", ["👩‍💻"]),
    ("👩", "a 👩‍💻 b 👩", ["👩‍💻", "👩"]), ("👍", "👍🏽👎🏽", ["👍🏽"]), ("1", "1️⃣ 1", ["1️⃣", "1"]),
  ])
  func places(_ wanted: String, _ text: String, _ found: [String]) throws {
    let match = try #require(TextMatch(wanted))
    #expect(match.ranges(in: text).map { String(text[$0]) } == found)
    #expect(match.isIn(text) == !found.isEmpty)
  }

  @Test func emptyTextIsNotSearchedFor() { #expect(TextMatch("") == nil) }
}
