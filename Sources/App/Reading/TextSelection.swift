internal import Chat
internal import Screen

/// Selected text in the conversation or the thinking pane.
struct TextSelection: Equatable {
  /// A row, and a column in it.
  struct Place: Equatable, Comparable {
    var row: Transcript.Position
    var column: Int

    static func < (left: Place, right: Place) -> Bool {
      (left.row, left.column) < (right.row, right.column)
    }
  }

  var isInReasoning: Bool
  /// Where the selection started.
  var anchor: Place
  /// The moving end of the selection.
  var head: Place
  /// Whether whole rows are selected, as they always are with the keyboard.
  var isByRow: Bool
  /// Whether whole words are selected.
  var isByWord = false
  /// Where the mouse was pressed; `nil` if text was selected with the keyboard.
  var press: Place?
  /// Whether the mouse button is still pressed.
  var isDragged = false
  /// Whether the pane was following its end before the selection held it still.
  var followed = false

  var isEmpty: Bool { !isByRow && anchor == head }

  var start: Place { min(anchor, head) }
  var end: Place { max(anchor, head) }

  /// Returns the selected columns of a row; `nil` if there are none.
  func columns(of row: Transcript.Position) -> (from: Int, to: Int)? {
    guard start.row <= row, row <= end.row, !isEmpty else { return nil }
    if isByRow { return (0, .max) }
    return (row == start.row ? start.column : 0, row == end.row ? end.column : .max)
  }

  /// Returns the rows with the selected columns marked.
  /// - Parameter showsHead: whether to also mark the selection's moving end, so that each step is
  ///   visible even on a row with no text to select.
  func mark(_ rows: [StyledLine], at places: [Transcript.Position], showsHead: Bool)
    -> [StyledLine]
  {
    zip(rows, places).map { row, place in
      let marked = columns(of: place).map { row.selected(from: $0.from, to: $0.to) } ?? row
      return showsHead && place == head.row ? marked.withSelectionEnd() : marked
    }
  }
}

/// A mouse click, and whether it is the second or third in a row.
struct Click: Equatable {
  let place: Point
  let time: Timestamp
  /// Which click of a double or triple click this is, from 1 to 3.
  let count: Int
  /// The text that was clicked first. The effect of a click, such as a notice, may have moved it
  /// since.
  var text: Text?
  /// What the first click was on.
  let scene: Scene

  /// What a click can replace entirely.
  struct Scene: Equatable {
    let conversation: ConversationID
    let hasList: Bool
    let pageCount: Int
    let page: KeyContext?
    let pageContent: String?
  }

  /// A place in the text of a pane.
  struct Text: Equatable {
    let place: TextSelection.Place
    let isInReasoning: Bool
  }

  /// The maximum time between two clicks of a double or triple click.
  private static let pause = Duration.milliseconds(400)

  init(_ place: Point, at time: Timestamp, on scene: Scene, after last: Click?) {
    self.place = place
    self.time = time
    let isNext = last.map { $0.place == place && time.elapsed(since: $0.time) < Self.pause } == true
    count = isNext ? (last?.count ?? 0) % 3 + 1 : 1
    text = count > 1 ? last?.text : nil
    self.scene = count > 1 ? last?.scene ?? scene : scene
  }
}

/// The thinking that a frame shows.
struct ShownReasoning: Equatable {
  /// The answer; `nil` if none is in view.
  let message: MessageID?
  let shape: FrameLayout.ReasoningShape
}

/// The areas of the last frame, for handling mouse events.
struct PaneAreas: Equatable {
  var transcript = Rect(Size(width: 0, height: 0))
  /// The columns of the conversation in the window; `nil` if it was not drawn.
  var columns: Range<Int>?
  /// The column where the conversation's text begins.
  var textColumn = 1
  var reasoning: Rect?
  var composer = Rect(Size(width: 0, height: 0))
  /// The rows of the completion menu.
  var completion: Rect?
  /// The number of rows of the notice.
  var noticeRows = 0
  /// The mark that indicates new lines below.
  var newLines: Rect?
  /// The answer whose thinking the pane shows, and the pane's shape.
  var reasoningShown: ShownReasoning?
  /// The edge of the thinking pane, which can be dragged.
  var paneEdge: PaneEdge?
  /// The row of the system prompt in an empty conversation.
  var systemPrompt: Rect?
  /// The rows of the conversation list.
  var list: Rect?
  /// The index of the list's first visible conversation.
  var listTop: Int?
  /// The width of the list as a side bar. The other areas are relative to its right edge.
  var sideBar = 0

  /// Returns whether a point is in the thinking pane, including the blank column on either side of
  /// its text, where a drag may begin.
  func isInReasoning(_ point: Point) -> Bool {
    guard let reasoning else { return false }
    return Rect(
      x: reasoning.x - 1, y: reasoning.y, width: reasoning.width + 2, height: reasoning.height
    ).contains(point)
  }
}
