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

  /// - Parameter line: without its line feed.
  init(_ line: ArraySlice<UInt8>) {
    self.line = line
    position = line.startIndex
    skipSpaces()
  }

  var isAtEnd: Bool { position >= line.endIndex }
  var byte: UInt8? { isAtEnd ? nil : line[position] }
  var rest: ArraySlice<UInt8> { line[position...] }

  /// Goes behind a marker of so many bytes, and measures the indentation there.
  mutating func skip(_ bytes: Int) {
    position = min(line.endIndex, position + bytes)
    column += bytes
    skipSpaces()
  }

  private mutating func skipSpaces() {
    let start = column
    while let byte, byte == 0x20 || byte == 0x09 {
      column = byte == 0x09 ? (column + 4) & ~3 : column + 1
      position += 1
    }
    indent = column - start
  }
}
