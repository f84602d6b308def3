/// Edits that only vi commands make.
extension Composer {
  private static let indentation = 4

  mutating func delete(_ span: ViMode.Span) {
    guard span.isLinewise else { return replace(span.range, with: "") }
    var (start, end) = (span.range.lowerBound, span.range.upperBound)
    if end < buffer.count {
      end = buffer.next(end)
    } else if start > 0 {
      start = buffer.previous(start)
    }
    replace(start..<end, with: "")
    move(to: buffer.firstNonBlank(ofLine: start))
  }

  mutating func replaceText(in span: ViMode.Span, _ change: (String) -> String) {
    let text = buffer.text(in: span.range)
    let new = change(text)
    if new != text { replace(span.range, with: new) }
    move(to: span.caret)
  }

  /// Indents lines by a number of steps, or unindents them if `steps` is negative.
  mutating func indent(_ range: Range<Int>, by steps: Int) {
    let lines = buffer.text(in: range).split(separator: "\n", omittingEmptySubsequences: false)
    let step = min(abs(steps), 100) * Self.indentation
    let new = lines.map { line -> String in
      guard !line.isEmpty else { return "" }
      let rest = line.drop { $0 == " " || $0 == "\t" }
      let width = line[..<rest.startIndex].reduce(0) {
        $1 == "\t" ? ($0 / Self.indentation + 1) * Self.indentation : $0 + 1
      }
      return String(repeating: " ", count: max(0, width + (steps > 0 ? step : -step))) + rest
    }
    let text = new.joined(separator: "\n")
    if text != buffer.text(in: range) { replace(range, with: text) }
    move(to: buffer.firstNonBlank(ofLine: range.lowerBound))
  }

  // MARK: Characters

  /// Returns the range of up to `count` characters from the caret to the end of the line, and how
  /// many characters it contains.
  private func characters(_ count: Int) -> (range: Range<Int>, count: Int) {
    var (end, found) = (buffer.caret, 0)
    while found < count, !buffer.isLineEnd(end) {
      end = buffer.next(end)
      found += 1
    }
    return (buffer.caret..<end, found)
  }

  /// Replaces `count` characters after the caret, each with `letter`. If `letter` is a line feed, a
  /// single one replaces them all.
  /// - Returns: whether the line had enough characters.
  mutating func replaceCharacters(_ letter: Character, _ count: Int) -> Bool {
    let (range, found) = characters(count)
    guard found == count else { return false }
    let text = letter == "\n" ? "\n" : String(repeating: letter, count: count)
    replace(range, with: text)
    if letter != "\n" { move(to: buffer.previous(buffer.caret)) }
    return true
  }

  mutating func fill(_ range: Range<Int>, with letter: Character) {
    move(to: range.lowerBound)
    let text = buffer.text(in: range).map { $0.isNewline ? $0 : letter }
    replace(range, with: String(text))
    move(to: range.lowerBound)
  }

  /// Toggles the case of up to `count` characters after the caret.
  /// - Returns: whether there was at least one character.
  mutating func toggleCase(_ count: Int) -> Bool {
    let range = characters(count).range
    replace(range, with: buffer.text(in: range).togglingCase)
    return !range.isEmpty
  }

  // MARK: Lines

  /// Joins up to `count` lines, starting with the caret's.
  /// - Parameter addsSpace: whether a single space replaces each line feed and the indentation
  ///   after it.
  /// - Returns: whether there was a line below to join.
  mutating func join(_ count: Int, addsSpace: Bool) -> Bool {
    let start = buffer.lineEnd(at: buffer.caret)
    guard start < buffer.count else { return false }
    var last = start
    for _ in 1..<count {
      guard let next = buffer.nextLineStart(after: last) else { break }
      last = next
    }
    let end = buffer.lineEnd(at: last)
    let first = buffer.text(in: buffer.lineStart..<start)
    let lines = buffer.text(in: buffer.next(start)..<max(end, buffer.next(start)))
      .split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    var joined = ""
    var seam = 0
    for line in lines {
      let rest = addsSpace ? line.drop { $0 == " " || $0 == "\t" } : line
      let before = joined.last ?? first.last
      seam = joined.utf8.count
      if addsSpace, let before, before != " ", before != "\t", let next = rest.first, next != ")" {
        joined += " "
      }
      joined += rest
    }
    replace(start..<max(start, end), with: joined)
    move(to: start + seam)
    return true
  }
}

extension String {
  var togglingCase: String {
    String(flatMap { $0.isUppercase ? $0.lowercased() : $0.uppercased() })
  }
}
