/// An editable text with a caret. The caret is always between two characters.
struct Composer: Equatable {
  private(set) var before = ""
  private(set) var after = ""
  /// The current entry of the history; `nil` for the draft.
  private var recalled: Int?
  /// The text before Up was first pressed.
  private var draft = ""
  /// The text of the last cut, or of several consecutive cuts, for ``yank()``.
  private var cut = ""
  private var isCutting = false

  var text: String { before + after }
  var isEmpty: Bool { before.isEmpty && after.isEmpty }
  var isBlank: Bool { before.allSatisfy(\.isWhitespace) && after.allSatisfy(\.isWhitespace) }

  init(_ text: String = "") { before = text }

  mutating func insert(_ text: String) {
    before += text
    recalled = nil
  }

  /// Removes the text; ``yank()`` restores it.
  mutating func clear() {
    let cut = isEmpty ? cut : text
    self = Composer()
    self.cut = cut
  }

  /// Shows another text. ``yank()`` inserts the one that it replaces.
  mutating func replace(with other: Composer) {
    let cut = isEmpty ? cut : text
    self = other
    self.cut = cut
  }

  /// Keeps a text for ``yank()``.
  mutating func keepForYank(_ text: String) {
    cut = text
    isCutting = false
  }

  // MARK: Moving

  mutating func moveLeft() { if let last = before.popLast() { after = String(last) + after } }

  mutating func moveRight() { if !after.isEmpty { before.append(after.removeFirst()) } }

  mutating func moveToLineStart() { moveBack(to: lineStart) }

  mutating func moveToLineEnd() { moveForward(to: lineEnd) }

  mutating func moveWordLeft() { moveBack(to: wordStart(Self.isWord)) }

  mutating func moveWordRight() { moveForward(to: wordEnd) }

  /// Moves one line up, to the same column or the end of a shorter line.
  /// - Returns: whether there was a line above.
  mutating func moveUp() -> Bool {
    guard let lineFeed = before[...].lastLineFeed else { return false }
    let column = before[lineFeed...].count - 1
    let start = Self.lineStart(before[..<lineFeed])
    moveBack(to: before.index(start, offsetBy: column, limitedBy: lineFeed) ?? lineFeed)
    return true
  }

  /// Moves one line down, to the same column or the end of a shorter line.
  /// - Returns: whether there was a line below.
  mutating func moveDown() -> Bool {
    guard let lineFeed = after[...].firstLineFeed else { return false }
    let column = before[lineStart...].count
    let start = after.index(after: lineFeed)
    let end = after[start...].firstLineFeed ?? after.endIndex
    moveForward(to: after.index(start, offsetBy: column, limitedBy: end) ?? end)
    return true
  }

  private var lineStart: String.Index { Self.lineStart(before[...]) }

  private static func lineStart(_ text: Substring) -> String.Index {
    text.lastLineFeed.map { text.index(after: $0) } ?? text.startIndex
  }

  private var lineEnd: String.Index { after[...].firstLineFeed ?? after.endIndex }

  /// The start of the word at or before the caret.
  private func wordStart(_ isPart: (Character) -> Bool) -> String.Index {
    var rest = before[...]
    while let last = rest.last, !isPart(last) { rest.removeLast() }
    while let last = rest.last, isPart(last) { rest.removeLast() }
    return rest.endIndex
  }

  /// The end of the word at or after the caret.
  private var wordEnd: String.Index {
    after.drop { !Self.isWord($0) }.drop { Self.isWord($0) }.startIndex
  }

  // Text moves in one step: character by character, a line of 1 MB would take ten seconds.

  private mutating func moveBack(to start: String.Index) {
    after = String(before[start...]) + after
    before.removeSubrange(start...)
  }

  private mutating func moveForward(to end: String.Index) {
    before.append(contentsOf: after[..<end])
    after.removeSubrange(..<end)
  }

  // MARK: Deleting

  mutating func deleteBackward() { _ = before.popLast() }

  mutating func deleteForward() { if !after.isEmpty { after.removeFirst() } }

  // Consecutive cuts are joined, as in a shell's editor.

  mutating func deleteWordBackward() { cutBefore(from: wordStart { !$0.isWhitespace }) }

  mutating func deleteWordForward() { cutAfter(to: wordEnd) }

  mutating func deleteToLineStart() { cutBefore(from: lineStart) }

  /// At the end of a line, deletes the line feed, as in a shell's editor.
  mutating func deleteToLineEnd() {
    let end = lineEnd
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

  /// Inserts the text that was last cut or cleared.
  mutating func yank() { insert(cut) }

  /// Ends a run of consecutive cuts.
  mutating func endCutting() { isCutting = false }

  // MARK: History

  /// Shows the next older question. ``recallNewer(_:)`` returns to the draft.
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

extension Substring {
  // These compare bytes, because every key that moves by lines may search a pasted megabyte. A line
  // feed after a carriage return does not count: the two form one character.

  fileprivate var firstLineFeed: Index? { utf8.indices.first(where: isLineFeed) }

  fileprivate var lastLineFeed: Index? { utf8.indices.last(where: isLineFeed) }

  private func isLineFeed(_ index: Index) -> Bool {
    utf8[index] == 0x0A && (index == startIndex || utf8[utf8.index(before: index)] != 0x0D)
  }
}
