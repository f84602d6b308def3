/// Why the terminal is unusable.
public enum TerminalError: Error, Equatable, Sendable {
  /// Standard input or output is not a terminal.
  case notATerminal
  /// terminfo does not know the terminal named by TERM, or the terminal cannot position its cursor.
  case unknownTerminal(name: String)
  /// The system's error message.
  case system(String)
}
