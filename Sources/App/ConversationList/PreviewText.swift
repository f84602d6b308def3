internal import Markdown
internal import Screen

/// The plain text of a message, without Markdown markup.
enum PreviewText {
  /// - Complexity: O(length)
  static func words(of source: String) -> String {
    var document = MarkdownStream()
    document.append(source)
    document.finish()
    document.layout(width: 80)
    let lines = document.plainText.split(whereSeparator: \.isNewline)
      .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    return LineJoin.joined(lines.filter { !$0.isEmpty })
  }
}
