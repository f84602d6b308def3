internal import Chat
internal import Screen
internal import Words

/// The word diff of two answers, laid out. Removed words are in `[-…-]`, added ones in `{+…+}`,
/// so that the diff can be read without colour, and copied.
struct DiffText {
  /// The names of both models, for example `qwen3-32b → llama3`.
  let title: String
  let removedWords: Int
  let addedWords: Int
  private let lines: [StyledLine]
  private var rows: [StyledLine] = []
  private var width = 0
  private var height = 0
  private var firstRow = 0

  init(from old: Message, to new: Message) {
    func name(_ message: Message) -> String {
      Sanitizer.sanitizeLine(Session.short(message.origin?.model ?? Words.Reading.assistant))
    }
    title = "\(name(old)) → \(name(new))"
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
    }
    scroll(by: 0)
    return Array(rows.dropFirst(firstRow).prefix(height))
  }

  mutating func scroll(by count: Int) {
    firstRow = max(0, min(firstRow + count, rows.count - height))
  }

  mutating func scrollPage(_ pages: Int) { scroll(by: pages * max(1, height - 1)) }
}
