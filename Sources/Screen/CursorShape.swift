/// How the cursor looks. Terminals that cannot change it ignore this.
public enum CursorShape: Sendable {
  /// As configured in the terminal.
  case standard
  case block
  case bar
  case underline
}
