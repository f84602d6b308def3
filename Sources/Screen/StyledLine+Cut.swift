extension [StyledLine] {
  /// Returns the first rows. If others are left out, an ellipsis ends the last one, after a whole word
  /// if there is one.
  /// - Parameter width: the columns that a row may take.
  public func cut(to count: Int, width: Int) -> [StyledLine] {
    guard self.count > count else { return self }
    guard count > 0 else { return [] }
    var rows = Array(prefix(count))
    rows[count - 1] = rows[count - 1].endingEarly(width: width)
    return rows
  }
}

extension StyledLine {
  /// Returns the line with an ellipsis after the last word that leaves room for it.
  fileprivate func endingEarly(width: Int) -> StyledLine {
    var line = self
    if self.width + 2 > width {
      guard let words = words(width: width - 2) else {
        // Append something that does not fit, to force truncation.
        line.append("  ", spans.last?.style ?? .secondary)
        return line.truncated(to: width)
      }
      line = words
    }
    line.append(" …", .secondary)
    return line
  }

  /// Returns the words that fit, without the space after them; `nil` if not even one does.
  private func words(width: Int) -> StyledLine? {
    var used = 0
    var end: (span: Int, length: Int)?
    for (number, span) in spans.enumerated() {
      for (index, character) in span.text.enumerated() {
        if used > width { break }
        if character == " " { end = (number, index) }
        used += span.style.columns(of: character)
      }
    }
    guard let end else { return nil }
    var line = self
    line.spans = Array(spans[...end.span])
    line.spans[end.span].text = String(spans[end.span].text.prefix(end.length))
    return line.width > 0 ? line : nil
  }
}
