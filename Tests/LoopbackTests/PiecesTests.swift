import Testing

@testable import Loopback

struct PiecesTests {
  @Test(arguments: [
    ("", []),
    ("one two  three\n", ["one", " two", "  three", "\n"]),
    ("\n\n## Head\nline", ["\n\n##", " Head", "\nline"]),
    ("中文字符，好", ["中文", "字符", "，好"]),
    ("is 中文 too", ["is", " 中文", " too"]),
    ("a中b", ["a", "中", "b"]),
    ("👩‍💻 e\u{301}", ["👩‍💻", " e\u{301}"]),
  ])
  func cutsAtWordsAndIdeographs(_ text: String, _ pieces: [String]) {
    #expect(Array(Pieces(.fixed(text))) == pieces)
  }

  @Test func makesChunksOneAtATime() {
    var pieces = Pieces(.chunks(Script.mostChunks))
    #expect(pieces.next() == "the")
    #expect(Array(Pieces(.chunks(3))) == ["the", " server", " writes"])
    let text = Pieces(.chunks(121)).joined()
    #expect(text.split(separator: "\n\n").count == 3)
  }
}

struct StopFilterTests {
  private func passed(_ pieces: [String], _ stops: [String]) -> String {
    var filter = StopFilter(stops)
    var text = ""
    for piece in pieces { text += filter.feed(piece).joined() }
    return text + filter.finish().joined()
  }

  /// However the text is cut, only the text before the first stop string passes.
  @Test(arguments: [
    ("abcabd", ["abd"], "abc"),
    ("aaab", ["aab"], "a"),
    ("abc", ["x"], "abc"),
    ("abc", ["abcd"], "abc"),
    ("abc", ["a"], ""),
    ("abc", [""], "abc"),
    ("abcdef", ["cdx", "de"], "abc"),
    ("好的，再见", ["，再"], "好的"),
  ])
  func passesTextBeforeTheStopString(_ text: String, _ stops: [String], _ expected: String) {
    let characters = text.map(String.init)
    for pattern in 0..<(1 << max(0, characters.count - 1)) {
      var pieces = [""]
      for (index, character) in characters.enumerated() {
        pieces[pieces.count - 1] += character
        if pattern >> index & 1 == 1 { pieces.append("") }
      }
      #expect(passed(pieces, stops) == expected)
    }
  }

  @Test func holdsBackOnlyPossibleStopStrings() {
    var filter = StopFilter(["xyz"])
    #expect(filter.feed("a") == ["a"])
    #expect(filter.feed("bx") == [])
    #expect(filter.feed("yw") == ["bx", "yw"])
    #expect(filter.finish() == [])
  }
}
