internal import Screen

/// Consecutive rows with their places.
struct PlacedRows {
  private(set) var places: [Transcript.Position] = []
  private(set) var rows: [StyledLine] = []

  /// Appends consecutive rows.
  /// - Parameters:
  ///   - rows: rows of one block.
  ///   - place: the first row's place.
  mutating func append(_ rows: [StyledLine], _ place: Transcript.Position) {
    self.rows += rows
    for row in rows.indices {
      places.append(
        Transcript.Position(message: place.message, block: place.block, row: place.row + row))
    }
  }

  /// Returns the places where matches begin.
  func places(of match: any Matching) -> [MatchPlace] {
    JoinedRows(rows).rows(holding: match).reduce(into: []) { found, row in
      let row = places[row]
      let last = found.last
      found.append(
        MatchPlace(row: row, number: last.map { $0.row == row ? $0.number + 1 : 0 } ?? 0))
    }
  }

  /// Returns the place of the row where the words of a search result are closest together.
  func place(of target: LandingTarget) -> Transcript.Position? {
    let joined = JoinedRows(rows)
    return target.center(of: joined.text).map { places[joined.row(at: $0)] }
  }

  /// Returns the rows at the given places with their matches marked, including matches that extend
  /// beyond the first or last row.
  /// - Parameters:
  ///   - hit: the current match.
  ///   - row: returns the row `step` rows from a place; `nil` if there is none.
  static func marked(
    _ places: [Transcript.Position], _ match: any Matching, hit: MatchPlace? = nil,
    row: (Transcript.Position, _ step: Int) -> (place: Transcript.Position, line: StyledLine)?
  ) -> [StyledLine] {
    // Include at most this many rows of a wrapped line before the given rows, and as many after
    // them.
    let most = places.count
    var found = places.compactMap { row($0, 0) }
    let count = found.count
    var before = 0
    while before < most, let first = found.first, first.line.join != .none,
      let previous = row(first.place, -1)
    {
      found.insert(previous, at: 0)
      before += 1
    }
    while found.count < before + count + most, let last = found.last,
      let next = row(last.place, 1), next.line.join != .none
    {
      found.append(next)
    }
    let marked = JoinedRows(found.map(\.line))
      .marked(match, hit: found.firstIndex { $0.place == hit?.row }, number: hit?.number)
    return Array(marked[before..<before + count])
  }
}
