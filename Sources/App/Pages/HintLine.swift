internal import Screen

/// What the keys do here, in one line. What matters least goes first where there is no room for all; no
/// word is cut.
enum HintLine {
  struct Hint {
    let text: String
    /// 0 is what is given up last.
    let rank: Int

    init(_ text: String, _ rank: Int) {
      self.text = text
      self.rank = rank
    }
  }

  /// - Parameter hints: in the order in which they stand, each with a rank of its own.
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

  /// In the last row, or in another one.
  static func draw(
    _ hints: [Hint], x: Int = 1, y: Int? = nil, columns: Int? = nil, on canvas: inout Canvas
  ) {
    let text = text(hints, columns: columns ?? canvas.size.width - 2)
    canvas.draw(text, .secondary, x: x, y: y ?? canvas.size.height - 1)
  }
}
