/// Changes to Markdown source that md4c would otherwise misread.
///
/// The marks are bytes that never occur in UTF-8 and that md4c treats as letters. ``text(_:)``
/// undoes the changes in md4c's output.
enum SourceMarks {
  /// A mark that only separates its neighbours.
  static let seam: UInt8 = 0xFE
  /// The replacement for a single `~`, which md4c would read as strikethrough, just like `~~`.
  private static let tilde: UInt8 = 0xFF

  /// Returns md4c's output with seams removed and tildes restored.
  static func text(_ bytes: some Collection<UInt8>) -> String {
    guard bytes.contains(where: { $0 >= seam }) else {
      return String(decoding: bytes, as: UTF8.self)
    }
    return String(
      decoding: bytes.filter { $0 != seam }.map { $0 == tilde ? UInt8(ascii: "~") : $0 },
      as: UTF8.self)
  }

  /// - Complexity: O(length)
  static func mark(_ source: [UInt8]) -> [UInt8] {
    var lines = Lines()
    lines.result.reserveCapacity(source.count + 16)
    var start = 0
    while start < source.count {
      let end = source[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? source.count
      lines.read(source[start..<end])
      start = end
    }
    markTildes(&lines.result)
    return EmphasisMarks.mark(lines.result)
  }

  private static func markTildes(_ source: inout [UInt8]) {
    let mark = UInt8(ascii: "~")
    var start = 0
    while let first = source[start...].firstIndex(of: mark) {
      let end = source[first...].firstIndex { $0 != mark } ?? source.count
      if end - first == 1 { source[first] = tilde }
      start = end
    }
  }

  private struct Lines {
    var result: [UInt8] = []
    private var fence: LineShape.Fence?
    /// The number of lines so far in the current paragraph.
    private var paragraphLines = 0
    private var lastLine: ArraySlice<UInt8> = []

    mutating func read(_ line: ArraySlice<UInt8>) {
      let text = line.last == 0x0A ? line.dropLast() : line
      let rest = text.drop { " \t>".utf8.contains($0) }
      if let open = fence {
        if LineShape.closes(open, rest) { fence = nil }
        result += line
        return
      }
      if paragraphLines == 1, let columns = LineShape.tableColumns(rest) {
        result += line[..<rest.startIndex]
        result += Self.underline(columns)
        // md4c would drop the header cells that have no column in this row.
        let heads = Self.cellCount(lastLine)
        for _ in 0..<max(0, heads - columns.count) { result += "---|".utf8 }
        result += line[rest.endIndex...]
      } else if paragraphLines == 1, LineShape.hasTooManyColumns(rest) {
        result += line[..<rest.startIndex]
        result.append(SourceMarks.seam)
        result += line[rest.startIndex...]
      } else if let label = LineShape.footnoteLabel(rest) {
        // A hard break puts the footnote on its own line.
        if paragraphLines > 0, result.last == 0x0A {
          result.insert(contentsOf: "  ".utf8, at: result.count - 1)
        }
        result += line[..<label.endIndex]
        // Without the seam, md4c would read the footnote as a link definition, which is not shown.
        result.append(SourceMarks.seam)
        result += line[label.endIndex...]
      } else {
        result += line
      }
      note(rest)
    }

    /// Returns the line under a table's header. md4c 0.4.8 requires three characters per column,
    /// while GitHub's tables require only one dash.
    private static func underline(_ columns: [ArraySlice<UInt8>]) -> [UInt8] {
      let dashes = "---".utf8
      return columns.reduce(into: [UInt8(ascii: "|")]) { line, column in
        if column.first == UInt8(ascii: ":") { line.append(UInt8(ascii: ":")) }
        line += dashes
        if column.last == UInt8(ascii: ":") { line.append(UInt8(ascii: ":")) }
        line.append(UInt8(ascii: "|"))
      }
    }

    /// Counts the cells in a line. Pipes in code are not always separators, so the count is 0 for a
    /// line with code.
    private static func cellCount(_ line: ArraySlice<UInt8>) -> Int {
      guard !line.contains(UInt8(ascii: "`")) else { return 0 }
      var count = 0
      var isInCell = false
      var isEscaped = false
      for byte in line {
        if byte == UInt8(ascii: "|"), !isEscaped {
          isInCell = false
        } else if byte > 0x20, !isInCell {
          isInCell = true
          count += 1
        }
        isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
      }
      return count
    }

    private mutating func note(_ rest: ArraySlice<UInt8>) {
      let leaf = Self.withoutMarkers(rest)
      fence = LineShape.fence(leaf, indent: 0)
      lastLine = leaf
      if rest.isEmpty || fence != nil || LineShape.isHeading(leaf)
        || LineShape.isThematicBreak(rest)
      {
        paragraphLines = 0
      } else {
        paragraphLines = leaf.startIndex > rest.startIndex ? 1 : paragraphLines + 1
      }
    }

    private static func withoutMarkers(_ rest: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
      var rest = rest
      while let marker = LineShape.listMarker(rest) {
        rest = rest.dropFirst(marker.length).drop { " \t>".utf8.contains($0) }
      }
      return rest
    }
  }
}
