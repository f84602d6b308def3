/// Insertion of the contents of a register.
extension ViMode {
  /// Inserts the contents of a register.
  /// - Returns: `nil` if the register is empty.
  mutating func put(_ command: ViCommand, on composer: inout Composer) -> ViOutcome? {
    guard let content = registers.content(of: command.register) else {
      if isSelecting { _ = endSelecting(in: &composer) }
      return nil
    }
    switch command.action {
    case .put(let after, let endsBehind):
      composer.put(content, command.count ?? 1, after: after, endsBehind: endsBehind)
    case .putOverSelection(let keepsRegister):
      putOverSelection(content, command, keepsRegister: keepsRegister, on: &composer)
    default: break
    }
    return command.register.map(ViRegisters.isClipboard) == true ? .pastedInstead : .handled
  }

  private mutating func putOverSelection(
    _ content: ViRegisters.Content, _ command: ViCommand, keepsRegister: Bool,
    on composer: inout Composer
  ) {
    guard case .visual(let selection, _) = mode, let range = endSelecting(in: &composer) else {
      return
    }
    let isLinewise = selection.kind == .lines
    composer.move(to: range.lowerBound)
    let removed = composer.expandedText(in: range) + (isLinewise ? "\n" : "")
    if !keepsRegister {
      let isSmall = !removed.contains { $0.isNewline }
      registers.store(
        ViRegisters.Content(text: removed, isLinewise: isLinewise), in: nil,
        from: .deletion(isSmall: isSmall))
    }
    composer.keepForYank(removed)
    composer.put(content, command.count ?? 1, over: range, isLinewise: isLinewise)
  }
}

extension Composer {
  fileprivate mutating func put(
    _ content: ViRegisters.Content, _ count: Int, after: Bool, endsBehind: Bool
  ) {
    let text = content.repeated(count)
    guard content.isLinewise else {
      let caret = buffer.caret
      let place = after && !buffer.isLineEnd(caret) ? buffer.next(caret) : caret
      replaceWhole(place..<place, with: text)
      return moveAfterPut(from: place, content.text, endsBehind: endsBehind)
    }
    let place = after ? buffer.lineEnd(at: buffer.caret) : buffer.lineStart
    replaceWhole(place..<place, with: after ? "\n" + text.dropLast() : text)
    if endsBehind {
      let end = after ? buffer.lineFeed(from: buffer.caret).map { $0 + 1 } : buffer.caret
      move(to: end ?? buffer.lineStart)
    } else {
      move(to: buffer.firstNonBlank(ofLine: after ? buffer.next(place) : place))
    }
  }

  private mutating func moveAfterPut(from place: Int, _ text: String, endsBehind: Bool) {
    if endsBehind { return }
    let isOneLine = !text.contains { $0.isNewline }
    move(to: isOneLine ? max(place, buffer.previous(buffer.caret)) : place)
  }

  fileprivate mutating func put(
    _ content: ViRegisters.Content, _ count: Int, over range: Range<Int>, isLinewise: Bool
  ) {
    var text = content.repeated(count)
    let start = range.lowerBound
    switch (content.isLinewise, isLinewise) {
    case (true, true): text = String(text.dropLast())
    case (true, false): text = "\n" + text
    case (false, _): break
    }
    replaceWhole(range, with: text)
    if content.isLinewise || isLinewise {
      let line = content.isLinewise && !isLinewise ? buffer.next(start) : start
      move(to: buffer.firstNonBlank(ofLine: line))
    } else {
      moveAfterPut(from: start, content.text, endsBehind: false)
    }
  }
}
