internal import Screen

/// The areas of the screen. A small window loses decoration, not content: first the side pane, then
/// the header, then the rules.
struct FrameLayout: Equatable {
  /// The title; `nil` if there is no room.
  var header: Rect?
  /// The rule under the header, with a summary of the reasoning.
  var reasoningTitle: Rect?
  var reasoning: Rect?
  /// The column between the conversation and a reasoning pane to its right.
  var divider: Rect?
  /// The rule between the conversation and a reasoning pane above it.
  var reasoningEnd: Rect?
  var transcript: Rect
  var notice: Rect?
  var rule: Rect?
  /// The search line, on the rule if there is one; `nil` if there is no search.
  var find: Rect?
  /// Whether the search line is below a reasoning pane next to the conversation.
  private(set) var isFindBelowReasoning = false
  /// Queued messages; `nil` if there are none.
  var queue: Rect?
  /// The draft's attachments; `nil` if there are none.
  var attachments: Rect?
  var composer: Rect
  var status: Rect

  private let paneSize: PaneSize

  /// The first row below the title.
  var top: Int { header?.bottom ?? 0 }

  enum ReasoningShape: Equatable {
    case none
    case collapsed
    /// - Parameters:
    ///   - rows: the number of rows that the text takes in a pane as wide as the window.
    ///   - isGrowing: whether the answer has not begun. If so, the pane takes its full height at
    ///     once, so that the question does not move while the pane fills.
    case open(rows: Int, isGrowing: Bool)

    /// Whether the conversation leaves columns free for a pane next to it.
    fileprivate var takesColumns: Bool {
      switch self {
      case .none, .collapsed: false
      case .open: true
      }
    }

    /// Returns whether the rule above the conversation has text that is worth a row in a window of
    /// this size.
    fileprivate func isTitled(in size: Size) -> Bool {
      switch self {
      case .none: false
      case .collapsed: size.height >= 10
      case .open: true
      }
    }
  }

  /// Returns whether a reasoning pane is to the right of the conversation rather than above it.
  /// Depends only on the window's size, so notices and a growing composer never move the pane.
  static func isBeside(_ size: Size) -> Bool { size.width >= 100 && size.height >= 10 }

  /// The minimum width of a window that shows the conversation list as a side bar.
  static let columnsForSideBar = 140

  /// Returns the columns that the conversation's text and the rows below it occupy. Only the
  /// result's `x` and `width` are meaningful.
  static func textColumn(
    _ size: Size, _ shape: ReasoningShape, _ paneSize: PaneSize = PaneSize()
  ) -> Rect {
    let isShared = shape.takesColumns && isBeside(size)
    let width = isShared ? size.width - paneSize.columns(in: size.width) - 1 : size.width
    return TranscriptView.column(in: Rect(x: 0, y: 0, width: width, height: 1))
  }

  /// The rows of the lowest window with a rule above the composer.
  static let leastHeightForRule = 6

  static func mostComposerRows(_ size: Size) -> Int { max(1, size.height / 3) }

  init(
    size: Size, composerRows: Int, isFinding: Bool = false, findsInReasoning: Bool = false,
    attachmentRows: Int = 0, queueRows: Int = 0, noticeRows: Int,
    reasoning shape: ReasoningShape, paneSize: PaneSize = PaneSize()
  ) {
    self.paneSize = paneSize
    var rest = Rect(size)
    (status, rest) = rest.splitBottom(size.height >= 4 ? 1 : 0)
    (composer, rest) = rest.splitBottom(
      min(max(1, composerRows), Self.mostComposerRows(size)))
    if attachmentRows > 0 {
      (attachments, rest) = Self.take(rest.splitBottom(attachmentRows))
    }
    if queueRows > 0 { (queue, rest) = Self.take(rest.splitBottom(queueRows)) }
    if size.height >= Self.leastHeightForRule { (rule, rest) = Self.take(rest.splitBottom(1)) }
    if isFinding {
      // A row of its own would move the text.
      if rule == nil { (find, rest) = Self.take(rest.splitBottom(1)) } else { find = rule }
    }
    if size.height >= 12 { (header, rest) = Self.take(rest.splitTop(1)) }
    transcript = rest
    placeReasoning(shape, in: rest, size: size)
    if noticeRows > 0 { placeNotice(noticeRows, shape, in: rest, size: size) }
    align(to: Self.textColumn(size, shape, paneSize))
    if isFinding, findsInReasoning { moveFindBelowReasoning() }
  }

  /// Moves the search line to the part of the rule below the reasoning pane, if the pane is next to
  /// the conversation.
  private mutating func moveFindBelowReasoning() {
    guard divider != nil, let rule, let reasoning else { return }
    find = Rect(x: reasoning.x - 1, y: rule.y, width: reasoning.width + 2, height: 1)
    isFindBelowReasoning = true
  }

  /// Places the notice in rows taken from the conversation, with a blank row above it if there is
  /// room. A pane above the conversation shrinks or closes if the notice would leave the
  /// conversation no rows.
  private mutating func placeNotice(
    _ rows: Int, _ shape: ReasoningShape, in area: Rect, size: Size
  ) {
    if reasoning != nil, divider == nil, rows >= transcript.height {
      let rest: Rect
      (notice, rest) = Self.take(area.splitBottom(min(rows, max(1, area.height - 1))))
      (reasoningTitle, reasoning, divider, reasoningEnd) = (nil, nil, nil, nil)
      transcript = rest
      return placeReasoning(shape, in: rest, size: size)
    }
    let gap = transcript.height >= rows + Self.leastAboveGap + 1 ? 1 : 0
    (notice, transcript) = Self.take(
      transcript.splitBottom(min(rows, max(1, transcript.height - 1))))
    transcript = transcript.splitBottom(gap).rest
  }

  /// A blank row above a notice must leave at least this many conversation rows.
  private static let leastAboveGap = 3

  /// Aligns the composer, the notice and the rows between them with the conversation's text.
  private mutating func align(to column: Rect) {
    func aligned(_ area: Rect) -> Rect {
      Rect(x: column.x - 1, y: area.y, width: column.width + 2, height: area.height)
    }
    composer = aligned(composer)
    notice = notice.map(aligned)
    find = find.map(aligned)
    queue = queue.map(aligned)
    attachments = attachments.map(aligned)
  }

  private mutating func placeReasoning(_ shape: ReasoningShape, in area: Rect, size: Size) {
    let isBeside = Self.isBeside(size)
    if size.height >= 12 || (shape.isTitled(in: size) && area.height >= 3) {
      (reasoningTitle, transcript) = Self.take(area.splitTop(1))
    }
    guard case .open(let rows, let isGrowing) = shape, isBeside || area.height >= 5 else { return }
    if isBeside {
      let paneWidth = paneSize.columns(in: size.width)
      let (left, right) = transcript.splitLeft(size.width - paneWidth)
      transcript = left.splitLeft(left.width - 1).left
      divider = Rect(x: left.right - 1, y: left.y, width: 1, height: left.height)
      reasoning = right.splitLeft(right.width - 1).left.splitLeft(1).rest
    } else {
      let hasEnd = size.height >= 10
      // Leave room for a short notice and a row of the conversation.
      let most = max(
        2,
        isGrowing
          ? min(transcript.height * 2 / 3, transcript.height - (hasEnd ? 4 : 3))
          : transcript.height / 3)
      let largest = max(2, transcript.height - (hasEnd ? 4 : 3))
      let wanted =
        paneSize.rows.map { min($0, largest) } ?? (isGrowing ? most : min(max(1, rows), most))
      (reasoning, transcript) = Self.take(transcript.splitTop(wanted))
      if hasEnd { (reasoningEnd, transcript) = Self.take(transcript.splitTop(1)) }
      reasoning = reasoning?.inset(columns: 1)
    }
  }

  private static func take(_ parts: (Rect, rest: Rect)) -> (Rect?, Rect) { (parts.0, parts.rest) }
}
