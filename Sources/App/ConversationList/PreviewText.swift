internal import Markdown
internal import Screen

/// The plain text of a message, without Markdown markup.
enum PreviewText {
  /// - Complexity: O(length)
  static func words(of source: String) -> String {
    LineJoin.joined(lines(of: source).map(unindented))
  }

  /// Returns the lines that contain text, with their indentation. If the preview was cut, the last
  /// line ends with a whole word and an ellipsis.
  /// - Complexity: O(length)
  static func paragraphs(of preview: String, isCut: Bool) -> [String] {
    var lines = lines(of: preview)
    guard isCut, var last = lines.popLast() else {
      return lines
    }
    if let space = last.lastIndex(of: " ") { last = String(last[..<space]) }
    // The closing backtick of inline code was cut off, so remove the opening one.
    if !last.count(where: { $0 == "`" }).isMultiple(of: 2), let mark = last.lastIndex(of: "`") {
      last.remove(at: mark)
    }
    return lines + [last + "…"]
  }

  /// Returns the first line that contains text; empty if there is none.
  /// - Complexity: O(length)
  static func firstLine(of source: String) -> String {
    String(lines(of: source).first.map(unindented) ?? "")
  }

  /// Returns one of the ``paragraphs(of:isCut:)`` without its indentation.
  static func unindented(_ line: String) -> Substring { line.drop { $0 == " " } }

  private static func lines(of source: String) -> [String] {
    var document = MarkdownStream()
    document.append(source)
    document.finish()
    document.layout(width: 80)
    return document.plainText.split(whereSeparator: \.isNewline)
      .compactMap { line in
        let words = line.split(whereSeparator: \.isWhitespace)
        return words.isEmpty ? nil : indent(of: line) + words.joined(separator: " ")
      }
  }

  /// Returns the spaces before a line's text. A tab leads to the next multiple of four columns.
  private static func indent(of line: Substring) -> String {
    var columns = 0
    for character in line.prefix(while: \.isWhitespace) {
      columns += character == "\t" ? 4 - columns % 4 : 1
    }
    return String(repeating: " ", count: columns)
  }
}
