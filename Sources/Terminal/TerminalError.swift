/// Why there is no screen.
public enum TerminalError: Error, Equatable, Sendable {
  /// Standard input or output is not a terminal.
  case notATerminal
  /// terminfo does not know the terminal that TERM names.
  case unknownTerminal(name: String)
  /// The system's own words.
  case system(String)
}
