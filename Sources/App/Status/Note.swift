internal import Screen

/// A message on the screen. Its rows line up after the mark, if it has one.
struct Note {
  private let mark: StyledLine
  private let line: StyledLine

  init(_ line: StyledLine, mark: StyledLine = StyledLine()) {
    (self.mark, self.line) = (mark, line)
  }

  init(_ text: String, _ style: Style) { self.init(StyledLine(text, style)) }

  /// The mark before a sentence about a problem. Colour alone would not be enough.
  static var troubleMark: StyledLine {
    var mark = StyledLine("!", Style(.error, .bold))
    // With sixteen colours, errors have a red background. It must not touch the text.
    mark.append(" ", .text)
    return mark
  }

  /// A sentence about a problem.
  static func trouble(_ sentence: String) -> Note {
    Note(StyledLine(Sanitizer.sanitizeLine(sentence), Style(.error)), mark: troubleMark)
  }

  /// Returns the wrapped rows. Even a long path starts right after the mark.
  func rows(width: Int) -> [StyledLine] {
    Wrapping.wrap(
      line, width: width, first: mark,
      rest: StyledLine(String(repeating: " ", count: mark.width)), hasFields: true)
  }
}
