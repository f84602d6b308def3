import Chat
import Testing

@testable import App

@Suite struct PlainSnippetTests {
  /// Returns the snippet as plain mode prints it. Matches are in angle brackets, as in `text`.
  private func plain(_ text: String) -> String {
    var pieces: [SearchSnippet.Piece] = []
    for (index, part) in text.split(separator: "‹", omittingEmptySubsequences: false).enumerated() {
      let halves = part.split(separator: "›", maxSplits: 1, omittingEmptySubsequences: false)
      if index > 0, halves.count == 2 {
        pieces.append(.init(String(halves[0]), isMatch: true))
        pieces.append(.init(String(halves[1])))
      } else {
        pieces.append(.init(String(part)))
      }
    }
    return PlainSnippet.plain(SearchSnippet(pieces)).pieces
      .map { $0.isMatch ? "‹\($0.text)›" : $0.text }.joined()
  }

  @Test(arguments: [
    ("The **‹primes›** below", "The ‹primes› below"),
    ("*‹one›* and ***two***", "‹one› and two"),
    ("`let ‹a› = 1` is `b`", "let ‹a› = 1 is b"),
    ("```swift let ‹a› = 1 ```", "swift let ‹a› = 1 "),
    ("2 * 3 * ‹4›", "2 * 3 * ‹4›"),
    ("snake_case_‹name› and _word_", "snake_case_‹name› and word"),
    ("`__init__` of ‹it›", "__init__ of ‹it›"),
    ("see [the ‹book›](https://swift.org) now", "see the ‹book› now"),
    ("![a ‹cat›](cat.png)", "a ‹cat›"),
    ("[x](https://‹swift›.org)", "[x](https://‹swift›.org)"),
    ("array[0](‹x›)", "array[0](‹x›)"),
    ("# Title of ‹it›", "Title of ‹it›"),
    ("end. ## ‹Next› part", "end. ‹Next› part"),
    ("C# and #‹tag›", "C# and #‹tag›"),
    ("a | ‹b› | c", "a · ‹b› · c"), ("…| ‹Thinking› off", "…‹Thinking› off"),
    ("Head | ‹b› | |---|:-:| | one | two |…", "Head · ‹b› · one · two…"),
    ("| a | - | ‹b› |", "a · - · ‹b›"),
    ("| ‹first› cell", "‹first› cell"),
    ("~~old~~ ‹new›", "old ‹new›"),
    ("‹**›", "‹**›"),
    ("2 \\* 3 is \\_‹six›\\_", "2 * 3 is _‹six›_"), ("`a\\*b` ‹x›", "a\\*b ‹x›"),
    ("C:\\dir ‹x›", "C:\\dir ‹x›"), ("\\\\ ‹x›", "\\ ‹x›"),
    ("", ""),
  ])
  func marksAreRemoved(_ source: String, _ shown: String) {
    #expect(plain(source) == shown)
  }
}
