/// A position in one line of Markdown: the next character that is not a space, and its
/// indentation.
///
/// Counts columns like md4c: tabs advance to the next multiple of four.
struct LineCursor {
  let line: ArraySlice<UInt8>
  /// Where the unread text begins.
  private(set) var position: Int
  /// The columns of space before the position that no container has consumed.
  var indent = 0
  private var column = 0
  /// Where the spaces before the position begin.
  private var spaceStart: Int
  private var spaceColumn = 0

  /// - Parameter line: without its line feed.
  init(_ line: ArraySlice<UInt8>) {
    self.line = line
    position = line.startIndex
    spaceStart = line.startIndex
    skipSpaces()
  }

  var isAtEnd: Bool { position >= line.endIndex }
  var byte: UInt8? { isAtEnd ? nil : line[position] }
  var rest: ArraySlice<UInt8> { line[position...] }

  /// The spaces before the position, as written.
  var spaces: ArraySlice<UInt8> { line[spaceStart..<position] }

  /// Whether only spaces come before the position.
  var isAtFirst: Bool { spaceStart == line.startIndex }

  /// Returns the rest of the line, indented by the given number of columns. Whole tabs stay tabs.
  func rest(indentedBy columns: Int) -> [UInt8] {
    let first = max(spaceColumn, column - max(0, columns))
    var index = spaceStart
    var reached = spaceColumn
    while index < position, reached < first {
      reached = line[index] == 0x09 ? (reached + 4) & ~3 : reached + 1
      index += 1
    }
    return [UInt8](repeating: 0x20, count: max(0, reached - first)) + line[index...]
  }

  /// Skips a marker of the given number of bytes and measures the indentation after it.
  mutating func skip(_ bytes: Int) {
    position = min(line.endIndex, position + bytes)
    column += bytes
    skipSpaces()
  }

  private mutating func skipSpaces() {
    let start = column
    spaceStart = position
    spaceColumn = column
    while let byte, byte == 0x20 || byte == 0x09 {
      column = byte == 0x09 ? (column + 4) & ~3 : column + 1
      position += 1
    }
    indent = column - start
  }
}
