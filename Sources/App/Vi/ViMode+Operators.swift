/// Operators and the text they act on.
extension ViMode {
  /// The text that an operator acts on, and where the caret goes.
  struct Span {
    var range: Range<Int>
    /// Whether the span covers whole lines. If so, the range ends before the last line feed.
    var isLinewise = false
    /// The place to move the caret to before the operator acts.
    var caret: Int
    /// Whether a deletion goes to register 1 even if it is less than a line.
    var isLarge = false
  }

  /// Applies an operator to its target.
  /// - Returns: `nil` if there is nothing to act on.
  mutating func operate(
    _ name: ViOperator, _ target: ViTarget, _ command: ViCommand, on composer: inout Composer
  ) -> ViOutcome? {
    if case .motion(.find(let find)) = target { lastFind = find }
    guard let span = span(of: target, command, name, in: &composer) else { return nil }
    composer.move(to: span.caret)
    switch name {
    case .yank: return store(span, command.register, from: .yank, in: &composer)
    case .delete:
      let outcome = store(span, command.register, from: source(span, composer), in: &composer)
      composer.delete(span)
      return outcome
    case .change:
      let outcome = store(span, command.register, from: source(span, composer), in: &composer)
      composer.replace(span.range, with: "")
      composer.move(to: span.range.lowerBound)
      beginInsert(command, in: composer)
      return outcome
    case .indent, .unindent:
      let times = isRepeatedIndent(target) ? command.count ?? 1 : 1
      composer.indent(span.range, by: name == .indent ? times : -times)
    case .toggleCase: composer.replaceText(in: span) { $0.togglingCase }
    case .lowercase: composer.replaceText(in: span) { $0.lowercased() }
    case .uppercase: composer.replaceText(in: span) { $0.uppercased() }
    }
    return .handled
  }

  /// Returns whether the count is the number of indentation steps, as it is for a selection.
  private func isRepeatedIndent(_ target: ViTarget) -> Bool {
    switch target {
    case .selection, .selectedLines, .extent: true
    case .motion, .object, .lines: false
    }
  }

  private func source(_ span: Span, _ composer: Composer) -> ViRegisters.Source {
    let hasLineFeed = span.isLinewise || composer.buffer.lineFeeds(in: span.range) > 0
    return .deletion(isSmall: !hasLineFeed && !span.isLarge)
  }

  private mutating func store(
    _ span: Span, _ register: Character?, from source: ViRegisters.Source,
    in composer: inout Composer
  ) -> ViOutcome {
    let text = composer.expandedText(in: span.range) + (span.isLinewise ? "\n" : "")
    guard !text.isEmpty else { return .handled }
    let content = ViRegisters.Content(text: text, isLinewise: span.isLinewise)
    registers.store(content, in: register, from: source)
    if register != "_" { composer.keepForYank(text) }
    return register.map(ViRegisters.isClipboard) == true ? .copies(text) : .handled
  }

  // MARK: Spans

  private mutating func span(
    of target: ViTarget, _ command: ViCommand, _ name: ViOperator, in composer: inout Composer
  ) -> Span? {
    let buffer = composer.buffer
    let caret = buffer.caret
    switch target {
    case .motion(.lineHere), .lines:
      return lines(command, name, composer)
    case .motion(let motion):
      guard let found = self.target(of: motion, command.count, in: composer, for: name) else {
        // `s` and `cw` enter insert mode even if there is nothing to delete.
        let inserts = name == .change && buffer.isLineEnd(caret) && motion.isInLine
        return inserts ? Span(range: caret..<caret, caret: caret) : nil
      }
      return span(to: found, motion, name, buffer)
    case .object(let object, let isAround):
      guard
        let found = buffer.range(
          of: object, isAround: isAround, at: caret, count: command.count ?? 1)
      else { return nil }
      let first = found.range.lowerBound
      return found.isLinewise || name.isLinewise
        ? lines(found.range, caret: first, buffer)
        : wholeLines(Span(range: found.range, caret: first), name, buffer)
    case .selection, .selectedLines:
      guard case .visual(let selection, _) = mode, let range = endSelecting(in: &composer) else {
        return nil
      }
      let first = min(selection.anchor, caret)
      if target == .selectedLines || selection.kind == .lines || name.isLinewise {
        let last = max(selection.anchor, caret)
        return lines(first..<last, caret: buffer.lineStart(at: first), buffer)
      }
      return Span(range: range, caret: first)
    case .extent(let extent): return span(of: extent, buffer)
    }
  }

  private func lines(_ command: ViCommand, _ name: ViOperator, _ composer: Composer) -> Span? {
    // As in vi, a count that is too large covers all remaining lines, but fails on the last line.
    guard let last = target(of: .lineHere, command.count, in: composer)?.place else { return nil }
    let buffer = composer.buffer
    let caret = buffer.caret
    let isOneLine = buffer.lineStart(at: last) == buffer.lineStart
    let first =
      name != .yank && isOneLine ? min(caret, buffer.firstNonBlank(ofLine: caret)) : caret
    return lines(caret..<max(caret, last), caret: first, buffer)
  }

  private func lines(_ range: Range<Int>, caret: Int, _ buffer: GapBuffer) -> Span {
    let start = buffer.lineStart(at: range.lowerBound)
    let end = buffer.lineEnd(at: range.upperBound)
    return Span(range: start..<max(start, end), isLinewise: true, caret: caret)
  }

  private func span(
    to found: Target, _ motion: ViMotion, _ name: ViOperator, _ buffer: GapBuffer
  ) -> Span {
    let caret = buffer.caret
    let (start, last) = (min(caret, found.place), max(caret, found.place))
    if found.kind == .linewise { return lines(start..<last, caret: start, buffer) }
    var end = last
    if found.kind == .inclusive, !buffer.isLineEnd(last) { end = buffer.next(last) }
    var span = Span(range: start..<end, caret: start, isLarge: motion.isLarge)
    if found.kind == .exclusive, !motion.isWordStart { span = adjusted(span, buffer) }
    if name.isLinewise { return lines(span.range, caret: start, buffer) }
    return wholeLines(span, name, buffer)
  }

  /// As in vi, extends a span to whole lines if it deletes all the text of several lines.
  private func wholeLines(_ span: Span, _ name: ViOperator, _ buffer: GapBuffer) -> Span {
    let (start, end) = (span.range.lowerBound, span.range.upperBound)
    guard name == .delete, !span.isLinewise, buffer.lineFeeds(in: span.range) > 0,
      buffer.isInIndent(start), isBlank(from: end, buffer)
    else { return span }
    return lines(start..<max(start, end - 1), caret: span.caret, buffer)
  }

  /// Adjusts a span that ends at the start of a line, as vi does: the span now ends before the
  /// previous line feed. If it begins in a line's indentation, it covers whole lines.
  private func adjusted(_ span: Span, _ buffer: GapBuffer) -> Span {
    let (start, end) = (span.range.lowerBound, span.range.upperBound)
    guard end > start, buffer.isLineStart(end), buffer.lineStart(at: start) < end else {
      return span
    }
    let lineFeed = buffer.lineEnd(at: buffer.lineStart(at: end - 1))
    if buffer.isInIndent(start) { return lines(start..<end - 1, caret: start, buffer) }
    return Span(range: start..<max(start, lineFeed), caret: start, isLarge: span.isLarge)
  }

  private func isBlank(from start: Int, _ buffer: GapBuffer) -> Bool {
    var place = start
    while buffer.isSpace(place) { place += 1 }
    return buffer.isLineEnd(place)
  }

  private func span(of extent: ViExtent, _ buffer: GapBuffer) -> Span {
    let caret = buffer.caret
    var line = caret
    for _ in 1..<max(2, extent.lines) where extent.lines > 1 {
      guard let next = buffer.nextLineStart(after: line) else { break }
      line = next
    }
    if extent.kind == .lines { return lines(caret..<max(caret, line), caret: caret, buffer) }
    let end = buffer.place(inLine: line, column: extent.characters)
    return Span(range: caret..<max(caret, end), caret: caret)
  }
}

extension ViOperator {
  /// Whether the operator always acts on whole lines.
  fileprivate var isLinewise: Bool { self == .indent || self == .unindent }
}

extension ViMotion {
  fileprivate var isInLine: Bool {
    switch self {
    case .right, .lineEnd, .wordStart, .wordEnd: true
    default: false
    }
  }

  fileprivate var isWordStart: Bool { if case .wordStart = self { true } else { false } }

  /// Whether text deleted with this motion goes to register 1, however short it is.
  fileprivate var isLarge: Bool {
    switch self {
    case .matchingBracket, .paragraph, .sentence, .mark: true
    default: false
    }
  }
}
