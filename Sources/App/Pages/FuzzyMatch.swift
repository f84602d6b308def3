internal import Screen

/// A match of a word in a text, as all filters and completions rank it. The best match is the whole
/// text, then a prefix of it, a prefix of a word, any other part, and last the letters in order with
/// others in between, as fzf finds them. Ignores case, accents and differences between equivalent
/// Unicode forms.
struct FuzzyMatch {
  private let wanted: [UInt32]

  init(_ word: some StringProtocol) { wanted = FoldedLetters(String(word)).letters }

  /// How a word matches a text, from the loosest match to the closest.
  enum Closeness: Int, Comparable {
    /// Other letters are in between.
    case scattered
    /// Inside a word.
    case part
    case wordStart
    case start
    case whole

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  struct Result {
    let closeness: Closeness
    /// Higher is better. A closer match scores more than any looser one. Equally close matches
    /// score the same, unless they are scattered: there, adjacent letters, starts of words and
    /// early matches score more.
    let score: Int
    /// Indexes of the text's matched characters, which rows mark.
    let places: [Int]
    /// Whether a lone letter inside a word is matched. Other scattered matches consist of first
    /// letters and parts of words, as abbreviations do.
    let isLoose: Bool
  }

  /// The difference in score between a match and a looser one; more than any scattered match scores.
  static let step = 1 << 20

  private static let matched = 16
  private static let isWordStart = 9
  private static let isNextToTheLast = 8
  /// The gap length, in letters, at which the cost stops growing.
  private static let widestGap = 4
  private static let impossible = Int.min / 2

  func best(in text: String) -> Result? { best(in: FoldedLetters(text)) }

  /// Returns the best match of the word in the text, or `nil`. An empty word matches every text.
  /// - Complexity: O(length of the text × length of the word)
  func best(in text: FoldedLetters) -> Result? {
    guard !wanted.isEmpty else {
      return Result(closeness: .start, score: 0, places: [], isLoose: false)
    }
    if let (closeness, start) = unbroken(in: text) {
      return result(
        closeness, Self.score(closeness), Array(start..<start + wanted.count), in: text)
    }
    var origins = [Int](repeating: 0, count: wanted.count * text.letters.count)
    guard let (score, end) = match(text, { origins[$0] = $1 }) else { return nil }
    var places: [Int] = []
    var place = end
    for index in wanted.indices.reversed() {
      places.append(place)
      place = origins[index * text.letters.count + place]
    }
    return result(.scattered, score, places.reversed(), in: text)
  }

  /// Returns the score of ``best(in:)``, but not the places.
  func score(in text: FoldedLetters) -> Int? {
    guard !wanted.isEmpty else { return 0 }
    return unbroken(in: text).map { Self.score($0.closeness) } ?? match(text) { _, _ in }?.score
  }

  /// - Parameter letters: indexes of the matched letters.
  private func result(
    _ closeness: Closeness, _ score: Int, _ letters: [Int], in text: FoldedLetters
  ) -> Result {
    let places = letters.map { text.characters[$0] }
    let all = Set(letters)
    let isLoose =
      closeness == .scattered
      && !letters.allSatisfy {
        text.startsWord[$0] || all.contains($0 - 1) || all.contains($0 + 1)
      }
    return Result(closeness: closeness, score: score, places: places, isLoose: isLoose)
  }

  private static func score(_ closeness: Closeness) -> Int { closeness.rawValue * step }

  /// Returns the closest occurrence of the word without letters in between; `nil` if there is none.
  private func unbroken(in text: FoldedLetters) -> (closeness: Closeness, start: Int)? {
    let letters = text.letters
    guard letters.count >= wanted.count else { return nil }
    var part: Int?
    for start in 0...(letters.count - wanted.count) where letters[start] == wanted[0] {
      guard start == 0 || part == nil || text.startsWord[start],
        letters[start..<start + wanted.count].elementsEqual(wanted)
      else { continue }
      if start == 0 { return (letters.count == wanted.count ? .whole : .start, 0) }
      if text.startsWord[start] { return (.wordStart, start) }
      part = part ?? start
    }
    return part.map { (.part, $0) }
  }

  /// Returns the score and the end of the best scattered match; `nil` if there is none.
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
    return (min(score, Self.step - 1), end)
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
