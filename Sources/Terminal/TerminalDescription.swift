internal import CNcurses

/// What is known of a terminal without starting a screen on it.
public struct TerminalDescription: Sendable {
  /// 0 for none.
  public let colorCount: Int

  /// `nil` for a terminal that is not known, or can show no screen.
  public init?(named name: String) {
    var colors: Int32 = 0
    var movesCursor = false
    guard aside_describe_terminal(name, &colors, &movesCursor), movesCursor else { return nil }
    colorCount = Int(colors)
  }
}
