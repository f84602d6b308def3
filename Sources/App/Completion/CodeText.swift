internal import Screen

/// A code block, summarized in one line.
enum CodeText {
  /// Returns the language and the first line that is not empty.
  static func summary(_ language: String, _ source: String) -> String {
    let lines = source.split(whereSeparator: \.isNewline)
    let line = lines.first { $0.contains { !$0.isWhitespace } } ?? ""
    return [language, line.trimmingPrefix { $0.isWhitespace }.description]
      .map { Sanitizer.sanitizeLine($0) }.filter { !$0.isEmpty }.joined(separator: " · ")
  }
}
