internal import Chat
internal import Screen

/// A search in the conversation on the screen, repeated as the query is typed.
struct Find: Equatable {
  var field: Composer
  /// Whether to search only the thinking pane, rather than the conversation and all its thinking.
  var isInReasoning: Bool
  /// The place where the current match begins; `nil` if there is none.
  private(set) var hit: MatchPlace?
  /// Whether the current match is in its message's thinking.
  private(set) var isHitInReasoning = false
  /// The index of the current match among the matches in its part.
  private(set) var hitIndex = 0
  var tally = MatchTally()
  /// Where the reader was when the search began.
  let origin: Origin?

  /// The search-page result that started this search. Its matches are marked instead of the
  /// query's.
  private var landed: LandingTarget?

  /// The positions and open panes that a search changes, saved so that they can be restored.
  struct Origin: Equatable {
    let transcript: Transcript.Viewpoint
    let reasoning: ReasoningPane.Viewpoint
    let cursor: MessageID?
    let isPaneOpen: Bool?
    let isReasoningOpen: Bool
  }

  init(query: String = "", isInReasoning: Bool, from origin: Origin? = nil) {
    field = Composer(query)
    self.isInReasoning = isInReasoning
    self.origin = origin
  }

  /// Continues a search that was started on the search page.
  init(_ target: LandingTarget, isInReasoning: Bool) {
    self.init(query: target.query, isInReasoning: isInReasoning)
    landed = target
  }

  var query: String { field.text }

  var match: (any Matching)? {
    if let landed { return landed.match }
    return TextMatch(query)
  }

  /// Sets the current match; `nil` for none.
  /// - Parameter index: the match's index among those in its part.
  mutating func take(_ place: MatchPlace?, isInReasoning: Bool = false, index: Int = 0) {
    (hit, isHitInReasoning, hitIndex) = (place, isInReasoning, index)
  }
}

extension Find {
  /// Forgets the current match if it is in this message of the path or in a later one.
  mutating func dropHit(from message: Int) {
    if let hit, hit.row.message >= message { take(nil) }
  }

  /// Whether the search has covered everything and nothing matches.
  var hasNone: Bool { match != nil && tally.isComplete && tally.total == 0 }

  /// Returns whether the current match is in a part, numbered as in ``State/places(of:inPart:)``.
  func isHit(inPart part: Int) -> Bool {
    guard let hit else { return false }
    // The thinking pane is a single part.
    return isInReasoning || part == 2 * hit.row.message + (isHitInReasoning ? 0 : 1)
  }
}

/// Where a match begins.
struct MatchPlace: Equatable, Comparable {
  var row: Transcript.Position
  /// The match's index among those that begin in the row.
  var number: Int

  static func < (left: MatchPlace, right: MatchPlace) -> Bool {
    (left.row, left.number) < (right.row, right.number)
  }
}

/// The number of matches of a search, counted one part of the conversation at a time.
struct MatchTally: Equatable {
  /// A message's text or its thinking. If its length changes, it counts as a new part.
  struct Part: Hashable {
    let message: MessageID
    let isReasoning: Bool
    let bytes: Int
  }

  /// The number of matches in each part.
  var counted: [Part: Int] = [:]
  /// The number of matches in all parts counted so far.
  var total = 0
  /// The number of the current match, from 1; `nil` if there is no match or its number is not yet
  /// known.
  var number: Int?
  /// Whether `total` covers the whole conversation.
  var isComplete = false
}
