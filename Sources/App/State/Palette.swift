internal import Screen

/// Every command, to be chosen by a few of its letters.
struct Palette: Equatable {
  struct Hit: Equatable {
    let command: Command
    /// The characters of the title that match, by their places.
    let places: Set<Int>
  }

  private(set) var query = Composer()
  /// Best first; without a query all of them, in the order of the page of keys.
  private(set) var hits: [Hit]
  /// An index of `hits`.
  private(set) var selected = 0

  init() { hits = Self.all.map { Hit(command: $0, places: []) } }

  private static let all = CommandEntry.Section.allCases.flatMap { section in
    Command.allCases.filter { $0.entry.section == section && $0 != .openPalette }
  }

  var selection: Command? { hits.indices.contains(selected) ? hits[selected].command : nil }

  mutating func move(by rows: Int) {
    selected = min(max(0, selected + rows), max(0, hits.count - 1))
  }

  /// The best hit is selected whenever the query changes.
  mutating func edit(_ change: (inout Composer) -> Void) {
    let before = query.text
    change(&query)
    guard query.text != before else { return }
    hits = Self.hits(query.text)
    selected = 0
  }

  /// Every word must match, in the title or in a name.
  private static func hits(_ query: String) -> [Hit] {
    let words = query.split(whereSeparator: \.isWhitespace).map {
      FuzzyMatch(String($0.drop { $0 == "/" }))
    }
    let scored = all.enumerated().compactMap { order, command -> (Int, Int, Hit)? in
      let entry = command.entry
      var score = 0
      var places: Set<Int> = []
      for word in words {
        let title = word.best(in: entry.title)
        let name = entry.names.compactMap { word.best(in: $0)?.score }.max()
        guard let best = [title?.score, name].compactMap({ $0 }).max() else { return nil }
        score += best
        if let title, title.score == best { places.formUnion(title.places) }
      }
      return (score, order, Hit(command: command, places: places))
    }
    return scored.sorted { ($1.0, $0.1) < ($0.0, $1.1) }.map(\.2)
  }
}
