import Screen
import TestKit
import Testing

@testable import App

@Suite struct ComposerTests {
  private func typed(_ text: String) -> Composer {
    var composer = Composer()
    composer.insert(text)
    return composer
  }

  @Test func everyEditKeepsClustersWhole() {
    var composer = typed("a👨‍👩‍👧é")
    composer.moveLeft()
    composer.moveLeft()
    #expect(composer.before == "a")
    composer.deleteForward()
    #expect(composer.text == "aé")
    composer.moveToLineEnd()
    composer.deleteBackward()
    #expect(composer.text == "a")
  }

  @Test(arguments: [
    ("one two  ", "one "), ("one", ""), ("path/to ", ""), ("", ""), ("a\nb", "a\n"),
  ])
  func deletesTheWordBefore(_ text: String, _ expected: String) {
    var composer = typed(text)
    composer.deleteWordBackward()
    #expect(composer.text == expected)
  }

  @Test func movesByWordsAndLines() {
    var composer = typed("one two\nthree")
    composer.moveWordLeft()
    #expect(composer.before == "one two\n")
    composer.moveWordLeft()
    #expect(composer.before == "one ")
    composer.moveToLineEnd()
    #expect(composer.before == "one two")
    let hadLineBelow = composer.moveDown()
    #expect(hadLineBelow)
    #expect(composer.before == "one two\nthree")
    let hadLineAbove = composer.moveUp()
    #expect(hadLineAbove)
    #expect(composer.before == "one t")
  }

  @Test("Moves like an editor that works character by character", arguments: 0..<40)
  func movesAsTheModel(seed: UInt64) {
    var random = SplitMix64(state: seed)
    let alphabet: [Character] = ["a", "é", "量", "👩‍👩‍👧", " ", ".", "_", "\n", "\n"]
    let text = (0..<60).map { _ in alphabet.randomElement(using: &random) ?? "a" }
    var composer = typed(String(text))
    var model = SlowEditor(text: text, caret: text.count)
    for _ in 0..<200 {
      switch Int.random(in: 0..<8, using: &random) {
      case 0:
        composer.moveLeft()
        model.caret = max(0, model.caret - 1)
      case 1:
        composer.moveRight()
        model.caret = min(text.count, model.caret + 1)
      case 2:
        composer.moveToLineStart()
        model.caret = model.lineStart
      case 3:
        composer.moveToLineEnd()
        model.caret = model.lineEnd
      case 4:
        composer.moveWordLeft()
        model.moveWordLeft()
      case 5:
        composer.moveWordRight()
        model.moveWordRight()
      case 6: #expect(composer.moveUp() == model.moveUp())
      default: #expect(composer.moveDown() == model.moveDown())
      }
      #expect(composer.before == String(text[..<model.caret]))
      #expect(composer.after == String(text[model.caret...]))
    }
  }

  /// Moving character by character would take minutes.
  @Test func lineOfAMegabyteIsCrossedAtOnce() {
    var composer = typed(String(repeating: "word ", count: 400_000))
    composer.moveToLineStart()
    #expect(composer.before.isEmpty)
    composer.moveToLineEnd()
    #expect(composer.after.isEmpty)
    composer.moveWordLeft()
    composer.deleteToLineStart()
    #expect(composer.text == "word ")
  }

  @Test func recallsQuestionsAndReturnsToTheDraft() {
    var composer = typed("draft")
    let history = ["first", "second"]
    composer.recallOlder(history)
    composer.recallOlder(history)
    composer.recallOlder(history)
    #expect(composer.text == "first")
    composer.recallNewer(history)
    #expect(composer.text == "second")
    composer.recallNewer(history)
    composer.recallNewer(history)
    #expect(composer.text == "draft")
  }

  @Test(arguments: [
    ("", "", [""], Point(x: 0, y: 0)),
    ("hello", "", ["hello"], Point(x: 5, y: 0)),
    ("abcdefghij", "", ["abcdefghij", ""], Point(x: 0, y: 1)),
    ("ab\ncd", "ef", ["ab", "cdef"], Point(x: 2, y: 1)),
    ("量子纠缠是", "什", ["量子纠缠是", "什"], Point(x: 0, y: 1)),
    ("abcdefghijklmnop\nq", "", ["abcdefghij", "klmnop", "q"], Point(x: 1, y: 2)),
    ("量abcdefgh", "ij", ["量", "abcdefghij"], Point(x: 8, y: 1)),
    ("it is longer", "", ["it is ", "longer"], Point(x: 6, y: 1)),
    ("it is lo", "nger", ["it is ", "longer"], Point(x: 2, y: 1)),
    ("it is ", "longer", ["it is ", "longer"], Point(x: 0, y: 1)),
    ("one two th", "", ["one two th", ""], Point(x: 0, y: 1)),
    ("one two th ", "", ["one two ", "th "], Point(x: 3, y: 1)),
    ("one two   ", "x", ["one two   ", "x"], Point(x: 0, y: 1)),
    ("one two      ", "x", ["one two   ", "   x"], Point(x: 3, y: 1)),
    ("é two well-", "known", ["é two ", "well-known"], Point(x: 5, y: 1)),
    ("abcdefghij", "\nq", ["abcdefghij", "", "q"], Point(x: 0, y: 1)),
    ("a\tb", "\tc", ["a   b   c"], Point(x: 5, y: 0)),
    ("a\n\nb", "", ["a", "", "b"], Point(x: 1, y: 2)),
    ("a", "量子纠缠是", ["a量子纠缠", "是"], Point(x: 1, y: 0)),
    ("x\u{1B}[2J", "", ["x␛[2J"], Point(x: 5, y: 0)),
  ])
  func wrapsTextAndPlacesTheCaret(
    _ before: String, _ after: String, _ rows: [String], _ caret: Point
  ) {
    var composer = typed(before + after)
    for _ in after { composer.moveLeft() }
    let laidOut = ComposerRows(composer, width: 10)
    #expect(laidOut.rows == rows)
    #expect(laidOut.caret == caret)
  }

  /// Only the visible part is laid out, no matter how much was pasted.
  @Test(arguments: [
    String(repeating: "word ", count: 200_000), String(repeating: "line\n", count: 200_000),
    "a" + String(repeating: "\u{301}", count: 500_000), String(repeating: "量子", count: 150_000),
    String(repeating: " ", count: 1_000_000), String(repeating: "é", count: 500_000),
  ])
  func onlyRowsNearTheCaretAreLaidOut(_ text: String) {
    var composer = Composer()
    for isAtEnd in [true, false] {
      composer.insert(text)
      if !isAtEnd {
        composer.moveToLineStart()
        #expect(composer.before.isEmpty || composer.before.hasSuffix("\n"))
      }
      let laidOut = ComposerRows(composer, width: 40, most: 10)
      #expect(laidOut.rows.reduce(0) { $0 + $1.utf8.count } < 60_000)
      #expect(laidOut.rows.count >= 10)
      #expect(laidOut.rows.indices.contains(laidOut.caret.y))
      #expect(laidOut.isAtStart == composer.before.isEmpty)
      composer = Composer()
    }
  }

  @Test func hiddenRowsOfTheDraftAreMarked() {
    var script = Script()
    script.state.composer = Composer((1...20).map { "row \($0)" }.joined(separator: "\n"))
    let end = script.rows(width: 80, height: 24).filter { $0.contains("row ") }
    #expect(end.first?.hasPrefix(" ↑ row ") == true && end.last == "   row 20")
    for _ in 0..<19 { script.press(Key(.up)) }
    let start = script.rows(width: 80, height: 24).filter { $0.contains("row ") }
    #expect(start.first == " › row 1" && start.last?.hasPrefix(" ↓ row ") == true)
  }

  /// The pieces add up to the whole text, and are cut between characters.
  @Test(arguments: [0, 1, 4095, 4096, 4097, 8192, 9000, 15_000])
  func partsAreTheText(_ place: Int) {
    let line = String(repeating: "aé量👩‍👩‍👧 ", count: 700)
    let text = line + "\n\n" + line + "\nend\n"
    let characters = Array(text)
    let place = min(place, characters.count)
    var composer = Composer(text)
    composer.move(to: String(characters[..<place]).utf8.count)
    let parts = ComposerParts(composer.buffer)
    let caret = parts.caretPart
    let all =
      parts.earlier.reversed().map { [$0.text] } + [[caret.before.text, caret.after.text]]
      + parts.later.map { [$0.text] }
    let joined = all.flatMap { $0 }.joined()
    #expect(joined == text.filter { $0 != "\n" })
    #expect(all.allSatisfy { $0.reduce(0) { $0 + $1.utf8.count } <= ComposerParts.longest + 64 })
    // The number of characters is the same, so none was split.
    #expect(all.joined().reduce(0) { $0 + $1.count } == joined.count)
  }

  @Test func cutOrClearedTextIsInsertedAgain() {
    var composer = Composer("one two three")
    composer.edit(.control("w"))
    composer.edit(.control("w"))
    #expect(composer.text == "one ")
    composer.edit(.control("y"))
    #expect(composer.text == "one two three")
    composer.edit(Key(.left))
    composer.edit(.control("k"))
    composer.edit(.control("y"))
    #expect(composer.text == "one two three")
    composer.clear()
    composer.edit(.control("y"))
    #expect(composer.text == "one two three")
  }

  /// The rows contain every character, in order, and the caret is at its position in the text.
  @Test func caretIsAtItsCharacter() {
    let alphabet: [Character] = ["a", "b", "-", " ", " ", "\n", "量", "，", "é", "👩‍👩‍👧"]
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      let text = (0..<Int.random(in: 0...40, using: &random)).compactMap { _ in
        alphabet.randomElement(using: &random)
      }
      let place = Int.random(in: 0...text.count, using: &random)
      var composer = typed(String(text[..<place]))
      composer.insert(String(text[place...]))
      for _ in place..<text.count { composer.moveLeft() }
      let width = Int.random(in: 2...12, using: &random)
      let laidOut = ComposerRows(composer, width: width)
      func isSeen(_ text: some Sequence<Character>) -> String {
        String(text.filter { $0 != "\n" })
      }
      let seed =
        "\(composer.before.debugDescription) \(composer.after.debugDescription) in \(width)"
      #expect(laidOut.rows.joined(separator: "") == isSeen(text), "\(seed)")
      #expect(laidOut.rows.allSatisfy { DisplayWidth.of($0) <= width }, "\(seed)")
      // The rows before the caret contain the text before the caret.
      var before = laidOut.rows[..<laidOut.caret.y].joined(separator: "")
      var columns = 0
      for character in laidOut.rows[laidOut.caret.y] where columns < laidOut.caret.x {
        before.append(character)
        columns += DisplayWidth.of(character)
      }
      #expect(columns == laidOut.caret.x, "\(seed)")
      #expect(before == isSeen(text[..<place]), "\(seed)")
    }
  }
}

/// A simple, slow implementation of each move, to compare with.
private struct SlowEditor {
  let text: [Character]
  var caret: Int

  var lineStart: Int { (text[..<caret].lastIndex(of: "\n") ?? -1) + 1 }
  var lineEnd: Int { text[caret...].firstIndex(of: "\n") ?? text.count }

  private func isWord(_ place: Int) -> Bool {
    text[place].isLetter || text[place].isNumber || text[place] == "_"
  }

  mutating func moveWordLeft() {
    while caret > 0, !isWord(caret - 1) { caret -= 1 }
    while caret > 0, isWord(caret - 1) { caret -= 1 }
  }

  mutating func moveWordRight() {
    while caret < text.count, !isWord(caret) { caret += 1 }
    while caret < text.count, isWord(caret) { caret += 1 }
  }

  mutating func moveUp() -> Bool {
    guard lineStart > 0 else { return false }
    let column = caret - lineStart
    caret = lineStart - 1
    caret = min(caret, lineStart + column)
    return true
  }

  mutating func moveDown() -> Bool {
    guard lineEnd < text.count else { return false }
    let column = caret - lineStart
    caret = lineEnd + 1
    caret = min(lineEnd, caret + column)
    return true
  }
}
