internal import TOMLKit

/// The lines of a TOML file, to find where a key is set.
///
/// The library reports the position of a syntax error but not of a key. So a binary search
/// parses prefixes of the file: the shortest prefix that contains the key ends at the key's
/// line.
struct TOMLLines {
  private let lines: [Substring]

  init(_ text: String) {
    lines = text.split(
      omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" })
  }

  /// Returns the line of a key, counted from 1. `key` begins with the tables that hold it. For a
  /// multi-line value, this is the first line. `nil` if the file has no such key.
  /// - Complexity: O(size · log(lines)), if values span few lines.
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

  /// Returns the longest prefix of the first `count` lines that parses. Leaves out an incomplete
  /// multi-line value.
  private func beginning(_ count: Int) -> (length: Int, table: TOMLTable)? {
    var length = count
    while length > 0 {
      // If these lines do not parse, drop the last one.
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
