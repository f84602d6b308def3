/// Texts that were cut, newest last. Consecutive cuts are joined, as in a shell's editor.
struct KillRing {
  private static let limit = 30

  private var texts: [String] = []
  /// The last key was a cut, so the next one adds to the same text.
  private var isCutting = false
  /// If the last key inserted one of the texts, its place in the composer and its index.
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

  /// Returns the range of the text that was just inserted, and the next older text to replace it.
  mutating func older() -> (Range<Int>, String)? {
    guard let (range, index) = inserted, !texts.isEmpty else { return nil }
    let older = index > 0 ? index - 1 : texts.count - 1
    inserted = (range, older)
    return (range, texts[older])
  }
}
