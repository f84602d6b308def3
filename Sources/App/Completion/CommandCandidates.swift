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
      return marked
    }
    let start = typed.lowercased()
    let titled = all.filter { candidate in
      !named.contains { $0.text == candidate.text }
        && candidate.help.lowercased().split(separator: " ").contains { $0.hasPrefix(start) }
    }.map {
      var candidate = $0
      candidate.match = .letters
      return candidate
    }
    if !named.isEmpty || !titled.isEmpty || typed.count < 3 { return named + titled }
    guard let near = CommandTypo.nearest(to: typed), let row = CommandTable.row(named: near),
      var candidate = all.first(where: { $0.text == row.names.first })
    else { return [] }
    candidate.match = .typo
    return [candidate]
  }
}
