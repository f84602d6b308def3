internal import Screen

/// Vi mode in an editor, with everything that vi remembers between keys. It is a value and performs
/// no I/O: handling a key changes it and the text, and returns what the caller must do.
struct ViMode {
  enum Mode {
    case insert(ViInsertion)
    /// - Parameter keys: the keys of an unfinished command.
    case normal(keys: [Character])
    case visual(ViSelection, keys: [Character])
    /// - Parameter replaced: the text that each typed character replaced; `nil` for a character
    ///   typed at the end of a line.
    case replace(ViInsertion, replaced: [String?])
  }

  /// A change for `.` to repeat.
  struct Change {
    var command: ViCommand
    /// The text typed after the command.
    var inserted: String
  }

  var mode = Mode.insert(ViInsertion())
  var registers = ViRegisters()
  var lastFind: ViFind?
  var lastChange: Change?
  /// The column that `j` and `k` try to keep, in characters; `Int.max` after `$`.
  var wanted: Int?
  /// The revision of the text that vi mode last adjusted to.
  private var seen: Revision?

  var isSelecting: Bool { if case .visual = mode { true } else { false } }

  /// Whether typed characters are inserted as text.
  var isInserting: Bool { if case .insert = mode { true } else { false } }

  /// The keys of an unfinished command; empty if there is none.
  var keys: [Character] {
    switch mode {
    case .normal(let keys), .visual(_, let keys): keys
    case .insert, .replace: []
    }
  }

  // MARK: Keys

  /// Handles a key, or leaves it to the keymap.
  mutating func press(
    _ key: Key, in composer: inout Composer, _ keymap: Keymap
  ) -> ViOutcome {
    follow(&composer)
    defer { follow(&composer, isOwn: true) }
    switch mode {
    case .insert(let insertion):
      guard key != .escape else {
        finish(insertion, in: &composer)
        return .handled
      }
      guard let letter = letterAfterEscape(key, keymap) else { return .ignored }
      finish(insertion, in: &composer)
      return take(letter, in: &composer)
    case .replace(let insertion, let replaced):
      return pressInReplace(key, insertion, replaced, in: &composer)
    case .normal, .visual:
      guard let letter = letter(for: key, keymap) else { return cancel(for: key) }
      return take(letter, in: &composer)
    }
  }

  /// Returns the letter if the key was pressed right after Esc. The terminal sends the two as
  /// that letter with Alt.
  private func letterAfterEscape(_ key: Key, _ keymap: Keymap) -> Character? {
    guard key.alt, !key.control, case .character(let letter) = key.code,
      keymap.find([key], in: .composer) == .nothing
    else { return nil }
    return letter
  }

  /// Returns the vi command letter that means the same as a key; `nil` if there is none.
  private func letter(for key: Key, _ keymap: Keymap) -> Character? {
    if key.isText, case .character(let letter) = key.code { return letter }
    // After a key such as `f` or `r`, a character is treated as text. Any other key except Enter
    // cancels the command.
    let takesText = keys.last.map { "fFtTr\"'`m".contains($0) } ?? false
    if key == .enter { return keys.isEmpty && !isSelecting ? nil : ViParser.enterKey }
    if takesText { return nil }
    if key == .control("r"), !isSelecting, keys.isEmpty, keymap.isDefault(key, in: .composer) {
      return ViParser.redoKey
    }
    switch keymap.edit(for: key) {
    case .moveLeft?, .deleteBackward?: return "h"
    case .moveRight?: return "l"
    case .lineUp?: return "k"
    case .lineDown?: return "j"
    case .moveToLineStart?: return "0"
    case .moveToLineEnd?: return "$"
    case .moveWordLeft?: return "b"
    case .moveWordRight?: return "w"
    case .deleteForward?: return keys.isEmpty ? "x" : nil
    default: return nil
    }
  }

  /// Cancels an unfinished command. If Esc cancels one in visual mode, the selection stays.
  private mutating func cancel(for key: Key) -> ViOutcome {
    let hasBegun = !keys.isEmpty
    setKeys([])
    guard key == .escape else { return .ignored }
    if hasBegun, !isSelecting { return .handled }
    guard isSelecting else { return .ignored }
    if !hasBegun { mode = .normal(keys: []) }
    return .handled
  }

  private mutating func take(_ letter: Character, in composer: inout Composer) -> ViOutcome {
    let keys = keys + [letter]
    switch ViParser.parse(keys, isSelecting: isSelecting) {
    case .incomplete:
      // Ignore further keys, such as digits, so that the command stays short.
      if keys.count < 32 { setKeys(keys) }
      return .handled
    case .unknown:
      setKeys([])
      return .handled
    case .command(let command):
      setKeys([])
      return perform(command, on: &composer)
    }
  }

  private mutating func setKeys(_ keys: [Character]) {
    switch mode {
    case .normal: mode = .normal(keys: keys)
    case .visual(let selection, _): mode = .visual(selection, keys: keys)
    case .insert, .replace: break
    }
  }

  // MARK: Following the text

  /// Adapts to edited or replaced text. Must be called after every event that may have changed the
  /// text.
  /// - Parameter isOwn: whether vi mode itself made the change.
  mutating func follow(_ composer: inout Composer, isOwn: Bool = false) {
    switch mode {
    case .insert(let insertion):
      mode = .insert(insertion.following(&composer, isOwn: isOwn))
    case .replace(let insertion, let replaced):
      let next = insertion.following(&composer, isOwn: isOwn)
      let isSame = isOwn || next.caret == insertion.caret && seen == composer.revision
      mode = .replace(next, replaced: isSame ? replaced : [])
    case .normal:
      // The text was sent or cleared, so the user is about to type a new one.
      if !isOwn, composer.isEmpty, seen != composer.revision, seen != nil {
        mode = .insert(ViInsertion().following(&composer, isOwn: false))
      } else {
        composer.endGroup()
        composer.moveOntoCharacter()
      }
    case .visual(let selection, _):
      if !isOwn, seen != composer.revision {
        mode = .normal(keys: [])
        composer.moveOntoCharacter()
      } else if !isOwn || composer.marks.selection == nil {
        composer.marks.selection = ViMarks.Selection(
          kind: selection.kind, anchor: selection.anchor, head: composer.buffer.caret)
      }
    }
    seen = composer.revision
  }

  /// Leaves visual mode, for example after a mouse click.
  mutating func endSelection() {
    if isSelecting { mode = .normal(keys: []) }
  }

  /// Enters insert mode at the caret, to receive text that was typed elsewhere.
  mutating func insertHere(in composer: inout Composer) {
    guard !isInserting else { return }
    mode = .insert(ViInsertion().following(&composer, isOwn: false))
  }

  var cursorShape: CursorShape {
    switch mode {
    case .insert: .bar
    case .normal, .visual: .block
    case .replace: .underline
    }
  }

  /// Returns the selected range, including the last character; `nil` outside visual mode.
  func selected(in composer: Composer) -> Range<Int>? {
    guard case .visual(let selection, _) = mode else { return nil }
    let buffer = composer.buffer
    let (start, end) = (min(selection.anchor, buffer.caret), max(selection.anchor, buffer.caret))
    switch selection.kind {
    case .characters: return start..<buffer.next(end)
    case .lines: return buffer.lineStart(at: start)..<buffer.lineEnd(at: end)
    }
  }
}

/// What the caller must do after a vi key.
enum ViOutcome: Equatable {
  /// Vi mode does not use the key, so the keymap handles it.
  case ignored
  case handled
  /// There is no line above, so the key goes to an earlier history entry. `leavesDown` is the
  /// opposite.
  case leavesUp
  case leavesDown
  /// The text must be copied to the system's clipboard.
  case copies(String)
  /// The clipboard cannot be read, so the last yanked text was inserted instead.
  case pastedInstead
  case opensPalette
}

extension Composer {
  /// Moves a caret at the end of a line onto its last character, as normal mode requires.
  fileprivate mutating func moveOntoCharacter() {
    let place = buffer.onCharacter(buffer.caret)
    if place != buffer.caret { move(to: place) }
  }
}
