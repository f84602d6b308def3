internal import TOMLKit

/// The lines of a TOML file, to find the one on which a key stands.
///
/// The library tells the place of a mistake in the grammar, but not of a key. So it is asked which
/// beginnings of the file hold the key: the shortest ends with the line that brings it.
struct TOMLLines {
  private let lines: [Substring]

  init(_ text: String) {
    lines = text.split(
      omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" })
  }

  /// The line of a key, counted from 1, by the tables that it is in; for a value of several lines
  /// the first. `nil` when the file has no such key.
  /// - Complexity: O(size · log(lines)), as long as values have few lines.
  func line(of key: [String]) -> Int? {
    var (without, with) = (0, lines.count)
    guard holds(key, beginning(with)) else { return nil }
    while with - without > 1 {
      let middle = (without + with) / 2
      if holds(key, beginning(middle)) { with = middle } else { without = middle }
    }
    let before = beginning(with - 1)?.length ?? 0
    let isContent = { (line: Substring) in
      line.contains { !$0.isWhitespace } && line.first { !$0.isWhitespace } != "#"
    }
    return lines[before..<with].firstIndex(where: isContent).map { $0 + 1 }
  }

  /// The longest beginning of at most so many lines that is a file by itself: a value of several
  /// lines is left out until it is whole.
  private func beginning(_ count: Int) -> (length: Int, table: TOMLTable)? {
    var length = count
    while length > 0 {
      // What is no file yet is tried with a line less.
      if let table = try? TOMLTable(string: lines[..<length].joined(separator: "\n")) {
        return (length, table)
      }
      length -= 1
    }
    return nil
  }

  private func holds(_ key: [String], _ beginning: (length: Int, table: TOMLTable)?) -> Bool {
    guard var table = beginning?.table, let last = key.last else { return false }
    for name in key.dropLast() {
      guard let inner = table[name]?.table else { return false }
      table = inner
    }
    return table.contains(key: last)
  }
}
