/// The differences between two texts, in words, punctuation marks and line ends. Spaces are
/// ignored.
///
/// - Complexity: close to O(length of both texts). Parts that have little in common are not
///   searched exhaustively, so they may be reported as more different than they are.
struct WordDiff: Equatable {
  enum Kind: Equatable {
    case same
    case removed
    case added
  }

  struct Run: Equatable {
    let kind: Kind
    var text: String
  }

  /// The runs in reading order. Removed text comes before the text that replaces it.
  private(set) var runs: [Run] = []
  private(set) var removedWords = 0
  private(set) var addedWords = 0

  init(from old: String, to new: String) {
    let (left, right) = (Self.words(old), Self.words(new))
    var matches: [(Int, Int)] = []
    var search = Search(left.map(\.key), right.map(\.key))
    search.match(0..<left.count, 0..<right.count, into: &matches)
    var (i, j) = (0, 0)
    for (x, y) in matches + [(left.count, right.count)] {
      append(.removed, left[i..<x])
      append(.added, right[j..<y])
      if x < left.count {
        // If only one text ends a line here, keep the other text's space, so that words stay apart.
        append(.same, left[x].text.count > right[y].text.count ? left[x...x] : right[y...y])
      }
      (i, j) = (x + 1, y + 1)
    }
  }

  private mutating func append(_ kind: Kind, _ words: ArraySlice<Word>) {
    guard !words.isEmpty else { return }
    let count = words.count { $0.key != "\n" }
    if kind == .removed { removedWords += count }
    if kind == .added { addedWords += count }
    let text = words.map(\.text).joined()
    if runs.last?.kind == kind {
      runs[runs.count - 1].text += text
    } else {
      runs.append(Run(kind: kind, text: text))
    }
  }

  // MARK: Words

  private struct Word {
    /// The word as compared; `\n` for any line end.
    let key: Substring
    /// The word with the spaces that follow it.
    let text: Substring
  }

  private static func words(_ text: String) -> [Word] {
    var words: [Word] = []
    var start = text.startIndex
    while start < text.endIndex {
      let end = endOfWord(text, from: start)
      var next = end
      while next < text.endIndex, isSpace(text[next]) { next = text.index(after: next) }
      let key = text[start].isNewline ? "\n" : text[start..<end]
      words.append(Word(key: key, text: text[start..<next]))
      start = next
    }
    return words
  }

  private static func endOfWord(_ text: String, from start: String.Index) -> String.Index {
    var end = text.index(after: start)
    guard isLetter(text[start]) else { return end }
    while end < text.endIndex, isLetter(text[end]) { end = text.index(after: end) }
    return end
  }

  /// Returns whether the character forms a word with its neighbours. Chinese and Japanese
  /// characters are compared one by one.
  private static func isLetter(_ character: Character) -> Bool {
    guard character.isLetter || character.isNumber || character == "_" else { return false }
    return character.unicodeScalars.first.map { !(0x2E80...0x9FFF).contains($0.value) } ?? false
  }

  private static func isSpace(_ character: Character) -> Bool {
    character.isWhitespace && !character.isNewline
  }
}

extension WordDiff {
  /// The search for the words that two texts have in common, in order.
  fileprivate struct Search {
    private var left: [Int] = []
    private var right: [Int] = []

    /// The maximum number of edits to search for. Parts that differ more are divided instead.
    private static let mostEdits = 256

    init(_ left: [Substring], _ right: [Substring]) {
      var numbers: [Substring: Int] = [:]
      func number(_ word: Substring) -> Int {
        if let known = numbers[word] { return known }
        numbers[word] = numbers.count
        return numbers.count - 1
      }
      self.left = left.map(number)
      self.right = right.map(number)
    }

    /// Appends the pairs of places where words of the two parts match, in order.
    mutating func match(_ a: Range<Int>, _ b: Range<Int>, into matches: inout [(Int, Int)]) {
      var (a, b) = (a, b)
      while let x = a.first, let y = b.first, left[x] == right[y] {
        matches.append((x, y))
        a = (x + 1)..<a.upperBound
        b = (y + 1)..<b.upperBound
      }
      var ends: [(Int, Int)] = []
      while let x = a.last, let y = b.last, left[x] == right[y] {
        ends.append((x, y))
        a = a.lowerBound..<x
        b = b.lowerBound..<y
      }
      if !a.isEmpty, !b.isEmpty {
        if let found = shortestEdit(a, b) {
          matches += found
        } else {
          matchBetweenAnchors(a, b, into: &matches)
        }
      }
      matches += ends.reversed()
    }

    /// Divides two parts at words that occur once in each, and matches the text between those
    /// words. Finds no matches if there are no such words.
    private mutating func matchBetweenAnchors(
      _ a: Range<Int>, _ b: Range<Int>, into matches: inout [(Int, Int)]
    ) {
      var (x, y) = (a.lowerBound, b.lowerBound)
      let anchors = anchors(a, b)
      guard !anchors.isEmpty else { return }
      for (nextX, nextY) in anchors {
        match(x..<nextX, y..<nextY, into: &matches)
        matches.append((nextX, nextY))
        (x, y) = (nextX + 1, nextY + 1)
      }
      match(x..<a.upperBound, y..<b.upperBound, into: &matches)
    }

    /// Returns the longest increasing subsequence of the words that occur once in each part.
    private func anchors(_ a: Range<Int>, _ b: Range<Int>) -> [(Int, Int)] {
      func once(_ words: [Int], _ range: Range<Int>) -> [Int: Int] {
        var places: [Int: Int] = [:]
        for place in range { places[words[place]] = places[words[place]] == nil ? place : -1 }
        return places.filter { $0.value >= 0 }
      }
      let there = once(right, b)
      let common = once(left, a).compactMap { word, place in there[word].map { (place, $0) } }
        .sorted { $0.0 < $1.0 }
      // Patience sorting: the top card of each pile, and the predecessor of each card.
      var tops: [Int] = []
      var before: [Int?] = []
      for (index, pair) in common.enumerated() {
        var (low, high) = (0, tops.count)
        while low < high {
          let middle = (low + high) / 2
          if common[tops[middle]].1 < pair.1 { low = middle + 1 } else { high = middle }
        }
        before.append(low > 0 ? tops[low - 1] : nil)
        if low < tops.count { tops[low] = index } else { tops.append(index) }
      }
      var series: [(Int, Int)] = []
      var next = tops.last
      while let index = next {
        series.append(common[index])
        next = before[index]
      }
      return series.reversed()
    }

    /// Returns the matches of the shortest edit (Myers' algorithm); `nil` if it is too long.
    private func shortestEdit(_ a: Range<Int>, _ b: Range<Int>) -> [(Int, Int)]? {
      let limit = min(Self.mostEdits, a.count + b.count)
      // The furthest place reached on each diagonal, and copies of these places from before each
      // edit.
      var furthest = [Int](repeating: 0, count: 2 * limit + 3)
      var history: [[Int]] = []
      for edits in 0...limit {
        history.append(Array(furthest[(limit + 1 - edits)...(limit + 1 + edits)]))
        for diagonal in stride(from: -edits, through: edits, by: 2) {
          let slot = limit + 1 + diagonal
          let isDown =
            diagonal == -edits
            || diagonal != edits && furthest[slot - 1] < furthest[slot + 1]
          var x = isDown ? furthest[slot + 1] : furthest[slot - 1] + 1
          if edits == 0 { x = 0 }
          while x < a.count, x - diagonal < b.count,
            left[a.lowerBound + x] == right[b.lowerBound + x - diagonal]
          { x += 1 }
          furthest[slot] = x
          if x >= a.count, x - diagonal >= b.count {
            return Self.trace(history, end: (a.count, b.count), edits).map {
              (a.lowerBound + $0.0, b.lowerBound + $0.1)
            }
          }
        }
      }
      return nil
    }

    /// Follows the history of a search back to its start.
    private static func trace(
      _ history: [[Int]], end: (Int, Int), _ edits: Int
    ) -> [(Int, Int)] {
      var (x, y) = end
      var matches: [(Int, Int)] = []
      for edits in stride(from: edits, through: 1, by: -1) {
        let (row, diagonal) = (history[edits], x - y)
        // `row` holds the positions on the diagonals from -edits to edits, before this edit.
        func at(_ diagonal: Int) -> Int {
          row.indices.contains(diagonal + edits) ? row[diagonal + edits] : -1
        }
        let isDown =
          diagonal == -edits || diagonal != edits && at(diagonal - 1) < at(diagonal + 1)
        let before = isDown ? diagonal + 1 : diagonal - 1
        let startX = at(before)
        let firstX = isDown ? startX : startX + 1
        while x > firstX {
          (x, y) = (x - 1, y - 1)
          matches.append((x, y))
        }
        (x, y) = (startX, startX - before)
      }
      while x > 0, y > 0 {
        (x, y) = (x - 1, y - 1)
        matches.append((x, y))
      }
      return matches.reversed()
    }
  }
}
