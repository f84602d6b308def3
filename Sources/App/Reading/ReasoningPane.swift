internal import Chat
internal import Markdown
internal import Screen

/// The reasoning of one answer, laid out as it grows.
struct ReasoningPane {
  private var message: MessageID?
  private var body = MarkdownStream(dimmed: true, numbersLinks: true, closesOpenMarks: true)
  private var fed = 0
  private var isFinished = false
  private var height = 0
  private(set) var width = 0
  private var top = Place()
  private(set) var isFollowing = true
  private var landing: LandingTarget?
  var drawn = DrawnRows()

  /// A scroll position to return to.
  struct Viewpoint: Equatable {
    fileprivate let top: Place
    fileprivate let isFollowing: Bool
  }

  var viewpoint: Viewpoint {
    get { Viewpoint(top: top, isFollowing: isFollowing) }
    set { (top, isFollowing) = (newValue.top, newValue.isFollowing) }
  }

  fileprivate struct Place: Equatable, Comparable {
    var block = 0
    var row = 0

    static func < (left: Place, right: Place) -> Bool {
      (left.block, left.row) < (right.block, right.row)
    }
  }

  /// Adds new reasoning, or switches to another message. On a switch, shows the end of reasoning
  /// that is still growing and follows it, or shows the beginning of finished reasoning.
  /// - Complexity: O(text since the last call), if the message and the width are the same
  mutating func prepare(_ message: Message, byLines: Bool = false, width: Int) {
    let isGrowing = message.status == .streaming && message.spoken.isEmpty
    if self.message != message.id {
      let landing = landing
      self = ReasoningPane()
      self.message = message.id
      self.landing = landing?.message == message.id ? landing : nil
      isFollowing = isGrowing
    }
    let new = message.reasoning.grown(past: fed, byLines: byLines && isGrowing)
    body.append(String(new))
    fed += new.utf8.count
    if message.status != .streaming, !isFinished {
      body.finish()
      isFinished = true
    }
    if width != self.width, self.width > 0, !isFollowing {
      // Keep the same part of the block at the top.
      let before = max(1, rows(top.block).count)
      body.layout(width: max(1, width))
      top.row = top.row * rows(top.block).count / before
    }
    self.width = width
    body.layout(width: max(1, width))
  }

  /// The links that can be opened, in the order of their numbers in the pane.
  var links: [MarkdownLink] { body.links }

  /// Returns the number of rows, up to a limit.
  mutating func rowCount(atMost limit: Int) -> Int {
    var count = 0
    var block = 0
    while block < body.blockCount, count < limit {
      count += rows(block).count
      block += 1
    }
    return min(count, limit)
  }

  /// Sets the pane's height, and scrolls to the end if the pane follows it.
  mutating func show(rows height: Int) {
    self.height = height
    settle()
    let last = lastTop()
    top = isFollowing ? last : min(top, last)
  }

  /// Returns whether the text continues below the visible rows.
  mutating func continuesBelow() -> Bool { !isFollowing && top < lastTop() }

  mutating func visibleRows() -> [StyledLine] {
    var result: [StyledLine] = []
    var place = top
    while place.block < body.blockCount, result.count < height {
      result += rows(place.block).dropFirst(place.row).prefix(height - result.count)
      place = Place(block: place.block + 1)
    }
    return result
  }

  mutating func scroll(by rows: Int) {
    let last = lastTop()
    top = min(advanced(top, by: rows), last)
    isFollowing = top == last
  }

  /// Stops following the end.
  mutating func holdStill() { isFollowing = false }

  mutating func scrollToStart() {
    top = Place()
    isFollowing = lastTop() == top
  }

  mutating func scrollToEnd() {
    top = lastTop()
    isFollowing = true
  }

  mutating func scrollPage(_ pages: Int) { scroll(by: pages * max(1, height - 1)) }

  /// Returns the places of matches in a message's thinking, laid out at this pane's width.
  func places(of match: any Matching, in message: Message) -> [MatchPlace] {
    guard !message.reasoning.isEmpty, match.mayBeIn(message.reasoning) else { return [] }
    var pane = ReasoningPane()
    pane.prepare(message, width: width > 0 ? width : 60)
    return pane.placedRows().places(of: match)
  }

  private mutating func placedRows() -> PlacedRows {
    var placed = PlacedRows()
    for block in 0..<body.blockCount {
      placed.append(rows(block), Transcript.Position(message: 0, block: block))
    }
    return placed
  }

  /// Returns the visible rows with their matches marked.
  /// - Parameter hit: the current match.
  mutating func visibleRows(marking match: any Matching, hit: MatchPlace?) -> [StyledLine] {
    PlacedRows.marked(visiblePlaces(), match, hit: hit) { place, step in
      let moved = step == 0 ? place : self.moved(place, by: step)
      guard step == 0 || moved != place else { return nil }
      let rows = self.rows(moved.block)
      return rows.indices.contains(moved.row) ? (moved, rows[moved.row]) : nil
    }
  }

  /// Shows a message's thinking, scrolled to the given place.
  mutating func open(_ message: Message, at place: Transcript.Position) {
    let height = height
    prepare(message, width: width > 0 ? width : 60)
    self.height = max(1, height)
    show(Place(block: place.block, row: place.row), more: 1)
  }

  /// Scrolls to the next or previous match.
  /// - Parameter last: the current match; `nil` to start from the first visible row.
  /// - Returns: the match, its index among all matches, and whether the search wrapped; `nil` if
  ///   nothing matches.
  /// - Complexity: O(length of the reasoning)
  mutating func find(
    _ match: any Matching, _ step: Int, from last: MatchPlace?
  ) -> (place: MatchPlace, index: Int, hasWrapped: Bool)? {
    let places = placedRows().places(of: match)
    let start =
      last
      ?? MatchPlace(
        row: Transcript.Position(message: 0, block: top.block, row: top.row - 1), number: .max)
    let next =
      step > 0 ? places.firstIndex { $0 > start } : places.lastIndex { $0 < start }
    guard let index = next ?? (step > 0 ? places.indices.first : places.indices.last) else {
      return nil
    }
    let found = places[index]
    show(Place(block: found.row.block, row: found.row.row), more: 1)
    return (found, index, next == nil)
  }

  /// Scrolls to a search result as soon as its message is shown.
  mutating func land(on target: LandingTarget) { landing = target }

  private mutating func settle() {
    guard let landing, landing.message == message, height > 0 else { return }
    self.landing = nil
    guard let place = placedRows().place(of: landing) else { return }
    if isFollowing { top = lastTop() }
    show(Place(block: place.block, row: place.row), more: 1)
  }

  private mutating func show(_ place: Place, more: Int = 0) {
    guard place < top || place > advanced(top, by: max(0, height - 1 - more)) else { return }
    let last = lastTop()
    top = min(advanced(place, by: -height / 3), last)
    isFollowing = top == last
  }

  // MARK: Selecting

  /// Returns the places of the visible rows.
  mutating func visiblePlaces() -> [Transcript.Position] {
    var result: [Transcript.Position] = []
    var place = top
    while place.block < body.blockCount, result.count < height {
      for row in place.row..<max(place.row, rows(place.block).count) where result.count < height {
        result.append(Transcript.Position(message: 0, block: place.block, row: row))
      }
      place = Place(block: place.block + 1)
    }
    return result
  }

  /// Returns the rows from `start` to `end`, including both.
  mutating func rows(
    from start: Transcript.Position, to end: Transcript.Position
  ) -> [StyledLine] {
    (start.block...max(start.block, end.block)).flatMap { block in
      rows(block).prefix(block == end.block ? end.row + 1 : .max)
        .dropFirst(block == start.block ? start.row : 0)
    }
  }

  mutating func moved(_ place: Transcript.Position, by count: Int) -> Transcript.Position {
    let moved = advanced(Place(block: place.block, row: place.row), by: count)
    let last = max(0, rows(moved.block).count - 1)
    return Transcript.Position(message: 0, block: moved.block, row: min(moved.row, last))
  }

  mutating func show(_ place: Transcript.Position) {
    show(Place(block: place.block, row: place.row))
  }

  // MARK: Positions

  private mutating func rows(_ block: Int) -> [StyledLine] {
    block < body.blockCount ? body.rows(ofBlock: block) : []
  }

  /// Returns the place of the top row when the pane is scrolled to the end.
  private mutating func lastTop() -> Place {
    var left = height
    var block = body.blockCount
    while block > 0 {
      block -= 1
      let count = rows(block).count
      if count >= left { return Place(block: block, row: count - left) }
      left -= count
    }
    return Place()
  }

  private mutating func advanced(_ start: Place, by count: Int) -> Place {
    var place = start
    place.row += count
    while place.row < 0, place.block > 0 {
      place.block -= 1
      place.row += rows(place.block).count
    }
    place.row = max(0, place.row)
    while place.block + 1 < body.blockCount, place.row >= rows(place.block).count {
      place.row -= rows(place.block).count
      place.block += 1
    }
    return place
  }
}
