internal import Chat
internal import Screen

/// Text that is chosen for copying, in the conversation or in the thinking.
struct TextSelection: Equatable {
  /// A row and a column of it.
  struct Place: Equatable, Comparable {
    var row: Transcript.Position
    var column: Int

    static func < (left: Place, right: Place) -> Bool {
      (left.row, left.column) < (right.row, right.column)
    }
  }

  var isInReasoning: Bool
  /// Where it began, and where it has come to.
  var anchor: Place
  var head: Place
  /// Whole rows, as the keyboard chooses them.
  var isByRow: Bool
  /// The button is still held.
  var isDragged = false

  var isEmpty: Bool { !isByRow && anchor == head }

  var start: Place { min(anchor, head) }
  var end: Place { max(anchor, head) }

  /// The columns of a row that are chosen; `nil` for none.
  func columns(of row: Transcript.Position) -> (from: Int, to: Int)? {
    guard start.row <= row, row <= end.row, !isEmpty else { return nil }
    if isByRow { return (0, .max) }
    return (row == start.row ? start.column : 0, row == end.row ? end.column : .max)
  }

  /// The rows with what is chosen of them marked.
  func mark(_ rows: [StyledLine], at places: [Transcript.Position]) -> [StyledLine] {
    zip(rows, places).map { row, place in
      columns(of: place).map { row.selected(from: $0.from, to: $0.to) } ?? row
    }
  }
}

/// A press of the mouse, to tell the second and the third at a place.
struct Click: Equatable {
  let place: Point
  let time: Timestamp
  /// 1 to 3.
  let count: Int

  /// Presses that follow each other faster are one click more.
  private static let pause = Duration.milliseconds(400)

  init(_ place: Point, at time: Timestamp, after last: Click?) {
    self.place = place
    self.time = time
    let isNext = last.map { $0.place == place && time.elapsed(since: $0.time) < Self.pause } == true
    count = isNext ? (last?.count ?? 0) % 3 + 1 : 1
  }
}

/// Where the panes are in the last frame, for the mouse.
struct PaneAreas: Equatable {
  var transcript = Rect(Size(width: 0, height: 0))
  var reasoning: Rect?
  var composer = Rect(Size(width: 0, height: 0))
  /// The rows of the list of conversations.
  var list: Rect?
  /// The first conversation of the list that is in view. An index of what the list shows.
  var listTop: Int?
  /// Columns that the list takes beside the conversation: the other areas are counted from there.
  var sideBar = 0
}
