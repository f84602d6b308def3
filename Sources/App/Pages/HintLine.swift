internal import Screen

/// A line of key hints. A narrow window drops the least important hints, but never shortens
/// one.
enum HintLine {
  struct Hint {
    let text: String
    /// The higher the rank, the earlier the hint is dropped.
    let rank: Int

    init(_ text: String, _ rank: Int) {
      self.text = text
      self.rank = rank
    }
  }

  /// Returns the hints that fit, on one line.
  /// - Parameter hints: in display order, with distinct ranks.
  static func text(_ hints: [Hint], separator: String = "  ", columns: Int) -> String {
    var kept = hints
    while true {
      let line = kept.map(\.text).joined(separator: separator)
      guard StyledLine(line).width > columns,
        let least = kept.indices.max(by: { kept[$0].rank < kept[$1].rank })
      else { return line }
      kept.remove(at: least)
    }
  }

  /// Draws the hints in row `y`, by default the last row.
  static func draw(
    _ hints: [Hint], x: Int = 1, y: Int? = nil, columns: Int? = nil, on canvas: inout Canvas
  ) {
    let text = text(hints, columns: columns ?? canvas.size.width - 2)
    canvas.draw(text, .secondary, x: x, y: y ?? canvas.size.height - 1)
  }
}
