/// Word wrapping of text that arrives in pieces, for output that cannot be changed once written. A
/// word is held back until it is complete, or until it is clear that it does not fit.
///
/// Rows end at the same places as with ``Wrapping``. Code between Markdown fences is unchanged, and
/// the terminal breaks a word longer than a row. The rows do not depend on how the arriving text is
/// split.
public struct WordFlow: Sendable {
  /// The number of columns per row; if `nil`, lines are not broken.
  public var width: Int?
  private var column = 0
  private var spaces = ""
  private var spacesWidth = 0
  private var word: [Wrapping.Glyph] = []
  private var wordWidth = 0
  private var previous: Wrapping.Glyph?
  /// The indexes in the word where a hyphen allows a break, unless the word is an address.
  private var hyphens: [Int] = []
  /// Whether the beginning of the word is already on the row, so that the rest must follow it.
  private var isWordOpen = false
  private var fence = FenceScanner()

  public init(width: Int?) { self.width = width }

  /// Whether the next text would begin a line. Held text counts as written.
  public var isAtLineStart: Bool { column == 0 && word.isEmpty && spaces.isEmpty }

  /// Notes that something else has moved the cursor to the start of a line.
  public mutating func noteLineStart() {
    if column > 0 { dropSpaces() }
    column = 0
  }

  /// Adds text.
  /// - Parameter text: whole grapheme clusters that are safe for a terminal.
  /// - Returns: the text that can be written now.
  /// - Complexity: O(length)
  public mutating func push(_ text: String) -> String {
    var output = ""
    for character in text { add(character, to: &output) }
    return output
  }

  /// Ends the text.
  /// - Returns: the text that was held back.
  public mutating func finish() -> String {
    var output = ""
    endWord(&output)
    writeSpaces(&output)
    return output
  }

  private mutating func add(_ character: Character, to output: inout String) {
    if character == "\n" {
      output += finish()
      output.append(character)
      column = 0
      fence.endLine()
      return
    }
    let isCode = fence.isOpen
    fence.take(character)
    guard let width, !isCode else {
      output.append(character)
      column += 1
      return
    }
    if character == " " || character == "\t" {
      endWord(&output)
      spaces.append(character)
      spacesWidth += character == " " ? 1 : 8 - (column + spacesWidth) % 8
      return
    }
    add(
      Wrapping.Glyph(
        character: character, width: Style.text.columns(of: character), style: .text),
      within: width, to: &output)
  }

  private mutating func add(
    _ glyph: Wrapping.Glyph, within width: Int, to output: inout String
  ) {
    if let previous, Wrapping.canBreak(before: glyph, after: previous) {
      if !isWordOpen, Wrapping.isHyphenBreak(before: glyph, after: previous) {
        if !Wrapping.isOpening(word) { hyphens.append(word.count) }
      } else {
        endWord(&output)
      }
    }
    previous = glyph
    word.append(glyph)
    wordWidth += glyph.width
    let isTooLong = column + spacesWidth + wordWidth > width
    // A word with a hyphen may still turn out to be an address.
    let isKnown = hyphens.isEmpty || wordWidth > width || Wrapping.isAddress(word)
    if isWordOpen || column == 0 || isTooLong && isKnown {
      writeParts(&output)
      isWordOpen = true
    }
  }

  private mutating func endWord(_ output: inout String) {
    writeParts(&output)
    isWordOpen = false
    previous = nil
  }

  /// Writes the word, broken at its hyphens where that is allowed and necessary.
  private mutating func writeParts(_ output: inout String) {
    defer { hyphens = [] }
    guard let width, column + spacesWidth + wordWidth > width,
      wordWidth > width || !Wrapping.isAddress(word)
    else { return writeWord(&output) }
    let glyphs = word
    for (start, end) in zip([0] + hyphens, hyphens + [glyphs.count]) {
      word = Array(glyphs[start..<end])
      wordWidth = word.reduce(0) { $0 + $1.width }
      writeWord(&output)
    }
  }

  private mutating func writeWord(_ output: inout String) {
    guard !word.isEmpty else { return }
    if !isWordOpen, column > 0, let width, column + spacesWidth + wordWidth > width {
      output.append("\n")
      column = 0
    } else {
      output += spaces
      column += spacesWidth
    }
    dropSpaces()
    for glyph in word {
      output.append(glyph.character)
      // The terminal breaks anything longer than a row.
      let isFull = width.map { column + glyph.width > $0 } ?? false
      column = isFull ? glyph.width : column + glyph.width
    }
    word = []
    wordWidth = 0
  }

  /// Writes the spaces at the end of a line if they fit; otherwise the terminal would start a new
  /// row.
  private mutating func writeSpaces(_ output: inout String) {
    if let width, column + spacesWidth <= width {
      output += spaces
      column += spacesWidth
    }
    dropSpaces()
  }

  private mutating func dropSpaces() {
    spaces = ""
    spacesWidth = 0
  }
}

/// A scanner that reads Markdown character by character and tracks whether the current line is
/// between fences.
private struct FenceScanner {
  private enum Phase {
    /// Before the fence: spaces, quote marks or a list marker.
    case start
    case fence
    case rest
  }

  private(set) var isOpen = false
  private var openMark: Character = "`"
  private var openLength = 0
  private var phase = Phase.start
  private var mark: Character = "`"
  private var length = 0
  private var isBare = true
  private var hasMarkBehind = false

  mutating func take(_ character: Character) {
    switch phase {
    case .start:
      if character == "`" || character == "~" {
        phase = .fence
        mark = character
        length = 1
      } else if !isBefore(character) {
        phase = .rest
      }
    case .fence:
      if character == mark {
        length += 1
      } else {
        phase = .rest
        note(character)
      }
    case .rest: note(character)
    }
  }

  mutating func endLine() {
    if isOpen {
      if length >= openLength, mark == openMark, isBare { isOpen = false }
    } else if length >= 3, mark == "~" || !hasMarkBehind {
      isOpen = true
      openMark = mark
      openLength = length
    }
    phase = .start
    length = 0
    isBare = true
    hasMarkBehind = false
  }

  private mutating func note(_ character: Character) {
    if !character.isWhitespace { isBare = false }
    if character == "`" { hasMarkBehind = true }
  }

  private func isBefore(_ character: Character) -> Bool {
    if " \t>".contains(character) { return true }
    return !isOpen && "-*+.)0123456789".contains(character)
  }
}
