internal import Screen

extension StyledLine {
  /// Returns a sentence about what went wrong, with the mark that all of them have.
  static func trouble(_ sentence: String) -> StyledLine {
    var line = StyledLine("! ", Style(.error, .bold))
    line.append(Sanitizer.sanitizeLine(sentence), Style(.error))
    return line
  }
}
