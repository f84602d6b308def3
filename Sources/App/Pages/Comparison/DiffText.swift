internal import Chat
internal import Screen
internal import Words

/// The word diff of two answers, laid out. Removed words are in `[-…-]`, added ones in `{+…+}`,
/// so that the diff can be read without colour, and copied.
struct DiffText {
  /// The names of both models, for example `qwen3-32b → llama3`. Equal names are numbered.
  let title: String
  let removedWords: Int
  let addedWords: Int
  private let lines: [StyledLine]
  private var rows: [StyledLine] = []
  private var width = 0
  private var height = 0
  private var firstRow = 0
  /// The first rows of the changes. Neighbouring rows with changes count as one change.
  private var changes: [Int] = []
  /// The index of the change that was jumped to; `nil` before the first layout.
  private(set) var change: Int?

  /// - Parameter numbers: the numbers of the answers, from 1.
  init(from old: Message, to new: Message, numbers: (Int, Int)) {
    func name(_ message: Message) -> String {
      Sanitizer.sanitizeLine(Session.short(message.origin?.model ?? Words.Reading.assistant))
    }
    let names = (name(old), name(new))
    title =
      names.0 == names.1
      ? "\(names.0) \(numbers.0) → \(numbers.1)" : "\(names.0) → \(names.1)"
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

  /// Returns the rows in view.
  mutating func rows(width: Int, height: Int) -> [StyledLine] {
    self.height = height
    if width != self.width {
      self.width = width
      rows = lines.flatMap { Wrapping.wrap($0, width: width) }
      let changed = rows.map { $0.spans.contains { Self.isChange($0.style) } }
      changes = changed.indices.filter { changed[$0] && ($0 == 0 || !changed[$0 - 1]) }
      if change == nil { jump(1) }
    }
    scroll(by: 0)
    return Array(rows.dropFirst(firstRow).prefix(height))
  }

  mutating func scroll(by count: Int) {
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
    let next = change.map { ($0 + step + changes.count) % changes.count } ?? 0
    change = next
    // Leave two rows of context above a change that was out of view.
    if !(firstRow..<firstRow + height).contains(changes[next]) { firstRow = changes[next] - 2 }
    scroll(by: 0)
  }

  mutating func scrollPage(_ pages: Int) { scroll(by: pages * max(1, height - 1)) }
}
