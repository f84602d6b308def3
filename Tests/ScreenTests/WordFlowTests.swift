import TestKit
import Testing

@testable import Screen

@Suite struct WordFlowTests {
  private func flow(_ pieces: [String], width: Int?) -> String {
    var flow = WordFlow(width: width)
    return pieces.map { flow.push($0) }.joined() + flow.finish()
  }

  @Test(arguments: [
    ("one two three", "one two\nthree"),
    ("one two  three", "one two\nthree"),
    ("12345678 1", "12345678\n1"),
    ("1234567 89", "1234567\n89"),
    ("123 5678", "123 5678"),
    ("  - ab cdef", "  - ab\ncdef"),
    ("a longlonglongwor b", "a\nlonglonglongwor\nb"),
    ("well-known", "well-\nknown"), ("a well-known", "a well-\nknown"), ("a b/c-d-e", "a\nb/c-d-e"),
    ("abcd b-c/d", "abcd\nb-c/d"), ("abc --a-b", "abc\n--a-b"), ("abcde `b-c`", "abcde\n`b-c`"),
    ("abc/de-fg-hi", "abc/de-\nfg-hi"), ("a 오늘은 날씨", "a 오늘은\n날씨"),
    ("量子纠缠，是", "量子纠\n缠，是"),
    ("abc量子纠缠", "abc量子\n纠缠"),
    ("one\n\ntwo  \nthree", "one\n\ntwo  \nthree"),
    (
      "```\nlet a = b + c\n``` x\n```\none two three",
      "```\nlet a = b + c\n``` x\n```\none two\nthree"
    ),
    (
      "- ~~~~\n  a b c d e f\n  ~~~~\none two three",
      "- ~~~~\n  a b c d e f\n  ~~~~\none two\nthree"
    ),
    ("```a```\none two three", "```a```\none two\nthree"),
    ("👩‍👩‍👧 abcdef", "👩‍👩‍👧\nabcdef"),
  ])
  func breaksAtWords(_ text: String, _ expected: String) {
    #expect(flow([text], width: 8) == expected)
    #expect(flow([text], width: nil) == text)
  }

  @Test func wordIsHeldBackOnlyAsLongAsNecessary() {
    var flow = WordFlow(width: 8)
    #expect(flow.push("Hel") == "Hel")
    #expect(flow.push("lo w") == "lo")
    #expect(flow.push("or") == "\nwor")
    #expect(flow.push("l") == "l")
    #expect(flow.push("d ab") == "d")
    #expect(!flow.isAtLineStart)
    #expect(flow.finish() == " ab")
  }

  /// The result is the same however the text is cut; only spaces are lost, and no row of words is
  /// too wide.
  @Test func anyCutGivesTheSameRows() {
    let alphabet: [Character] = [
      "a", "b", "-", " ", " ", "\n", "量", "，", "（", "`", "~", ".", "\t", "é", "🇨🇭",
    ]
    var random = SplitMix64(state: 7)
    for _ in 0..<3000 {
      let text = (0..<Int.random(in: 0...60, using: &random)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      }
      let width = Int.random(in: 4...12, using: &random)
      let whole = flow([String(text)], width: width)
      let cut = Int.random(in: 0...text.count, using: &random)
      #expect(flow([String(text[..<cut]), String(text[cut...])], width: width) == whole)
      #expect(flow(text.map { String($0) }, width: width) == whole)
      #expect(whole.filter { !$0.isWhitespace } == String(text.filter { !$0.isWhitespace }))
      for row in whole.split(separator: "\n") where !text.contains("`") && !text.contains("~") {
        let columns = Style.text.columns(of: row)
        // A word too long for a row, alone or with its indentation, is broken by the terminal.
        let indent = row.prefix { $0 == " " }
        let words = row.split(separator: " ").map { Style.text.columns(of: $0) }
        let isLong = indent.count + (words.first ?? 0) > width || words.contains { $0 > width }
        #expect(columns <= width || isLong || row.contains("\t"), "\(row.debugDescription)")
      }
    }
  }
}
