/// A way for a terminal to alert its user.
public enum AlertSignal: Equatable, Sendable {
  case none
  case bell
  /// A desktop notification with a body: iTerm2, WezTerm, Ghostty, Windows Terminal and others.
  case osc9
  /// A desktop notification with a title and a body: urxvt, foot, Ghostty, WezTerm and others.
  case osc777

  /// Returns the text to send to the terminal; empty for `none`.
  public func sequence(
    title: ControlFreeLine, text: ControlFreeLine, through multiplexer: Multiplexer
  ) -> String {
    // A semicolon ends a field, and a number in its own field has another meaning, such as ConEmu's
    // progress bar.
    func field(_ line: ControlFreeLine) -> String { line.text.replacing(";", with: ",") }
    switch self {
    case .none: return ""
    case .bell: return "\u{7}"
    case .osc9:
      return multiplexer.passing("\u{1B}]9;\(field(title)): \(field(text))\u{7}")
    case .osc777:
      return multiplexer.passing("\u{1B}]777;notify;\(field(title));\(field(text))\u{7}")
    }
  }
}

/// A program between this one and the terminal.
public enum Multiplexer: Equatable, Sendable {
  case none
  case tmux
  /// GNU screen.
  case screen

  /// Returns a sequence wrapped so that it reaches the terminal. tmux passes it on only with
  /// `allow-passthrough`.
  func passing(_ sequence: String) -> String {
    switch self {
    case .none: sequence
    case .tmux: "\u{1B}Ptmux;\(sequence.replacing("\u{1B}", with: "\u{1B}\u{1B}"))\u{1B}\\"
    case .screen: "\u{1B}P\(sequence)\u{1B}\\"
    }
  }
}
