/// Vi text objects: words, sentences, paragraphs, and text in quotes or brackets.
extension GapBuffer {
  /// A range of text for an operator to act on.
  struct ViRange: Equatable {
    var range: Range<Int>
    /// Whether the range extends to whole lines. If so, it may start anywhere in the first line and
    /// end anywhere in the last.
    var isLinewise = false
  }

  func range(
    of object: ViObject, isAround: Bool, at place: Int, count: Int
  ) -> ViRange? {
    switch object {
    case .word(let isBig): words(at: place, isBig: isBig, isAround: isAround, count: count)
    case .sentence: sentences(at: place, isAround: isAround, count: count)
    case .paragraph: paragraphs(at: place, isAround: isAround, count: count)
    case .quotes(let quote): quoted(at: place, quote, isAround: isAround)
    case .brackets(let open, let close):
      bracketed(at: place, open, close, isAround: isAround, count: count)
    }
  }

  // MARK: Words

  private func runEnd(_ start: Int, isBig: Bool) -> Int {
    let word = wordClass(start, isBig: isBig)
    var end = start
    while !isLineEnd(end), wordClass(end, isBig: isBig) == word { end = next(end) }
    return end
  }

  private func runStart(_ place: Int, isBig: Bool) -> Int {
    let word = wordClass(place, isBig: isBig)
    var start = place
    while !isLineStart(start), wordClass(previous(start), isBig: isBig) == word {
      start = previous(start)
    }
    return start
  }

  private func words(at place: Int, isBig: Bool, isAround: Bool, count: Int) -> ViRange? {
    let start = runStart(place, isBig: isBig)
    guard isAround else {
      return innerWords(at: place, isBig: isBig, count).map { ViRange(range: start..<$0) }
    }
    let isBlank = { wordClass($0, isBig: isBig) == .blank }
    let startsBlank = isBlank(place)
    var (end, endsBlank) = (place, false)
    for _ in 0..<count {
      // Spaces are selected together with the word after them, or else with the word before.
      let runs = isBlank(end) ? 2 : 1
      for _ in 0..<runs {
        let next = unitEnd(end, from: place, isBig: isBig)
        guard next > end else { return nil }
        end = next
      }
      endsBlank = runs == 1 && isBlank(end) && !isLineEnd(end)
      if endsBlank { end = runEnd(end, isBig: isBig) }
    }
    return ViRange(range: (startsBlank || endsBlank ? start : spaceStart(start))..<end)
  }

  /// Returns the end of `count` runs, counting both words and the spaces between them.
  private func innerWords(at place: Int, isBig: Bool, _ count: Int) -> Int? {
    var end = place
    for number in 0..<count {
      if isLineEnd(end) {
        if number == 0 { continue }
        guard end < self.count else { return nil }
        end = next(end)
        if isEmptyLine(end) { continue }
      }
      end = runEnd(end, isBig: isBig)
    }
    return end
  }

  /// Returns the end of the run at `end`. At the end of a line, returns the start of the next
  /// line instead, if there is one.
  private func unitEnd(_ end: Int, from place: Int, isBig: Bool) -> Int {
    guard isLineEnd(end) else { return runEnd(end, isBig: isBig) }
    return end < count && (end != place || isEmptyLine(end)) ? next(end) : end
  }

  /// Returns the start of the spaces before a word, or the start of the word if those spaces are
  /// indentation.
  private func spaceStart(_ start: Int) -> Int {
    var before = start
    while !isLineStart(before), wordClass(previous(before), isBig: true) == .blank {
      before = previous(before)
    }
    return isLineStart(before) ? start : before
  }

  // MARK: Sentences

  private func sentences(at place: Int, isAround: Bool, count: Int) -> ViRange? {
    var start = sentenceStart(before: next(place)) ?? 0
    if start > place { start = place }
    var end = start
    for _ in 0..<count {
      guard let next = sentenceStart(after: end), next > end else { break }
      end = next
    }
    guard start < end else { return nil }
    let text = trimmed(end, after: start)
    if !isAround {
      // The spaces after a sentence are a separate object.
      return place >= text && text < end
        ? ViRange(range: text..<end) : ViRange(range: start..<text)
    }
    guard text == end else { return ViRange(range: start..<end) }
    var before = start
    while before > 0, isSpace(before - 1) { before -= 1 }
    return ViRange(range: before..<end)
  }

  /// Returns `end`, moved back over the spaces and line feeds before it.
  private func trimmed(_ end: Int, after start: Int) -> Int {
    var end = end
    while end > start, isSpace(end - 1) || isLineEnd(previous(end)) { end = previous(end) }
    return end
  }

  // MARK: Paragraphs

  private func paragraphs(at place: Int, isAround: Bool, count: Int) -> ViRange? {
    var start = lineStart(at: place)
    let isBlank = isBlankLine(start)
    while let previous = previousLineStart(before: start), isBlankLine(previous) == isBlank {
      start = previous
    }
    var line = lineStart(at: place)
    var runs = isAround ? count * 2 : count
    var run = isBlank
    var last = line
    while runs > 0 {
      last = line
      guard let next = nextLineStart(after: line) else {
        runs -= 1
        break
      }
      line = next
      if isBlankLine(line) != run {
        run.toggle()
        runs -= 1
      }
    }
    if isAround, runs > 0 {
      // With no blank lines below, the blank lines above belong to the paragraph.
      guard runs == 1, !isBlank else { return nil }
      while let previous = previousLineStart(before: start), isBlankLine(previous) {
        start = previous
      }
    } else if runs > 0 {
      return nil
    }
    return ViRange(range: start..<last, isLinewise: true)
  }

  // MARK: Quotes

  private func quoted(at place: Int, _ quote: Character, isAround: Bool) -> ViRange? {
    guard let mark = quote.asciiValue, let (open, close) = quotes(at: place, mark) else {
      return nil
    }
    guard isAround else { return ViRange(range: open + 1..<close) }
    var (start, end) = (open, close + 1)
    while isSpace(end) { end += 1 }
    if end == close + 1 {
      while start > 0, isSpace(start - 1) { start -= 1 }
    }
    return ViRange(range: start..<end)
  }

  private func quotes(at place: Int, _ mark: UInt8) -> (Int, Int)? {
    let line = lineStart(at: place)
    if byteInLine(place) == mark {
      // The place is on a quotation mark. Only reading from the start of the line shows whether that
      // mark opens or closes.
      var open = nextQuote(mark, from: line)
      while let first = open, first <= place {
        guard let close = nextQuote(mark, from: first + 1) else { return nil }
        if place <= close { return (first, close) }
        open = nextQuote(mark, from: close + 1)
      }
      return nil
    }
    guard let open = lastQuote(mark, before: place, line) ?? nextQuote(mark, from: place),
      let close = nextQuote(mark, from: open + 1)
    else { return nil }
    return (open, close)
  }

  private func byteInLine(_ place: Int) -> UInt8? { isLineEnd(place) ? nil : self[place] }

  private func nextQuote(_ mark: UInt8, from start: Int) -> Int? {
    var place = start
    while let byte = byteInLine(place) {
      if byte == UInt8(ascii: "\\") {
        place += 1
        if isLineEnd(place) { return nil }
      } else if byte == mark {
        return place
      }
      place += 1
    }
    return nil
  }

  private func lastQuote(_ mark: UInt8, before place: Int, _ line: Int) -> Int? {
    var place = place - 1
    while place >= line {
      var slashes = 0
      while place - slashes > line, self[place - slashes - 1] == UInt8(ascii: "\\") { slashes += 1 }
      if slashes % 2 == 1 {
        place -= slashes
      } else if self[place] == mark {
        return place
      }
      place -= 1
    }
    return nil
  }

  // MARK: Brackets

  private func bracketed(
    at place: Int, _ open: Character, _ close: Character, isAround: Bool, count: Int
  ) -> ViRange? {
    guard let open = open.asciiValue, let close = close.asciiValue else { return nil }
    let isAtOpen = byteInLine(place) == open
    guard
      var start = isAtOpen ? place : opening(place, open, close) ?? next(open, inLineAfter: place)
    else { return nil }
    for _ in 1..<max(2, count) where count > 1 {
      guard let outer = opening(start, open, close) else { return nil }
      start = outer
    }
    guard let end = closing(start, open, close) else { return nil }
    if isAround { return ViRange(range: start..<end + 1) }
    var inner = start + 1
    if isLineEnd(inner), inner < self.count { inner = next(inner) }
    guard inner < end else { return ViRange(range: min(inner, end)..<min(inner, end)) }
    // If the closing bracket is on a line of its own, leave it there.
    if isInIndent(end), lineStart(at: end) > inner { return lines(from: inner, before: end) }
    return ViRange(range: inner..<end)
  }

  private func next(_ byte: UInt8, inLineAfter place: Int) -> Int? {
    var place = place
    while let found = byteInLine(place) {
      if found == byte { return place }
      place += 1
    }
    return nil
  }

  private func lines(from start: Int, before end: Int) -> ViRange {
    let last = lineStart(at: end)
    if isInIndent(start) { return ViRange(range: start..<last - 1, isLinewise: true) }
    return ViRange(range: start..<lineEnd(at: last - 1))
  }
}
