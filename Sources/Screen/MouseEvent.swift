/// A mouse action at a cell of the terminal.
public struct MouseEvent: Equatable, Sendable {
  public enum Action: Equatable, Sendable {
    case press
    /// The mouse moved with the button held down.
    case drag
    case release
    case wheelUp
    case wheelDown
  }

  /// The action of the left button or the wheel.
  public var action: Action
  /// The position, counted from 0 at the upper left corner.
  public var place: Point

  public init(_ action: Action, at place: Point) {
    self.action = action
    self.place = place
  }

  /// Parses the text between `CSI <` and the end of a report in SGR encoding (xterm's control
  /// sequences, "Extended coordinates"). Returns `nil` if the report is invalid or its button is
  /// not used.
  /// - Parameter isRelease: whether the report ends in `m` rather than `M`.
  public init?(sgr text: String, isRelease: Bool) {
    let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 3, let button = numbers[0], let x = numbers[1], let y = numbers[2],
      x > 0, y > 0, x < 10_000, y < 10_000
    else { return nil }
    // The masked bits are Shift (4), Alt (8) and Control (16).
    switch button & ~0b11100 {
    case 0: action = isRelease ? .release : .press
    case 32: action = .drag
    // The mouse moved with no button pressed, so the end of a drag was not reported.
    case 35: action = .release
    case 64: action = .wheelUp
    case 65: action = .wheelDown
    default: return nil
    }
    place = Point(x: x - 1, y: y - 1)
  }
}
