extension PalettePage {
  enum Row: Equatable {
    case heading(String)
    case hit(Int)

    var isHit: Bool { if case .hit = self { true } else { false } }
  }

  /// The rows to show, with section headings until something is typed.
  var rows: [Row] {
    guard asked == nil else { return [] }
    guard isUnfiltered else { return hits.indices.map { .hit($0) } }
    var rows: [Row] = []
    for (index, hit) in hits.enumerated() {
      if index == 0 || hits[index - 1].entry.section != hit.entry.section {
        rows.append(.heading(hit.entry.section))
      }
      rows.append(.hit(index))
    }
    return rows
  }

  /// The number of rows to make room for, not counting the line below them. The box keeps its
  /// height, so that it does not move while the user types a filter.
  var lineCount: Int { asked?.tallest ?? max(1, tallest) }

  /// Returns how many entries (not counting headings) or candidates are above and below the rows
  /// in view.
  func mark(height: Int) -> PageMark {
    asked == nil
      ? PageMark(first: top, shown: height, items: rows.map(\.isHit))
      : PageMark(first: top, shown: height, of: asked?.candidates.count ?? 0)
  }

  private var isUnfiltered: Bool { query.text.allSatisfy(\.isWhitespace) }

  /// The initial selection: the best match or, without a query, the first usable entry.
  var start: Int {
    guard asked == nil, isUnfiltered else { return 0 }
    return hits.firstIndex { $0.entry.obstacle == nil } ?? 0
  }

  func isAvailable(_ row: Row) -> Bool {
    guard case .hit(let index) = row, let hit = hits[safe: index] else { return false }
    return hit.entry.obstacle == nil
  }
}

extension Array {
  subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
