import Screen
import Testing

@Suite struct CutTests {
  private func cut(_ rows: [String], to count: Int, width: Int = 6) -> [String] {
    rows.map { StyledLine($0) }.cut(to: count, width: width).map(\.text)
  }

  @Test func rowsThatAreLeftOutLeaveAnEllipsis() {
    #expect(cut(["one", "two"], to: 2) == ["one", "two"])
    #expect(cut(["one", "two", "three"], to: 2) == ["one", "two…"])
    #expect(cut(["one", "twelve", "three"], to: 2) == ["one", "twelv…"])
    #expect(cut(["one", "eleve", "three"], to: 2) == ["one", "eleve…"])
    #expect(
      cut(["a bcde", "x"], to: 1) == ["a…"]
        && cut(["ab cd e", "x"], to: 1, width: 7) == ["ab cd…"])
    #expect(cut(["你好吗", "x"], to: 1) == ["你好…"])
    #expect(cut(["one", "two"], to: 0) == [] && cut([], to: 3) == [])
  }

  @Test(arguments: [
    ("one two three", 13, "one two three"), ("one two three", 12, "one two…"),
    ("one two three", 8, "one two…"), ("one two three", 7, "one tw…"),
    ("a verylongword", 10, "a verylon…"),
    ("量子纠缠是什么", 8, "量子纠…"), ("one two, three", 10, "one two…"),
    ("Chinese: 思考与回答", 14, "Chinese: 思考…"), ("word", 1, "…"), ("", 0, ""),
  ])
  func aLineEndsAtAWord(_ text: String, _ columns: Int, _ shown: String) {
    #expect(StyledLine(text).endingAtWord(within: columns).text == shown)
  }

  @Test(arguments: [
    ("One. Two. Three.", 16, "One. Two. Three."), ("One. Two. Three.", 12, "One. Two."),
    ("One. Two. Three.", 8, "One."), ("One long sentence. Two.", 12, "One long…"),
  ])
  func aLineEndsAtASentence(_ text: String, _ columns: Int, _ shown: String) {
    #expect(StyledLine(text).endingAtSentence(within: columns).text == shown)
  }

  @Test(arguments: [
    ("qwen3 · 3 s · 88 tok", 20, "qwen3 · 3 s · 88 tok"),
    ("qwen3 · 3 s · 88 tok", 19, "qwen3 · 3 s"), ("qwen3 · 3 s", 8, "qwen3"), ("qwen3", 4, "qwe…"),
  ])
  func aLineEndsAtAField(_ text: String, _ columns: Int, _ shown: String) {
    #expect(StyledLine(text).endingAtField(within: columns).text == shown)
  }

  @Test func theFirstCharactersAreDropped() {
    var line = StyledLine("ab", .text)
    line.append("cd", .accent)
    #expect(line.dropping(1).text == "bcd" && line.dropping(3).spans.map(\.text) == ["d"])
    #expect(line.dropping(9).isEmpty)
  }

  @Test func everyOccurrenceOfAWordIsMarked() {
    func marked(_ text: String, _ words: String...) -> [String] {
      StyledLine(text).marking(words.map { FoldedLetters($0) }).spans
        .filter { $0.style.role == .match }.map(\.text)
    }
    #expect(marked("Café cafe", "CAFE") == ["Café", "cafe"])
    #expect(marked("关于量子的量子", "量子") == ["量子", "量子"])
    #expect(marked("one two", "two", "on") == ["on", "two"] && marked("one", "x", "") == [])
  }
}
