internal import Markdown
internal import Screen

/// The plain text of a message, without Markdown markup.
enum PreviewText {
  /// - Complexity: O(length)
  static func words(of source: String) -> String { LineJoin.joined(lines(of: source)) }

  /// Returns the first line with text; empty if there is none.
  /// - Complexity: O(length)
  static func firstLine(of source: String) -> String { lines(of: source).first ?? "" }

  private static func lines(of source: String) -> [String] {
    var document = MarkdownStream()
    document.append(source)
    document.finish()
    document.layout(width: 80)
    return document.plainText.split(whereSeparator: \.isNewline)
      .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
      .filter { !$0.isEmpty }
  }
}
