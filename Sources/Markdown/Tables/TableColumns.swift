internal import Screen

/// The width that a table column needs, in screen columns.
struct ColumnNeed: Equatable, Sendable {
  /// The width of the widest line in the column's cells.
  var natural = 1
  /// The width of the longest word, which should not be cut.
  var word = 1

  init() {}

  init(_ cell: TableCell) {
    for line in cell.lines {
      let width = line.width
      natural = max(natural, width)
      if width > Self.narrowest { word = max(word, Wrapping.widestWord(in: line)) }
    }
  }

  /// The width below which most lines would wrap.
  private static let narrowest = 6
  /// The width above which words may be cut if there is no room.
  private static let longestWord = 12

  /// The minimum width of the column. Below it, ordinary words would be cut.
  var least: Int { min(natural, max(Self.narrowest, min(word, Self.longestWord))) }

  static func widest(_ left: [Self], _ right: [Self]) -> [Self] {
    (0..<max(left.count, right.count)).map { index in
      var need = index < left.count ? left[index] : Self()
      guard index < right.count else { return need }
      need.natural = max(need.natural, right[index].natural)
      need.word = max(need.word, right[index].word)
      return need
    }
  }
}

/// The widths of a table's columns: what each one needs, with the widest shrunk until all fit.
struct TableColumns {
  let widths: [Int]
  let starts: [Int]
  let gap: String

  /// The column after the last one of the table.
  var right: Int { (starts.last ?? 0) + (widths.last ?? 0) }

  /// - Returns: `nil` if some columns would be too narrow to read.
  init?(_ needs: [ColumnNeed], width: Int) {
    let count = needs.count
    let least = needs.reduce(0) { $0 + $1.least }
    guard let gapWidth = [3, 2, 1].first(where: { least + $0 * (count - 1) <= width }) else {
      return nil
    }
    widths = Self.shrink(needs, to: width - gapWidth * (count - 1))
    gap = String(repeating: " ", count: gapWidth)
    var starts: [Int] = []
    var next = 0
    for width in widths {
      starts.append(next)
      next += width + gapWidth
    }
    self.starts = starts
  }

  /// Returns the widths after shrinking the widest columns to one common limit, the highest at
  /// which all columns fit. No column becomes narrower than its minimum.
  private static func shrink(_ needs: [ColumnNeed], to room: Int) -> [Int] {
    func widths(limit: Int) -> [Int] { needs.map { min($0.natural, max(limit, $0.least)) } }
    var low = 1
    var high = needs.reduce(1) { max($0, $1.natural) }
    while low < high {
      let middle = (low + high + 1) / 2
      if widths(limit: middle).reduce(0, +) <= room { low = middle } else { high = middle - 1 }
    }
    var result = widths(limit: low)
    var spare = room - result.reduce(0, +)
    for index in result.indices where spare > 0 && needs[index].natural > result[index] {
      result[index] += 1
      spare -= 1
    }
    return result
  }
}
