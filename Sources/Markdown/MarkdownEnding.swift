/// The lines that close whatever a Markdown text leaves open, such as the code block of an
/// incomplete answer. They keep text appended later separate.
///
/// Markdown parsers differ, so the ending must work for both md4c and CommonMark.
public enum MarkdownEnding {
  /// Returns the text with closing lines added, or unchanged if nothing is open.
  /// - Complexity: O(length)
  public static func closed(_ text: String) -> String {
    var readers = [BlockBoundary(as: .md4c), BlockBoundary(as: .commonMark)]
    var formula = OpenFormula()
    for line in lines(of: text) {
      let verdicts = readers.indices.map { readers[$0].read(line) }
      formula.read(verdicts[0], leaf: readers[0].leaf)
    }
    var closers = closers(for: readers)
    if closers.isEmpty, formula.isOpen { closers = [readers[0].prefix + OpenFormula.mark] }
    return closers.reduce(text) { text, line in
      (text.utf8.last == 0x0A ? text : text + "\n") + String(decoding: line, as: UTF8.self)
    }
  }

  private static func lines(of text: String) -> [ArraySlice<UInt8>] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      if byte == 0x0A, bytes.last == 0x0D { bytes.removeLast() }
      bytes.append(byte)
    }
    return bytes.split(omittingEmptySubsequences: false) { $0 == 0x0A || $0 == 0x0D }
  }

  /// Returns the first set of candidate lines that leaves nothing open for any reader. If there
  /// is none, returns the line that each reader needs.
  private static func closers(for readers: [BlockBoundary]) -> [[UInt8]] {
    let own = readers.compactMap(\.closer)
    guard !own.isEmpty else { return [] }
    let proposals = own.map { [$0] } + [[], own, own.reversed()] + own.map(alternating)
    let closing = proposals.first { lines in
      readers.allSatisfy { reader in
        var reader = reader
        for line in lines { _ = reader.read(line[...]) }
        return reader.endsAtBlankLine
      }
    }
    return closing ?? own
  }

  /// Returns fences for two readers that disagree about whether a code block is open. The first
  /// fence closes the block for one reader and opens a longer block for the other. In that longer
  /// block, the second fence is text, and the third closes the block.
  private static func alternating(_ fence: [UInt8]) -> [[UInt8]] {
    let longer = fence + fence.suffix(1)
    return [longer, fence, longer]
  }
}

/// The state of an open `$$` formula. Many programs look for its end even after blank lines.
private struct OpenFormula {
  static let mark = Array("$$".utf8)
  private(set) var isOpen = false
  /// Whether text follows the opening mark on its line. If so, the end of the paragraph also ends
  /// the formula.
  private var endsWithParagraph = false

  mutating func read(_ verdict: BlockBoundary.Verdict, leaf: BlockBoundary.Leaf) {
    switch leaf {
    case .fence, .html, .indentedCode: isOpen = false
    case .none, .paragraph, .table, .formula:
      guard let text = verdict.text, verdict.opening?.start.isVerbatim != true else {
        if endsWithParagraph { isOpen = false }
        return
      }
      read(text[...])
    }
  }

  private mutating func read(_ line: ArraySlice<UInt8>) {
    let marks = Self.marks(in: line)
    if isOpen {
      if let first = marks.first {
        isOpen = false
        read(line[(first + 2)...])
      }
    } else if !marks.count.isMultiple(of: 2),
      line.drop(while: { $0 == 0x20 }).starts(with: Self.mark)
    {
      isOpen = true
      let rest = line.drop { $0 == 0x20 || $0 == UInt8(ascii: "$") }
      endsWithParagraph = !rest.allSatisfy { $0 == 0x20 }
    }
  }

  /// Returns the positions of all `$$` marks that are not escaped by a backslash.
  private static func marks(in line: ArraySlice<UInt8>) -> [Int] {
    var marks: [Int] = []
    var index = line.startIndex
    while index + 1 < line.endIndex {
      if line[index] == UInt8(ascii: "\\") {
        index += 2
      } else if line[index...].starts(with: mark) {
        marks.append(index)
        index += 2
      } else {
        index += 1
      }
    }
    return marks
  }
}

extension BlockBoundary.Start {
  fileprivate var isVerbatim: Bool {
    switch self {
    case .code, .html: true
    case .paragraph, .singleLine, .emptyItem: false
    }
  }
}

extension BlockBoundary {
  /// The prefix that makes a line part of the open quotes and list items.
  fileprivate var prefix: [UInt8] {
    containers.flatMap { container in
      container.isQuote
        ? Array("> ".utf8) : [UInt8](repeating: 0x20, count: container.contentIndent)
    }
  }

  /// The line that closes the open block, if a blank line would not.
  fileprivate var closer: [UInt8]? {
    switch leaf {
    case .fence(let fence):
      prefix + [UInt8](repeating: fence.character, count: fence.length)
    case .html(.endsWith(let marks)): marks.first.map { prefix + $0.utf8 }
    case .html(.endsAtBlankLine), .html(.loneTag), .none, .paragraph, .table, .indentedCode,
      .formula:
      nil
    }
  }

  /// Whether a heading after a blank line would be a separate block, outside any container.
  fileprivate var endsAtBlankLine: Bool {
    var reader = self
    _ = reader.read([])
    let opening = reader.read(Array("# x".utf8)[...]).opening
    return opening?.start == .singleLine && opening?.path.isEmpty == true
  }
}
