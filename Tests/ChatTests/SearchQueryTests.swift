import Chat
import Testing

@Suite struct SearchQueryTests {
  @Test func wordsPhrasesAndExclusions() {
    let query = SearchQuery("actor \"does not\" -dead* -\"a b\" swi* end")
    #expect(
      query.wanted == [
        .init("actor"), .init("does not"), .init("swi", isPrefix: true),
        .init("end", isPrefix: true),
      ])
    #expect(query.unwanted == [.init("dead", isPrefix: true), .init("a b")])
    #expect(query.problems.isEmpty)
  }

  @Test func lastWordIsAPrefixUnlessSomethingFollows() {
    #expect(SearchQuery("acto").wanted == [.init("acto", isPrefix: true)])
    #expect(SearchQuery("acto ").wanted == [.init("acto")])
    #expect(SearchQuery("\"acto").wanted == [.init("acto")])
    #expect(SearchQuery("\"acto\"*").wanted == [.init("acto", isPrefix: true)])
    #expect(SearchQuery("-acto").unwanted == [.init("acto")])
  }

  @Test func filters() {
    let query = SearchQuery(
      "model:\"gpt 4\" -model:qwen Role:user before:2025-03 after:7d in:title in:reasoning x")
    #expect(query.models == ["gpt 4"] && query.unwantedModels == ["qwen"])
    #expect(query.roles == [.user] && query.places == [.title, .thinking])
    #expect(query.before == [.day(year: 2025, month: 3, day: 1)] && query.after == [.daysAgo(7)])
    #expect(query.wanted == [.init("x", isPrefix: true)])
  }

  @Test func filtersWithAHyphenExclude() {
    let query = SearchQuery("-tag:work -tag:\"to do\" -before:2025 -after:7d -role:tool x ")
    #expect(query.unwantedTags == ["work", "to do"] && query.tags.isEmpty)
    // Excluding everything before 2025 leaves everything from 1 January 2025 on.
    #expect(query.after == [.day(year: 2025, month: 1, day: 1)] && query.before == [.daysAgo(7)])
    #expect(query.unwantedRoles == [.tool] && query.wanted == [.init("x")])
    #expect(query.problems.isEmpty && query.unwanted.isEmpty)
    #expect(SearchQuery("-in:title x").problems == [.unwantedPlace(.title)])
    #expect(SearchQuery("-in:space -after:soon").problems.count == 2)
    #expect(SearchQuery("-tag: -before: -in:").isEmpty)
  }

  /// Appending one of these scalars to an operator gives a different `Character`.
  @Test(arguments: ["\u{301}", "\u{200D}", "\u{FE0F}", "\u{1F3FD}"])
  func operatorsFollowedByACombiningMarkAreOperators(_ mark: String) {
    #expect(SearchQuery("-\(mark)a ").unwanted == [.init("\(mark)a")])
    #expect(SearchQuery("\"\(mark)a b\" ").wanted == [.init("\(mark)a b")])
    #expect(SearchQuery("a \"b\"\(mark) ").wanted == [.init("a"), .init("b"), .init(mark)])
    #expect(SearchQuery("role:user \(mark)a ").roles == [.user])
    #expect(SearchQuery("tag:\(mark)a ").tags == ["\(mark)a"])
  }

  @Test func unknownFiltersAreText() {
    #expect(SearchQuery("foo:bar ").wanted == [.init("foo:bar")])
    #expect(SearchQuery("http://x.org ").wanted == [.init("http://x.org")])
    #expect(SearchQuery("a-b - c").wanted.map(\.text) == ["a-b", "-", "c"])
    #expect(SearchQuery("“does not”").wanted == [.init("does not")])
  }

  @Test func faultyFiltersAreReportedAndTheRestIsUsed() {
    let query = SearchQuery("before:tomorrow role:king in:space actor")
    #expect(
      query.problems == [
        .date(filter: "before", value: "tomorrow"), .role("king"), .place("space"),
      ])
    #expect(query.wanted.map(\.text) == ["actor"] && query.before.isEmpty)
    #expect(SearchQuery("before: model: role: in:").isEmpty)
    #expect(SearchQuery(String(repeating: "word ", count: 300)).problems == [.tooLong])
  }

  @Test(arguments: [
    ("2025", SearchDate.day(year: 2025, month: 1, day: 1)),
    ("2024-02-29", .day(year: 2024, month: 2, day: 29)),
    ("2025-3-4", .day(year: 2025, month: 3, day: 4)),
    ("Today", .daysAgo(0)), ("yesterday", .daysAgo(1)), ("2w", .daysAgo(14)),
    ("1y", .monthsAgo(12)),
  ])
  func dates(_ text: String, _ date: SearchDate) { #expect(SearchDate(text) == date) }

  @Test(arguments: [
    "2025-02-29", "2025-13", "20", "2025-", "2025-03-14-1", "d", "7", "-7d", "7x", "٧d", "0000000d",
  ])
  func invalidDates(_ text: String) { #expect(SearchDate(text) == nil) }

  /// Whatever the input, parsing never traps, adds characters, or produces an empty term.
  @Test func anyTextIsAQuery() {
    var random = SystemRandomNumberGenerator()
    let alphabet =
      Array("ab \"-*:“”量é\u{301}\u{0}\n") + ["in:", "model:", "before:"].flatMap(Array.init)
    for _ in 0..<2000 {
      let text = String(
        (0..<Int.random(in: 0...24, using: &random)).map { _ in
          alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
        })
      let query = SearchQuery(text)
      let kept = (query.wanted + query.unwanted).map(\.text).joined()
      #expect(kept.filter { $0 == "量" }.count <= text.filter { $0 == "量" }.count)
      #expect(query.wanted.allSatisfy { !$0.text.isEmpty })
      #expect(SearchQuery(text) == query)
    }
  }
}
