public import Screen

/// A layout of growing Markdown for output that can only be appended to, such as a terminal
/// without a full-screen interface.
///
/// A row is released once no further text can change it. Only rows of the open block are held
/// back: a table is released as a whole, code line by line, and a paragraph row by row. An
/// underlined heading, or a link that is defined further down, may be recognised too late to
/// show in rows already released, but no text is ever lost.
///
/// Code is released in whole lines, however long, so that it can be copied from the terminal.
public struct MarkdownPrinter: Sendable {
  private var stream = MarkdownStream(numbersLinks: true, hidesLinkNumbers: true)
  /// The layout width of the block being released.
  private var width = 1
  /// The index of the block whose rows are released next.
  private var block = 0
  /// The rows of the current block that have been released, as text without spaces.
  private var released: [String] = []
  /// The title of the code block being released, kept until the block's first line has taken over
  /// the title's decoration.
  private var label: StyledLine?
  /// The first bytes of the open line, as many as ``mayUnderline`` needs.
  private var lineEnd: [UInt8] = []
  private var isFinished = false

  public init() {}

  /// Adds text, which may be split at any point.
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
  /// - Returns: all remaining rows.
  public mutating func finish(width: Int) -> [StyledLine] {
    isFinished = true
    stream.finish()
    return release(width)
  }

  /// The addresses of the links so far, keyed by the link numbers in the styles of the latest
  /// released rows.
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

  /// Whether the columns of the next block are final: it is not a table, a block that is not
  /// part of the same table follows it, or the text has ended.
  private var isTableComplete: Bool {
    guard case .table(let number, _) = stream.piece(at: block).kind, !isFinished else {
      return true
    }
    return (block + 1..<stream.blockCount).contains { index in
      guard case .table(number, _) = stream.piece(at: index).kind else { return true }
      return false
    }
  }

  /// Whether the open line may turn out to be the underline of a heading or the marker of a list
  /// item.
  private var mayUnderline: Bool {
    !lineEnd.isEmpty && lineEnd.allSatisfy { "-=>+*_ \t".utf8.contains($0) }
  }

  /// Returns the leading rows of an open block that no further text can change.
  private func finalRows(_ rows: [StyledLine], of piece: Piece) -> [StyledLine] {
    switch piece.kind {
    case .code:
      // The rows of the last line are left out, because the line is incomplete.
      return Array(rows[..<(rows.lastIndex { $0.join == .none && !$0.isLabel } ?? 0)])
    case .text:
      var count = rows.count - 1
      // While the only word of the last row is growing, part of it may still move to the row above.
      if let last = rows.last, !last.text.dropFirst(last.margin).contains(" ") { count -= 1 }
      // Marks stay visible until their counterparts arrive. Then they disappear and the text moves
      // up.
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

  /// Returns the given rows that have not been released yet, as lines.
  private mutating func take(_ rows: [StyledLine]) -> [StyledLine] {
    var lines: [StyledLine] = []
    for (index, row) in rows.enumerated() {
      // Spaces are ignored, because indentation grows when a list reaches item 10.
      let text = row.text.filter { $0 != " " }
      if index < released.count, released[index] == text { continue }
      // If a released row has changed after all, it and the following rows are repeated rather than
      // lost.
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
  /// Whether the row begins a list item or belongs to a quote.
  fileprivate var hasMarker: Bool { lead.contains { $0.source.contains { $0 != " " } } }

  /// The row without the indentation that the layout added.
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
