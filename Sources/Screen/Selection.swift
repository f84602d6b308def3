/// What a reader has chosen of rows, as it was before it was laid out: without margins, labels and
/// rules, and with wrapped lines put together.
public enum SelectedText {
  /// - Parameters:
  ///   - start: the first column of the first row.
  ///   - end: the column behind the last one of the last row.
  /// - Complexity: O(length)
  public static func of(_ rows: [StyledLine], from start: Int, to end: Int) -> String {
    var text = ""
    var isFirst = true
    for (index, row) in rows.enumerated() where !row.isLabel && !row.isRule {
      let from = max(row.margin, index == 0 ? start : 0)
      let part = row.text(from: from, to: index == rows.count - 1 ? end : .max)
      if !isFirst {
        switch row.join {
        case .none: text += "\n"
        case .space: text += " "
        case .cut: break
        }
      }
      isFirst = false
      text += part
    }
    return text
  }
}

extension StyledLine {
  /// Whether it is a line that was drawn, not written.
  fileprivate var isRule: Bool {
    !isEmpty && spans.allSatisfy { $0.style.role == .rule || $0.text.allSatisfy { $0 == " " } }
      && spans.contains { $0.style.role == .rule && $0.style.isOwn }
      && !spans.contains { $0.text.contains("│") }
  }

  /// The characters that begin in those columns, without spaces at the end of the line.
  fileprivate func text(from start: Int, to end: Int) -> String {
    var text = ""
    var column = 0
    for span in spans {
      for character in span.text {
        if column >= end { return text }
        if column >= start { text.append(character) }
        column += span.style.columns(of: character)
      }
    }
    while text.last == " " { text.removeLast() }
    return text
  }

  /// The line with those columns in the role of what is selected, its margin left out.
  public func selected(from start: Int, to end: Int) -> StyledLine {
    var line = self
    line.spans = []
    var column = 0
    for span in spans {
      for character in span.text {
        let isSelected = column >= max(start, margin) && column < end && !isLabel
        let style = span.style.isOwn ? Style(.selection).own : Style(.selection)
        line.append(String(character), isSelected ? style : span.style)
        column += span.style.columns(of: character)
      }
    }
    return line
  }

  /// The columns of the word at a place: letters and digits, or else the one character there.
  public func wordColumns(at column: Int) -> Range<Int> {
    var start = 0
    var isInWord = false
    var position = 0
    var hit: Range<Int>?
    for span in spans {
      for character in span.text {
        let width = span.style.columns(of: character)
        let isWord = character.isLetter || character.isNumber || character == "_"
        if !isWord || !isInWord {
          if let hit, hit.contains(column) { return hit }
          start = position
        }
        isInWord = isWord
        position += width
        hit = start..<position
      }
    }
    if let hit, hit.contains(column) { return hit }
    return column..<column
  }
}
