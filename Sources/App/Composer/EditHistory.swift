/// The changes to a text, for undo and redo. Typed characters are undone word by word.
struct EditHistory {
  struct Step {
    var place: Int
    var removed: [UInt8]
    var inserted: [UInt8]
    /// The caret before the change.
    let caret: Int
    /// The group that the change belongs to; `nil` if it is undone alone.
    fileprivate(set) var group: Revision?

    fileprivate var size: Int { removed.count + inserted.count }
  }

  /// The kind of key that made a change. Changes of the same kind in a row may be undone
  /// together.
  enum Kind {
    case typing
    case deletingBackward
    case deletingForward
    case other
  }

  /// The maximum size of all changes, in bytes. The last change is kept even if it is larger.
  private static let limit = 8 << 20
  private static let mostSteps = 2000

  private var undos: [Step] = []
  private var redos: [Step] = []
  private var size = 0
  /// The kind of the current run of changes; `nil` if the next change starts a new run.
  private var run: Kind?
  /// The group that new changes join; `nil` if there is none.
  private(set) var group: Revision?
  /// The changes that could be redone before a command was typed, and the number of changes that
  /// could be undone then.
  private var setAside: (depth: Int, redos: [Step])?

  mutating func note(_ step: Step, _ kind: Kind) {
    var step = step
    step.group = group
    redos = []
    size += step.size
    if !join(step, kind) { undos.append(step) }
    run = kind == .other ? nil : kind
    while undos.count > Self.mostSteps || size > Self.limit, undos.count > 1 {
      size -= undos.removeFirst().size
      setAside = nil
    }
  }

  private mutating func join(_ step: Step, _ kind: Kind) -> Bool {
    guard run == kind, let last = undos.indices.last else { return false }
    let before = undos[last]
    guard before.group == step.group else { return false }
    switch kind {
    case .typing:
      guard step.removed.isEmpty, step.place == before.place + before.inserted.count,
        !Self.startsWord(step.inserted, after: before.inserted)
      else { return false }
      undos[last].inserted += step.inserted
    case .deletingBackward:
      guard step.place + step.removed.count == before.place,
        !Self.startsWord(before.removed, after: step.removed)
      else { return false }
      undos[last].place = step.place
      undos[last].removed = step.removed + before.removed
    case .deletingForward:
      guard step.place == before.place, !Self.startsWord(step.removed, after: before.removed)
      else { return false }
      undos[last].removed += step.removed
    case .other: return false
    }
    return true
  }

  private static func startsWord(_ bytes: [UInt8], after before: [UInt8]) -> Bool {
    guard let first = bytes.first, let last = before.last else { return false }
    return isSpace(last) && !isSpace(first)
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x09
  }

  mutating func endRun() { run = nil }

  // MARK: Commands

  /// Saves the redo steps, in case the next changes turn out to be a command.
  mutating func setRedosAside() { setAside = redos.isEmpty ? nil : (undos.count, redos) }

  /// Removes the last change without a trace, as part of a command that was carried out.
  mutating func takeBack() -> Step? {
    run = nil
    guard let step = undos.popLast() else { return nil }
    size -= step.size
    return step
  }

  /// Finishes removing a command's changes: restores the redo steps saved before them.
  mutating func endTakingBack() {
    redos = setAside?.depth == undos.count ? setAside?.redos ?? [] : []
    setAside = nil
    guard group != nil else { return }
    endGroup()
    beginGroup()
  }

  // MARK: Groups

  /// Puts the changes that follow into a group, until ``endGroup()``.
  mutating func beginGroup() {
    if group == nil { (group, run) = (Revision(), nil) }
  }

  mutating func endGroup() { if group != nil { (group, run) = (nil, nil) } }

  /// The change that is undone next.
  var nextUndo: Step? { undos.last }
  var nextRedo: Step? { redos.last }

  mutating func undo() -> Step? {
    run = nil
    guard let step = undos.popLast() else { return nil }
    redos.append(step)
    size -= step.size
    if let setAside, undos.count < setAside.depth { self.setAside = nil }
    return step
  }

  mutating func redo() -> Step? {
    run = nil
    guard let step = redos.popLast() else { return nil }
    undos.append(step)
    size += step.size
    return step
  }
}
