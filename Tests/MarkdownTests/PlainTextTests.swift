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

  @Test func everyKindOfBlock() { #expect(plain(Self.source) == Self.text) }

  @Test(arguments: [2, 7, 40]) func cutAnywhere(_ pieces: Int) {
    #expect(plain(Self.source, pieces: pieces) == Self.text)
  }

  @Test(arguments: ["", "\n\n", "text", "```\n", "- ", "> "])
  func littleOrNothing(_ source: String) {
    let text = plain(source)
    #expect(text.isEmpty || text.hasSuffix("\n"))
    #expect(!text.hasSuffix("\n\n"))
  }
}
