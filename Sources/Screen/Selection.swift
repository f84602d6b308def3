/// The text that a reader has selected, as it was before layout: without bars, labels and rules,
/// with wrapped lines rejoined, and with the source's tabs, whole addresses, indentation and list
/// markers.
public enum SelectedText {
  /// Returns the selected text of the given rows.
  /// - Parameters:
  ///   - start: the first selected column of the first row.
  ///   - end: the column after the last selected one in the last row.
  /// - Complexity: O(length)
  public static func of(_ rows: [StyledLine], from start: Int, to end: Int) -> String {
    var text = ""
    var isFirst = true
    var address: Int?
    // If an item begins with a label, its marker belongs to the row below the label.
    var marker = ""
    for (index, row) in rows.enumerated() where !row.isRule {
      let from = index == 0 ? start : 0
      let to = index == rows.count - 1 ? end : .max
      if row.isLabel {
        marker = row.leadSource(from: from, to: to)
        continue
      }
      // Where a line was cut, trailing spaces are kept, because the line continues in the next row.
      let isCut = rows.indices.contains(index + 1) && rows[index + 1].join == .cut
      let lead = marker.isEmpty ? row.leadSource(from: from, to: to) : marker
      marker = ""
      let part =
        lead
        + row.text(
          from: max(row.textStart, from), to: to, withSpacesAtEnd: isCut, address: &address)
      if !isFirst {
        switch row.join {
        case .none: text += "\n"
        // A space before text that the program added was itself added by the program.
        case .space where row.beginsWithFiller: break
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
  /// Whether the line is a rule that the program drew, not text.
  fileprivate var isRule: Bool {
    !isEmpty && spans.allSatisfy { $0.style.role == .rule || $0.text.allSatisfy { $0 == " " } }
      && spans.contains { $0.style.role == .rule && $0.style.isOwn }
      && !spans.contains { $0.text.contains("│") }
  }

  /// Whether the text begins with something that is not part of the source.
  fileprivate var beginsWithFiller: Bool {
    var column = 0
    for span in spans {
      if column >= margin { return span.style.written == .filler && span.text.first != " " }
      column += span.style.columns(of: span.text)
    }
    return false
  }

  /// The column where the text begins, after any margin and decorations.
  fileprivate var textStart: Int {
    join == .none ? max(margin, lead.reduce(0) { $0 + $1.columns }) : margin
  }

  /// Returns the source of the decorations that lie in these columns; empty if the row continues
  /// a line.
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

  /// Returns the characters that begin in these columns.
  /// - Parameter address: the number of the link whose shortened address ends the previous row.
  ///   Updated for this row.
  fileprivate func text(
    from start: Int, to end: Int, withSpacesAtEnd: Bool, address: inout Int?
  ) -> String {
    var text = ""
    var column = 0
    for span in spans {
      for character in span.text {
        if column >= end { return text }
        if column >= start {
          let link = span.style.written == .address ? Int(span.style.link) : nil
          switch span.style.written {
          case .asShown: text.append(character)
          case .tab: text.append("\t")
          case .filler: break
          case .address where link == address: break
          case .address: text += link.flatMap { addresses[$0] } ?? ""
          }
          address = link
        }
        column += span.style.columns(of: character)
      }
    }
    while !withSpacesAtEnd, text.last == " " { text.removeLast() }
    return text
  }

  /// Returns the line with the text in these columns (not the margin) in the selection role.
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
    // A blank row shows one cell, as in vi, so that the end of the selection can be seen.
    if end == .max, column <= margin, !isLabel, surface == nil {
      line.append(" ", Style(.selection))
    }
    return line
  }

  /// Returns the line with its first cell after the margin marked as the selection's moving end.
  /// Without colours, the underline distinguishes this cell from the selection.
  public func withSelectionEnd() -> StyledLine {
    var line = self
    line.spans = []
    var column = 0
    var isMarked = false
    for span in spans {
      for character in span.text {
        var style = span.style
        if !isMarked, column >= margin {
          isMarked = true
          style = span.style.isOwn ? Self.selectionEnd.own : Self.selectionEnd
        }
        line.append(String(character), style)
        column += span.style.columns(of: character)
      }
    }
    if !isMarked { line.append(" ", Self.selectionEnd) }
    return line
  }

  private static let selectionEnd = Style(.match, .underline)

  /// Returns the columns of the character at a position; one column if it is after the text.
  public func characterColumns(at column: Int) -> Range<Int> {
    var position = 0
    for span in spans {
      for character in span.text {
        let end = position + span.style.columns(of: character)
        if column < end { return position..<end }
        position = end
      }
    }
    return column..<column + 1
  }

  /// Returns the columns of the word at a position: a run of letters, digits and underscores, or
  /// else the single character there.
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
