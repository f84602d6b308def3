@testable import Markdown
import Screen
import Testing

/// Long link addresses, shortened on the screen.
@Suite struct ShortAddressTests {
  private static let long =
    "https://docs.example.org/library/chapters/of/a/long/book/closures.html?query=1&and=more"

  @Test(arguments: [
    ("https://swift.org/book", "https://swift.org/book"),
    ("http://c.example", "http://c.example"), ("mailto:me@example.com", "mailto:me@example.com"),
    (long, "docs.example.org/…/closures.html…"),
    ("https://user:pw@evil.example/" + String(repeating: "a", count: 60), "evil.example/aaa"),
    ("https://google.com@evil.example/" + String(repeating: "b/", count: 60), "evil.example/…/b"),
    ("https://a.example?" + String(repeating: "q", count: 60), "a.example…"),
  ])
  func addressIsItsHostAndAShortPath(_ address: String, _ short: String) {
    let text = ShortAddress.of(address)
    #expect(text.hasPrefix(short))
    #expect(DisplayWidth.of(text) <= ShortAddress.longest)
  }

  @Test func endOfAVeryLongHostIsShown() {
    let text = ShortAddress.of("https://" + String(repeating: "x.", count: 60) + "evil.example/p")
    #expect(text.contains("evil.example"))
    #expect(DisplayWidth.of(text) <= 60)
  }

  private func rows(_ text: String, width: Int) -> [StyledLine] {
    var stream = MarkdownStream(numbersLinks: true)
    stream.append(text)
    stream.finish()
    stream.layout(width: width)
    return stream.allRows()
  }

  /// A link's number never takes the address's closing bracket with it to the next row.
  @Test(arguments: Array(24...90))
  func noRowBeginsWithTheEndOfAnAddress(_ width: Int) {
    let text =
      "See [the book](\(Self.long)) and [other](\(Self.long)2) for [more](https://x.example/a)."
    for row in rows(text, width: width) {
      #expect(!row.text.hasPrefix(")"), "\(row.text)")
    }
  }

  @Test func selectedTextHasTheWholeAddress() {
    let text = "See [the book](\(Self.long)) and [other](https://x.example/a)."
    let shown = rows(text, width: 80)
    #expect(!shown.map(\.text).joined().contains("query"))
    #expect(
      SelectedText.of(shown, from: 0, to: .max)
        == "See the book (\(Self.long)) and other (https://x.example/a).")
    // This holds wherever the rows are cut.
    for width in 12...60 {
      let text = SelectedText.of(rows(text, width: width), from: 0, to: .max)
      #expect(text.ranges(of: Self.long).count == 1)
    }
  }

  /// An address written as plain text is part of the message, and is searchable.
  @Test func addressInTheTextIsWhole() {
    let text = rows("At \(Self.long).", width: 200).map(\.text).joined()
    #expect(text == "At \(Self.long).")
  }
}
