/// A place in one line of Markdown: the next character that is no space, and its indentation.
///
/// Counts as md4c does: tabs go to the next multiple of four columns.
struct LineCursor {
  let line: ArraySlice<UInt8>
  /// Where the text begins that is still to be read.
  private(set) var position: Int
  /// Columns of space before it that no container has taken.
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

  /// The spaces before the position, as they are written.
  var spaces: ArraySlice<UInt8> { line[spaceStart..<position] }

  /// Whether only spaces stand before the position.
  var isAtFirst: Bool { spaceStart == line.startIndex }

  /// The rest with so many columns of the spaces before it. Tabs stay tabs where they are whole.
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

  /// Goes behind a marker of so many bytes, and measures the indentation there.
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
