internal import Screen

/// The rows of one code block, laid out line by line. The rows of a complete line are final.
///
/// Code has its own background surface. It is coloured, and wrapped between words and symbols.
/// Where there is room, it is indented by two columns, and continuation rows are indented
/// further.
struct CodeRows: Sendable {
  /// The rows of the lines so far.
  private(set) var rows: [StyledLine] = []
  let width: Int
  private var highlighter: CodeHighlighter

  /// - Parameter highlighter: the highlighter in its state after the preceding code; a new one for
  ///   a new block.
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

  /// Returns the title row above a code block, with the language on the left and the keys that copy
  /// the block on the right. The space between them is filler, which the painter draws as a rule if
  /// the title's background is not visible.
  /// - Parameter copyKey: the key to press after the block's number; `nil` if no keys copy the
  ///   block.
  static func title(language: String, number: Int, copyKey: String?, width: Int) -> StyledLine {
    let style = Style(.codeTitle)
    let mark = StyledLine(copyKey.map { "\(number)\($0)" } ?? "", style)
    let indent = indent(in: width)
    let room = width - mark.width - indent.utf8.count - 2
    let name = StyledLine(Sanitizer.sanitizeLine(language), style)
      .truncated(to: room >= 3 ? room : 0)
    var line = StyledLine()
    if name.isEmpty {
      line.append(indent, style.filler)
    } else {
      line.append(String(indent.dropLast()), style.filler)
      line.append(String(indent.suffix(1)), style)
      line.append(name)
      line.append(" ", style)
    }
    if !mark.isEmpty {
      let space = max(0, width - line.width - mark.width - 2)
      line.append(String(repeating: " ", count: space), style.filler)
      line.append(" ", style)
      line.append(mark)
      line = line.truncated(to: width)
    }
    line.isLabel = true
    line.surface = mark.isEmpty ? style.filler : style
    return line
  }

  /// Returns the highlighter in the state it has after reading `source`.
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
    let indent = indent(in: width)
    // If the code is indented, one column also stays free on the right.
    let room = max(1, width - indent.utf8.count - (indent.isEmpty ? 0 : 1))
    let hang = hang(of: line, room: room)
    return CodeWrap.rows(of: line, width: room, rest: room - hang).map { row in
      var row = row
      row.surface = Style(.codeText)
      let margin = row.join == .cut ? indent + String(repeating: " ", count: hang) : indent
      guard !row.isEmpty, !margin.isEmpty else { return row }
      return row.behind(margin: StyledSpan(margin, Style(.codeText)))
    }
  }

  /// Returns the indentation, in columns, of the rows that continue a line: further than the line
  /// itself, unless that would leave too few columns for the code.
  private static func hang(of line: StyledLine, room: Int) -> Int {
    guard room >= 16 else { return 0 }
    var spaces = 0
    for span in line.spans {
      let count = span.text.utf8.prefix { $0 == 0x20 }.count
      spaces += count
      if count < span.text.utf8.count { break }
    }
    return min(spaces + 2, max(room / 3, room - leastContinued))
  }

  /// The columns that the rows that continue a line should have at least.
  private static let leastContinued = 24

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

/// Wrapping that cuts lines at a fixed width, regardless of words.
enum HardWrap {
  /// Returns one or more rows. Each has at least one character, even if that character is too
  /// wide.
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
