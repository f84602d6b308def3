extension PalettePage {
  enum Row: Equatable {
    case heading(String)
    case hit(Int)
  }

  /// Headings are shown until something is typed.
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

  /// The number of rows, including a note below them.
  var lineCount: Int {
    guard let asked else { return max(1, rows.count) }
    return max(1, asked.candidates.count + (asked.note.isEmpty ? 0 : 1))
  }

  private var isUnfiltered: Bool { query.text.allSatisfy(\.isWhitespace) }

  /// What is selected at first: the best match, or else the first entry that does something now.
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
