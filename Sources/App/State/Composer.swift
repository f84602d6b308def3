/// The text being written, around a caret. Every edit leaves the caret between two characters.
struct Composer: Equatable {
  private(set) var before = ""
  private(set) var after = ""
  /// Where Up and Down are in the history; `nil` at the draft itself.
  private var recalled: Int?
  /// What was being written when Up was first pressed.
  private var draft = ""
  /// What was cut last, for ``yank()``; of cuts that follow each other all.
  private var cut = ""
  private var isCutting = false

  var text: String { before + after }
  var isEmpty: Bool { before.isEmpty && after.isEmpty }

  init(_ text: String = "") { before = text }

  mutating func insert(_ text: String) {
    before += text
    recalled = nil
  }

  /// The text is there again by ``yank()``.
  mutating func clear() {
    let cut = isEmpty ? cut : text
    self = Composer()
    self.cut = cut
  }

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

  // Cuts that follow each other are put together, as in a shell's editor.

  mutating func deleteWordBackward() {
    let word = before.reversed().drop { $0.isWhitespace }.drop { !$0.isWhitespace }
    cutBefore(from: before.index(before.startIndex, offsetBy: word.count))
  }

  mutating func deleteWordForward() {
    let rest = after.drop { !Self.isWord($0) }.drop { Self.isWord($0) }
    cutAfter(to: rest.startIndex)
  }

  mutating func deleteToLineStart() {
    cutBefore(from: before.lastIndex(of: "\n").map { before.index(after: $0) } ?? before.startIndex)
  }

  /// At a line's end this takes the line feed, as in a shell's editor.
  mutating func deleteToLineEnd() {
    let end = after.firstIndex(of: "\n") ?? after.endIndex
    cutAfter(to: end == after.startIndex && end < after.endIndex ? after.index(after: end) : end)
  }

  private mutating func cutBefore(from start: String.Index) {
    cut = String(before[start...]) + (isCutting ? cut : "")
    before = String(before[..<start])
    isCutting = true
  }

  private mutating func cutAfter(to end: String.Index) {
    cut = (isCutting ? cut : "") + String(after[..<end])
    after = String(after[end...])
    isCutting = true
  }

  /// Puts in again what was cut or cleared last.
  mutating func yank() { insert(cut) }

  /// A key that cuts nothing: the next cut is another one.
  mutating func endCutting() { isCutting = false }

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
