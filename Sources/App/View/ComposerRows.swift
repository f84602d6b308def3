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
    for character in text {
      if character.isNewline {
        startRow()
        continue
      }
      let shown = Self.visible(character)
      let columns = DisplayWidth.of(shown)
      if column + columns > width { startRow() }
      rows[rows.count - 1] += shown
      column += columns
    }
  }

  private mutating func startRow() {
    rows.append("")
    column = 0
  }

  /// Pasted text is as untrusted as any.
  private static func visible(_ character: Character) -> String {
    character == "\t" ? "  " : Sanitizer.sanitize(String(character))
  }
}
