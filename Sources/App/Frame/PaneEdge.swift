internal import Screen

/// The edge between the conversation and the thinking pane.
enum PaneEdge: Equatable {
  /// The edge is this column, with the pane to its right.
  /// - Parameter end: the column where the pane ends.
  case column(Rect, end: Int)
  /// The edge is this row, with the pane above it.
  /// - Parameter start: the row where the pane begins.
  case row(Rect, start: Int)

  init?(_ layout: FrameLayout, columns: Int) {
    guard let pane = layout.reasoning else { return nil }
    if let divider = layout.divider {
      self = .column(divider, end: columns)
    } else if let end = layout.reasoningEnd {
      self = .row(end, start: pane.y)
    } else {
      return nil
    }
  }

  private var area: Rect {
    switch self {
    case .column(let area, _), .row(let area, _): area
    }
  }

  func contains(_ place: Point) -> Bool { area.contains(place) }
}

/// The edge that the mouse is dragging.
enum DraggedEdge: Equatable {
  case pane(PaneEdge)
  /// The right edge of the conversation list.
  case sideBar
}

/// The sizes that the user has chosen for the thinking pane and the side bar; `nil` for the
/// default ones.
public struct PaneSize: Equatable, Sendable {
  public var columns: Int?
  public var rows: Int?
  public var sideBarColumns: Int?

  public init(columns: Int? = nil, rows: Int? = nil, sideBarColumns: Int? = nil) {
    self.columns = columns
    self.rows = rows
    self.sideBarColumns = sideBarColumns
  }

  /// The minimum widths of a pane and of the conversation next to it.
  private static let leastColumns = 20
  private static let leastTextColumns = 40
  /// The minimum widths of the side bar and of the rest of the window.
  private static let leastSideBarColumns = 24
  private static let leastRestColumns = 60
  private static let usualSideBarColumns = 48

  /// Resizes the pane by moving its edge to a point.
  mutating func move(_ edge: PaneEdge, to place: Point) {
    switch edge {
    case .column(_, let end): columns = max(Self.leastColumns, end - place.x - 1)
    case .row(_, let start): rows = max(1, place.y - start)
    }
  }

  /// Resizes the side bar by moving its edge to a column of the window.
  mutating func moveSideBar(to column: Int, in width: Int) {
    sideBarColumns = Self.inRange(column, width)
  }

  /// Returns the width of the side bar in a window of this width.
  func sideBarColumns(in width: Int) -> Int {
    Self.inRange(sideBarColumns ?? Self.usualSideBarColumns, width)
  }

  private static func inRange(_ columns: Int, _ width: Int) -> Int {
    max(leastSideBarColumns, min(columns, width - leastRestColumns))
  }

  /// Returns the width of a pane to the right of the conversation.
  func columns(in width: Int) -> Int {
    guard let columns else { return min(60, max(34, (width - 3) / 3)) }
    return max(Self.leastColumns, min(columns, width - Self.leastTextColumns))
  }
}
