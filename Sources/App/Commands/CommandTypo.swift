/// The detection of misspelt command names.
enum CommandTypo {
  /// The minimum length of a name for ``isNear(_:)`` to allow a typo. A shorter name is one typo
  /// away from too many other words.
  private static let shortest = 4

  /// Returns whether the word is a command's name, spelt correctly or with one typo.
  static func isNear(_ word: some StringProtocol) -> Bool {
    let word = word.lowercased()
    return CommandTable.names.contains { name in
      word == name || (name.count >= shortest && distance(word, name, limit: 1) <= 1)
    }
  }

  /// Returns the name that differs from the word by one typo, or that the word extends; `nil` if
  /// there is none or the word is short.
  static func close(to word: some StringProtocol) -> String? {
    let word = word.lowercased()
    guard word.count >= shortest else { return nil }
    let names = CommandTable.names.filter { $0.count >= shortest }
    return names.first { distance(word, $0, limit: 1) <= 1 } ?? extended(by: word)
  }

  /// Returns the longest name that the word extends, for example as a plural.
  private static func extended(by word: String) -> String? {
    CommandTable.names.filter { $0.count >= shortest && word.hasPrefix($0) }
      .max { $0.count < $1.count }
  }

  /// Returns the name that was probably meant; `nil` if none is similar.
  static func nearest(to word: some StringProtocol) -> String? {
    let word = word.lowercased()
    let limit = word.count >= 7 ? 3 : word.count >= 4 ? 2 : 1
    let found = CommandTable.names.lazy.map { ($0, distance(word, $0, limit: limit)) }
      .filter { $0.1 <= limit }
    if let best = found.min(by: { $0.1 < $1.1 }) { return best.0 }
    return extended(by: word)
  }

  /// Returns the number of letters to insert, delete, replace or swap with the next one, to turn
  /// one word into the other. If that number exceeds `limit`, returns any number above `limit`.
  /// - Complexity: O(product of the lengths) if they differ by at most `limit`; otherwise O(their
  ///   sum)
  static func distance(_ first: String, _ second: String, limit: Int) -> Int {
    let (a, b) = (Array(first), Array(second))
    guard abs(a.count - b.count) <= limit else { return limit + 1 }
    var before: [Int] = []
    var row = Array(0...b.count)
    for i in a.indices {
      var next = [i + 1]
      for j in b.indices {
        var cost = min(row[j] + (a[i] == b[j] ? 0 : 1), row[j + 1] + 1, next[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, before[j - 1] + 1) }
        next.append(cost)
      }
      (before, row) = (row, next)
    }
    return row[b.count]
  }
}
