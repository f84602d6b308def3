internal import Chat

/// Editable text with a caret. The caret is always between two characters.
///
/// Handling a key costs the same in a megabyte of text as in a few words, unless the key moves the
/// caret far or changes much text.
struct Composer: Equatable {
  private(set) var buffer: GapBuffer
  private(set) var changes = EditHistory()
  var cuts = KillRing()
  /// The folded pastes, each represented by a character in the buffer.
  private(set) var folds = PasteFolds()
  /// The places that vi remembers.
  var marks = ViMarks()
  var attachments = DraftAttachments()
  /// The current entry of the history; `nil` for the draft.
  private var recalled: Recalled?
  /// The identity of the current text. Comparing it detects a change without comparing texts.
  private(set) var revision = Revision()

  init(_ text: String = "") {
    buffer = GapBuffer(text)
    let admitted = folds.admit(text)
    if !folds.isEmpty { buffer = GapBuffer(admitted) }
  }

  /// Creates a composer that contains a question that was already sent, with its attachments.
  init(_ text: String, _ attachments: [Attachment]) {
    self.init(text)
    self.attachments = DraftAttachments(of: text, attachments)
    self.attachments.revision = revision
  }

  static func == (one: Composer, other: Composer) -> Bool {
    one.buffer == other.buffer && one.folds == other.folds
  }

  /// The whole text, including the text of folded pastes.
  var text: String { folds.expand(buffer.text) }
  /// The text before the caret, with folds as single characters.
  var before: String { GapBuffer.text(buffer.before) }
  /// The text after the caret, with folds as single characters.
  var after: String { GapBuffer.text(buffer.after) }
  /// An upper bound for the length of the whole text, in bytes.
  var greatestLength: Int { buffer.count + (hasFold ? folds.size : 0) }
  var isEmpty: Bool { buffer.count == 0 }
  var isBlank: Bool { before.allSatisfy(\.isWhitespace) && after.allSatisfy(\.isWhitespace) }
  var startsWithSlash: Bool { !isEmpty && buffer[0] == UInt8(ascii: "/") }

  // MARK: Changing

  /// Replaces a range as a single undo step.
  mutating func replace(
    _ range: Range<Int>, with text: String, as kind: EditHistory.Kind = .other
  ) {
    replace(range, with: Array(text.utf8), as: kind)
  }

  private mutating func replace(
    _ range: Range<Int>, with new: [UInt8], as kind: EditHistory.Kind
  ) {
    guard !range.isEmpty || !new.isEmpty else { return }
    let caret = buffer.caret
    // A slash may begin a command, and a command leaves no trace in the undo history.
    if isEmpty, new.first == UInt8(ascii: "/") { changes.setRedosAside() }
    let removed = buffer.remove(range)
    buffer.insert(new)
    marks.adjust(to: range, new.count)
    changes.note(
      EditHistory.Step(place: range.lowerBound, removed: removed, inserted: new, caret: caret), kind
    )
    noteChange()
  }

  private mutating func noteChange() {
    recalled = nil
    revision = Revision()
  }

  /// Inserts text. A single character is undone together with the rest of its word.
  mutating func insert(_ text: String) {
    let isTyped = text.utf8.count <= 4
    let text = folds.admit(text)
    replace(buffer.caret..<buffer.caret, with: text, as: isTyped ? .typing : .other)
  }

  /// Inserts text as a separate undo step.
  mutating func insertWhole(_ text: String) {
    replaceWhole(buffer.caret..<buffer.caret, with: text)
  }

  mutating func replaceWhole(_ range: Range<Int>, with text: String) {
    let text = folds.admit(text)
    replace(range, with: text)
  }

  /// Inserts a paste, folded if it is long.
  /// - Parameter lines: how many lines make a paste long; `nil` to fold nothing.
  mutating func paste(_ text: String, foldedFrom lines: Int?) {
    guard let lines, PasteFolds.isLong(text, lines: lines) else { return insertWhole(text) }
    let mark = folds.fold(text)
    replace(buffer.caret..<buffer.caret, with: mark)
  }

  /// Replaces the whole text as a single undo step.
  mutating func replaceAll(with text: String) {
    replaceWhole(0..<buffer.count, with: text)
  }

  /// Removes the text of a command that was carried out, as if it had never been typed. Undo then
  /// restores what was there before, and ``yank()`` inserts the command again.
  mutating func clear() {
    if !isEmpty { cuts.add(text) }
    while !isEmpty, let step = changes.takeBack() {
      apply(step, removing: step.inserted.count, inserting: step.removed)
    }
    guard isEmpty else {
      let attachments = attachments
      clearSent()
      self.attachments = attachments
      return
    }
    changes.endTakingBack()
    marks = ViMarks()
  }

  /// Removes the text and its attachments once they are sent. ``yank()`` restores the text.
  mutating func clearSent() {
    if !isEmpty { cuts.add(text) }
    let kept = cuts
    self = Composer()
    cuts = kept
  }

  /// Removes the text. ``undo()`` and ``yank()`` restore it.
  mutating func discard() {
    if !isEmpty { cuts.add(text) }
    replace(0..<buffer.count, with: "")
  }

  /// Shows the text of another composer. ``yank()`` inserts the text that was shown before.
  mutating func replace(with other: Composer) {
    var cuts = cuts
    if !isEmpty { cuts.add(text) }
    self = other
    self.cuts = cuts
    revision = Revision()
  }

  /// Keeps text for ``yank()``.
  mutating func keepForYank(_ text: String) { cuts.add(text) }

  /// Shows a folded paste as text: the one next to the caret, or else the first one. The caret stays
  /// where it is in the text.
  /// - Returns: whether there was one.
  mutating func unfold() -> Bool {
    let near = [
      buffer.caret..<buffer.characterEnd(after: buffer.caret),
      buffer.characterStart(before: buffer.caret)..<buffer.caret,
    ]
    for range in near + [firstFold].compactMap(\.self) {
      guard let character = buffer.text(in: range).first, let text = folds.text(of: character)
      else { continue }
      let caret = buffer.caret
      replace(range, with: text)
      let added = text.utf8.count - range.count
      buffer.move(to: caret > range.lowerBound ? caret + added : caret)
      return true
    }
    return false
  }

  var hasFold: Bool { foldCount > 0 }

  /// The number of folded pastes in the text, not counting any kept for undo only.
  var foldCount: Int { folds.isEmpty ? 0 : buffer.foldMarks }

  /// The range of the first folded paste, in bytes.
  private var firstFold: Range<Int>? {
    guard !folds.isEmpty else { return nil }
    let whole = buffer.text
    guard let fold = whole.firstIndex(where: isFold) else { return nil }
    let start = whole[..<fold].utf8.count
    return start..<start + whole[fold].utf8.count
  }

  /// Unfolds the next paste and removes the command, if the text begins with `command`.
  /// - Returns: whether the text begins with that command and has a folded paste.
  mutating func unfold(after command: String) -> Bool {
    let whole = buffer.text
    guard !folds.isEmpty, whole.hasPrefix(command),
      let fold = whole.firstIndex(where: isFold), let text = folds.text(of: whole[fold])
    else { return false }
    let rest = whole[..<fold].dropFirst(command.count)
    guard rest.first?.isWhitespace != false else { return false }
    let end = whole[...fold].utf8.count
    replaceWhole(0..<end, with: rest.drop(while: \.isWhitespace) + text)
    return true
  }

  // MARK: Undoing

  /// - Returns: whether there was something to undo.
  @discardableResult
  mutating func undo() -> Bool {
    guard let step = changes.undo() else { return false }
    apply(step, removing: step.inserted.count, inserting: step.removed)
    buffer.move(to: step.caret)
    return true
  }

  /// - Returns: whether there was something to redo.
  @discardableResult
  mutating func redo() -> Bool {
    guard let step = changes.redo() else { return false }
    apply(step, removing: step.removed.count, inserting: step.inserted)
    return true
  }

  private mutating func apply(_ step: EditHistory.Step, removing length: Int, inserting: [UInt8]) {
    let range = step.place..<step.place + length
    _ = buffer.remove(range)
    buffer.insert(inserting)
    marks.adjust(to: range, inserting.count)
    noteChange()
  }

  /// Ends a run of characters that are undone together. Every key that only moves the caret ends
  /// it.
  mutating func endRun() { changes.endRun() }

  /// The group that new changes go into; ``undoGroup()`` undoes all of it at once.
  var group: Revision? { changes.group }
  mutating func beginGroup() { changes.beginGroup() }
  mutating func endGroup() { changes.endGroup() }

  /// A change that was undone or redone.
  struct Undone {
    /// Where the change begins.
    var place: Int
    /// The caret before the change.
    let caret: Int
  }

  /// Undoes the last change, along with all others in its group.
  mutating func undoGroup() -> Undone? {
    guard let first = changes.nextUndo else { return nil }
    var place = first.restoredLine
    repeat {
      place = min(place, changes.nextUndo?.restoredLine ?? place)
      undo()
    } while first.group != nil && changes.nextUndo?.group == first.group
    return Undone(place: place, caret: buffer.caret)
  }

  mutating func redoGroup() -> Undone? {
    guard let first = changes.nextRedo else { return nil }
    var place = first.place
    repeat {
      place = min(place, changes.nextRedo?.place ?? place)
      redo()
    } while first.group != nil && changes.nextRedo?.group == first.group
    return Undone(place: place, caret: first.caret)
  }

  // MARK: History

  private struct Recalled {
    var index: Int
    /// The draft, and the text that recalled entries must begin with.
    let draft: GapBuffer
    let prefix: String
  }

  /// Shows the next older question. ``recallNewer(_:)`` returns to the draft.
  mutating func recallOlder(_ history: [String]) { recall(-1, history, prefix: "") }

  mutating func recallNewer(_ history: [String]) { recall(1, history, prefix: "") }

  /// Shows the next older question that begins with the text before the caret.
  mutating func searchOlder(_ history: [String]) { recall(-1, history, prefix: before) }

  mutating func searchNewer(_ history: [String]) { recall(1, history, prefix: before) }

  private mutating func recall(_ step: Int, _ history: [String], prefix: String) {
    let now =
      recalled ?? Recalled(index: history.count, draft: buffer, prefix: prefix)
    guard recalled != nil || step < 0 else { return }
    var index = now.index + step
    while history.indices.contains(index), !history[index].hasPrefix(now.prefix) { index += step }
    guard index >= 0 else { return }
    if history.indices.contains(index) {
      buffer = GapBuffer(folds.admit(history[index]))
      recalled = Recalled(index: index, draft: now.draft, prefix: now.prefix)
    } else {
      buffer = now.draft
      recalled = nil
    }
    changes = EditHistory()
    revision = Revision()
  }

  // MARK: Moving

  mutating func move(to place: Int) { buffer.move(to: place) }

  // MARK: By characters

  /// - Parameter place: a number of characters from the start of the whole text.
  mutating func moveCaret(to place: Int) {
    move(to: offset(of: place))
    endRun()
  }

  /// Replaces characters in the whole text, and puts the caret after the new ones.
  mutating func replaceCharacters(_ places: Range<Int>, with new: String) {
    replaceWhole(offset(of: places.lowerBound)..<offset(of: places.upperBound), with: new)
  }

  /// Returns the offset in the buffer of a character of the whole text. A character in a folded
  /// paste has the offset of the paste.
  private func offset(of place: Int) -> Int {
    var (offset, rest) = (0, max(0, place))
    for character in buffer.text {
      let length = folds.text(of: character)?.count ?? 1
      guard rest >= length else { break }
      rest -= length
      offset += character.utf8.count
    }
    return offset
  }

  /// Returns how many characters a part of the buffer has once its pastes are unfolded.
  func count(of part: Substring) -> Int {
    folds.isEmpty ? part.count : folds.expand(String(part)).count
  }

  func isFold(_ character: Character) -> Bool { folds.text(of: character) != nil }

  mutating func deleteSpacesAhead() {
    var end = buffer.caret
    while end < buffer.count, buffer[end] == UInt8(ascii: " ") { end += 1 }
    replace(buffer.caret..<end, with: "")
  }
}

extension EditHistory.Step {
  /// A place in the first line restored by an undo. Deleting the last lines also deletes the line
  /// feed before them, which ends the line above.
  fileprivate var restoredLine: Int {
    removed.first == 0x0A && inserted.isEmpty ? place + 1 : place
  }
}

/// The identity of one state of the text. Two revisions are equal only if one is a copy of the
/// other.
struct Revision: Equatable {
  private final class Identity: Sendable {}
  private let identity = Identity()

  static func == (one: Revision, other: Revision) -> Bool { one.identity === other.identity }
}
