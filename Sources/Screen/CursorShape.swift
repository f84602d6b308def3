/// The shape of the cursor. Terminals that cannot change the shape ignore it.
public enum CursorShape: Sendable {
  /// The shape configured in the terminal.
  case standard
  case block
  case bar
  case underline
}
