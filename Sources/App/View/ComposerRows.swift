internal import Screen

/// The composer's text in rows, and where its caret is among them.
struct ComposerRows: Equatable {
  private(set) var rows: [String] = [""]
  private(set) var caret = Point(x: 0, y: 0)
  private let width: Int
  private var column = 0

  init(_ composer: Composer, width: Int) {
    self.width = max(2, width)
    add(composer.before)
    caret = Point(x: column, y: rows.count - 1)
    if caret.x >= self.width { caret = Point(x: 0, y: rows.count) }
    add(composer.after)
    if caret.y == rows.count { rows.append("") }
  }

  private mutating func add(_ text: String) {
    var isFirst = true
    // By bytes: a pasted megabyte is laid out at every key.
    for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if !isFirst { startRow() }
      isFirst = false
      if line.allSatisfy({ (0x20..<0x7F).contains($0) }) {
        addPlain(line)
      } else {
        for character in Substring(line) { add(character) }
      }
    }
  }

  /// Printable ASCII: a byte is a column.
  private mutating func addPlain(_ line: Substring.UTF8View) {
    var rest = line
    while !rest.isEmpty {
      if column == width { startRow() }
      let piece = rest.prefix(width - column)
      rows[rows.count - 1] += String(Substring(piece))
      column += piece.count
      rest = rest.dropFirst(piece.count)
    }
  }

  private mutating func add(_ character: Character) {
    let shown = visible(character)
    let columns = DisplayWidth.of(shown)
    if column + columns > width { startRow() }
    rows[rows.count - 1] += shown
    column += columns
  }

  private mutating func startRow() {
    rows.append("")
    column = 0
  }

  /// Pasted text is as untrusted as any. A tab reaches to the next multiple of four columns, as in
  /// messages.
  private func visible(_ character: Character) -> String {
    guard character != "\t" else { return String(repeating: " ", count: 4 - column % 4) }
    return Sanitizer.sanitize(String(character))
  }
}
