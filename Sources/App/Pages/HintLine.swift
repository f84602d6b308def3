internal import Screen

/// A line of key hints. The main action always comes first and the way out last, in every mode and
/// on every page. A narrow window drops the least important hints, but never shortens one. The main
/// action and the way out are the last to go.
enum HintLine {
  struct Hint {
    let text: String
    /// The higher the rank, the earlier the hint is dropped. The hint with the lowest rank is the
    /// main action.
    let rank: Int
    /// Whether the hint names the key that leaves the page or mode. The rank then has no effect.
    let isWayOut: Bool

    init(_ text: String, _ rank: Int) {
      self.text = text
      self.rank = rank
      isWayOut = false
    }

    init(wayOut text: String) {
      self.text = text
      rank = 0
      isWayOut = true
    }

    var asWayOut: Hint { Hint(wayOut: text) }

    /// Returns the hint with other words, for example to name another key.
    func saying(_ text: String) -> Hint { isWayOut ? Hint(wayOut: text) : Hint(text, rank) }
  }

  /// Returns hints for texts that are sorted by importance.
  static func hints(_ texts: [String?], wayOut: String? = nil) -> [Hint] {
    texts.enumerated().compactMap { rank, text in text.map { Hint($0, rank) } }
      + [wayOut.map(Hint.init(wayOut:))].compactMap(\.self)
  }

  /// Returns the hints that fit, on one line.
  /// - Parameter hints: in display order, except for the main action and the way out, which have
  ///   their fixed places. The ranks are distinct.
  static func text(_ hints: [Hint], separator: String = "  ", columns: Int) -> String {
    let ordered = ordered(hints)
    let byUse = placesByUse(ordered)
    for count in (0...byUse.count).reversed() {
      let line = byUse.prefix(count).sorted().map { ordered[$0].text }
        .joined(separator: separator)
      if count > 0, StyledLine(line).width <= columns { return line }
    }
    // Even if no action fits, the way out may.
    guard let last = ordered.last, last.isWayOut, StyledLine(last.text).width <= columns else {
      return ""
    }
    return last.text
  }

  /// Returns the hints in the order in which they are shown.
  private static func ordered(_ hints: [Hint]) -> [Hint] {
    var actions = hints.filter { !$0.isWayOut }
    if let main = actions.indices.min(by: { actions[$0].rank < actions[$1].rank }) {
      actions.insert(actions.remove(at: main), at: 0)
    }
    return actions + hints.filter(\.isWayOut)
  }

  /// Returns the places of the hints, the most important first.
  /// - Parameter hints: in the order in which they are shown.
  private static func placesByUse(_ hints: [Hint]) -> [Int] {
    let places = hints.indices.sorted { hints[$0].rank < hints[$1].rank }
    let actions = places.filter { !hints[$0].isWayOut }
    return actions.prefix(1) + places.filter { hints[$0].isWayOut } + actions.dropFirst()
  }

  /// Draws the hints in row `y`, by default the last row.
  static func draw(
    _ hints: [Hint], x: Int = 1, y: Int? = nil, columns: Int? = nil, on canvas: inout Canvas
  ) {
    let text = text(hints, columns: columns ?? canvas.size.width - 2)
    canvas.drawHints(text, .secondary, x: x, y: y ?? canvas.size.height - 1)
  }
}
