import Screen
import Testing

@Suite struct WrappingTests {
  @Test func addressesAndCodeAreNotBrokenAtHyphens() {
    func rows(_ line: StyledLine, _ width: Int) -> [String] {
      Wrapping.wrap(line, width: width).map(\.text)
    }
    #expect(rows(StyledLine("a well-known word"), 8) == ["a well-", "known", "word"])
    #expect(rows(StyledLine("see https://a.b/c-d now"), 16) == ["see", "https://a.b/c-d", "now"])
    #expect(rows(StyledLine("see ~/my-files/a-b"), 14) == ["see", "~/my-files/a-b"])
    #expect(rows(StyledLine("use --dry-run"), 11) == ["use", "--dry-run"])
    #expect(rows(StyledLine("see a/long-path-here"), 11) == ["see a/long-", "path-here"])
    #expect(
      rows(StyledLine([StyledSpan("use ", .text), StyledSpan("apt-get", Style(.code))]), 10) == [
        "use", "apt-get",
      ])
  }

  @Test func noRowBeginsOrEndsWithASeparatorOfFields() {
    func rows(_ text: String, _ width: Int, hasFields: Bool = true) -> [String] {
      Wrapping.wrap(StyledLine(text), width: width, hasFields: hasFields).map(\.text)
    }
    for width in 12...15 {
      #expect(rows("thinking off · top_p 0.9", width) == ["thinking off", "top_p 0.9"])
    }
    #expect(rows("thinking off · top_p 0.9", 20) == ["thinking off · top_p", "0.9"])
    #expect(rows("a · b", 5) == ["a · b"])
    // In other text, a dot can mean anything.
    #expect(rows("thinking off · top", 14, hasFields: false) == ["thinking off ·", "top"])
  }

  @Test func noEllipsisFollowsASeparator() {
    let line = StyledLine("current · suits")
    #expect(line.truncated(to: 11).text == "current…")
    #expect(line.truncated(to: 10).text == "current…")
    #expect(line.truncated(to: 12).text == "current · s…")
  }

  @Test func noRowEndsWithABracketAndItsHyphen() {
    #expect(wrap("one two [-three-] four", 10) == ["one two", "[-three-]", "four"])
    #expect(wrap("the option (-silent)", 13) == ["the option", "(-silent)"])
    #expect(wrap("“-ed” well-known", 11) == ["“-ed” well-", "known"])
  }

  @Test func koreanBreaksAtSpaces() {
    func rows(_ text: String, _ width: Int) -> [String] {
      Wrapping.wrap(StyledLine(text), width: width).map(\.text)
    }
    #expect(rows("오늘은 날씨가 좋습니다", 12) == ["오늘은", "날씨가", "좋습니다"])
    #expect(rows("서울(Seoul)은 API로 3월에", 9) == ["서울", "(Seoul)은", "API로", "3월에"])
    #expect(rows("띄어쓰기가없는말", 8) == ["띄어쓰기", "가없는말"])
    #expect(rows("좋아요👍👍 네", 6) == ["좋아요", "👍👍", "네"])
    #expect(rows("一二三四", 4) == ["一二", "三四"])
  }

  @Test(arguments: [
    ("", 0), ("a", 1), ("one three two", 5), ("well-known", 5), ("中文（二）字", 6), ("a中b", 2),
  ])
  func widestWordIsTheWidestUnbrokenPart(text: String, width: Int) {
    #expect(Wrapping.widestWord(in: StyledLine(text)) == width)
  }

  private func wrap(_ text: String, _ width: Int) -> [String] {
    Wrapping.wrap(StyledLine(text), width: width).map(\.text)
  }

  @Test(arguments: [
    ("", 10, [""]),
    ("hello world", 11, ["hello world"]),
    ("hello world", 10, ["hello", "world"]),
    ("hello  world", 6, ["hello", "world"]),
    ("abcdefgh", 3, ["abc", "def", "gh"]),
    ("a abcdefgh", 4, ["a", "abcd", "efgh"]),
    ("well-known fact", 6, ["well-", "known", "fact"]),
    ("量子纠缠是什么", 6, ["量子纠", "缠是什", "么"]),
    ("量子，纠缠", 4, ["量", "子，", "纠缠"]),
    ("量子", 1, ["量", "子"]),
    ("  indented text", 10, ["  indented", "text"]),
    ("a\tb", 10, ["a   b"]),
    ("👨‍👩‍👧👨‍👩‍👧", 3, ["👨‍👩‍👧", "👨‍👩‍👧"]),
  ])
  func breaksAtWordEnds(_ text: String, _ width: Int, _ rows: [String]) {
    #expect(wrap(text, width) == rows)
  }

  @Test func rowsFitAndLoseOnlySpaces() {
    let texts = ["The quick brown fox jumps over the lazy dog.", "量子 entanglement 纠缠，是 what? 🍓🍓🍓"]
    for text in texts {
      for width in 2...50 {
        let rows = wrap(text, width)
        #expect(rows.allSatisfy { DisplayWidth.of($0) <= width })
        #expect(rows.joined().filter { $0 != " " } == text.filter { $0 != " " })
      }
    }
  }

  @Test func prefixesComeBeforeTheRows() {
    let rows = Wrapping.wrap(
      StyledLine("one two three"), width: 7, first: StyledLine("• "), rest: StyledLine("  "))
    #expect(rows.map(\.text) == ["• one", "  two", "  three"])
  }

  @Test func stylesStayWithTheirText() {
    var line = StyledLine("red ", Style(.error))
    line.append("blue", Style(.link))
    let rows = Wrapping.wrap(line, width: 4)
    let spans = [StyledSpan("red", Style(.error)), StyledSpan("blue", Style(.link))]
    #expect(rows.map(\.spans) == spans.map { [$0] })
    #expect(rows.map(\.join) == [.none, .space])
  }

  @Test func truncationIsShown() {
    #expect(StyledLine("hello").truncated(to: 5).text == "hello")
    #expect(StyledLine("hello").truncated(to: 4).text == "hel…")
    #expect(StyledLine("量子纠缠").truncated(to: 4).text == "量…")
    #expect(StyledLine("hello").truncated(to: 0).text == "")
  }
}
