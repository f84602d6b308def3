internal import Screen

/// Something the reader found in the terminal's bytes.
enum InputEvent: Equatable {
  case input(TerminalInput)
  case reply(TerminalReply)
}

/// A reader that assembles keys, pastes, mouse reports and replies from the terminal's bytes.
/// It does no I/O and has no clock.
///
/// The events are the same however the bytes are split across reads. Two decisions depend on
/// time, because nothing else can settle them. An Escape before an ordinary key is Alt only if
/// both arrive together. Incomplete input is abandoned after ``patience(isReplyDue:)``. So no
/// state lasts for ever, and Ctrl-C is a key in every state. Text is never dropped: invalid
/// UTF-8 becomes U+FFFD. Control sequences and strings (ECMA-48, 5.4 and 5.6; xterm's control
/// sequences) never become text once it is certain that nobody typed them.
struct InputReader {
  enum State: Equatable {
    case ground
    case escape(Introduction)
    /// A multi-byte character that lacks the given number of bytes.
    case character(missing: Int)
    /// `ESC [`
    case control(Introduction)
    /// `ESC [ [`, the function keys of the Linux console.
    case consoleKey
    /// `ESC [ M`, a mouse report in X10 encoding that lacks the given number of bytes.
    case mouse(missing: Int)
    /// `ESC O`
    case application(Introduction)
    case string(ControlString, Introduction)
    /// An escape inside a string: either its end or a key.
    case stringEscape(ControlString, Introduction, escape: Introduction)
    case paste
    /// A paste that was inserted before its end arrived.
    case openPaste(seen: [UInt8])
  }

  /// The timing of an escape and the byte after it.
  enum Introduction: Equatable {
    case together
    /// A pause separates them, so they are two key presses.
    case apart
    /// The escape was already reported as a key.
    case late
  }

  /// A longer gap between an Escape and an ordinary key makes them two keys.
  static let alternateWindow = Duration.milliseconds(25)
  /// How long a lone Escape waits for the rest of a sequence. A slow line may leave 30 ms between
  /// two bytes.
  static let escapePatience = Duration.milliseconds(60)
  /// How long Alt-[ and other keys that begin a sequence wait for the rest.
  static let introducerPatience = Duration.milliseconds(300)
  /// How long to wait for the rest of input that nobody types: a truncated sequence, half a
  /// character, a paste without an end.
  static let longPatience = Duration.seconds(1)

  var state = State.ground
  /// The bytes since the escape, or the bytes of the incomplete character.
  var held: [UInt8] = []
  /// The number of bytes of the current string that were consumed but not kept.
  var discarded = 0
  var pasted: [UInt8] = []
  /// Whether the next key follows an escape that arrived with it.
  var isAlternate = false
  /// Whether the last event was an Escape that nothing followed in time.
  var isAfterLoneEscape = false
  var events: [InputEvent] = []
  let keys: [[UInt8]: Key]
  let hasKeypad: Bool

  /// - Parameters:
  ///   - keys: this terminal's sequences beyond the standard forms.
  ///   - hasKeypad: whether the terminal was told to send sequences for the keypad.
  init(keys: [[UInt8]: Key] = [:], hasKeypad: Bool = true) {
    self.keys = keys
    self.hasKeypad = hasKeypad
  }

  /// Reads new bytes.
  /// - Parameter gap: the time since the previous bytes.
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

  /// Returns how long after the last byte to wait for the rest of incomplete input; `nil` if there
  /// is none.
  /// - Parameter isReplyDue: whether a query to the terminal is unanswered.
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

  /// Stops waiting. Incomplete input counts as keys if a person may have typed it; otherwise it is
  /// dropped. An incomplete paste is inserted.
  mutating func expire() -> [InputEvent] {
    giveUpAll(isLast: false)
    return takeEvents()
  }

  /// Ends the input. Incomplete input counts as keys, even if people do not usually type it.
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

  /// Whether the held bytes can only come from a terminal, never from a person who pressed Alt-[ or
  /// Alt-].
  var isCertain: Bool {
    switch state {
    case .control: held.count > 2
    case .application: false
    case .string(let string, _), .stringEscape(let string, _, _):
      held.count > ControlString.longestTyped || string.isCertain(held.dropFirst(2))
    case .ground, .escape, .character, .consoleKey, .mouse, .paste, .openPaste: true
    }
  }
}

// MARK: - State transitions

extension InputReader {
  mutating func begin(_ state: State, _ bytes: [UInt8]) {
    self.state = state
    held = bytes
    discarded = 0
  }

  mutating func reset() { begin(.ground, []) }

  mutating func emit(_ key: Key) {
    var key = key
    if isAlternate { key.alt = true }
    isAlternate = false
    events.append(.input(.key(key)))
  }

  mutating func finish(_ key: Key) {
    reset()
    emit(key)
  }

  mutating func breakOff(_ introduction: Introduction, before byte: UInt8) {
    giveUp(introduction, typing: !isCertain)
    take(byte)
  }

  /// Ends incomplete input. Replays it if `typing` is set, since a person may have typed it;
  /// otherwise drops it.
  mutating func giveUp(_ introduction: Introduction, typing: Bool) {
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
