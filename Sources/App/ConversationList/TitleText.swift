internal import Screen

/// A conversation's title, safe to show.
enum TitleText {
  /// - Parameter placeholder: for a conversation that has none yet.
  static func line(_ title: String, placeholder: String, _ style: Style) -> StyledLine {
    guard !title.isEmpty else { return StyledLine(placeholder, style) }
    let safe = Sanitizer.sanitizeLine(title)
    // A question that is too long was cut by the program.
    guard safe.hasSuffix("…") else { return StyledLine(safe, style) }
    var line = StyledLine(String(safe.dropLast()), style)
    line.append("…", style.own)
    return line
  }
}
