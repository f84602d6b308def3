internal import Screen
internal import Words

/// The keys that can follow, by group, in as few rows as the window's width allows. If space is
/// short, the blank rows between the groups are left out first, then the least important keys. A
/// very small window also omits the group titles.
struct ContinuationTable {
  struct Group {
    let title: String
    var entries: [ContinuationView.Entry]
  }

  private enum Line {
    case title(String)
    case entry(ContinuationView.Entry)
    case blank
  }

  let rows: Int
  /// The width of an entry, including the space after it.
  let cell: Int
  private let shown: [Line]
  private let isComplete: Bool
  private let keyWidth: Int

  private static let gap = 3
  /// With fewer cells than this, group titles would leave too little room for the keys.
  private static let fewestCellsForTitles = 30

  init(_ groups: [Group], size: Size) {
    let all = groups.flatMap(\.entries)
    // The key column is wide enough for half of the names. Only a few keys have long names, and
    // those take room from their own titles.
    let names = all.map { DisplayWidth.of($0.key.name) }
    let keys = names.sorted().dropFirst(all.count / 2).first ?? 1
    keyWidth = keys
    let titles = all.map { DisplayWidth.of($0.title) }
    let usual = keys + 1 + (titles.max() ?? 1)
    let widest = zip(names, titles).map { max(keys, $0) + 1 + $1 }
    let columns = max(1, (size.width + Self.gap) / (usual + Self.gap))
    // If there is width to spare, widen the cells so that no title is cut.
    cell = min((widest.max() ?? usual) + Self.gap, max(1, (size.width + Self.gap) / columns))
    let hasTitles = columns * size.height >= Self.fewestCellsForTitles
    let layout = Self.fit(hasTitles ? groups : [Group(title: "", entries: all)], columns, size)
    (rows, shown, isComplete) = layout
  }

  /// Lays out as many entries as fit, in the fewest rows.
  private static func fit(
    _ groups: [Group], _ columns: Int, _ size: Size
  ) -> (rows: Int, lines: [Line], isComplete: Bool) {
    let all = groups.flatMap(\.entries)
    for hasBlanks in [true, false] {
      if let lines = flow(groups, columns, size, hasBlanks: hasBlanks, isComplete: true) {
        return (lines.rows, lines.lines, true)
      }
    }
    let ranked = all.sorted { ContinuationView.rank($0) < ContinuationView.rank($1) }
    for count in (0..<all.count).reversed() {
      let keys = Set(ranked.prefix(count).map(\.key))
      let rest = groups.compactMap { group in
        let entries = group.entries.filter { keys.contains($0.key) }
        return entries.isEmpty ? nil : Group(title: group.title, entries: entries)
      }
      if let lines = flow(rest, columns, size, hasBlanks: false, isComplete: false) {
        return (lines.rows, lines.lines, false)
      }
    }
    return (0, [], false)
  }

  /// Distributes the groups over columns in the fewest rows. No column ends with a title.
  /// - Parameter isComplete: whether the groups contain all keys. If not, one line is reserved for
  ///   a note that there are more.
  /// - Returns: `nil` if they do not fit.
  private static func flow(
    _ groups: [Group], _ columns: Int, _ size: Size, hasBlanks: Bool, isComplete: Bool
  ) -> (rows: Int, lines: [Line])? {
    guard size.height > 0 else { return nil }
    for rows in 1...size.height {
      var lines: [Line] = []
      for group in groups {
        if !group.title.isEmpty {
          if hasBlanks, lines.count % rows != 0 { lines.append(.blank) }
          if rows > 1, lines.count % rows == rows - 1 { lines.append(.blank) }
          lines.append(.title(group.title))
        }
        lines += group.entries.map(Line.entry)
      }
      if lines.count + (isComplete ? 0 : 1) <= rows * columns { return (rows, lines) }
    }
    return nil
  }

  /// Returns the lines of the columns, one column after another.
  func lines(_ keymap: Keymap) -> [StyledLine] {
    let lines = shown.map { line -> StyledLine in
      switch line {
      case .blank: return StyledLine()
      case .title(let title): return StyledLine(title, .title)
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
