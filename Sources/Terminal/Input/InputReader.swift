internal import Screen

/// What the reader found in the bytes of a terminal.
enum InputEvent: Equatable {
  case input(TerminalInput)
  case reply(TerminalReply)
}

/// Assembles keys, pastes, mouse reports and replies from the bytes that a terminal sends. A value
/// without I/O and without a clock.
///
/// However the bytes are cut over reads, the events are the same. Two things depend on time, because
/// nothing else tells them apart: an Escape before an ordinary key is Alt only when both come
/// together, and what is incomplete is given up after ``patience(isReplyDue:)``. So no state lasts
/// for ever, and Ctrl-C is a key in every one of them. Text is never dropped: bytes that are no UTF-8
/// become U+FFFD. Control sequences and strings (ECMA-48, 5.4 and 5.6; xterm's control sequences)
/// never become text once they cannot have been typed.
struct InputReader {
  enum State: Equatable {
    case ground
    case escape(Introduction)
    /// A character of several bytes of which so many are missing.
    case character(missing: Int)
    /// `ESC [`
    case control(Introduction)
    /// `ESC [ [`, the function keys of Linux's console.
    case consoleKey
    /// `ESC [ M`, a mouse report in X10 coding, of which so many bytes are missing.
    case mouse(missing: Int)
    /// `ESC O`
    case application(Introduction)
    case string(ControlString, Introduction)
    /// An escape inside a string: its end, or a key.
    case stringEscape(ControlString, Introduction, escape: Introduction)
    case paste
    /// A paste was inserted although its end has not come.
    case openPaste(seen: [UInt8])
  }

  /// How an escape and what follows it came.
  enum Introduction: Equatable {
    case together
    /// With a pause between them: for a person, two keys.
    case apart
    /// The escape was already reported as a key.
    case late
  }

  /// A longer gap between an Escape and an ordinary key makes two keys of them.
  static let alternateWindow = Duration.milliseconds(25)
  /// How long a lone Escape waits for the rest of a sequence. A slow line may leave 30 ms between
  /// two bytes.
  static let escapePatience = Duration.milliseconds(60)
  /// How long Alt-[, and the other keys that begin a sequence, wait for the rest.
  static let introducerPatience = Duration.milliseconds(300)
  /// How long everything else waits that no person types: a cut sequence, half a character, a paste
  /// without an end.
  static let longPatience = Duration.seconds(1)

  private(set) var state = State.ground
  /// The bytes since the escape, or of the character that is incomplete.
  var held: [UInt8] = []
  /// Bytes of the current string that were consumed and not kept.
  private var discarded = 0
  private var pasted: [UInt8] = []
  /// The next key follows an escape that came with it.
  private var isAlternate = false
  /// The last event was an Escape that nothing followed in time.
  private var isAfterLoneEscape = false
  private var events: [InputEvent] = []
  private let keys: [[UInt8]: Key]
  private let hasKeypad: Bool

  /// - Parameters:
  ///   - keys: sequences of this terminal that the standard forms do not cover.
  ///   - hasKeypad: the terminal was told to send sequences for the key pad.
  init(keys: [[UInt8]: Key] = [:], hasKeypad: Bool = true) {
    self.keys = keys
    self.hasKeypad = hasKeypad
  }

  /// Reads what came.
  /// - Parameter gap: the time since the bytes before.
  /// - Complexity: O(number of bytes)
  mutating func read(_ bytes: [UInt8], after gap: Duration = .zero) -> [InputEvent] {
    notePause(gap)
    if endsPaste(bytes, after: gap) { finishPaste(isOpen: true) }
    var rest = bytes[...]
    if case .openPaste(let seen) = state { rest = continuePaste(seen, bytes) }
    while let byte = rest.first {
      if state == .paste {
        rest = takeInPaste(rest)
      } else {
        rest.removeFirst()
        take(byte)
      }
    }
    return takeEvents()
  }

  /// How long after the last byte to wait for the rest of what is incomplete; `nil` when nothing is.
  /// - Parameter isReplyDue: the terminal was asked something and has not answered.
  func patience(isReplyDue: Bool) -> Duration? {
    switch state {
    case .ground, .openPaste: nil
    case .escape: isReplyDue ? Self.longPatience : Self.escapePatience
    case .control(let introduction), .application(let introduction),
      .string(_, let introduction), .stringEscape(_, let introduction, _):
      if isCertain || isReplyDue {
        Self.longPatience
      } else {
        introduction == .late ? Self.escapePatience : Self.introducerPatience
      }
    case .character, .consoleKey, .mouse, .paste: Self.longPatience
    }
  }

  /// Gives up waiting: what is incomplete is typed if a person may have typed it, else dropped. A
  /// paste is inserted.
  mutating func expire() -> [InputEvent] {
    giveUpAll(isLast: false)
    return takeEvents()
  }

  /// Nothing more can come. What is incomplete is typed, also where a terminal usually sends it.
  mutating func finish() -> [InputEvent] {
    while state != .ground {
      if case .openPaste = state { reset() }
      giveUpAll(isLast: true)
    }
    return takeEvents()
  }

  private mutating func giveUpAll(isLast: Bool) {
    switch state {
    case .ground, .openPaste: break
    case .escape:
      reset()
      emit(.escape)
      isAfterLoneEscape = true
    case .character: breakCharacter()
    case .control(let introduction), .application(let introduction),
      .string(_, let introduction):
      giveUp(introduction, typing: isLast || !isCertain)
    case .stringEscape(_, let introduction, _):
      giveUp(introduction, typing: isLast || !isCertain)
      emit(.escape)
    case .consoleKey, .mouse: reset()
    case .paste: finishPaste(isOpen: true)
    }
  }

  private mutating func takeEvents() -> [InputEvent] {
    defer { events = [] }
    return events
  }

  private mutating func notePause(_ gap: Duration) {
    if gap > Self.longPatience { isAfterLoneEscape = false }
    guard gap > Self.alternateWindow else { return }
    switch state {
    case .escape: state = .escape(.apart)
    case .stringEscape(let string, let introduction, _):
      state = .stringEscape(string, introduction, escape: .apart)
    default: break
    }
  }

  /// What is held can only come from a terminal, never from a person who pressed Alt-[ or Alt-].
  private var isCertain: Bool {
    switch state {
    case .control: held.count > 2
    case .application: false
    case .string(let string, _), .stringEscape(let string, _, _):
      held.count > ControlString.longestTyped || string.isCertain(held.dropFirst(2))
    case .ground, .escape, .character, .consoleKey, .mouse, .paste, .openPaste: true
    }
  }
}

// MARK: - One byte

extension InputReader {
  private mutating func take(_ byte: UInt8) {
    switch state {
    case .ground: takeInGround(byte)
    case .escape(let introduction): takeAfterEscape(byte, introduction)
    case .character(let missing): takeInCharacter(byte, missing)
    case .control(let introduction): takeInControl(byte, introduction)
    case .consoleKey:
      reset()
      if let key = KeySequence.consoleKey(byte) { emit(key) } else if byte < 0x20 { take(byte) }
    case .mouse(let missing):
      // Coordinates begin at 32.
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

  /// The bytes of a character as far as they came; what is no UTF-8 is U+FFFD.
  private mutating func breakCharacter() {
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
    // C1's string terminator, alone or in UTF-8.
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

// MARK: - Ends

extension InputReader {
  private mutating func begin(_ state: State, _ bytes: [UInt8]) {
    self.state = state
    held = bytes
    discarded = 0
  }

  private mutating func reset() { begin(.ground, []) }

  private mutating func emit(_ key: Key) {
    var key = key
    if isAlternate { key.alt = true }
    isAlternate = false
    events.append(.input(.key(key)))
  }

  private mutating func finish(_ key: Key) {
    reset()
    emit(key)
  }

  private mutating func breakOff(_ introduction: Introduction, before byte: UInt8) {
    giveUp(introduction, typing: !isCertain)
    take(byte)
  }

  /// Types what a person may have typed, and drops what only a terminal sends.
  private mutating func giveUp(_ introduction: Introduction, typing: Bool) {
    let typed = typing ? held.dropFirst() : []
    reset()
    guard !typed.isEmpty else { return }
    switch introduction {
    case .together: isAlternate = true
    case .apart: emit(.escape)
    case .late: break
    }
    for byte in typed { take(byte) }
  }
}

// MARK: - Pastes

extension InputReader {
  /// The end of a bracketed paste (xterm's control sequences, "Bracketed Paste Mode").
  private static let endMark = Array("\u{1B}[201~".utf8)
  /// A read of more bytes than this is not a key that a person pressed.
  private static let longestKey = 4

  /// Ctrl-C by itself, after a pause: a person wants the keyboard back. Inside a block it is a part of
  /// the text.
  private func endsPaste(_ bytes: [UInt8], after gap: Duration) -> Bool {
    state == .paste && gap > Self.alternateWindow && bytes.first == 0x03
      && bytes.allSatisfy { $0 == 0x03 }
  }

  /// - Returns: what follows the paste.
  private mutating func takeInPaste(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let searched = max(0, pasted.count - Self.endMark.count + 1)
    let length = pasted.count
    pasted += bytes
    guard let end = Self.endOfPaste(in: pasted[searched...]) else { return [] }
    pasted.removeSubrange(end...)
    finishPaste(isOpen: false)
    return bytes.dropFirst(end + Self.endMark.count - length)
  }

  private static func endOfPaste(in bytes: ArraySlice<UInt8>) -> Int? {
    var rest = bytes
    while let escape = rest.firstIndex(of: 0x1B) {
      if rest[escape...].starts(with: endMark) { return escape }
      rest = rest[(escape + 1)...]
    }
    return nil
  }

  /// - Parameter isOpen: the end has not come, and may still come.
  private mutating func finishPaste(isOpen: Bool) {
    var bytes = pasted
    pasted = []
    reset()
    if isOpen {
      let seen = (1..<Self.endMark.count).last {
        bytes.suffix($0).elementsEqual(Self.endMark.prefix($0))
      }
      state = .openPaste(seen: Array(bytes.suffix(seen ?? 0)))
      bytes.removeLast(seen ?? 0)
    }
    insert(bytes)
  }

  private mutating func insert(_ bytes: some Collection<UInt8>) {
    guard !bytes.isEmpty else { return }
    var lines: [UInt8] = []
    lines.reserveCapacity(bytes.count)
    var isAfterReturn = false
    for byte in bytes {
      if byte == 0x0A && isAfterReturn {
        isAfterReturn = false
        continue
      }
      isAfterReturn = byte == 0x0D
      lines.append(isAfterReturn ? 0x0A : byte)
    }
    events.append(.input(.paste(String(decoding: lines, as: UTF8.self))))
  }

  /// What comes of a paste after it was inserted for want of its end: blocks are still text, so that
  /// a line end among them sends nothing; a key is a key.
  /// - Returns: what is no part of the paste.
  private mutating func continuePaste(_ seen: [UInt8], _ bytes: [UInt8]) -> ArraySlice<UInt8> {
    let all = seen + bytes
    if let end = Self.endOfPaste(in: all[...]) {
      reset()
      insert(all[..<end])
      return all[(end + Self.endMark.count)...]
    }
    if Self.endMark.starts(with: all) {
      state = .openPaste(seen: all)
      return []
    }
    if bytes.count > Self.longestKey, bytes.first != 0x1B {
      pasted = all
      finishPaste(isOpen: true)
      return []
    }
    reset()
    return bytes[...]
  }
}
