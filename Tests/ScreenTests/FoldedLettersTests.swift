import Screen
import Testing

@Suite struct FoldedLettersTests {
  private func text(_ letters: FoldedLetters) -> String {
    String(String.UnicodeScalarView(letters.letters.compactMap(Unicode.Scalar.init)))
  }

  @Test(arguments: [
    ("Qwen3-32B", "qwen3-32b", [0, 1, 2, 3, 4, 5, 6, 7, 8]), ("Café", "cafe", [0, 1, 2, 3]),
    ("weiß", "weiss", [0, 1, 2, 3, 3]), ("Ｒ１：x", "r1:x", [0, 1, 2, 3]),
    ("量子", "量子", [0, 1]), ("", "", []), ("a\r\nb", "a\r\nb", [0, 1, 1, 2]),
  ])
  func everyLetterKnowsItsCharacter(_ source: String, _ folded: String, _ characters: [Int]) {
    let letters = FoldedLetters(source)
    #expect(text(letters) == folded)
    #expect(letters.characters == characters)
  }

  @Test func wordsStartAfterWhateverIsNoLetter() {
    let letters = FoldedLetters("ab/cd-e")
    #expect(letters.startsWord == [true, false, false, true, false, false, true])
  }
}

@Suite struct RecedingTests {
  @Test func textBeneathAnOverlayIsFaint() {
    var canvas = Canvas(size: Size(width: 4, height: 1))
    canvas.draw("a量b", Style(.heading, .bold), x: 0, y: 0)
    canvas.placeCursor(Point(x: 1, y: 0))
    canvas.recede()
    #expect(GridText(canvas.grid).rows == ["a量b"])
    #expect(canvas.cell(x: 0, y: 0).style.role == .rule)
    #expect(canvas.cell(x: 0, y: 0).style.emphasis == .dim)
    #expect(canvas.grid.cursor == nil)
  }
}
