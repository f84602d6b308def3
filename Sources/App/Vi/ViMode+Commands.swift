/// Command execution.
extension ViMode {
  mutating func perform(_ command: ViCommand, on composer: inout Composer) -> ViOutcome {
    let before = wanted
    wanted = nil
    switch command.action {
    case .move(let motion): return move(motion, command.count, before, in: &composer)
    case .undo: return travel(command.count, in: &composer) { $0.undoGroup() }
    case .redo: return travel(command.count, in: &composer) { $0.redoGroup() }
    case .repeatChange: return repeatChange(command, on: &composer)
    case .select, .reselect, .selectObject, .exchangeEnds:
      select(command, in: &composer)
      return .handled
    case .setMark(let name):
      composer.marks[name] = composer.buffer.caret
      return .handled
    case .openPalette: return .opensPalette
    case .operate, .insert, .overwrite, .replaceCharacters, .replaceSelection, .toggleCase, .join,
      .joinSelection, .put, .putOverSelection:
      return change(command, on: &composer)
    }
  }

  /// Executes a command that may change the text, as a single undo step.
  private mutating func change(
    _ command: ViCommand, on composer: inout Composer
  ) -> ViOutcome {
    composer.beginGroup()
    let revision = composer.revision
    let repeated = repeatable(command, composer)
    let outcome: ViOutcome?
    switch command.action {
    case .operate(let name, let target): outcome = operate(name, target, command, on: &composer)
    case .put, .putOverSelection: outcome = put(command, on: &composer)
    default:
      outcome = changeText(command, on: &composer) ? .handled : nil
    }
    switch mode {
    case .insert(var insertion):
      insertion.command = repeated ?? command
      mode = .insert(insertion)
    case .replace: break
    case .normal, .visual:
      composer.endGroup()
      if outcome != nil, let repeated {
        lastChange = Change(command: repeated, inserted: "")
      }
    }
    if composer.revision != revision { composer.marks[ViMarks.change] = composer.buffer.caret }
    return outcome ?? .handled
  }

  /// Executes a change other than an operator or a put.
  /// - Returns: whether there was anything to change.
  private mutating func changeText(
    _ command: ViCommand, on composer: inout Composer
  ) -> Bool {
    let count = command.count ?? 1
    switch command.action {
    case .insert(let place): insert(at: place, command, in: &composer)
    case .overwrite:
      var insertion = ViInsertion(command, copies: count)
      insertion.start = composer.buffer.caret
      mode = .replace(insertion, replaced: [])
    case .replaceCharacters(let letter): return composer.replaceCharacters(letter, count)
    case .replaceSelection(let letter):
      guard let range = endSelecting(in: &composer) else { return false }
      composer.fill(range, with: letter)
    case .toggleCase: return composer.toggleCase(count)
    case .join(let addsSpace): return composer.join(max(2, count), addsSpace: addsSpace)
    case .joinSelection(let addsSpace):
      guard let selection = composer.marks.selection, let range = endSelecting(in: &composer) else {
        return false
      }
      let lines = ViExtent(selection.kind, range, in: composer.buffer).lines
      composer.move(to: range.lowerBound)
      return composer.join(max(2, lines), addsSpace: addsSpace)
    default: return false
    }
    return true
  }

  /// Leaves visual mode.
  /// - Returns: the range that was selected; `nil` outside visual mode.
  mutating func endSelecting(in composer: inout Composer) -> Range<Int>? {
    guard case .visual(let selection, _) = mode, let range = selected(in: composer) else {
      return nil
    }
    composer.marks.selection = ViMarks.Selection(
      kind: selection.kind, anchor: selection.anchor, head: composer.buffer.caret)
    mode = .normal(keys: [])
    return range
  }

  // MARK: Repeating

  /// Returns the command in the form that `.` repeats. A change to a selection becomes a change
  /// to the same amount of text.
  private func repeatable(_ command: ViCommand, _ composer: Composer) -> ViCommand? {
    guard case .operate(let name, let target) = command.action else { return command }
    guard name.isChange else { return nil }
    guard case .visual(let selection, _) = mode, let range = selected(in: composer) else {
      return command
    }
    let isLinewise = target == .selectedLines || name == .indent || name == .unindent
    let kind = isLinewise ? .lines : selection.kind
    var repeated = ViCommand(
      action: .operate(name, .extent(ViExtent(kind, range, in: composer.buffer))))
    repeated.register = command.register
    repeated.count = command.count
    return repeated
  }

  private mutating func repeatChange(
    _ command: ViCommand, on composer: inout Composer
  ) -> ViOutcome {
    guard var change = lastChange else { return .handled }
    change.command.count = command.count ?? change.command.count
    let outcome = perform(change.command, on: &composer)
    switch mode {
    case .insert(let insertion):
      composer.insertWhole(change.inserted)
      finish(insertion, in: &composer)
    case .replace(let insertion, _):
      overwrite(change.inserted, in: &composer)
      finish(insertion, in: &composer)
    case .normal, .visual: break
    }
    lastChange = change
    return outcome
  }

  private mutating func travel(
    _ count: Int?, in composer: inout Composer, _ step: (inout Composer) -> Composer.Undone?
  ) -> ViOutcome {
    for _ in 0..<(count ?? 1) {
      guard let undone = step(&composer) else { break }
      let buffer = composer.buffer
      let line = buffer.lineStart(at: min(undone.place, buffer.count))
      let isSameLine =
        undone.caret <= buffer.count && line == buffer.lineStart(at: undone.caret)
      // The caret's place dates from a different version of the text, so in this version it may be in
      // the middle of a character.
      composer.move(
        to: isSameLine
          ? buffer.characterStart(at: undone.caret) : buffer.firstNonBlank(ofLine: line))
    }
    return .handled
  }

  // MARK: Moving

  private mutating func move(
    _ motion: ViMotion, _ count: Int?, _ before: Int?, in composer: inout Composer
  ) -> ViOutcome {
    wanted = before
    let isVertical = motion == .up || motion == .down
    if isVertical, wanted == nil { wanted = composer.buffer.column(of: composer.buffer.caret) }
    let found = target(of: motion, count, in: composer)
    if !isVertical { wanted = nil }
    if case .find(let find) = motion { lastFind = find }
    guard let found else {
      guard isVertical, !isSelecting else { return .handled }
      return motion == .up ? .leavesUp : .leavesDown
    }
    if motion.isJump { composer.marks[ViMarks.jump] = composer.buffer.caret }
    if motion == .lineEnd { wanted = .max }
    composer.move(to: found.place)
    composer.endRun()
    return .handled
  }

  // MARK: Selecting

  private mutating func select(_ command: ViCommand, in composer: inout Composer) {
    let caret = composer.buffer.caret
    switch (command.action, mode) {
    case (.select(let kind), .visual(var selection, _)):
      guard selection.kind != kind else {
        _ = endSelecting(in: &composer)
        return
      }
      selection.kind = kind
      mode = .visual(selection, keys: [])
    case (.select(let kind), _): mode = .visual(ViSelection(kind: kind, anchor: caret), keys: [])
    case (.exchangeEnds, .visual(let selection, _)):
      mode = .visual(ViSelection(kind: selection.kind, anchor: caret), keys: [])
      composer.move(to: selection.anchor)
    case (.selectObject(let object, let isAround), .visual(let selection, _)):
      guard
        let found = composer.buffer.range(
          of: object, isAround: isAround, at: caret, count: command.count ?? 1)
      else { return }
      let anchor =
        selection.anchor == caret ? found.range.lowerBound : selection.anchor
      let end = found.range.upperBound
      composer.move(to: found.isLinewise ? end : composer.buffer.previous(end))
      mode = .visual(
        ViSelection(kind: found.isLinewise ? .lines : selection.kind, anchor: anchor), keys: [])
    case (.reselect, _):
      guard let last = composer.marks.selection else { return }
      if isSelecting { _ = endSelecting(in: &composer) }
      mode = .visual(ViSelection(kind: last.kind, anchor: last.anchor), keys: [])
      composer.move(to: last.head)
    default: break
    }
  }
}

extension ViMotion {
  /// Whether `''` afterwards returns to where the motion began.
  fileprivate var isJump: Bool {
    switch self {
    case .firstLine, .lastLine, .matchingBracket, .paragraph, .sentence, .mark: true
    case .left, .right, .up, .down, .lineStart, .firstNonBlank, .lineEnd, .lineAfter, .lineBefore,
      .lineHere, .column, .wordStart, .wordStartBefore, .wordEnd, .wordEndBefore, .find,
      .repeatFind:
      false
    }
  }
}

extension ViExtent {
  fileprivate init(_ kind: ViSelection.Kind, _ range: Range<Int>, in buffer: GapBuffer) {
    let end = max(range.lowerBound, range.upperBound - 1)
    let last = max(range.lowerBound, buffer.lineStart(at: end))
    let whole = kind == .lines ? range : range.lowerBound..<end
    self.init(
      kind: kind, lines: buffer.lineFeeds(in: whole) + 1,
      characters: buffer.text(in: last..<range.upperBound).count)
  }
}
