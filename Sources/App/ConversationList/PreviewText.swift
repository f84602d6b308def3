internal import Markdown
internal import Screen

/// The plain text of a message, without Markdown markup.
enum PreviewText {
  /// - Complexity: O(length)
  static func words(of source: String) -> String {
    LineJoin.joined(lines(of: source))
  }

  /// Returns the rows of a preview as the conversation lays them out, in one colour and without the
  /// labels of code blocks. Blank rows are dropped if the others would not fit otherwise.
  /// - Complexity: O(length)
  static func rows(of preview: CutText, width: Int, height: Int) -> [StyledLine] {
    // Emphasis and code may have lost their closing marks.
    var document = MarkdownStream(closesOpenMarks: true)
    document.append(preview.text)
    if !preview.isCut { document.finish() }
    document.layout(width: width)
    var rows: [StyledLine] = []
    var count = 0
    for index in 0..<document.blockCount where count <= height {
      let added = document.rows(ofBlock: index).filter { !$0.isLabel }
      count += added.count { !$0.isBlank }
      rows += added
    }
    if rows.count > height { rows.removeAll(where: \.isBlank) }
    return rows.map { row in
      var row = row
      for index in row.spans.indices {
        row.spans[index].style = Style(.secondary, row.spans[index].style.emphasis).foreign
      }
      return row
    }
  }

  /// Returns the first line that contains text; empty if there is none.
  /// - Complexity: O(length)
  static func firstLine(of source: String) -> String {
    lines(of: source).first ?? ""
  }

  private static func lines(of source: String) -> [String] {
    var document = MarkdownStream()
    document.append(source)
    document.finish()
    document.layout(width: 80)
    return document.plainText.split(whereSeparator: \.isNewline)
      .compactMap { line in
        let words = line.split(whereSeparator: \.isWhitespace)
        return words.isEmpty ? nil : words.joined(separator: " ")
      }
  }
}

extension StyledLine {
  fileprivate var isBlank: Bool { text.allSatisfy(\.isWhitespace) }
}

/// The beginning of a text.
struct CutText {
  let text: String
  let isCut: Bool

  /// - Parameter isCut: whether text is cut; if so, it ends with a whole word and an ellipsis.
  init(_ text: String, isCut: Bool) {
    self.isCut = isCut
    guard isCut else {
      self.text = text
      return
    }
    let end = text.lastIndex(where: \.isWhitespace) ?? text.endIndex
    self.text = text[..<end] + "…"
  }
}
