extension [StyledLine] {
  /// Returns the first `count` rows. If any rows are omitted, the last row returned ends in an
  /// ellipsis, after a whole word if possible.
  /// - Parameter width: the maximum width of a row, in columns.
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
    if self.width + 1 > width {
      guard let words = words(width: width - 1) else {
        // Append text that does not fit, to force truncation.
        line.append("  ", spans.last?.style ?? .secondary)
        return line.truncated(to: width)
      }
      line = words
    }
    line.dropLastMarks()
    line.append("…", (line.spans.last?.style ?? .secondary).own)
    return line
  }

  /// Drops commas, full stops and separators, which read badly before an ellipsis.
  private mutating func dropLastMarks() {
    while let last = spans.indices.last {
      while let character = spans[last].text.last, ".,;:· ".contains(character) {
        spans[last].text.removeLast()
      }
      guard spans[last].text.isEmpty, spans.count > 1 else { return }
      spans.removeLast()
    }
  }

  /// Returns the line if it fits; otherwise, as many whole words as fit, followed by an ellipsis.
  /// If the words would fill less than half of the columns, the line is cut within a word instead.
  public func endingAtWord(within columns: Int) -> StyledLine {
    guard width > columns else { return self }
    guard let words = words(width: columns - 1), words.width * 2 >= columns else {
      return truncated(to: columns)
    }
    return words.endingEarly(width: columns)
  }

  /// Returns the line without its final sentences if they do not fit. If not even the first
  /// sentence fits, the line ends after a whole word.
  public func endingAtSentence(within columns: Int) -> StyledLine {
    endingBefore(". ", keeping: 1, within: columns)
  }

  /// Returns the line without its final fields if they do not fit. If not even the first field
  /// fits, the line ends after a whole word.
  /// - Parameter separator: the text between two fields.
  public func endingAtField(within columns: Int, separator: String = " · ") -> StyledLine {
    endingBefore(separator, keeping: 0, within: columns)
  }

  /// - Parameter kept: how many characters of the separator stay.
  private func endingBefore(
    _ separator: String, keeping kept: Int, within columns: Int
  ) -> StyledLine {
    guard width > columns else { return self }
    var rest = text[...]
    while let end = rest.ranges(of: separator).last {
      rest = rest[..<end.lowerBound]
      var line = self
      line.cut(toCharacters: rest.count + kept)
      if line.width <= columns { return line }
    }
    return endingAtWord(within: columns)
  }

  /// Returns the line without its first characters.
  public func dropping(_ count: Int) -> StyledLine {
    var line = self
    var left = count
    for index in spans.indices where left > 0 {
      let length = spans[index].text.count
      line.spans[index].text = String(spans[index].text.dropFirst(left))
      left -= min(left, length)
    }
    line.spans.removeAll { $0.text.isEmpty }
    return line
  }

  private mutating func cut(toCharacters count: Int) {
    var left = count
    for index in spans.indices {
      spans[index].text = String(spans[index].text.prefix(left))
      left = max(0, left - spans[index].text.count)
    }
  }

  /// Returns the words that fit, without the space after them; `nil` if not even one fits.
  private func words(width: Int) -> StyledLine? {
    var used = 0
    var end: (span: Int, length: Int)?
    var previous: (character: Character, columns: Int)?
    for (number, span) in spans.enumerated() {
      for (index, character) in span.text.enumerated() {
        if used > width { break }
        let columns = span.style.columns(of: character)
        let isBreak = previous.map {
          columns == 2
            && Wrapping.canBreak(
              after: $0.character, columns: $0.columns, before: character, columns: columns)
        }
        if character == " " || isBreak == true { end = (number, index) }
        previous = (character, columns)
        used += columns
      }
    }
    guard let end else { return nil }
    var line = self
    line.spans = Array(spans[...end.span])
    line.spans[end.span].text = String(spans[end.span].text.prefix(end.length))
    while let last = line.spans.indices.last, line.spans[last].text.last == " " {
      line.spans[last].text.removeLast()
    }
    return line.width > 0 ? line : nil
  }
}
