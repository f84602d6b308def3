public import Screen

/// Input from the user.
public enum TerminalInput: Equatable, Sendable {
  case key(Key)
  /// A complete bracketed paste, with line feeds as line ends.
  case paste(String)
  case mouse(MouseEvent)
  /// The terminal gained or lost focus.
  case focus(Bool)
}
