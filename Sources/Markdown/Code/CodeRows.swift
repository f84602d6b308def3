internal import Screen

/// The rows of one code block, laid out line by line; the rows of a complete line are final.
///
/// Code is indented by two columns, coloured, and cut at the width rather than between words.
struct CodeRows: Sendable {
  /// The rows of the lines so far.
  private(set) var rows: [StyledLine] = []
  let width: Int
  private var highlighter: CodeHighlighter

  /// - Parameter highlighter: as the preceding code left it; for a new block, a fresh one.
  init(_ highlighter: CodeHighlighter, width: Int) {
    self.width = max(1, width)
    self.highlighter = highlighter
  }

  /// Adds a line, given without its line feed.
  mutating func append(_ line: String) {
    rows += Self.cut(
      Self.expandingTabs(highlighter.highlight(Sanitizer.sanitize(line))), width: width)
  }

  mutating func append(linesOf source: String) {
    for line in Self.lines(of: source) { append(String(line)) }
  }

  /// Returns the row under a code block: its language and number, right-aligned.
  static func label(language: String, number: Int, width: Int) -> StyledLine {
    let name = Sanitizer.sanitizeLine(language)
    let mark = StyledLine(name.isEmpty ? "[\(number)]" : "\(name) [\(number)]", .secondary)
    guard mark.width < width else {
      var line = StyledLine("[\(number)]", .secondary).truncated(to: width)
      line.isLabel = true
      return line
    }
    var line = StyledLine(String(repeating: " ", count: width - mark.width))
    line.append(mark)
    line.isLabel = true
    return line
  }

  /// Returns the state of a highlighter after more code.
  static func state(behind source: String, _ highlighter: CodeHighlighter) -> CodeHighlighter {
    var highlighter = highlighter
    for line in lines(of: source) { _ = highlighter.highlight(Sanitizer.sanitize(String(line))) }
    return highlighter
  }

  private static func lines(of source: String) -> [Substring] {
    var lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  private static func indent(in width: Int) -> String { width > 8 ? "  " : "" }

  private static func cut(_ line: StyledLine, width: Int) -> [StyledLine] {
    let indent = StyledLine(indent(in: width), Style(.code))
    return HardWrap.rows(of: line, width: max(1, width - indent.width)).map { row in
      guard !row.isEmpty, !indent.isEmpty else { return row }
      return indent.spans.reduce(row) { $0.behind(margin: $1) }
    }
  }

  /// Returns the line with each tab replaced by spaces up to the next multiple of four columns.
  private static func expandingTabs(_ line: StyledLine) -> StyledLine {
    guard line.spans.contains(where: { $0.text.utf8.contains(0x09) }) else { return line }
    var result = StyledLine()
    var column = 0
    for span in line.spans {
      for character in span.text {
        if character == "\t" {
          let spaces = 4 - column % 4
          result.append(" ", span.style.ofTab(isFirst: true))
          result.append(
            String(repeating: " ", count: spaces - 1), span.style.ofTab(isFirst: false))
          column += spaces
        } else {
          result.append(String(character), span.style)
          column += DisplayWidth.of(character)
        }
      }
    }
    return result
  }
}

/// Cuts lines at a width, regardless of words.
enum HardWrap {
  /// Returns at least one row. A row holds at least one character, even one that is too wide.
  static func rows(of line: StyledLine, width: Int) -> [StyledLine] {
    guard line.width > width else { return [line] }
    var rows: [StyledLine] = []
    var row = StyledLine()
    row.join = line.join
    var column = 0
    for span in line.spans {
      var piece = ""
      for character in span.text {
        let columns = DisplayWidth.of(character)
        if column + columns > width, column > 0 {
          row.append(piece, span.style)
          rows.append(row)
          row = StyledLine()
          row.join = .cut
          piece = ""
          column = 0
        }
        piece.append(character)
        column += columns
      }
      row.append(piece, span.style)
    }
    rows.append(row)
    return rows
  }
}
