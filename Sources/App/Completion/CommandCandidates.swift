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

  /// Returns the commands whose names match the typed letters, then those whose titles have a word
  /// that begins with the letters. If there are none, returns the command that was probably meant.
  static func matching(_ typed: String) -> [Candidate] {
    guard !typed.isEmpty else { return forEmpty }
    let named = Candidate.matching(typed, all).map { found in
      var marked = found
      // The name is shown after a slash.
      marked.places = Set((FuzzyMatch(typed).best(in: found.text)?.marks ?? []).map { $0 + 1 })
      if marked.places.isEmpty { marked.helpPlaces = places(of: "/" + typed, in: found.help) }
      return marked
    }
    let titled = all.compactMap { candidate -> Candidate? in
      guard !named.contains(where: { $0.text == candidate.text }) else { return nil }
      var found = candidate
      found.helpPlaces = places(of: typed, in: candidate.help)
      found.match = .letters
      return found.helpPlaces.isEmpty ? nil : found
    }
    if !named.isEmpty || !titled.isEmpty || typed.count < 3 { return named + titled }
    guard let near = CommandTypo.nearest(to: typed), let row = CommandTable.row(named: near),
      var candidate = all.first(where: { $0.text == row.names.first })
    else { return [] }
    candidate.match = .typo
    return [candidate]
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
