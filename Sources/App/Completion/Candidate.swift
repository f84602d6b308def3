internal import Chat
internal import Screen

/// A completion that the menu offers.
struct Candidate: Equatable {
  /// The effect of choosing a candidate, apart from inserting its text.
  enum Use: Equatable {
    /// Completes the text; nothing more is needed.
    case finish
    /// Needs more text, typed after a space.
    case goOn
    /// Completes the text; more can be typed after a space.
    case mayGoOn
    /// Enters a folder, whose files can be chosen next.
    case enter
    /// Replaces the whole draft.
    case draft(String)
    case open(ConversationID)
  }

  /// The way in which a candidate matches what was typed.
  enum Match: Equatable {
    case prefix
    /// The candidate contains what was typed.
    case part
    /// Other letters are between those typed.
    case letters
    /// The candidate is similar to what was typed.
    case typo
  }

  let text: String
  /// The text to show, which may differ from the text to insert.
  var shown: String
  var help: String
  /// The command that the candidate names, whose key the menu shows.
  var command: Command?
  var use: Use
  /// Other names that also match.
  var aliases: [String] = []
  /// Whether this is the value in use. The selection starts from it.
  var isCurrent = false
  var match = Match.prefix
  /// The indexes in the displayed text of characters marked as matching.
  var places: Set<Int> = []
  /// Like `places`, but in the help text, if a word there matches.
  var helpPlaces: Set<Int> = []

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

  /// Returns the key of the candidate's command, or an empty string if it has none.
  func key(_ keymap: Keymap) -> String {
    guard let row = command.flatMap({ CommandTable.row(of: $0) }) else { return "" }
    let names = row.typingNames(keymap)
    return names.keys.first ?? names.sequences.first ?? ""
  }

  /// Returns the candidates that match, best first. If nothing was typed, returns all of them, in
  /// their original order.
  static func matching(_ typed: String, _ candidates: [Candidate]) -> [Candidate] {
    guard !typed.isEmpty else { return candidates }
    let word = FuzzyMatch(typed)
    let scored = candidates.enumerated().compactMap {
      order, candidate -> (score: Int, order: Int, candidate: Candidate)? in
      var found = candidate
      let names = [candidate.text] + candidate.aliases
      guard let best = names.compactMap(word.best(in:)).max(by: { $0.score < $1.score }) else {
        return nil
      }
      found.match =
        switch best.closeness {
        case .whole, .start: .prefix
        case .wordStart, .part: .part
        case .scattered: .letters
        }
      found.places = Set(word.best(in: candidate.shown)?.places ?? [])
      return (best.score, order, found)
    }
    return scored.sorted { ($1.score, $0.order) < ($0.score, $1.order) }.map(\.candidate)
  }
}
