internal import Screen

/// A subsequence match like fzf's: finds a word's letters in order, with any letters in between.
/// Ignores case, accents and differences between equivalent Unicode forms.
struct FuzzyMatch {
  private let wanted: [UInt32]

  init(_ word: some StringProtocol) { wanted = FoldedLetters(String(word)).letters }

  struct Result {
    /// Higher is better. Adjacent letters, starts of words and early matches score more.
    var score: Int
    /// Indexes of the matched characters in the text.
    var places: [Int]
    /// The places that are marked, because they read as parts of words: the first letters of words,
    /// and letters next to another matched one. Marks on single letters within words would only
    /// speckle the text.
    var marks: Set<Int>
  }

  private static let matched = 16
  private static let isWordStart = 9
  private static let isNextToTheLast = 8
  private static let isWholeText = 6
  /// The gap length, in letters, at which the cost stops growing.
  private static let widestGap = 4
  private static let impossible = Int.min / 2

  func best(in text: String) -> Result? { best(in: FoldedLetters(text)) }

  /// Returns the best match of the word in the text, or `nil`. An empty word matches every text.
  /// - Complexity: O(length of the text × length of the word)
  func best(in text: FoldedLetters) -> Result? {
    guard !wanted.isEmpty else { return Result(score: 0, places: [], marks: []) }
    var origins = [Int](repeating: 0, count: wanted.count * text.letters.count)
    guard let (score, end) = match(text, { origins[$0] = $1 }) else { return nil }
    var places: [Int] = []
    var starts: Set<Int> = []
    var place = end
    for index in wanted.indices.reversed() {
      places.append(text.characters[place])
      if text.startsWord[place] { starts.insert(text.characters[place]) }
      place = origins[index * text.letters.count + place]
    }
    let all = Set(places)
    let marks = all.filter {
      starts.contains($0) || all.contains($0 - 1) || all.contains($0 + 1)
    }
    return Result(score: score, places: places.reversed(), marks: marks)
  }

  /// Returns the score of ``best(in:)``, but not the places.
  func score(in text: FoldedLetters) -> Int? {
    wanted.isEmpty ? 0 : match(text) { _, _ in }?.score
  }

  /// Returns the score and the end of the best match; `nil` if there is none.
  /// - Parameter note: called with an index into a table of wanted letters × text letters, and
  ///   the place of the previous matched letter.
  private func match(
    _ text: FoldedLetters, _ note: (Int, Int) -> Void
  ) -> (score: Int, end: Int)? {
    let letters = text.letters
    guard isContained(in: letters) else { return nil }
    // For each place, the score of the best match of the letters so far that ends there.
    var row: [Int] = []
    for (index, letter) in wanted.enumerated() {
      var next = [Int](repeating: Self.impossible, count: letters.count)
      var far = (score: Self.impossible, place: 0)
      for place in letters.indices {
        let start = place - Self.widestGap - 1
        if index > 0, start >= 0, row[start] > far.score { far = (row[start], start) }
        guard letters[place] == letter else { continue }
        let own = Self.matched + (text.startsWord[place] ? Self.isWordStart : 0)
        guard index > 0 else {
          next[place] = own - min(place, 8)
          continue
        }
        let before = Self.before(place, row, far)
        guard before.score > Self.impossible else { continue }
        next[place] = before.score + own
        note(index * letters.count + place, before.place)
      }
      row = next
    }
    guard let score = row.max(), score > Self.impossible, let end = row.firstIndex(of: score)
    else { return nil }
    return (letters.count == wanted.count ? score + Self.isWholeText : score, end)
  }

  /// Returns the best match that ends before the place, with its score reduced by the gap's cost.
  /// - Parameter far: the best match that ends more than ``widestGap`` letters before the place.
  private static func before(
    _ place: Int, _ row: [Int], _ far: (score: Int, place: Int)
  ) -> (score: Int, place: Int) {
    var best = (score: impossible, place: 0)
    if far.score > impossible { best = (far.score - widestGap, far.place) }
    for gap in (0..<min(widestGap, place)).reversed() {
      let end = place - gap - 1
      guard row[end] > impossible else { continue }
      let score = row[end] + (gap == 0 ? isNextToTheLast : -gap)
      if score > best.score { best = (score, end) }
    }
    return best
  }

  private func isContained(in letters: [UInt32]) -> Bool {
    var index = 0
    for letter in letters where letter == wanted[index] {
      index += 1
      if index == wanted.count { return true }
    }
    return false
  }
}
