public import Screen

/// Lays out growing Markdown for output that can only be appended to, such as a terminal without a
/// screen.
///
/// A row is released once no further text can change it. What is left undecided is bounded by the
/// open block: a table comes as a whole, code line by line, a paragraph row by row. Only headings
/// that are underlined, and links that are defined below, may be recognised too late to show in rows
/// already released; no text is ever lost.
///
/// The rows of code are whole lines, however long, so that they can be copied from the terminal.
public struct MarkdownPrinter: Sendable {
  private var stream = MarkdownStream(numbersLinks: true, hidesLinkNumbers: true)
  /// The width of the block that is being released.
  private var width = 1
  /// The block whose rows come next.
  private var block = 0
  /// The rows of this block that have been released, as text without spaces.
  private var released: [String] = []
  /// The title of the code block being released, until the first line takes on its decoration.
  private var label: StyledLine?
  /// The first bytes of the open line, as many as are needed.
  private var lineEnd: [UInt8] = []
  private var isFinished = false

  public init() {}

  /// Adds text, which may be cut anywhere.
  /// - Parameter width: in columns. A new width applies from the next block on.
  /// - Returns: the rows that are now final.
  /// - Complexity: O(length of the text and of the open block)
  public mutating func append(_ text: String, width: Int) -> [StyledLine] {
    guard !text.isEmpty else { return [] }
    note(text)
    stream.append(text)
    return release(width)
  }

  /// Ends the text.
  /// - Returns: all the rows that are left.
  public mutating func finish(width: Int) -> [StyledLine] {
    isFinished = true
    stream.finish()
    return release(width)
  }

  /// The addresses of the links in the last released rows, keyed by the numbers in their styles.
  public var addresses: [Int: String] {
    Dictionary(stream.links.map { ($0.number, $0.address) }, uniquingKeysWith: { $1 })
  }

  private mutating func note(_ text: String) {
    for byte in text.utf8 {
      if byte == 0x0A || byte == 0x0D {
        lineEnd = []
      } else if lineEnd.count < 8 {
        lineEnd.append(byte)
      }
    }
  }

  private mutating func release(_ width: Int) -> [StyledLine] {
    if released.isEmpty { self.width = width }
    stream.layout(width: self.width)
    var lines: [StyledLine] = []
    while block < stream.closedBlockCount, isTableComplete {
      lines += take(stream.rows(ofBlock: block))
      // A list item that holds an empty code block keeps its marker.
      if let label, label.hasMarker { lines.append(StyledLine().decorated(as: label)) }
      label = nil
      block += 1
      released = []
      guard self.width != width else { continue }
      self.width = width
      stream.layout(width: width)
    }
    guard block == stream.closedBlockCount, block < stream.blockCount, !mayUnderline else {
      return lines
    }
    return lines + take(finalRows(stream.rows(ofBlock: block), of: stream.piece(at: block)))
  }

  /// Whether no further row can widen the columns of the next block: it is not a table, or another
  /// block follows it.
  private var isTableComplete: Bool {
    guard case .table(let number, _) = stream.piece(at: block).kind, !isFinished else {
      return true
    }
    return (block + 1..<stream.blockCount).contains { index in
      guard case .table(number, _) = stream.piece(at: index).kind else { return true }
      return false
    }
  }

  /// Whether the open line may become the underline of a heading, or the marker of a list item.
  private var mayUnderline: Bool {
    !lineEnd.isEmpty && lineEnd.allSatisfy { "-=>+*_ \t".utf8.contains($0) }
  }

  /// Returns the leading rows of an open block that no further text can change.
  private func finalRows(_ rows: [StyledLine], of piece: Piece) -> [StyledLine] {
    switch piece.kind {
    case .code:
      // The last line is not complete.
      return Array(rows[..<(rows.lastIndex { $0.join == .none && !$0.isLabel } ?? 0)])
    case .text:
      var count = rows.count - 1
      // While the last row's first word is growing, it may turn out to fit into the row above.
      if let last = rows.last, !last.text.dropFirst(last.margin).contains(" ") { count -= 1 }
      // Marks still shown have no partner yet. When they disappear, text moves up.
      if let first = rows.firstIndex(where: { Self.hasOpenMark($0) }) {
        count = min(count, first - 1)
      }
      return Array(rows.prefix(max(0, count)))
    case .html, .table, .nothing: return []
    }
  }

  private static func hasOpenMark(_ row: StyledLine) -> Bool {
    row.text.utf8.contains { "*_`[]~$<&|\\!".utf8.contains($0) }
  }

  /// Returns the lines of those rows that were not released before.
  private mutating func take(_ rows: [StyledLine]) -> [StyledLine] {
    var lines: [StyledLine] = []
    for (index, row) in rows.enumerated() {
      // Indentation grows when a list reaches 10.
      let text = row.text.filter { $0 != " " }
      if index < released.count, released[index] == text { continue }
      // If a row has changed after all, what follows is repeated rather than lost.
      released.removeSubrange(min(index, released.count)...)
      released.append(text)
      if row.isLabel {
        label = row
        continue
      }
      if row.join == .cut, isCode, !lines.isEmpty {
        lines[lines.count - 1].append(row.withoutMargin)
      } else {
        lines.append(label.map { row.decorated(as: $0) } ?? row)
        label = nil
      }
    }
    return lines
  }

  private var isCode: Bool {
    if case .code = stream.piece(at: block).kind { true } else { false }
  }
}

extension StyledLine {
  /// Whether a list item begins in the row, or a quote is drawn before it.
  fileprivate var hasMarker: Bool { lead.contains { $0.source.contains { $0 != " " } } }

  /// The row without the indentation that layout gave it.
  fileprivate var withoutMargin: StyledLine {
    var rest = StyledLine()
    var count = margin
    for span in spans {
      let dropped = min(count, span.text.count)
      count -= dropped
      rest.append(String(span.text.dropFirst(dropped)), span.style)
    }
    return rest
  }
}
