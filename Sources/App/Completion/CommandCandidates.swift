internal import Screen

/// The slash commands as completions.
enum CommandCandidates {
  private static let all = CommandTable.rows.filter { $0.command != .send }.map { row in
    var candidate = Candidate(
      row.names.first ?? "", shown: row.usage,
      help: ([row.title] + row.names.dropFirst().map { "/" + $0 }).joined(separator: " · "),
      command: row.command,
      use: row.argument == nil ? .finish : .goOn)
    candidate.aliases = Array(row.names.dropFirst())
    return candidate
  }

  /// Commands with arguments come first, because a key is faster for the others.
  private static let forEmpty =
    all.filter { $0.use == .goOn } + all.filter { $0.use == .finish }

  /// Returns the commands whose names contain the typed letters, then those whose titles have a
  /// word that begins with them, then those with other letters in between. If no name begins with
  /// them, a name that differs in one letter comes first. If nothing matches, returns the command
  /// probably meant; for three letters, that one also precedes matches with other letters in
  /// between.
  static func matching(_ typed: String) -> [Candidate] { found(typed).candidates }

  /// Returns the name to suggest in place of an unknown one; `nil` if none is similar. It is a name
  /// of the first matching command.
  static func suggestion(for typed: String) -> String? {
    let (candidates, nearest) = found(typed)
    return nearest ?? candidates.first?.text
  }

  /// - Returns: the matching commands, and the name from which the first was guessed, if the
  ///   letters contain a typo.
  private static func found(_ typed: String) -> (candidates: [Candidate], nearest: String?) {
    guard !typed.isEmpty else { return (forEmpty, nil) }
    let named = named(typed)
    let close = named.filter { $0.match != .letters }
    let sure = close + titled(typed, besides: close)
    let all = sure + named.filter { guess in !sure.contains { $0.text == guess.text } }
    if all.first?.match == .prefix { return (all, nil) }
    // In three letters, a typo is likelier than an abbreviation; in fewer, it is not.
    let isGuess = typed.count == 3 ? sure.isEmpty : typed.count > 3 && all.isEmpty
    let near = CommandTypo.close(to: typed) ?? (isGuess ? CommandTypo.nearest(to: typed) : nil)
    guard let near, let row = CommandTable.row(named: near),
      var candidate = Self.all.first(where: { $0.text == row.names.first })
    else { return (all, nil) }
    candidate.match = .typo
    return ([candidate] + all.filter { $0.text != candidate.text }, near)
  }

  /// Commands that discard text, quit or only edit the draft. A few letters must not run them by
  /// mistake.
  private static let seldomMeant = State.draftCommands.union([.discardQueue, .editQueued])

  /// Sorts commands whose names begin with the letters: names before aliases, commands that are
  /// seldom meant last, and otherwise the shortest first.
  private static func sorted(_ starts: [Candidate], for typed: String) -> [Candidate] {
    let word = typed.lowercased()
    func rank(_ candidate: Candidate) -> (group: Int, length: Int) {
      let names = [candidate.text] + candidate.aliases
      let name = names.first { $0.hasPrefix(word) } ?? candidate.text
      if names.contains(word) { return (0, 0) }
      if candidate.command.map(seldomMeant.contains) ?? false { return (3, name.count) }
      return (name == candidate.text ? 1 : 2, name.count)
    }
    let ranked = starts.enumerated().map { (rank: rank($1), order: $0, candidate: $1) }
    return ranked.sorted {
      ($0.rank.group, $0.rank.length, $0.order) < ($1.rank.group, $1.rank.length, $1.order)
    }.map(\.candidate)
  }

  private static func named(_ typed: String) -> [Candidate] {
    let word = FuzzyMatch(typed)
    let found = Candidate.matching(typed, all)
    let starts = sorted(found.filter { $0.match == .prefix }, for: typed)
    return (starts + found.filter { $0.match != .prefix }).map { found in
      var marked = found
      let name = word.best(in: found.text)
      let aliases = found.aliases.compactMap { alias in word.best(in: alias).map { (alias, $0) } }
      let alias = aliases.max { $0.1.score < $1.1.score }
      marked.places = []
      // Names are shown after a slash, which is not marked.
      if let (text, match) = alias, match.score > name?.score ?? -1,
        let range = found.help.ranges(of: "/" + text).first
      {
        let start = found.help[..<range.lowerBound].count + 1
        marked.helpPlaces = Set(match.places.map { $0 + start })
      } else if let name {
        marked.places = Set(name.places.map { $0 + 1 })
      }
      return marked
    }
  }

  private static func titled(_ typed: String, besides named: [Candidate]) -> [Candidate] {
    all.compactMap { candidate -> Candidate? in
      guard !named.contains(where: { $0.text == candidate.text }) else { return nil }
      var found = candidate
      found.helpPlaces = places(of: typed, in: candidate.help)
      found.match = .part
      return found.helpPlaces.isEmpty ? nil : found
    }
  }

  /// Returns the indexes of the characters that match `start` at the beginning of a word.
  private static func places(of start: String, in text: String) -> Set<Int> {
    var places: Set<Int> = []
    var index = 0
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      if word.lowercased().hasPrefix(start.lowercased()) {
        places.formUnion(index..<index + start.count)
      }
      index += word.count + 1
    }
    return places
  }
}
