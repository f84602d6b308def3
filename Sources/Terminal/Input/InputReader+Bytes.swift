internal import Screen

/// The handling of a single byte, by state.
extension InputReader {
  mutating func take(_ byte: UInt8) {
    switch state {
    case .ground: takeInGround(byte)
    case .escape(let introduction): takeAfterEscape(byte, introduction)
    case .character(let missing): takeInCharacter(byte, missing)
    case .control(let introduction): takeInControl(byte, introduction)
    case .consoleKey:
      reset()
      if let key = KeySequence.consoleKey(byte) { emit(key) } else if byte < 0x20 { take(byte) }
    case .mouse(let missing):
      // A report's bytes are all 32 or above, so a lower one is a key.
      if byte < 0x20 {
        reset()
        take(byte)
      } else if missing > 1 {
        state = .mouse(missing: missing - 1)
      } else {
        reset()
      }
    case .application(let introduction): takeInApplication(byte, introduction)
    case .string(let string, let introduction): takeInString(byte, string, introduction)
    case .stringEscape(let string, let introduction, let escape):
      if byte == UInt8(ascii: "\\") { return complete(string) }
      giveUp(introduction, typing: !isCertain)
      begin(.escape(escape), [0x1B])
      take(byte)
    case .paste, .openPaste: break
    }
  }

  private mutating func takeInGround(_ byte: UInt8) {
    if isAfterLoneEscape, [UInt8(ascii: "["), UInt8(ascii: "]")].contains(byte) {
      isAfterLoneEscape = false
      return begin(byte == 0x5B ? .control(.late) : .string(.command, .late), [0x1B, byte])
    }
    isAfterLoneEscape = false
    switch byte {
    case 0x1B: begin(.escape(.together), [byte])
    case 0..<0x80: emit(Key(typed: Unicode.Scalar(byte)))
    case 0xC2...0xDF: begin(.character(missing: 1), [byte])
    case 0xE0...0xEF: begin(.character(missing: 2), [byte])
    case 0xF0...0xF4: begin(.character(missing: 3), [byte])
    default: emit(.character("\u{FFFD}"))
    }
  }

  private mutating func takeAfterEscape(_ byte: UInt8, _ introduction: Introduction) {
    if let key = keys[[0x1B, byte]] { return finish(key) }
    switch byte {
    case UInt8(ascii: "["): begin(.control(introduction), [0x1B, byte])
    case UInt8(ascii: "O"): begin(.application(introduction), [0x1B, byte])
    case 0x1B:
      emit(.escape)
      begin(.escape(.together), [byte])
    default:
      if let string = ControlString(introducer: byte) {
        return begin(.string(string, introduction), [0x1B, byte])
      }
      reset()
      if introduction == .apart { emit(.escape) } else { isAlternate = true }
      take(byte)
    }
  }

  private mutating func takeInCharacter(_ byte: UInt8, _ missing: Int) {
    guard (0x80...0xBF).contains(byte) else {
      breakCharacter()
      return take(byte)
    }
    held.append(byte)
    guard missing == 1 else { return state = .character(missing: missing - 1) }
    breakCharacter()
  }

  /// Emits the bytes received so far as a character; invalid UTF-8 becomes U+FFFD.
  mutating func breakCharacter() {
    let text = String(decoding: held, as: UTF8.self)
    reset()
    for scalar in text.unicodeScalars { emit(.character(Character(scalar))) }
  }

  private mutating func takeInControl(_ byte: UInt8, _ introduction: Introduction) {
    switch byte {
    case UInt8(ascii: "[") where held.count == 2: state = .consoleKey
    case 0x20...0x2F where held.count == 2: breakOff(introduction, before: byte)
    case 0x20...0x3F:
      keep(byte)
      if let key = keys[held] { finish(key) }
    case 0x40...0x7E:
      keep(byte)
      completeControl()
    default: breakOff(introduction, before: byte)
    }
  }

  private mutating func completeControl() {
    let sequence = KeySequence(held.dropFirst(2))
    let key = keys[held]
    let isWhole = discarded == 0
    reset()
    if let key { return emit(key) }
    guard isWhole, let sequence else { return }
    switch sequence.meaning {
    case .keys(let keys): for key in keys { emit(key) }
    case .mouse(let event): events.append(.input(.mouse(event)))
    case .mouseBytes: state = .mouse(missing: 3)
    case .pasteStart:
      isAlternate = false
      state = .paste
    case .focus(let isFocused): events.append(.input(.focus(isFocused)))
    case .reply(let reply): events.append(.reply(reply))
    case .nothing: break
    }
  }

  private mutating func takeInApplication(_ byte: UInt8, _ introduction: Introduction) {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ";"):
      guard held.count < 8 else { return breakOff(introduction, before: byte) }
      held.append(byte)
    default:
      let key = keys[held + [byte]] ?? applicationKey(byte)
      if let key { finish(key) } else { breakOff(introduction, before: byte) }
    }
  }

  private func applicationKey(_ final: UInt8) -> Key? {
    KeySequence.applicationKey(held.dropFirst(2), final)
      ?? (hasKeypad ? KeySequence.keypadKey(final) : nil)
  }

  private mutating func takeInString(
    _ byte: UInt8, _ string: ControlString, _ introduction: Introduction
  ) {
    switch byte {
    case 0x1B: state = .stringEscape(string, introduction, escape: .together)
    // The C1 string terminator, as a single byte or encoded in UTF-8.
    case 0x9C where held.last.map { $0 < 0x80 || $0 == 0xC2 } ?? true: complete(string)
    case 0x07 where string == .command: complete(string)
    case 0x20...0x7E, 0x80...:
      keep(byte)
      if discarded > ControlString.longest { reset() }
    default: breakOff(introduction, before: byte)
    }
  }

  private mutating func complete(_ string: ControlString) {
    var body = held.dropFirst(2)
    if body.last == 0xC2 { body.removeLast() }
    let reply = string == .command && discarded == 0 ? TerminalReply(command: body) : .other
    reset()
    events.append(.reply(reply))
  }

  private mutating func keep(_ byte: UInt8) {
    if held.count < ControlString.longestKept { held.append(byte) } else { discarded += 1 }
  }
}
