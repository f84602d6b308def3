/// The text being written, around a caret. Every edit leaves the caret between two characters.
struct Composer: Equatable {
  private(set) var before = ""
  private(set) var after = ""
  /// Where Up and Down are in the history; `nil` at the draft itself.
  private var recalled: Int?
  /// What was being written when Up was first pressed.
  private var draft = ""

  var text: String { before + after }
  var isEmpty: Bool { before.isEmpty && after.isEmpty }

  init(_ text: String = "") { before = text }

  mutating func insert(_ text: String) {
    before += text
    recalled = nil
  }

  mutating func clear() { self = Composer() }

  // MARK: Moving

  mutating func moveLeft() { if let last = before.popLast() { after = String(last) + after } }

  mutating func moveRight() { if !after.isEmpty { before.append(after.removeFirst()) } }

  mutating func moveToLineStart() { while let last = before.last, last != "\n" { moveLeft() } }

  mutating func moveToLineEnd() { while let first = after.first, first != "\n" { moveRight() } }

  mutating func moveWordLeft() {
    while let last = before.last, !Self.isWord(last) { moveLeft() }
    while let last = before.last, Self.isWord(last) { moveLeft() }
  }

  mutating func moveWordRight() {
    while let first = after.first, !Self.isWord(first) { moveRight() }
    while let first = after.first, Self.isWord(first) { moveRight() }
  }

  /// One line up in the text, as near as can be to the same column of characters.
  /// - Returns: whether there was a line above.
  mutating func moveUp() -> Bool {
    guard let lineStart = before.lastIndex(of: "\n") else { return false }
    let column = before.distance(from: before.index(after: lineStart), to: before.endIndex)
    moveToLineStart()
    moveLeft()
    let length = before.split(separator: "\n", omittingEmptySubsequences: false).last?.count ?? 0
    for _ in 0..<max(0, length - column) { moveLeft() }
    return true
  }

  /// One line down in the text, as near as can be to the same column of characters.
  /// - Returns: whether there was a line below.
  mutating func moveDown() -> Bool {
    guard after.contains("\n") else { return false }
    let column = before.split(separator: "\n", omittingEmptySubsequences: false).last?.count ?? 0
    moveToLineEnd()
    moveRight()
    for _ in 0..<column {
      guard let first = after.first, first != "\n" else { break }
      moveRight()
    }
    return true
  }

  // MARK: Deleting

  mutating func deleteBackward() { _ = before.popLast() }

  mutating func deleteForward() { if !after.isEmpty { after.removeFirst() } }

  mutating func deleteWordBackward() {
    while let last = before.last, last.isWhitespace { before.removeLast() }
    while let last = before.last, !last.isWhitespace { before.removeLast() }
  }

  mutating func deleteWordForward() {
    while let first = after.first, !Self.isWord(first) { after.removeFirst() }
    while let first = after.first, Self.isWord(first) { after.removeFirst() }
  }

  mutating func deleteToLineStart() {
    while let last = before.last, last != "\n" { before.removeLast() }
  }

  /// At a line's end this takes the line feed, as in a shell's editor.
  mutating func deleteToLineEnd() {
    if after.first == "\n" { return deleteForward() }
    after = String(after[(after.firstIndex(of: "\n") ?? after.endIndex)...])
  }

  // MARK: History

  /// Brings back an older question; the draft is kept for ``recallNewer(_:)``.
  mutating func recallOlder(_ history: [String]) {
    let index = (recalled ?? history.count) - 1
    guard history.indices.contains(index) else { return }
    let kept = recalled == nil ? text : draft
    self = Composer(history[index])
    recalled = index
    draft = kept
  }

  mutating func recallNewer(_ history: [String]) {
    guard let index = recalled else { return }
    let kept = draft
    self = Composer(history.indices.contains(index + 1) ? history[index + 1] : kept)
    guard history.indices.contains(index + 1) else { return }
    recalled = index + 1
    draft = kept
  }

  private static func isWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }
}
