/// Why there is no screen.
public enum TerminalError: Error, Equatable, Sendable {
  /// Standard input or output is not a terminal.
  case notATerminal
  /// terminfo does not know the terminal that TERM names, or it cannot place its cursor.
  case unknownTerminal(name: String)
  /// The system's own words.
  case system(String)
}
