/// What a reader has chosen of rows, as it was before it was laid out: without bars, labels and rules,
/// with wrapped lines put together, and with the tabs, indentation and list markers of the source.
public enum SelectedText {
  /// - Parameters:
  ///   - start: the first column of the first row.
  ///   - end: the column behind the last one of the last row.
  /// - Complexity: O(length)
  public static func of(_ rows: [StyledLine], from start: Int, to end: Int) -> String {
    var text = ""
    var isFirst = true
    for (index, row) in rows.enumerated() where !row.isLabel && !row.isRule {
      let from = index == 0 ? start : 0
      let to = index == rows.count - 1 ? end : .max
      // Where a line is cut, spaces are as good as any character.
      let isCut = rows.indices.contains(index + 1) && rows[index + 1].join == .cut
      let part =
        row.leadSource(from: from, to: to)
        + row.text(from: max(row.textStart, from), to: to, withSpacesAtEnd: isCut)
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

  /// The column of the text behind what is drawn before it.
  fileprivate var textStart: Int {
    join == .none ? max(margin, lead.reduce(0) { $0 + $1.columns }) : margin
  }

  /// What the source has before the text, as far as those columns stand for it. Where a line goes on,
  /// nothing is.
  fileprivate func leadSource(from start: Int, to end: Int) -> String {
    guard join == .none else { return "" }
    var source = ""
    var column = 0
    for part in lead {
      if column < end, column + part.columns > start || start == 0 { source += part.source }
      column += part.columns
    }
    return source
  }

  /// The characters that begin in those columns.
  fileprivate func text(from start: Int, to end: Int, withSpacesAtEnd: Bool) -> String {
    var text = ""
    var column = 0
    for span in spans {
      for character in span.text {
        if column >= end { return text }
        if column >= start {
          switch span.style.written {
          case .asShown: text.append(character)
          case .tab: text.append("\t")
          case .filler: break
          }
        }
        column += span.style.columns(of: character)
      }
    }
    while !withSpacesAtEnd, text.last == " " { text.removeLast() }
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
