internal import Screen
internal import Words

/// A mark that shows how many rows are out of view. Every scrollable view has one at each edge:
/// `↑ 3 more` at the top, `↓ 7 more` at the bottom.
struct PageMark: Equatable {
  private let above: Int
  private let below: Int

  /// - Parameters:
  ///   - first: the first row in view.
  ///   - shown: the height of the view.
  init(first: Int, shown: Int, of count: Int) {
    above = max(0, min(first, count))
    below = max(0, count - first - max(0, shown))
  }

  /// Counts the rows that are items, not the headings between them.
  /// - Parameter isItem: for each row, whether it is an item.
  init(first: Int, shown: Int, items isItem: [Bool]) {
    let count = { (rows: ArraySlice<Bool>) in rows.count { $0 } }
    above = count(isItem.prefix(max(0, first)))
    below = count(isItem.dropFirst(max(0, first) + max(0, shown)))
  }

  /// Whether everything is in view.
  var isEmpty: Bool { above == 0 && below == 0 }

  /// The mark at the top edge; empty if nothing is above.
  var top: StyledLine {
    above > 0 ? StyledLine(Words.Pages.moreAbove(above), .accent) : StyledLine()
  }

  /// The mark at the bottom edge; empty if nothing is below.
  var bottom: StyledLine {
    below > 0 ? StyledLine(Words.Pages.moreBelow(below), .accent) : StyledLine()
  }

  /// Both marks in one line, for views without an edge to draw them on.
  var line: StyledLine {
    if above > 0, below > 0 { return StyledLine(Words.Pages.more(above, below), .accent) }
    return top.isEmpty ? bottom : top
  }

  /// Draws the upper mark in the rule under a page's title.
  func drawTop(on canvas: inout Canvas) {
    Self.draw(top, y: 1, right: canvas.size.width, on: &canvas)
  }

  /// Draws a mark at the right end of a rule.
  /// - Parameter right: where the rule ends.
  static func draw(_ mark: StyledLine, y: Int, right: Int, on canvas: inout Canvas) {
    guard !mark.isEmpty else { return }
    let x = right - mark.width - 3
    canvas.fill(" ", .text, x: x, y: y, width: mark.width + 2)
    canvas.draw(mark, x: x + 1, y: y)
  }
}
