public import Screen

/// What a person does at the terminal.
public enum TerminalInput: Equatable, Sendable {
  case key(Key)
  /// A whole bracketed paste, with line feeds as line ends.
  case paste(String)
  case mouse(MouseEvent)
}
