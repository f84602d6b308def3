/// Pieces of cut text, newest last. Consecutive cuts are joined, as in a shell's line editor.
struct KillRing {
  private static let limit = 30

  private var texts: [String] = []
  /// Whether the last key was a cut. If so, the next cut is joined to it.
  private var isCutting = false
  /// Where the last key inserted a piece in the composer, and the piece's index; `nil` if the
  /// last key did not insert one.
  private var inserted: (range: Range<Int>, index: Int)?

  mutating func add(_ text: String) {
    isCutting = false
    append(text)
  }

  mutating func cutBackward(_ text: String) {
    if isCutting, let last = texts.popLast() { append(text + last) } else { append(text) }
    isCutting = true
  }

  mutating func cutForward(_ text: String) {
    if isCutting, let last = texts.popLast() { append(last + text) } else { append(text) }
    isCutting = true
  }

  private mutating func append(_ text: String) {
    inserted = nil
    guard !text.isEmpty else { return }
    texts.append(text)
    if texts.count > Self.limit { texts.removeFirst() }
  }

  mutating func endCutting() { isCutting = false }

  mutating func endInserting() { inserted = nil }

  var last: String? { texts.last }

  mutating func noteInserted(_ range: Range<Int>, isLast: Bool = true) {
    isCutting = false
    if isLast { inserted = (range, texts.count - 1) } else { inserted?.range = range }
  }

  /// Returns the range of the piece just inserted, and the next older piece to replace it with.
  mutating func older() -> (Range<Int>, String)? {
    guard let (range, index) = inserted, !texts.isEmpty else { return nil }
    let older = index > 0 ? index - 1 : texts.count - 1
    inserted = (range, older)
    return (range, texts[older])
  }
}
