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

  var state = State.ground
  /// The bytes since the escape, or of the character that is incomplete.
  var held: [UInt8] = []
  /// Bytes of the current string that were consumed and not kept.
  var discarded = 0
  var pasted: [UInt8] = []
  /// The next key follows an escape that came with it.
  var isAlternate = false
  /// The last event was an Escape that nothing followed in time.
  var isAfterLoneEscape = false
  var events: [InputEvent] = []
  let keys: [[UInt8]: Key]
  let hasKeypad: Bool

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

// MARK: - Ends

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

  /// Types what a person may have typed, and drops what only a terminal sends.
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
