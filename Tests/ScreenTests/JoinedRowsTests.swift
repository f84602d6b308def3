import Screen
import TestKit
import Testing

@Suite struct JoinedRowsTests {
  private func wrap(_ text: String, _ width: Int) -> [StyledLine] {
    Wrapping.wrap(StyledLine(text), width: width)
  }

  /// Returns the marked text of each row.
  private func marks(_ rows: [StyledLine], _ text: String, hit: Int? = nil) throws -> [String] {
    JoinedRows(rows).marked(try #require(TextMatch(text)), hit: hit).map { row in
      row.spans.filter { $0.style.isMatch }.map(\.text).joined(separator: "|")
    }
  }

  @Test func textCutByWrappingIsFoundAtEveryWidth() throws {
    let texts = [
      "The quick brown fox jumps over the lazy dog.", "请解释量子纠缠是什么，以及 entanglement 的意思🍓🍓",
      "http://example.com/a/long/path/to/something", "한국어는 귤나무숲 타카カタカナ",
      "  e\u{301}te\u{301} a-b-c d",
    ]
    for text in texts {
      let characters = Array(text)
      for width in 1...30 {
        let joined = JoinedRows(wrap(text, width))
        #expect(joined.text.filter { $0 != " " } == text.filter { $0 != " " })
        for start in characters.indices.dropLast(5) {
          let part = String(characters[start..<start + 5])
          guard part.first != " ", part.last != " ", !part.contains("  ") else { continue }
          #expect(
            joined.rows(holding: try #require(TextMatch(part))).count >= 1, "\(part), \(width)")
        }
      }
    }
  }

  @Test(arguments: [
    ("量子纠缠是什么", 6, "子纠缠是", ["子纠", "缠是", ""]), ("a hello world", 8, "hello w", ["hello", "w"]),
    ("abcdefgh", 3, "bcdefgh", ["bc", "def", "gh"]), ("abab abab", 4, "abab", ["abab", "abab"]),
  ])
  func partsAreMarkedOnEachRow(
    _ text: String, _ width: Int, _ wanted: String, _ marked: [String]
  ) throws {
    #expect(try marks(wrap(text, width), wanted) == marked)
  }

  @Test func marginsAreNotPartOfTheText() throws {
    let rows = wrap("量子纠缠", 4).map { $0.behind(margin: StyledSpan("│ ", Style(.rule))) }
    #expect(try marks(rows, "子纠") == ["子", "纠"])
    #expect(try marks(rows, "│") == ["│", ""])
  }

  @Test func separateLinesStaySeparate() throws {
    let rows = [StyledLine("量子"), StyledLine("纠缠"), StyledLine(), StyledLine("子")]
    #expect(try marks(rows, "子纠") == ["", "", "", ""])
    #expect(try marks(rows, "子") == ["子", "", "", "子"])
    #expect(JoinedRows(rows).rows(holding: try #require(TextMatch("子"))) == [0, 3])
    #expect(JoinedRows([]).marked(try #require(TextMatch("子"))) == [])
  }

  @Test func markingKeepsTheRest() throws {
    let line = StyledLine([StyledSpan("One pri", .text), StyledSpan("me. Two", Style(.code))])
    let marked = JoinedRows([line]).marked(try #require(TextMatch("prime")))
    #expect(
      marked.map(\.spans) == [
        [
          StyledSpan("One ", .text), StyledSpan("prime", Style(.match)),
          StyledSpan(". Two", Style(.code)),
        ]
      ])
    let rows = wrap("a hello world", 8)
    #expect(JoinedRows(rows).marked(try #require(TextMatch("none"))) == rows)
  }

  @Test func matchInTheCurrentRowIsUnderlinedToItsEnd() throws {
    let marked = JoinedRows(wrap("aab caab", 6)).marked(try #require(TextMatch("b ca")), hit: 0)
    let styles = marked.map { row in row.spans.filter { $0.style.isMatch }.map(\.style) }
    let hit = Style(.currentMatch, [.underline, .bold])
    #expect(styles == [[hit], [hit]])
  }
}
