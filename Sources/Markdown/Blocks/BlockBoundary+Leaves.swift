extension BlockBoundary {
  /// Reads a line inside fenced code, HTML or a formula; returns `nil` for any other line.
  mutating func readVerbatim(_ cursor: LineCursor, parents: Int) -> Verdict? {
    let continues = parents == containers.count
    switch leaf {
    case .fence(let fence):
      // In md4c, a line outside a container can close a fence inside it.
      if cursor.indent < 4, continues || reader != .commonMark,
        LineShape.closes(fence, cursor.rest)
      {
        leave(to: parents)
        leaf = .none
        return Verdict(closes: true)
      }
      if continues { return Verdict(text: cursor.rest(indentedBy: cursor.indent - fence.indent)) }
    case .html(let shape):
      if case .endsWith = shape, continues {
        let ends = shape.ends(in: cursor.rest)
        if ends { leaf = .none }
        return Verdict(text: cursor.rest(indentedBy: cursor.indent), closes: ends)
      }
      if continues, !cursor.isAtEnd { return Verdict(text: cursor.rest(indentedBy: cursor.indent)) }
    case .formula(let closer, let length):
      let length = length + cursor.line.count
      guard continues, !cursor.isAtEnd, length <= Self.longestFormula else {
        leaf = .paragraph(lines: 2)
        return nil
      }
      if Self.contains(cursor.rest, closer) {
        leaf = .paragraph(lines: 2)
      } else {
        leaf = .formula(closer: closer, length: length)
      }
      return Verdict(text: Array(cursor.rest), isInFormula: true)
    case .none, .paragraph, .table, .indentedCode: return nil
    }
    leaf = .none
    return nil
  }

  private var canBeIndentedCode: Bool {
    switch leaf {
    case .none, .indentedCode: true
    case .paragraph, .table, .fence, .html, .formula: false
    }
  }

  /// Reads a heading or a rule, which is always a single line.
  mutating func readSingleLine(_ cursor: LineCursor, depth: Int, hasEntered: Bool) -> Verdict {
    if !hasEntered { leave(to: depth) }
    markContent()
    leaf = .none
    return Verdict(
      opening: open(.singleLine, needsAir: true), text: Array(cursor.rest), closes: true)
  }

  mutating func readLeaf(_ cursor: LineCursor, depth: Int, hasEntered: Bool) -> Verdict {
    let continues = !hasEntered && depth == containers.count
    if cursor.indent >= 4, canBeIndentedCode {
      let text = cursor.rest(indentedBy: cursor.indent - 4)
      if continues, case .indentedCode = leaf { return Verdict(text: text) }
      return begin(
        .indentedCode, .code(language: ""), text, depth: depth, hasEntered: hasEntered)
    }
    if continues, case .table = leaf, cursor.line.count <= Self.longestRow {
      return Verdict(text: Array(cursor.rest))
    }
    if cursor.indent < 4, LineShape.isHeading(cursor.rest) {
      return readSingleLine(cursor, depth: depth, hasEntered: hasEntered)
    }
    if let fence = LineShape.fence(cursor.rest, indent: cursor.indent) {
      return begin(
        .fence(fence), .code(language: fence.language), nil, depth: depth, hasEntered: hasEntered)
    }
    if let shape = HTMLShape(cursor.rest), canBegin(shape) {
      let text = cursor.rest(indentedBy: cursor.indent)
      var verdict = begin(.html(shape), .html, text, depth: depth, hasEntered: hasEntered)
      if shape.ends(in: cursor.rest) {
        leaf = .none
        verdict.closes = true
      }
      return verdict
    }
    return readParagraph(cursor, continues: continues, depth: depth, hasEntered: hasEntered)
  }

  private var isInParagraph: Bool { if case .paragraph = leaf { true } else { false } }

  private func canBegin(_ shape: HTMLShape) -> Bool {
    if case .paragraph = leaf { shape != .loneTag } else { true }
  }

  private mutating func readParagraph(
    _ cursor: LineCursor, continues: Bool, depth: Int, hasEntered: Bool
  ) -> Verdict {
    let isFootnote =
      reader == .screen && cursor.indent < 4 && LineShape.footnoteLabel(cursor.rest) != nil
    guard !hasEntered, !isFootnote, case .paragraph(let lines) = leaf else {
      let text = hasEntered ? takeTaskMark(of: cursor.rest) : cursor.rest
      let next = formula(text) ?? .paragraph(lines: 1)
      let isNextFootnote = isFootnote && continues && isInFootnote && isInParagraph
      var verdict = begin(
        next, .paragraph, escapingMarker(text, cursor), depth: depth, hasEntered: hasEntered)
      // Consecutive footnotes have no blank row between them, as in the source.
      if isNextFootnote { verdict.opening?.isApart = false }
      isInFootnote = isFootnote
      return verdict
    }
    if continues, lines == 1, beginsTable(cursor.rest) {
      leaf = .table
      return Verdict(turn: .table, text: Array(cursor.rest))
    }
    // This line may also be a lazy continuation of a paragraph inside containers.
    leaf = formula(cursor.rest) ?? .paragraph(lines: lines + 1)
    return Verdict(text: continuation(cursor, isLazy: !continues))
  }

  /// Returns whether the line, which follows a possible table head, begins a table that absorbs all
  /// the lines after it, regardless of their content. The CommonMark reader has no such tables.
  private func beginsTable(_ rest: ArraySlice<UInt8>) -> Bool {
    switch reader {
    case .screen: LineShape.isTableUnderline(rest)
    case .md4c: LineShape.tableColumns(rest)?.allSatisfy { $0.count >= 3 } == true
    case .commonMark: false
    }
  }

  /// Returns a continuation line of a paragraph, rewritten so that it still continues the
  /// paragraph without the surrounding containers.
  private func continuation(_ cursor: LineCursor, isLazy: Bool) -> [UInt8] {
    if cursor.indent >= 4 { return [UInt8](repeating: 0x20, count: 4) + cursor.rest }
    let isUnderline =
      LineShape.isSetextUnderline(cursor.rest) || LineShape.isTableUnderline(cursor.rest)
    if isLazy, isUnderline { return [UInt8(ascii: "\\")] + cursor.rest }
    return escapingMarker(cursor.rest, cursor)
  }

  /// Returns the text of a line. If it would begin a quote or a list that is nested too deeply,
  /// it is escaped so that it begins neither.
  private func escapingMarker(_ text: ArraySlice<UInt8>, _ cursor: LineCursor) -> [UInt8] {
    guard containers.count >= Self.deepest, cursor.indent < 4 else { return Array(text) }
    let backslash = [UInt8(ascii: "\\")]
    if text.first == UInt8(ascii: ">") { return backslash + text }
    guard let marker = LineShape.listMarker(text) else { return Array(text) }
    return text.prefix(marker.length - 1) + backslash + text.dropFirst(marker.length - 1)
  }

  /// Removes `[ ]` or `[x]` from the text of an item and records whether the task is done
  /// (GitHub's task lists).
  private mutating func takeTaskMark(of rest: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard let last = containers.last, !last.isQuote, rest.first == UInt8(ascii: "["),
      let mark = rest.dropFirst().first, " xX".utf8.contains(mark),
      rest.dropFirst(2).first == UInt8(ascii: "]")
    else { return rest }
    let text = rest.dropFirst(3)
    guard text.first.map({ $0 == 0x20 || $0 == 0x09 }) ?? true else { return rest }
    containers[containers.count - 1].isDone = mark != UInt8(ascii: " ")
    return text.drop { $0 == 0x20 || $0 == 0x09 }
  }

  private mutating func begin(
    _ next: Leaf, _ start: Start, _ text: [UInt8]?, depth: Int, hasEntered: Bool
  ) -> Verdict {
    if !hasEntered { leave(to: depth) }
    markContent()
    isInFootnote = false
    leaf = next
    return Verdict(opening: open(start), text: text)
  }

  /// Returns the displayed formula that the line opens but does not close; `nil` if there is
  /// none.
  private func formula(_ rest: ArraySlice<UInt8>) -> Leaf? {
    guard reader == .screen, rest.count <= Self.longestFormula else { return nil }
    for (opener, closer) in [("$$", "$$"), ("\\[", "\\]")] where rest.starts(with: opener.utf8) {
      let closer = Array(closer.utf8)
      guard !Self.contains(rest.dropFirst(2), closer) else { return nil }
      return .formula(closer: closer, length: rest.count)
    }
    return nil
  }

  private static func contains(_ line: ArraySlice<UInt8>, _ mark: [UInt8]) -> Bool {
    line.indices.contains { line[$0...].starts(with: mark) }
  }
}
