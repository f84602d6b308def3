/// Moving the caret, and deleting the text that such a move would cross.
extension Composer {
  private var caret: Int { buffer.caret }

  mutating func moveLeft() { move(to: buffer.characterStart(before: caret)) }

  mutating func moveRight() { move(to: buffer.characterEnd(after: caret)) }

  mutating func moveToLineStart() { move(to: buffer.lineStart) }

  mutating func moveToLineEnd() { move(to: buffer.lineEnd(at: caret)) }

  mutating func moveToStart() { move(to: 0) }

  mutating func moveToEnd() { move(to: buffer.count) }

  mutating func moveWordLeft() { move(to: wordStart(before: caret, Self.isWord)) }

  mutating func moveWordRight() { move(to: wordEnd(after: caret)) }

  /// Moves one line up, to the same column or the end of a shorter line.
  /// - Returns: whether there was a line above.
  mutating func moveUp() -> Bool {
    let start = buffer.lineStart
    guard start > 0 else { return false }
    moveInLine(at: buffer.lineStart(at: start - 1), column: column)
    return true
  }

  /// Moves one line down, to the same column or the end of a shorter line.
  /// - Returns: whether there was a line below.
  mutating func moveDown() -> Bool {
    guard let feed = buffer.lineFeed(from: caret) else { return false }
    moveInLine(at: feed + 1, column: column)
    return true
  }

  /// The number of characters before the caret in its line.
  private var column: Int { buffer.text(in: buffer.lineStart..<caret).count }

  private mutating func moveInLine(at start: Int, column: Int) {
    let line = buffer.text(in: start..<buffer.lineEnd(at: start))
    move(to: start + line.prefix(column).utf8.count)
  }

  // MARK: Words

  static func isWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }

  /// Returns the start of the word at or before a place.
  private func wordStart(before place: Int, _ isPart: (Character) -> Bool) -> Int {
    var place = place
    while let last = buffer.character(before: place), !isPart(last) {
      place = buffer.characterStart(before: place)
    }
    while let last = buffer.character(before: place), isPart(last) {
      place = buffer.characterStart(before: place)
    }
    return place
  }

  private func wordStart(after place: Int) -> Int {
    var place = place
    while let next = buffer.character(after: place), !Self.isWord(next) {
      place = buffer.characterEnd(after: place)
    }
    return place
  }

  /// Returns the end of the word at or after a place.
  private func wordEnd(after place: Int) -> Int {
    var place = wordStart(after: place)
    while let next = buffer.character(after: place), Self.isWord(next) {
      place = buffer.characterEnd(after: place)
    }
    return place
  }

  /// Returns the word around a character; any other character is alone.
  func word(at character: Range<Int>) -> Range<Int> {
    guard let first = buffer.character(after: character.lowerBound), !character.isEmpty,
      Self.isWord(first)
    else { return character }
    let end = wordEnd(after: character.lowerBound)
    return wordStart(before: character.upperBound, Self.isWord)..<end
  }

  // MARK: Deleting

  mutating func deleteBackward() {
    replace(buffer.characterStart(before: caret)..<caret, with: "", as: .deletingBackward)
  }

  mutating func deleteForward() {
    replace(caret..<buffer.characterEnd(after: caret), with: "", as: .deletingForward)
  }

  /// Deletes back to white space, as a terminal does.
  mutating func deleteWordBackward() { cutBack(to: wordStart(before: caret) { !$0.isWhitespace }) }

  /// Deletes back to a character that is not part of a word.
  mutating func deletePartBackward() { cutBack(to: wordStart(before: caret, Self.isWord)) }

  mutating func deleteWordForward() { cutForward(to: wordEnd(after: caret)) }

  mutating func deleteToLineStart() { cutBack(to: buffer.lineStart) }

  /// Deletes to the end of the line. At the end of a line, deletes the line feed, as in a shell's
  /// editor.
  mutating func deleteToLineEnd() {
    let end = buffer.lineEnd(at: caret)
    cutForward(to: end == caret ? buffer.characterEnd(after: caret) : end)
  }

  /// Removes a range as a separate undo step.
  /// - Parameter isCut: whether ``yank()`` can insert the text again.
  mutating func remove(_ range: Range<Int>, isCut: Bool) {
    cuts.endCutting()
    if isCut { cuts.cutForward(expandedText(in: range)) }
    replace(range, with: "")
    endRun()
  }

  private mutating func cutBack(to start: Int) {
    cuts.cutBackward(folds.expand(buffer.text(in: start..<caret)))
    replace(start..<caret, with: "")
  }

  private mutating func cutForward(to end: Int) {
    cuts.cutForward(folds.expand(buffer.text(in: caret..<end)))
    replace(caret..<end, with: "")
  }

  /// Inserts the text that was last cut or cleared.
  mutating func yank() {
    guard let text = cuts.last else { return }
    let start = caret
    insertWhole(text)
    cuts.noteInserted(start..<caret)
  }

  /// Replaces the text that was just inserted with the text that was cut before it.
  mutating func yankOlder() {
    guard let (range, text) = cuts.older() else { return }
    replaceWhole(range, with: text)
    cuts.noteInserted(range.lowerBound..<caret, isLast: false)
  }

  // MARK: Changing words

  mutating func changeWord(_ change: (String) -> String) {
    let (start, end) = (wordStart(after: caret), wordEnd(after: caret))
    guard start < end else { return }
    replace(start..<end, with: change(buffer.text(in: start..<end)))
  }

  /// Exchanges the word before the caret with the one after it. At the end of a line, exchanges
  /// the last two words.
  mutating func transposeWords() {
    var end = wordEnd(after: caret)
    if wordStart(after: caret) >= buffer.lineEnd(at: caret) {
      end = wordEnd(after: wordStart(before: caret, Self.isWord))
    }
    let second = wordStart(before: end, Self.isWord)
    let first = wordStart(before: second, Self.isWord)
    let firstEnd = wordEnd(after: first)
    guard first < second, firstEnd <= second else { return }
    replace(
      first..<end,
      with: buffer.text(in: second..<end) + buffer.text(in: firstEnd..<second)
        + buffer.text(in: first..<firstEnd))
  }
}
