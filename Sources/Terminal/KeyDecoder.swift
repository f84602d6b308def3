internal import Screen

/// Turns what curses reads into keys and pastes. A value without I/O.
struct KeyDecoder {
  /// What one read brought.
  enum Raw: Equatable {
    case scalar(UInt32)
    /// One of curses' codes, or one of ``Code``.
    case code(Int32)
  }

  /// Codes of our own for sequences that curses does not know, above all of curses' (KEY_MAX 0777).
  enum Code {
    static let pasteStart: Int32 = 0x1001
    static let pasteEnd: Int32 = 0x1002
    static let controlLeft: Int32 = 0x1003
    static let controlRight: Int32 = 0x1004
    static let altEnter: Int32 = 0x1005
  }

  private var isAfterEscape = false
  private var paste: String.UnicodeScalarView?
  /// The paste's last scalar was a carriage return: a line feed behind it is the same line end.
  private var endsWithReturn = false

  /// What this read completes, if anything.
  mutating func decode(_ raw: Raw) -> [TerminalInput] {
    if paste != nil { return decodeInPaste(raw) }
    if raw == .code(Code.pasteStart) {
      paste = String.UnicodeScalarView()
      return flush()
    }
    if raw == .scalar(0x1B) {
      defer { isAfterEscape = true }
      return flush()
    }
    guard let key = key(for: raw) else { return flush() }
    defer { isAfterEscape = false }
    return [.key(isAfterEscape ? Key(key.code, control: key.control, alt: true) : key)]
  }

  /// Nothing more can be read now: an escape that stands alone is the Escape key.
  mutating func flush() -> [TerminalInput] {
    defer { isAfterEscape = false }
    return isAfterEscape ? [.key(.escape)] : []
  }

  private mutating func decodeInPaste(_ raw: Raw) -> [TerminalInput] {
    switch raw {
    case .code(Code.pasteEnd):
      let text = paste.map(String.init) ?? ""
      paste = nil
      return text.isEmpty ? [] : [.paste(text)]
    case .scalar(0x0D):
      paste?.append("\n")
      endsWithReturn = true
      return []
    case .scalar(0x0A) where endsWithReturn:
      break
    case .scalar(let value):
      if let scalar = Unicode.Scalar(value) { paste?.append(scalar) }
    case .code:
      break
    }
    endsWithReturn = false
    return []
  }

  private func key(for raw: Raw) -> Key? {
    switch raw {
    case .scalar(let value): Self.key(forScalar: value)
    case .code(let code): Self.codes[code]
    }
  }

  private static func key(forScalar value: UInt32) -> Key? {
    switch value {
    case 0x09: return .tab
    case 0x0D: return .enter
    case 0x08, 0x7F: return Key(.backspace)
    case 0x00: return .control(" ")
    case 0x01...0x1A: return Unicode.Scalar(value + 0x60).map { .control(Character($0)) }
    case 0x1C...0x1F: return Unicode.Scalar(value + 0x40).map { .control(Character($0)) }
    default: return Unicode.Scalar(value).map { .character(Character($0)) }
    }
  }
}
