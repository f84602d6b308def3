internal import Screen

extension StyledLine {
  /// Returns a sentence about what went wrong, with the mark that all such sentences have.
  static func trouble(_ sentence: String) -> StyledLine {
    var line = StyledLine("! ", Style(.error, .bold))
    line.append(Sanitizer.sanitizeLine(sentence), Style(.error))
    return line
  }

  /// Returns the sentence in rows of this width. Even a long path stays next to the mark.
  static func trouble(_ sentence: String, width: Int) -> [StyledLine] {
    Wrapping.wrap(
      StyledLine(Sanitizer.sanitizeLine(sentence), Style(.error)), width: width,
      first: StyledLine("! ", Style(.error, .bold)), rest: StyledLine("  "))
  }
}
