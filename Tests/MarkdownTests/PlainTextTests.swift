import Testing

@testable import Markdown

@Suite struct PlainTextTests {
  private func plain(_ source: String, pieces: Int = 1) -> String {
    var document = MarkdownStream()
    var rest = Substring(source)
    while !rest.isEmpty {
      let size = max(1, source.count / pieces)
      document.append(String(rest.prefix(size)))
      document.layout(width: 20)
      rest = rest.dropFirst(size)
    }
    document.finish()
    document.layout(width: 20)
    return document.plainText
  }

  private static let source = """
    # Primes *below* ten

    There are **four** of them, and a line that is much longer than the screen is wide, with `code`
    in it.

    1. two
    2. three
       - nested

    - [x] done
    - [ ] open

    > said
    > twice

    ```swift
    let a = [2,\t3]

      print(a)
    ```

    | n | prime |
    |---|---|
    | 3 | yes |
    | 10 | no |

    ---

    The end.
    """

  private static let text = """
    Primes below ten

    There are four of them, and a line that is much longer than the screen is wide, with code
    in it.

    1. two
    2. three
       - nested

    - [x] done
    - [ ] open

    > said
    > twice

    let a = [2,\t3]

      print(a)

    n    prime
    3    yes
    10   no

    ---

    The end.

    """

  /// Long blocks are read in parts and joined again.
  @Test(arguments: [
    String(repeating: "word ", count: 10_000) + "end", String(repeating: "量", count: 20_000),
    String(repeating: "x", count: 50_000), String(repeating: "a line\n", count: 5_000) + "end",
  ])
  func longParagraphStaysWhole(_ source: String) { #expect(plain(source) == source + "\n") }

  @Test func longTableHasOneWidth() {
    let rows = (1...2000).map { "| \($0) | b |" }.joined(separator: "\n")
    let lines = plain("before\n\n| a | b |\n|---|---|\n\(rows)\n\nafter").split(separator: "\n")
    #expect(lines.count == 2003)
    #expect(
      lines[1].distance(
        from: lines[1].startIndex, to: lines[1].firstIndex(of: "b") ?? lines[1].startIndex)
        == lines[2001].distance(
          from: lines[2001].startIndex,
          to: lines[2001].firstIndex(of: "b") ?? lines[2001].startIndex))
  }

  @Test func everyKindOfBlock() { #expect(plain(Self.source) == Self.text) }

  @Test(arguments: [2, 7, 40]) func cutAnywhere(_ pieces: Int) {
    #expect(plain(Self.source, pieces: pieces) == Self.text)
  }

  @Test(arguments: ["", "\n\n", "text", "```\n", "- ", "> "])
  func shortAndEmptyTexts(_ source: String) {
    let text = plain(source)
    #expect(text.isEmpty || text.hasSuffix("\n"))
    #expect(!text.hasSuffix("\n\n"))
  }
}
