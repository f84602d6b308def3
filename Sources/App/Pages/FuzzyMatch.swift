/// A subsequence match like fzf's: finds a word's letters in a text in order, with any letters in
/// between.
struct FuzzyMatch {
  private let wanted: [String]

  init(_ word: some StringProtocol) { wanted = word.map { $0.lowercased() } }

  struct Result {
    /// Higher is better. Adjacent letters, starts of words and early matches score more.
    var score: Int
    /// Indexes of the matched characters in the text.
    var places: [Int]
  }

  private static let matched = 16
  private static let isWordStart = 9
  private static let isNextToTheLast = 8
  private static let isWholeText = 6

  /// Returns the best match of the word in the text, or `nil`. An empty word matches every text.
  /// - Complexity: O(length of the text² × length of the word)
  func best(in text: String) -> Result? {
    guard !wanted.isEmpty else { return Result(score: 0, places: []) }
    let letters = text.map { $0.lowercased() }
    // For each place, the best match of the letters so far that ends there.
    var row: [Result?] = []
    for (index, letter) in wanted.enumerated() {
      row = letters.indices.map { place in
        guard letters[place] == letter else { return nil }
        let own = Self.matched + (Self.startsWord(place, letters) ? Self.isWordStart : 0)
        guard index > 0 else { return Result(score: own - min(place, 8), places: [place]) }
        let before = row[..<place].enumerated().compactMap { end, result -> Result? in
          guard var result else { return nil }
          let gap = place - end - 1
          result.score += gap == 0 ? Self.isNextToTheLast : -min(gap, 4)
          return result
        }
        guard var best = before.max(by: { $0.score < $1.score }) else { return nil }
        best.score += own
        best.places.append(place)
        return best
      }
    }
    guard var best = row.compactMap({ $0 }).max(by: { $0.score < $1.score }) else { return nil }
    if letters.count == wanted.count { best.score += Self.isWholeText }
    return best
  }

  private static func startsWord(_ place: Int, _ letters: [String]) -> Bool {
    place == 0 || letters[place - 1].allSatisfy { !$0.isLetter && !$0.isNumber }
  }
}
