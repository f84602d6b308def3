internal import Screen
internal import Words

/// The keys that can follow, by group, in as few rows as the width of a window allows. If room is
/// short, the titles of the groups are left out first, and then the least important keys.
struct ContinuationTable {
  struct Group {
    let title: String
    let entries: [ContinuationView.Entry]
  }

  private enum Line {
    case title(String)
    case entry(ContinuationView.Entry)
    case blank
  }

  let rows: Int
  /// The columns of an entry and the space after it.
  let cell: Int
  private let shown: [Line]
  private let isComplete: Bool
  private let keyWidth: Int

  init(_ groups: [Group], size: Size) {
    let all = groups.flatMap(\.entries)
    // Only a few keys have long names, and those take room from their titles.
    keyWidth = all.map { DisplayWidth.of($0.key.name) }.sorted().dropFirst(all.count / 2).first ?? 1
    let title = all.map { DisplayWidth.of($0.title) }.max() ?? 1
    cell = min(keyWidth + 1 + title + 3, max(1, size.width + 3))
    let columns = max(1, (size.width + 3) / cell)
    let least = (all.count + columns - 1) / columns
    let titled =
      least > 0 && least <= size.height
      ? (least...size.height).lazy.compactMap { rows in
        Self.flow(groups, rows: rows, columns: columns).map { (rows, $0) }
      }.first : nil
    if let titled {
      (rows, shown, isComplete) = (titled.0, titled.1, true)
      return
    }
    rows = max(0, min(size.height, least))
    let room = rows * columns
    isComplete = all.count <= room
    if isComplete {
      shown = all.map(Line.entry)
    } else {
      let ranked = all.indices.sorted {
        (ContinuationView.rank(all[$0]), $0) < (ContinuationView.rank(all[$1]), $1)
      }
      shown = ranked.prefix(max(0, room - 1)).sorted().map { .entry(all[$0]) }
    }
  }

  /// Distributes the groups over columns. No title is the last row of its column.
  /// - Returns: `nil` if they do not fit.
  private static func flow(_ groups: [Group], rows: Int, columns: Int) -> [Line]? {
    var lines: [Line] = []
    for group in groups {
      if !group.title.isEmpty {
        if lines.count % rows == rows - 1 { lines.append(.blank) }
        lines.append(.title(group.title))
      }
      lines += group.entries.map(Line.entry)
    }
    return lines.count <= rows * columns ? lines : nil
  }

  /// Returns the rows of the first column, then those of the next ones.
  func lines(_ keymap: Keymap) -> [StyledLine] {
    let lines = shown.map { line -> StyledLine in
      switch line {
      case .blank: return StyledLine()
      case .title(let title): return StyledLine(title, .secondary)
      case .entry(let entry):
        let name = entry.key.name
        var line = StyledLine(name, .accent)
        let gap = max(0, keyWidth - DisplayWidth.of(name)) + 1
        line.append(String(repeating: " ", count: gap) + entry.title, .text)
        return line
      }
    }
    guard !isComplete else { return lines }
    return lines + [StyledLine(Words.Status.moreKeys(keymap.name(of: .openHelp)), .secondary)]
  }
}
