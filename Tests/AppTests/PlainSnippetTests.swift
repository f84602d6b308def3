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
    ("```swift let ‹a› = 1 ```", "swift let ‹a› = 1"),
    ("2 * 3 * ‹4›", "2 * 3 * ‹4›"),
    ("snake_case_‹name› and _word_", "snake_case_‹name› and word"),
    ("`__init__` of ‹it›", "__init__ of ‹it›"),
    ("see [the ‹book›](https://swift.org) now", "see the ‹book› now"),
    ("![a ‹cat›](cat.png)", "a ‹cat›"),
    ("[x](https://‹swift›.org) y", "x (https://‹swift›.org) y"),
    ("[x](a.org \"A b\") ‹y›", "x ‹y›"), ("…e ‹book›](https://a.org) now", "…e ‹book› now"),
    ("the ‹cat› [book](https://a.org/long…", "the ‹cat› book…"),
    ("the [third][t] ‹link›, [all][] of it", "the third ‹link›, all of it"),
    ("a[i][j] ‹x›, [1][2]", "a[i][j] ‹x›, [1][2]"),
    (
      "mail <mailto:a@b.c> or <a@b.c> ‹or› <https://a.org/_x_>",
      "mail mailto:a@b.c or a@b.c ‹or› https://a.org/_x_"
    ),
    ("<b>‹bold›</b> https://a.org/_‹x›_ 1 < 2", "<b>‹bold›</b> https://a.org/_‹x›_ 1 < 2"),
    ("‹one›\n[t]: https://a.org \"T\"\ntwo", "‹one› two"),
    ("one\n[t]: https://‹a›.org \"T\"", "one https://‹a›.org \"T\""),
    ("[‹t›]: https://a.org", "‹t›: https://a.org"), ("[note]: ‹remember›", "[note]: ‹remember›"),
    ("[see [1]](a.org) ‹x›", "see [1] ‹x›"),
    ("array[0](‹x›)", "array[0](‹x›)"),
    ("# Title of ‹it›", "Title of ‹it›"),
    ("end.\n\n## ‹Next› part ##\n\nMore", "end. ‹Next› part More"),
    ("‹Title›\n=====\nText\n***\nend", "‹Title› Text end"),
    ("Two:\n- one\n  * **‹two›**\n\n1. three\n+ 4 + 5", "Two: • one • ‹two› 1. three • 4 + 5"),
    ("…\n- ‹one›", "…• ‹one›"), ("…- ‹one›", "…- ‹one›"),
    ("‹one›\n> > quoted\n> - a", "‹one› quoted • a"),
    (
      "so ‹x›:\n```js\nlet a_b_ = **1**; # no\n- 2\n```\n- **3**",
      "so ‹x›: let a_b_ = **1**; # no - 2 • 3"
    ),
    ("```‹js›\n1\n```", "‹js› 1"), ("> ```c\n> a * b * c\n> ```\n‹x› **y**", "a * b * c ‹x› y"),
    ("…a ** b\n```\n\n**‹x›**", "…a ** b ‹x›"), ("‹x›\n\n```\n# a…", "‹x› # a…"),
    ("$$x_1 * ‹y›_2$$ costs $5", "x_1 * ‹y›_2 costs $5"),
    ("‹a›\n$$\n\\frac{1}{_b_}\n$$\nc", "‹a› \\frac{1}{_b_} c"),
    ("one ` tick **‹two›**", "one tick ‹two›"), ("use `__‹init›…", "use __‹init›…"),
    ("C# and #‹tag›", "C# and #‹tag›"),
    ("a | ‹b› | c", "a · ‹b› · c"), ("…| ‹Thinking› off", "…‹Thinking› off"),
    ("Head | ‹b› | |---|:-:| | one | two |…", "Head · ‹b› · one · two…"),
    ("| a | - | ‹b› |", "a · - · ‹b›"),
    ("| ‹first› cell", "‹first› cell"),
    ("~~old~~ ‹new›", "~~old~~ ‹new›"),
    ("‹**›", "‹**›"),
    ("2 \\* 3 is \\_‹six›\\_", "2 * 3 is _‹six›_"), ("`a\\*b` ‹x›", "a\\*b ‹x›"),
    ("C:\\dir ‹x›", "C:\\dir ‹x›"), ("\\\\ ‹x›", "\\ ‹x›"),
    ("", ""),
  ])
  func marksAreRemoved(_ source: String, _ shown: String) {
    #expect(plain(source) == shown)
  }
}
