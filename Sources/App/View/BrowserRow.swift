internal import Chat
internal import Screen

/// A row of the list of conversations.
enum BrowserRow: Equatable {
  case heading(String)
  /// An index of what the list shows.
  case conversation(Int)

  var place: Int? { if case .conversation(let place) = self { place } else { nil } }

  /// The rows that are in view. The selected one stays in view, with the list as full as it can be.
  /// - Complexity: O(rows in view), however many conversations there are
  static func visible(_ browser: Browser, _ state: State, height: Int) -> [BrowserRow] {
    guard !browser.shown.isEmpty, height > 0 else { return [] }
    var above: [BrowserRow] = []
    var next = browser.selected
    while next > 0, above.count < height {
      next -= 1
      above += rows(of: next, browser, state).reversed()
    }
    var below: [BrowserRow] = []
    next = browser.selected
    while next < browser.shown.count, below.count <= height {
      below += rows(of: next, browser, state)
      next += 1
    }
    let rows = above.reversed() + below
    let selected = rows.firstIndex { $0.place == browser.selected } ?? 0
    let start = max(0, min(selected - height / 2, rows.count - height))
    return Array(rows.dropFirst(start).prefix(height))
  }

  /// The conversation that a cell of the list shows.
  static func place(
    at point: Point, _ browser: Browser, _ state: State, in area: Rect
  ) -> Int? {
    let rows = visible(browser, state, height: area.height)
    let index = point.y - area.y
    return rows.indices.contains(index) ? rows[index].place : nil
  }

  /// A conversation, under the day of its use where that is another than the day before it.
  private static func rows(of place: Int, _ browser: Browser, _ state: State) -> [BrowserRow] {
    let heading = heading(of: place, browser, state)
    let last = place > 0 ? self.heading(of: place - 1, browser, state) : nil
    return heading == last ? [.conversation(place)] : [.heading(heading), .conversation(place)]
  }

  private static func heading(of place: Int, _ browser: Browser, _ state: State) -> String {
    guard let summary = browser.summary(at: place) else { return "" }
    if summary.marks.isPinned, browser.shelf == .current { return "pinned" }
    let offset = state.session.utcOffset
    return LocalDay(browser.time(summary), offset: offset)
      .name(from: LocalDay(state.now, offset: offset))
  }
}
