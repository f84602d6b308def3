internal import Screen

/// A conversation's title, safe to show.
enum TitleText {
  /// - Parameter placeholder: shown for a conversation without a title.
  static func line(_ title: String, placeholder: String, _ style: Style) -> StyledLine {
    guard !title.isEmpty else { return StyledLine(placeholder, style) }
    let safe = Sanitizer.sanitizeLine(title)
    // The program ends a title with "…" if the title was cut from a longer question.
    guard safe.hasSuffix("…") else { return StyledLine(safe, style) }
    var line = StyledLine(String(safe.dropLast()), style)
    line.append("…", style.own)
    return line
  }
}
