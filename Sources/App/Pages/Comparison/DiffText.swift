internal import Chat
internal import Screen
internal import Words

/// The word diff of two answers, laid out. Removed words are in `[-…-]`, added ones in `{+…+}`,
/// so that the diff can be read without colour, and copied.
struct DiffText {
  /// The names of both models, for example `qwen3-32b → llama3`. Equal names are numbered.
  let title: String
  /// The answers' names in hints: their numbers if they are from the same model.
  let names: [MessageID: String]
  let removedWords: Int
  let addedWords: Int
  var hasChanges: Bool { removedWords + addedWords > 0 }
  private let lines: [StyledLine]
  private var rows: [StyledLine] = []
  private var width = 0
  private var height = 0
  private var firstRow = 0
  /// The changes in the last layout.
  private var changes: [Change] = []
  /// The index of the change that was jumped to; `nil` before the first layout.
  private(set) var change: Int?
  /// Whether the view was scrolled after the last jump. If that jump's target is out of view, the
  /// next jump starts from the view.
  private var hasScrolled = false

  /// - Parameter numbers: the numbers of the answers, from 1.
  init(from old: Message, to new: Message, numbers: (Int, Int)) {
    func name(_ message: Message) -> String {
      Sanitizer.sanitizeLine(Session.short(message.origin?.model ?? Words.Reading.assistant))
    }
    let (first, second) = (name(old), name(new))
    if first == second {
      title = "\(first) \(numbers.0) → \(numbers.1)"
      names = [old.id: String(numbers.0), new.id: String(numbers.1)]
    } else {
      title = "\(first) → \(second)"
      names = [old.id: first, new.id: second]
    }
    let diff = WordDiff(from: old.spoken, to: new.spoken)
    (removedWords, addedWords) = (diff.removedWords, diff.addedWords)
    lines = Self.lines(of: diff)
  }

  private static func lines(of diff: WordDiff) -> [StyledLine] {
    var lines = [StyledLine()]
    for run in diff.runs {
      let parts = run.text.split(separator: "\n", omittingEmptySubsequences: false)
      for (index, part) in parts.enumerated() {
        if index > 0 { lines.append(StyledLine()) }
        append(Sanitizer.sanitizeLine(String(part)), run.kind, to: &lines[lines.count - 1])
      }
    }
    return lines
  }

  private static func append(_ text: String, _ kind: WordDiff.Kind, to line: inout StyledLine) {
    let spaces = text.reversed().prefix { $0 == " " }.count
    let words = String(text.dropLast(spaces))
    let end = String(repeating: " ", count: spaces)
    guard !words.isEmpty else { return line.append(end, .text) }
    switch kind {
    case .same: line.append(words, .text)
    case .removed: line.append("[-\(words)-]", Style(.codeRemoved).own)
    case .added: line.append("{+\(words)+}", Style(.codeAdded).own)
    }
    line.append(end, .text)
  }

  /// A run of removed and added words. Line breaks never split it: a deletion of two paragraphs is
  /// one change.
  private struct Change {
    var rows: ClosedRange<Int>
    /// For each row with changed spans, the indexes from the first such span through the last.
    var spans: [Int: Range<Int>]
  }

  /// Returns the rows in view, with the current change marked.
  mutating func rows(width: Int, height: Int) -> [StyledLine] {
    self.height = height
    if width != self.width {
      self.width = width
      rows = lines.flatMap { Wrapping.wrap($0, width: width) }
      changes = Self.changes(in: rows)
      if change == nil { jump(1) }
    }
    clampScroll(by: 0)
    let inView = rows.indices.dropFirst(firstRow).prefix(height)
    return inView.map { row in
      // Marking every row of a long change would be too loud.
      guard let current = change.map({ changes[$0] }), current.rows.lowerBound == row,
        let spans = current.spans[row]
      else { return rows[row] }
      var line = rows[row]
      for span in spans where Self.isChange(line.spans[span].style) {
        line.spans[span].style = Style(.currentMatch, [.underline, .bold]).own
      }
      return line
    }
  }

  private static func changes(in rows: [StyledLine]) -> [Change] {
    var changes: [Change] = []
    var isInChange = false
    for (row, line) in rows.enumerated() {
      for (index, span) in line.spans.enumerated() {
        guard isChange(span.style) else {
          if span.text.contains(where: { !$0.isWhitespace }) { isInChange = false }
          continue
        }
        if !isInChange { changes.append(Change(rows: row...row, spans: [:])) }
        isInChange = true
        let first = changes[changes.count - 1].spans[row]?.lowerBound ?? index
        changes[changes.count - 1].spans[row] = first..<(index + 1)
        changes[changes.count - 1].rows = changes[changes.count - 1].rows.lowerBound...row
      }
    }
    return changes
  }

  mutating func scroll(by count: Int) {
    hasScrolled = true
    clampScroll(by: count)
  }

  private mutating func clampScroll(by count: Int) {
    firstRow = max(0, min(firstRow + count, rows.count - height))
  }

  private static func isChange(_ style: Style) -> Bool {
    style.role == .codeRemoved || style.role == .codeAdded
  }

  /// The number of changes in the last layout.
  var changeCount: Int { changes.count }

  /// The rows that are out of view.
  var mark: PageMark { PageMark(first: firstRow, shown: height, of: rows.count) }

  /// Goes to the next or previous change, and from the last one to the first.
  mutating func jump(_ step: Int) {
    guard !changes.isEmpty else { return }
    let next = next(step)
    change = next
    hasScrolled = false
    // Keep some context around the change. If it is too long for the view, show its start.
    let context = min(2, max(0, (height - 1) / 3))
    let wanted = changes[next].rows
    let inView = firstRow..<(firstRow + height)
    let isWhole =
      inView.contains(max(0, wanted.lowerBound - context))
      && inView.contains(min(rows.count - 1, wanted.upperBound + context))
    if !isWhole { firstRow = wanted.lowerBound - context }
    clampScroll(by: 0)
  }

  /// Returns the index of the change to jump to.
  private func next(_ step: Int) -> Int {
    guard let change else { return 0 }
    let view = firstRow..<(firstRow + height)
    if hasScrolled, !changes[change].rows.overlaps(view) {
      return step > 0
        ? changes.firstIndex { $0.rows.upperBound >= view.lowerBound } ?? 0
        : changes.lastIndex { $0.rows.lowerBound < view.upperBound } ?? changes.count - 1
    }
    return (change + step + changes.count) % changes.count
  }

  mutating func scrollPage(_ pages: Int) { scroll(by: pages * max(1, height - 1)) }
}
