/// Targets of motions.
extension ViMode {
  /// The place where a motion ends, and whether an operator also acts on the character there or on
  /// whole lines.
  struct Target {
    enum Kind {
      case exclusive
      case inclusive
      case linewise
    }

    var place: Int
    var kind = Kind.exclusive
  }

  /// Returns the target of a motion.
  /// - Parameter operation: the operator that will act on the text up to the target; `nil` for a
  ///   motion alone.
  /// - Returns: `nil` if there is nowhere to move.
  func target(
    of motion: ViMotion, _ count: Int?, in composer: Composer, for operation: ViOperator? = nil
  ) -> Target? {
    let buffer = composer.buffer
    let (place, times) = (buffer.caret, count ?? 1)
    switch motion {
    case .left, .right, .lineStart, .firstNonBlank, .lineEnd, .column:
      return targetInLine(motion, times, buffer, isOperated: operation != nil || isSelecting)
    case .up, .down, .lineAfter, .lineBefore, .lineHere, .firstLine, .lastLine:
      return targetLine(motion, count, buffer)
    case .wordStart(let isBig):
      return wordStart(isBig, times, buffer, operation)
    case .wordStartBefore(let isBig):
      guard place > 0 else { return nil }
      return Target(place: repeating(times, place) { buffer.wordStart(before: $0, isBig: isBig) })
    case .wordEnd(let isBig):
      return wordEnd(isBig, times, buffer, isOperated: operation != nil)
    case .wordEndBefore(let isBig):
      guard place > 0 else { return nil }
      return Target(
        place: repeating(times, place) { buffer.wordEnd(before: $0, isBig: isBig) },
        kind: .inclusive)
    case .find(let find): return target(of: find, times, buffer)
    case .repeatFind(let isReversed):
      guard var find = lastFind else { return nil }
      if isReversed { find.isForward.toggle() }
      return target(of: find, times, buffer, isRepeated: true)
    case .matchingBracket:
      if let count { return percent(count, buffer) }
      return buffer.matchingBracket(from: place).map { Target(place: $0, kind: .inclusive) }
    case .paragraph(let isForward): return paragraph(isForward, times, buffer)
    case .sentence(let isForward): return sentence(isForward, times, buffer)
    case .mark(let name, let isLinewise):
      return composer.marks[name].map {
        isLinewise
          ? Target(place: buffer.firstNonBlank(ofLine: $0), kind: .linewise) : Target(place: $0)
      }
    }
  }

  private func repeating(_ times: Int, _ place: Int, _ step: (Int) -> Int) -> Int {
    var place = place
    for _ in 0..<times {
      let next = step(place)
      if next == place { break }
      place = next
    }
    return place
  }

  // MARK: In the line

  private func targetInLine(
    _ motion: ViMotion, _ times: Int, _ buffer: GapBuffer, isOperated: Bool
  ) -> Target? {
    var place = buffer.caret
    switch motion {
    case .left:
      guard isOperated || !buffer.isLineStart(place) else { return nil }
      place = repeating(times, place) { buffer.isLineStart($0) ? $0 : buffer.previous($0) }
    case .right:
      let isLast = { (place: Int) in
        buffer.isLineEnd(place) || !isOperated && buffer.isLineEnd(buffer.next(place))
      }
      guard !isLast(place) else { return nil }
      place = repeating(times, place) { isLast($0) ? $0 : buffer.next($0) }
    case .firstNonBlank: place = buffer.onCharacter(buffer.firstNonBlank(ofLine: place))
    case .lineEnd:
      var line = place
      if times > 1 {
        line = repeating(times - 1, line) { buffer.nextLineStart(after: $0) ?? $0 }
        guard line != place else { return nil }
      }
      place = buffer.lineEnd(at: line)
      return Target(place: isSelecting ? place : buffer.onCharacter(place), kind: .inclusive)
    case .column:
      place = buffer.onCharacter(buffer.place(inLine: buffer.lineStart, column: times - 1))
    default: place = buffer.lineStart
    }
    return Target(place: place)
  }

  private func target(
    of find: ViFind, _ times: Int, _ buffer: GapBuffer, isRepeated: Bool = false
  ) -> Target? {
    var (place, beside, left) = (buffer.caret, buffer.caret, times)
    var isFirst = isRepeated && find.isTill && times == 1
    let kind: Target.Kind = find.isForward ? .inclusive : .exclusive
    guard !find.isForward || !buffer.isLineEnd(place) else { return nil }
    while left > 0 {
      if find.isForward {
        (beside, place) = (place, buffer.next(place))
        guard !buffer.isLineEnd(place) else { return nil }
      } else {
        guard !buffer.isLineStart(place) else { return nil }
        (beside, place) = (place, buffer.previous(place))
      }
      // A repeated `t` must move past the character that stopped it last time.
      if buffer.character(after: place) == find.character, !isFirst { left -= 1 }
      isFirst = false
    }
    return Target(place: find.isTill ? beside : place, kind: kind)
  }

  // MARK: Lines

  /// Returns the line that is a given percentage of the way through the text; `nil` above 100 %.
  private func percent(_ count: Int, _ buffer: GapBuffer) -> Target? {
    guard count <= 100 else { return nil }
    let lines = buffer.lineFeeds(in: 0..<buffer.count) + 1
    let line = buffer.start(ofLine: (count * lines + 99) / 100)
    return Target(place: buffer.firstNonBlank(ofLine: line), kind: .linewise)
  }

  private func targetLine(_ motion: ViMotion, _ count: Int?, _ buffer: GapBuffer) -> Target? {
    var line = buffer.lineStart
    let times = count ?? 1
    switch motion {
    case .up, .lineBefore:
      line = repeating(times, line) { buffer.previousLineStart(before: $0) ?? $0 }
      guard line != buffer.lineStart else { return nil }
    case .down, .lineAfter:
      line = repeating(times, line) { buffer.nextLineStart(after: $0) ?? $0 }
      guard line != buffer.lineStart else { return nil }
    case .lineHere:
      line = repeating(times - 1, line) { buffer.nextLineStart(after: $0) ?? $0 }
      guard times == 1 || line != buffer.lineStart else { return nil }
    case .lastLine where count == nil: line = buffer.lastLineStart
    default: line = buffer.start(ofLine: times)
    }
    guard motion == .up || motion == .down else {
      return Target(place: buffer.firstNonBlank(ofLine: line), kind: .linewise)
    }
    let column = wanted ?? buffer.column(of: buffer.caret)
    return Target(place: buffer.place(inLine: line, column: column), kind: .linewise)
  }

  // MARK: Words, sentences and paragraphs

  private func wordStart(
    _ isBig: Bool, _ times: Int, _ buffer: GapBuffer, _ operation: ViOperator?
  ) -> Target? {
    let place = buffer.caret
    guard place < buffer.count else { return nil }
    if operation == .change, buffer.wordClass(place, isBig: isBig) != .blank {
      // As in vi, `cw` does not change the spaces after the word.
      var end = buffer.wordEnd(after: place, isBig: isBig, mayStay: true)
      end = repeating(times - 1, end) { buffer.wordEnd(after: $0, isBig: isBig) }
      return Target(place: min(end, buffer.onCharacter(buffer.count)), kind: .inclusive)
    }
    if operation == .change, times == 1, buffer.isLineEnd(place) { return Target(place: place) }
    guard operation != nil else {
      guard place < buffer.onCharacter(buffer.count) else { return nil }
      return Target(place: repeating(times, place) { buffer.wordStart(after: $0, isBig: isBig) })
    }
    let before = repeating(times - 1, place) { buffer.wordStart(after: $0, isBig: isBig) }
    let end = buffer.wordStart(after: before, isBig: isBig)
    // After the last word in a line, an operator stops before the line feed and does not reach the
    // next word.
    guard !buffer.isEmptyLine(before) else { return Target(place: end) }
    var wordEnd = before
    while wordEnd < end, !buffer.isLineEnd(wordEnd) { wordEnd = buffer.next(wordEnd) }
    return Target(place: wordEnd)
  }

  private func wordEnd(
    _ isBig: Bool, _ times: Int, _ buffer: GapBuffer, isOperated: Bool
  ) -> Target? {
    let (place, last) = (buffer.caret, buffer.onCharacter(buffer.count))
    guard place < last else {
      return !isOperated || place >= buffer.count ? nil : Target(place: place, kind: .inclusive)
    }
    let end = repeating(times, place) { buffer.wordEnd(after: $0, isBig: isBig) }
    return Target(place: min(end, last), kind: .inclusive)
  }

  private func paragraph(_ isForward: Bool, _ times: Int, _ buffer: GapBuffer) -> Target? {
    var place = buffer.caret
    for _ in 0..<times {
      guard
        let next = isForward
          ? buffer.paragraphEnd(after: place) : buffer.paragraphStart(before: place)
      else { return nil }
      place = next
    }
    if place == buffer.count, isForward, !buffer.isEmptyLine(place) {
      return Target(place: buffer.onCharacter(place), kind: .inclusive)
    }
    return Target(place: place)
  }

  private func sentence(_ isForward: Bool, _ times: Int, _ buffer: GapBuffer) -> Target? {
    var place = buffer.caret
    for _ in 0..<times {
      guard
        let next = isForward
          ? buffer.sentenceStart(after: place) : buffer.sentenceStart(before: place)
      else { return nil }
      place = next
    }
    return Target(place: place)
  }
}
