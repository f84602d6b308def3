internal import Screen

extension StyledLine {
  /// Returns a sentence about a problem, preceded by the usual error mark.
  static func trouble(_ sentence: String) -> StyledLine {
    var line = StyledLine("! ", Style(.error, .bold))
    line.append(Sanitizer.sanitizeLine(sentence), Style(.error))
    return line
  }

  /// Returns a sentence about a problem, wrapped to `width`. Even a long path starts right after
  /// the mark.
  static func trouble(_ sentence: String, width: Int) -> [StyledLine] {
    Wrapping.wrap(
      StyledLine(Sanitizer.sanitizeLine(sentence), Style(.error)), width: width,
      first: StyledLine("! ", Style(.error, .bold)), rest: StyledLine("  "))
  }
}
