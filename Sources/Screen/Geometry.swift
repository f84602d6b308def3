/// A position on the screen, in columns and rows from the upper left corner.
public struct Point: Hashable, Sendable {
  public var x: Int
  public var y: Int

  public init(x: Int, y: Int) {
    self.x = x
    self.y = y
  }
}

/// A size in columns and rows.
public struct Size: Hashable, Sendable {
  public var width: Int
  public var height: Int

  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }
}

/// A part of the screen. Its size is never negative.
public struct Rect: Hashable, Sendable {
  public let x: Int
  public let y: Int
  public let width: Int
  public let height: Int

  public init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = max(0, width)
    self.height = max(0, height)
  }

  public init(_ size: Size) { self.init(x: 0, y: 0, width: size.width, height: size.height) }

  public var right: Int { x + width }
  public var bottom: Int { y + height }
  public var isEmpty: Bool { width == 0 || height == 0 }

  public func contains(_ point: Point) -> Bool {
    (x..<max(x, right)).contains(point.x) && (y..<max(y, bottom)).contains(point.y)
  }

  /// Splits the given number of rows off the top, or all if there are fewer.
  public func splitTop(_ rows: Int) -> (top: Rect, rest: Rect) {
    let taken = min(max(0, rows), height)
    return (
      Rect(x: x, y: y, width: width, height: taken),
      Rect(x: x, y: y + taken, width: width, height: height - taken)
    )
  }

  /// Splits the given number of rows off the bottom, or all if there are fewer.
  public func splitBottom(_ rows: Int) -> (bottom: Rect, rest: Rect) {
    let taken = min(max(0, rows), height)
    return (
      Rect(x: x, y: bottom - taken, width: width, height: taken),
      Rect(x: x, y: y, width: width, height: height - taken)
    )
  }

  /// Splits the given number of columns off the left, or all if there are fewer.
  public func splitLeft(_ columns: Int) -> (left: Rect, rest: Rect) {
    let taken = min(max(0, columns), width)
    return (
      Rect(x: x, y: y, width: taken, height: height),
      Rect(x: x + taken, y: y, width: width - taken, height: height)
    )
  }

  /// Returns the part left after removing the given number of columns from each side.
  public func inset(columns: Int) -> Rect {
    Rect(x: x + columns, y: y, width: width - 2 * columns, height: height)
  }
}
