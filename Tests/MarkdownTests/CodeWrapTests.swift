@testable import Markdown
import Screen
import TestKit
import Testing

@Suite struct CodeWrapTests {
  private func rows(_ text: String, _ width: Int, rest: Int? = nil) -> [String] {
    CodeWrap.rows(of: StyledLine(text), width: width, rest: rest ?? width).map(\.text)
  }

  @Test(arguments: [
    ("let id = Conversation.Identifier", 24, ["let id = Conversation", ".Identifier"]),
    ("let map: [String: [Item.ID]]", 20, ["let map: [String: ", "[Item.ID]]"]),
    (#""one line\nanother line""#, 12, [#""one line"#, #"\nanother "#, #"line""#]),
    ("value?.first.second", 14, ["value?.first", ".second"]),
    ("curl --header 'Accept: x' --output f", 30, ["curl --header 'Accept: x' ", "--output f"]),
    ("std::vector<int>", 8, ["std::vec", "tor<int>"]),
    ("func f(first: Int, second: Int)", 20, ["func f(first: Int, ", "second: Int)"]),
    ("call(argument(one), two)", 20, ["call(argument(one), ", "two)"]),
    ("a -> b == c != d && e", 12, ["a -> b == c ", "!= d && e"]),
    ("short", 5, ["short"]),
    ("aVeryLongNameWithoutAnyBreak", 10, ["aVeryLongN", "ameWithout", "AnyBreak"]),
    ("// 注释里的中文也要换行", 12, ["// 注释里的", "中文也要换行"]),
    ("      deep", 8, ["      ", "deep"]),
  ])
  func linesBreakBetweenWordsAndSymbols(_ line: String, _ width: Int, _ expected: [String]) {
    #expect(rows(line, width) == expected)
  }

  /// Rows that continue a line are indented further than the line, with spaces or with tabs.
  @Test(arguments: [("        ", 40), ("\t\t", 40), (String(repeating: " ", count: 30), 77)])
  func continuedRowsAreIndentedFurther(_ indent: String, _ width: Int) {
    var document = MarkdownStream()
    let line = "let sum = first + second + third + fourth + fifth + sixth + seventh"
    document.append("```swift\n\(indent)\(line)\n```\n")
    document.finish()
    document.layout(width: width)
    let rows = (0..<document.blockCount).flatMap { document.rows(ofBlock: $0) }.map(\.text)
      .filter { $0.contains("+") }
    let indents = rows.map { $0.prefix { $0 == " " }.count }
    #expect(rows.count > 1 && rows.allSatisfy { DisplayWidth.of($0) <= width })
    #expect(indents.dropFirst().allSatisfy { $0 == (indents.first ?? 0) + 2 }, "\(rows)")
  }

  @Test func rowsKeepAllCharactersAndFit() {
    var generator = SplitMix64(state: 5)
    let alphabet = Array("abcXYZ012_  (){}[],;:.->=\"文字é")
    for _ in 0..<1000 {
      let line = String(
        (0..<Int(generator.next() % 80)).map { _ in
          alphabet[Int(generator.next() % UInt64(alphabet.count))]
        })
      let width = 2 + Int(generator.next() % 30)
      let rest = max(2, width - Int(generator.next() % 4))
      let rows = rows(line, width, rest: rest)
      #expect(rows.joined() == line)
      #expect(rows.allSatisfy { DisplayWidth.of($0) <= width })
      #expect(rows.dropFirst().allSatisfy { DisplayWidth.of($0) <= rest })
    }
  }
}
