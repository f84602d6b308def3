/// How the cursor looks. Terminals that cannot change it ignore this.
public enum CursorShape: Sendable {
  /// As the user has set up the terminal.
  case standard
  case block
  case bar
  case underline
}
