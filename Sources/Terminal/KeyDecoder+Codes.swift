internal import CNcurses
internal import Screen

extension KeyDecoder {
  /// Keys for curses' codes and our own.
  static let codes: [Int32: Key] = {
    var keys: [Int32: Key] = [
      KEY_UP: Key(.up),
      KEY_DOWN: Key(.down),
      KEY_LEFT: Key(.left),
      KEY_RIGHT: Key(.right),
      KEY_HOME: Key(.home),
      KEY_END: Key(.end),
      KEY_PPAGE: Key(.pageUp),
      KEY_NPAGE: Key(.pageDown),
      KEY_BACKSPACE: Key(.backspace),
      KEY_DC: Key(.delete),
      KEY_ENTER: .enter,
      KEY_BTAB: Key(.backTab),
      Code.controlLeft: Key(.left, control: true),
      Code.controlRight: Key(.right, control: true),
      Code.altEnter: Key(.enter, alt: true),
    ]
    for number in 1...12 { keys[KEY_F0 + Int32(number)] = Key(.function(number)) }
    return keys
  }()

  /// Teaches curses the sequences that terminfo does not name: bracketed paste (xterm's control
  /// sequences, "Bracketed Paste Mode"), and keys with modifiers in xterm's and CSI-u coding.
  static func defineKeys() {
    for (sequence, code) in [
      ("\u{1B}[200~", Code.pasteStart), ("\u{1B}[201~", Code.pasteEnd),
      ("\u{1B}[<", Code.mouse), ("\u{1B}[1;5D", Code.controlLeft),
      ("\u{1B}[1;5C", Code.controlRight),
      ("\u{1B}[13;3u", Code.altEnter), ("\u{1B}[13;2u", Code.altEnter),
      ("\u{1B}[H", KEY_HOME), ("\u{1B}[F", KEY_END),
      ("\u{1B}OP", KEY_F0 + 1), ("\u{1B}OQ", KEY_F0 + 2),
      ("\u{1B}OR", KEY_F0 + 3), ("\u{1B}OS", KEY_F0 + 4),
    ] {
      define_key(sequence, code)
    }
  }
}
