internal import Screen

extension PalettePage {
  /// An entry that matches the query.
  struct Hit: Equatable {
    let entry: PaletteEntry
    /// Indexes of the characters in the title that are marked as matching.
    private(set) var places: Set<Int> = []
    /// Like `places`, but for a row without the detail.
    private(set) var placesWithoutDetail: Set<Int> = []
    /// Like `places`, but for the detail, which begins with a command's primary name.
    private(set) var detailPlaces: Set<Int> = []
    /// Whether each word matches without other letters in between.
    fileprivate private(set) var isUnbroken = true
    /// Whether a word matches only lone letters inside words.
    fileprivate private(set) var isLoose = false

    init(entry: PaletteEntry) { self.entry = entry }

    /// Matches a word of the query, and marks its characters.
    /// - Returns: a score for how well the word matches the title, a name or the section; `nil` if
    ///   it matches none of them.
    fileprivate mutating func match(_ word: FuzzyMatch) -> Int? {
      let title = word.best(in: entry.title)
      let names = entry.names.compactMap { name in word.best(in: name).map { (name, $0) } }
      let name = names.max { $0.1.score < $1.1.score }
      // A section match adds all its entries, so rank even an exact one below their own.
      let inSection = word.best(in: entry.section)
      let section = inSection.map { min($0.score, FuzzyMatch.step - 1) / 2 }
      guard let best = [title?.score, name?.1.score, section].compactMap({ $0 }).max() else {
        return nil
      }
      let matches = [title, name?.1, inSection].compactMap { $0 }
      isUnbroken = isUnbroken && matches.contains { $0.closeness > .scattered }
      isLoose = isLoose || matches.allSatisfy(\.isLoose)
      // If the section contains the word, scattered letters in the title do not count.
      let isInSection = inSection.map { $0.closeness > .scattered } ?? false
      let isInTitle = title.map { !isInSection || $0.closeness > .scattered } ?? false
      if let title, isInTitle { placesWithoutDetail.formUnion(title.places) }
      // Mark the title if it contains the word, even if a name is closer.
      if let name, name.1.score == best, entry.detail.hasPrefix("/" + name.0),
        title.map({ $0.score < best && $0.closeness == .scattered }) ?? true
      {
        detailPlaces.formUnion(name.1.places.map { $0 + 1 })
      } else if let title, isInTitle {
        places.formUnion(title.places)
      }
      return best
    }
  }

  /// Returns the matching entries, best match first. Every word must match the title, a name or the
  /// section. If an entry contains every word, entries that match only lone letters inside words
  /// are omitted.
  static func hits(_ query: String, _ entries: [PaletteEntry]) -> [Hit] {
    let words = query.split(whereSeparator: \.isWhitespace).map {
      FuzzyMatch(String($0.drop { $0 == "/" }))
    }
    let scored = entries.enumerated().compactMap { order, entry -> (Int, Int, Hit)? in
      var hit = Hit(entry: entry)
      var score = 0
      for word in words {
        guard let match = hit.match(word) else { return nil }
        score += match
      }
      return (score, order, hit)
    }
    let isFound = scored.contains { $0.2.isUnbroken }
    return scored.filter { !isFound || !$0.2.isLoose }
      .sorted { ($1.0, $0.1) < ($0.0, $1.1) }.map(\.2)
  }
}
