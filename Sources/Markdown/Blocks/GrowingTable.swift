/// The head of a table that is still arriving. The missing part of its underline is assumed, so
/// that the head need not be shown as text first.
enum GrowingTable {
  private static let bar = UInt8(ascii: "|")
  private static let dashes = Array("---".utf8)[...]

  /// Whether a line looks like the head of a table: text seldom begins with a bar.
  static func mayBeHead(_ line: [UInt8]) -> Bool { line.first == bar }

  /// Whether a line contains only characters that an underline can contain.
  static func mayBeUnderline(_ line: some Sequence<UInt8>) -> Bool {
    line.allSatisfy { "|:-= \t".utf8.contains($0) }
  }

  /// Returns both lines, with the underline completed. If none of it has arrived, also closes the
  /// marks that the head's last cell leaves open.
  /// - Parameters:
  ///   - head: with its line feed if the line has ended.
  ///   - underline: the part of the underline that has arrived.
  /// - Returns: empty if no cell has begun yet; `nil` if there are too many cells for a table.
  static func completed(head: [UInt8], underline: [UInt8]) -> [UInt8]? {
    let isOpen = underline.isEmpty
    let line = head.last == 0x0A ? head.dropLast() : head[...]
    let count = cells(of: line).count
    var columns = cells(of: underline[...]).map { column in
      column.contains(UInt8(ascii: "-")) ? column : dashes
    }
    while columns.count < count { columns.append(dashes) }
    guard count > 0 else { return [] }
    guard columns.count <= LineShape.mostColumns else { return nil }
    let text = isOpen ? closingLastCell(of: Array(line)) : Array(line)
    let rule = columns.reduce(into: [bar]) { $0 += $1 + [bar] }
    return text + [0x0A] + rule + [0x0A]
  }

  /// Closes the emphasis and code that the last cell of a growing row leaves open.
  static func closingLastCell(of row: [UInt8]) -> [UInt8] {
    guard let last = row.indices.last(where: { isBar($0, in: row[...]) }) else {
      return OpenMarks.closed(row)
    }
    return row[...last] + OpenMarks.closed(Array(row[(last + 1)...]))
  }

  /// Returns the cells of a row, without the bars at its ends and without spaces around them.
  private static func cells(of row: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var cells: [ArraySlice<UInt8>] = []
    var start = row.startIndex
    for index in row.indices where isBar(index, in: row) {
      cells.append(row[start..<index])
      start = index + 1
    }
    cells = (cells + [row[start...]]).map(LineShape.withoutSpaces)
    if cells.first?.isEmpty == true { cells.removeFirst() }
    if cells.last?.isEmpty == true { cells.removeLast() }
    return cells
  }

  /// Whether the byte at the index is a bar that is not escaped.
  private static func isBar(_ index: Int, in row: ArraySlice<UInt8>) -> Bool {
    row[index] == bar && (index == row.startIndex || row[index - 1] != UInt8(ascii: "\\"))
  }
}
