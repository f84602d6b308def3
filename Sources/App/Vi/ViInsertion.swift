internal import Screen

/// A run of text being typed in insert or replace mode.
struct ViInsertion {
  /// The command that began the insertion, for `.` to repeat.
  var command: ViCommand
  /// How many times to insert the text in total.
  let copies: Int
  /// Whether each copy gets its own line.
  let opensLine: Bool
  /// Where the inserted text begins.
  var start = 0
  /// The place of the caret after the last event.
  private(set) var caret = 0
  private var revision: Revision?
  /// The undo group of the changes that made this text. It contains no other changes.
  private var group: Revision?

  init(
    _ command: ViCommand = ViCommand(action: .insert(.before)), copies: Int = 1,
    opensLine: Bool = false
  ) {
    self.command = command
    self.copies = copies
    self.opensLine = opensLine
  }

  /// Returns the insertion to continue with after a key. If the key only moved the caret, this is
  /// a new insertion.
  func following(_ composer: inout Composer, isOwn: Bool) -> ViInsertion {
    var next = self
    let caret = composer.buffer.caret
    if isOwn, group == nil { next.group = composer.group }
    let hasMoved = !isOwn && revision == composer.revision && caret != self.caret
    if next.group == nil || next.group != composer.group || hasMoved {
      composer.endGroup()
      composer.beginGroup()
      next = ViInsertion()
      next.start = caret
      next.group = composer.group
    }
    next.start = min(next.start, caret)
    next.caret = caret
    next.revision = composer.revision
    return next
  }
}

extension ViMode {
  /// Enters insert mode at a place.
  mutating func insert(
    at place: ViInsertPlace, _ command: ViCommand, in composer: inout Composer
  ) {
    let buffer = composer.buffer
    let caret = buffer.caret
    switch place {
    case .before: break
    case .after: if !buffer.isLineEnd(caret) { composer.move(to: buffer.next(caret)) }
    case .firstNonBlank: composer.move(to: buffer.firstNonBlank(ofLine: caret))
    case .lineEnd: composer.move(to: buffer.lineEnd(at: caret))
    case .lineStart: composer.move(to: buffer.lineStart)
    case .lineBelow:
      let end = buffer.lineEnd(at: caret)
      composer.replace(end..<end, with: "\n")
    case .lineAbove:
      let start = buffer.lineStart
      composer.replace(start..<start, with: "\n")
      composer.move(to: start)
    case .last: if let place = composer.marks[ViMarks.insertion] { composer.move(to: place) }
    }
    beginInsert(
      command, copies: command.count ?? 1, opensLine: place == .lineBelow || place == .lineAbove,
      in: composer)
  }

  mutating func beginInsert(
    _ command: ViCommand, copies: Int = 1, opensLine: Bool = false, in composer: Composer
  ) {
    var insertion = ViInsertion(command, copies: copies, opensLine: opensLine)
    insertion.start = composer.buffer.caret
    mode = .insert(insertion)
  }

  /// Leaves insert or replace mode, as Esc does.
  mutating func finish(_ insertion: ViInsertion, in composer: inout Composer) {
    let caret = composer.buffer.caret
    let inserted = composer.expandedText(in: min(insertion.start, caret)..<caret)
    if insertion.copies > 1, !inserted.isEmpty || insertion.opensLine {
      let text = (insertion.opensLine ? "\n" : "") + inserted
      let copies = text.repeated(insertion.copies - 1)
      if case .replace = mode {
        overwrite(copies, in: &composer)
      } else {
        composer.insertWhole(copies)
      }
    }
    let end = composer.buffer.caret
    composer.marks[ViMarks.insertion] = end
    if insertion.start < end { composer.marks[ViMarks.change] = composer.buffer.previous(end) }
    if !composer.buffer.isLineStart(end) { composer.move(to: composer.buffer.previous(end)) }
    lastChange = Change(command: insertion.command, inserted: inserted)
    mode = .normal(keys: [])
    composer.endGroup()
    composer.endRun()
  }

  // MARK: Replace mode

  mutating func pressInReplace(
    _ key: Key, _ insertion: ViInsertion, _ replaced: [String?], in composer: inout Composer
  ) -> ViOutcome {
    if key == .escape {
      finish(insertion, in: &composer)
      return .handled
    }
    var replaced = replaced
    if key.isText, case .character(let letter) = key.code {
      replaced.append(composer.overwrite(letter))
    } else if key == Key(.backspace), !composer.buffer.isLineStart(composer.buffer.caret) {
      composer.restore(replaced.popLast())
    } else {
      return .ignored
    }
    mode = .replace(insertion, replaced: replaced)
    return .handled
  }

  mutating func overwrite(_ text: String, in composer: inout Composer) {
    for letter in text { _ = composer.overwrite(letter) }
  }
}

extension Composer {
  /// Returns part of the text, with folded pastes expanded.
  func expandedText(in range: Range<Int>) -> String { folds.expand(buffer.text(in: range)) }

  /// Types a character over the next one in the line.
  /// - Returns: the replaced character; `nil` at the end of the line, where there is none.
  fileprivate mutating func overwrite(_ letter: Character) -> String? {
    let place = buffer.caret
    guard letter != "\n", !buffer.isLineEnd(place) else {
      replace(place..<place, with: String(letter))
      return nil
    }
    let range = place..<buffer.next(place)
    let old = buffer.text(in: range)
    replace(range, with: String(letter))
    return old
  }

  /// Undoes one typed character by restoring what it replaced. If none is left to undo, only
  /// moves the caret left.
  fileprivate mutating func restore(_ replaced: String??) {
    let start = buffer.previous(buffer.caret)
    guard let replaced else { return move(to: start) }
    replace(start..<buffer.caret, with: replaced ?? "")
    move(to: start)
  }
}
