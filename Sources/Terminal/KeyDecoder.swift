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
    static let mouse: Int32 = 0x1006
  }

  private var isAfterEscape = false
  /// Since the escape nothing has come for a moment: a key that comes now is another.
  private var isEscapeOld = false
  private var scanner = ReplyScanner()
  private var replies: [TerminalReply] = []
  /// What has come of a report of the mouse.
  private var mouse: String?
  private var paste: String.UnicodeScalarView?
  /// The paste's last scalar was a carriage return: a line feed behind it is the same line end.
  private var endsWithReturn = false

  /// What the terminal has said of itself since the last call.
  mutating func takeReplies() -> [TerminalReply] {
    defer { replies = [] }
    return replies
  }

  /// What this read completes, if anything.
  mutating func decode(_ raw: Raw) -> [TerminalInput] {
    if paste != nil { return decodeInPaste(raw) }
    if mouse != nil { return decodeInMouse(raw) }
    if scanner.isHolding {
      guard case .scalar(let scalar) = raw else { return end(scanner.release(), before: raw) }
      return end(scanner.take(scalar), before: raw)
    }
    if isAfterEscape, case .scalar(let scalar) = raw, scanner.begin(scalar) { return [] }
    return decodeKey(raw)
  }

  private mutating func decodeKey(_ raw: Raw) -> [TerminalInput] {
    if raw == .code(Code.pasteStart) {
      paste = String.UnicodeScalarView()
      return flushEscape()
    }
    if raw == .code(Code.mouse) {
      mouse = ""
      return flushEscape()
    }
    let earlier = isEscapeOld ? flushEscape() : []
    if raw == .scalar(0x1B) {
      defer { isAfterEscape = true }
      return earlier + flushEscape()
    }
    guard let key = key(for: raw) else { return earlier + flushEscape() }
    defer { isAfterEscape = false }
    return earlier
      + [.key(isAfterEscape ? Key(key.code, control: key.control, alt: true) : key)]
  }

  /// How a scanner's step goes on, the read that led to it included.
  private mutating func end(_ step: ReplyScanner.Step, before raw: Raw) -> [TerminalInput] {
    switch step {
    case .held:
      return []
    case .complete(let reply):
      replies.append(reply)
      (isAfterEscape, isEscapeOld) = (false, false)
      return []
    case .typed(let scalars):
      return typed(scalars) + decode(raw)
    case .dropped(let isAfterEscape):
      (self.isAfterEscape, isEscapeOld) = (isAfterEscape, false)
      return decode(raw)
    }
  }

  private mutating func typed(_ scalars: [UInt32]) -> [TerminalInput] {
    scalars.flatMap { decodeKey(.scalar($0)) }
  }

  /// How long to wait for what may follow what is held back; `nil` when nothing is.
  ///
  /// A sequence that a person did not type comes at once, unless a network cuts it.
  /// - Parameter isReplyDue: the terminal was asked and has not answered all.
  func patience(isReplyDue: Bool) -> Duration? {
    if scanner.isHolding {
      return .milliseconds(scanner.isCertain ? 1_000 : isReplyDue ? 300 : 50)
    }
    return isAfterEscape ? .milliseconds(isReplyDue ? 300 : 0) : nil
  }

  /// Nothing more can be read now, but may be soon.
  mutating func pause() { isEscapeOld = isAfterEscape }

  /// Nothing more is waited for: an escape that stands alone is the Escape key.
  mutating func flush() -> [TerminalInput] {
    guard scanner.isHolding else { return flushEscape() }
    switch scanner.release() {
    case .typed(let scalars): return typed(scalars) + flushEscape()
    case .dropped(let isAfterEscape): self.isAfterEscape = isAfterEscape
    case .held, .complete: break
    }
    return flushEscape()
  }

  private mutating func flushEscape() -> [TerminalInput] {
    defer { (isAfterEscape, isEscapeOld) = (false, false) }
    return isAfterEscape ? [.key(.escape)] : []
  }

  private mutating func decodeInMouse(_ raw: Raw) -> [TerminalInput] {
    let report = mouse ?? ""
    guard case .scalar(let value) = raw, let scalar = Unicode.Scalar(value), report.count < 16
    else {
      mouse = nil
      return decode(raw)
    }
    switch scalar {
    case "0"..."9", ";":
      mouse = report + String(scalar)
      return []
    case "M", "m":
      mouse = nil
      return MouseEvent(sgr: report, isRelease: scalar == "m").map { [.mouse($0)] } ?? []
    default:
      mouse = nil
      return decode(raw)
    }
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
