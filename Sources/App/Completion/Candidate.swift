internal import Chat
internal import Screen

/// A completion that the menu offers.
struct Candidate: Equatable {
  /// What choosing it does, apart from inserting its text.
  enum Use: Equatable {
    /// Nothing has to follow it.
    case finish
    /// More is typed after a space.
    case goOn
    /// A folder, whose files can be chosen next.
    case enter
    /// Replaces the whole draft.
    case draft(String)
    case open(ConversationID)
  }

  /// How it matches what was typed.
  enum Match: Equatable {
    case prefix
    case letters
    /// It is similar.
    case typo
  }

  let text: String
  /// The text to show, which may differ from the text to insert.
  var shown: String
  var help: String
  /// The command that the candidate names. The command's key is shown.
  var command: Command?
  var use: Use
  /// Other texts that match as well.
  var aliases: [String] = []
  /// Whether it is the value in use. Moving begins there.
  var isCurrent = false
  var match = Match.prefix
  /// The indexes of the characters in the shown text that are marked as matching.
  var places: Set<Int> = []

  init(
    _ text: String, shown: String? = nil, help: String = "", command: Command? = nil,
    use: Use = .finish
  ) {
    self.text = text
    self.shown = shown ?? text
    self.help = help
    self.command = command
    self.use = use
  }

  /// The key of its command.
  func key(_ keymap: Keymap) -> String {
    guard let row = command.flatMap({ CommandTable.row(of: $0) }) else { return "" }
    let names = row.typingNames(keymap)
    return names.keys.first ?? names.sequences.first ?? ""
  }

  /// Returns the candidates that match, best first. If nothing was typed, returns all, in order.
  static func matching(_ typed: String, _ candidates: [Candidate]) -> [Candidate] {
    guard !typed.isEmpty else { return candidates }
    let word = FuzzyMatch(typed)
    let start = typed.lowercased()
    let scored = candidates.enumerated().compactMap {
      order, candidate -> (score: Int, order: Int, candidate: Candidate)? in
      var found = candidate
      let names = [candidate.text] + candidate.aliases
      guard
        let best = names.compactMap({ name in word.best(in: name).map { (name, $0) } })
          .max(by: { $0.1.score < $1.1.score })
      else { return nil }
      let isPrefix = names.contains { $0.lowercased().hasPrefix(start) }
      found.match = isPrefix ? .prefix : .letters
      found.places = word.best(in: candidate.shown)?.marks ?? []
      return (best.1.score + (isPrefix ? 1000 : 0), order, found)
    }
    return scored.sorted { ($1.score, $0.order) < ($0.score, $1.order) }.map(\.candidate)
  }
}
