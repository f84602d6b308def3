/// Text on the screen that does something when it is clicked. Its columns are computed only for a
/// click, because every frame records the areas.
public struct ClickArea: Equatable, Sendable {
  public enum Content: Equatable, Sendable {
    /// Hints that begin with their keys, two spaces apart.
    case hints(String)
    /// The model and the settings of the next request.
    case settings(StyledLine)
    /// The title of the thinking, which shows or folds it.
    case thinkingTitle(columns: Int)
  }

  public let content: Content
  /// The column after the last one.
  public let end: Int
  public let y: Int
}

extension Canvas {
  /// Draws key hints and makes them clickable.
  public mutating func drawHints(_ text: String, _ style: Style, x: Int, y: Int) {
    let columns = draw(text, style, x: x, y: y)
    noteClickArea(.hints(text), end: x + columns, y: y)
  }

  /// Makes the hints in an already drawn label clickable, such as `Up edit` in `queued · Up edit`.
  /// - Parameters:
  ///   - label: a remark and any number of hints, separated by ` · `.
  ///   - end: the column after the label.
  public mutating func noteHints(in label: String, end: Int, y: Int) {
    var end = end
    for part in label.split(separator: " · ").dropFirst().reversed() {
      noteClickArea(.hints(String(part)), end: end, y: y)
      end -= DisplayWidth.of(part) + DisplayWidth.of(" · ")
    }
  }

  /// Makes already drawn text clickable.
  /// - Parameter end: the column after the text.
  public mutating func noteClickArea(_ content: ClickArea.Content, end: Int, y: Int) {
    clickAreas.append(ClickArea(content: content, end: end, y: y))
  }

  /// Forgets the click areas drawn so far, because a page will cover them.
  public mutating func forgetClickAreas() { clickAreas.removeAll() }

  /// Takes over the click areas of a canvas drawn on this one.
  /// - Parameter x: the column that the other canvas begins in.
  public mutating func takeClickAreas(of other: Canvas, x: Int) {
    clickAreas += other.clickAreas.map {
      ClickArea(content: $0.content, end: $0.end + x, y: $0.y)
    }
  }
}
