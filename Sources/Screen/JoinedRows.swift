/// Rows rejoined into the lines they were wrapped from, so that a search also finds matches
/// that continue in the next row.
public struct JoinedRows {
  private let rows: [StyledLine]
  /// The text of the rows. Lines are separated by line feeds, and continuation rows have no
  /// margin.
  public private(set) var text = ""
  /// The range of each row's text, in bytes of `text`.
  private var places: [Range<Int>] = []
  /// The number of bytes at the beginning of each row that are not in `text`.
  private var skipped: [Int] = []

  /// Joins the rows.
  /// - Complexity: O(length)
  public init(_ rows: [StyledLine]) {
    self.rows = rows
    for row in rows { append(row) }
  }

  private mutating func append(_ row: StyledLine) {
    if !places.isEmpty {
      switch row.join {
      case .none: text += "\n"
      case .space:
        while text.utf8.last == 0x20 { text.removeLast() }
        text += " "
      case .cut: break
      }
    }
    let own = row.text
    let margin = row.join == .none ? own[..<own.startIndex] : row.marginText(own)
    let start = text.utf8.count
    text += own[margin.endIndex...]
    places.append(start..<text.utf8.count)
    skipped.append(margin.utf8.count)
  }

  /// Returns the index of the row in which each match begins, in the order of the matches.
  public func rows(holding match: any Matching) -> [Int] {
    match.ranges(in: text).map { row(at: offset($0.lowerBound)) }
  }

  /// Returns the index of the row that contains the byte at `offset` in `text`.
  public func row(at offset: Int) -> Int {
    var (low, high) = (0, max(0, places.count - 1))
    while low < high {
      let middle = (low + high + 1) / 2
      if places[middle].lowerBound <= offset { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// Returns the rows with their matches in the match role.
  /// - Parameters:
  ///   - hit: the current row of the search. Matches that begin in this row are underlined.
  ///   - number: which of the matches in that row to underline, counting from 0; `nil` for all.
  public func marked(
    _ match: any Matching, hit: Int? = nil, number: Int? = nil
  ) -> [StyledLine] {
    var rows = rows
    var marks: [Int: [Mark]] = [:]
    var last = (row: -1, number: 0)
    for range in match.ranges(in: text) {
      let place = offset(range.lowerBound)..<offset(range.upperBound)
      let first = row(at: place.lowerBound)
      last = (first, first == last.row ? last.number + 1 : 0)
      let isHit = first == hit && (number == nil || number == last.number)
      for row in first..<rows.count {
        guard row == first || places[row].lowerBound < place.upperBound else { break }
        let part = place.clamped(to: places[row])
        let shift = skipped[row] - places[row].lowerBound
        let mark = Mark(
          place: (part.lowerBound + shift)..<(part.upperBound + shift), isHit: isHit)
        if !part.isEmpty { marks[row, default: []].append(mark) }
      }
    }
    for (row, marks) in marks { rows[row] = rows[row].marked(marks) }
    return rows
  }

  private func offset(_ index: String.Index) -> Int {
    text.utf8.distance(from: text.startIndex, to: index)
  }
}

/// A matching part of a row. `place` is in bytes of the row's text.
private struct Mark {
  let place: Range<Int>
  let isHit: Bool
}

extension StyledLine {
  /// Returns the part of the row's text that is in the margin.
  fileprivate func marginText(_ text: String) -> Substring {
    var column = 0
    return text.prefix { character in
      defer { column += DisplayWidth.of(character) }
      return column < margin
    }
  }

  fileprivate func marked(_ marks: [Mark]) -> StyledLine {
    var line = self
    line.spans = []
    var offset = 0
    for span in spans {
      for character in span.text {
        let mark = marks.first { $0.place.contains(offset) }
        let role =
          mark?.isHit == true ? Style(.currentMatch, [.underline, .bold]) : Style(.match)
        let style = span.style.isOwn ? role.own : role
        line.append(String(character), mark == nil ? span.style : style)
        offset += character.utf8.count
      }
    }
    return line
  }
}
