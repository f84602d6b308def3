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
