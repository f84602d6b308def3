/// Text of any length that repeats one pattern.
struct Growth {
  let name: String
  private let opening: String
  private let pattern: String

  static let sizes = (short: 10_000, middle: 100_000, long: 1_000_000)

  /// Returns text of at least the given number of bytes.
  func text(_ size: Int) -> String {
    opening
      + String(
        repeating: pattern, count: max(0, size - opening.utf8.count) / pattern.utf8.count + 1)
  }

  /// Returns a continuation of the text, in pieces of four characters.
  func tokens(_ count: Int) -> [String] {
    let characters = Array(
      String(repeating: pattern, count: count * 4 / pattern.count + 1))
    return (0..<count).map { String(characters[($0 * 4)..<($0 * 4 + 4)]) }
  }

  static let mixed = Growth(
    name: "mixed", opening: "",
    pattern: """
      ## A heading

      A paragraph with **bold**, *slanted* words, `code` and a [link](http://a.example), which goes
      on over several lines, as paragraphs do, until it ends with a formula: $x^2 + y^2 = z^2$.

      - an item
      - another item, which is longer than the first
        - and one in it

      ```swift
      func add(_ left: Int, _ right: Int) -> Int { left + right }  // adds
      let text = "some text"
      ```

      | name | value |
      |---|--:|
      | one | 1 |
      | two | 2 |

      > A quote of some words.


      """)

  static let all = [
    mixed,
    Growth(
      name: "one paragraph", opening: "", pattern: "Words that go on and on, with *some* style. "),
    Growth(
      name: "one code block", opening: "```swift\n",
      pattern: "  let value = call(\"text\", 12)  // a comment\n"),
    Growth(
      name: "one table", opening: "| a | b | c |\n|---|---|---|\n",
      pattern: "| some cell | `code` and words | 12 |\n"),
    Growth(name: "one list", opening: "", pattern: "- an item of *some* words\n"),
    Growth(
      name: "one quote", opening: "", pattern: "> A paragraph in a quote,\n> of two lines.\n>\n"),
    Growth(
      name: "one item", opening: "1. The first paragraph.\n\n",
      pattern: "   Another paragraph in the item,\n   of two lines.\n\n"),
    Growth(
      name: "nested lists", opening: "- outer\n",
      pattern: "  - an item\n    - one in it\n      1. and one more\n"),
    Growth(
      name: "a line without spaces", opening: "", pattern: "abcdefghijklmnopqrstuvwxyz0123456789"),
    Growth(name: "one line of Chinese", opening: "", pattern: "没有空格的长段落，一直继续下去。"),
    Growth(name: "one block of HTML", opening: "<div>\n", pattern: "<p class=\"a\">text</p>\n"),
    Growth(name: "an open formula", opening: "$$\n", pattern: "x^2 + \\frac{a}{b} \\\\\n"),
    Growth(
      name: "one line of code", opening: "```js\n", pattern: "var a=function(b){return \"c\"+b};"),
  ]
}
