/// Finds where the top-level blocks of a Markdown stream begin and end, line by line.
///
/// A pure value that follows md4c's own reading of lines: what it says of a line depends on the
/// lines before it and on nothing else, so however a stream is cut, the blocks are the same.
struct BlockBoundary: Sendable {
  /// What begins at a line.
  enum Start: Equatable, Sendable {
    case block
    /// A fenced code block; its content is the lines between the fences.
    case fence(LineShape.Fence)
    case item(Item)
    /// A paragraph that has grown so long that what came before is taken as final.
    case paragraphRest
  }

  /// One item of a top-level list.
  struct Item: Equatable, Sendable {
    /// `nil` for bullets.
    let number: Int?
    /// Whether the item is the first of its list.
    let opensList: Bool
    let follows: Spacing
  }

  enum Spacing: Sendable {
    case blankLine
    case line
  }

  struct Verdict: Equatable, Sendable {
    /// The block that the line begins; what was open before has ended.
    var start: Start?
    /// Nothing after the line belongs to its block.
    var closes = false
  }

  /// A longer paragraph is closed in parts, so that its open end stays short. Bytes.
  static let longestParagraph = 2048

  private struct Container: Sendable {
    /// `>`, or a list marker's character.
    var character: UInt8
    var markIndent = 0
    var contentIndent = 0
    /// A list item without content so far.
    var isEmpty = false

    var isQuote: Bool { character == UInt8(ascii: ">") }
  }

  private enum Leaf: Sendable {
    case none
    case paragraph(lines: Int)
    case table
    case indentedCode
    case fence(LineShape.Fence)
    case html(HTMLShape)
    /// A displayed formula over several lines; a paragraph to md4c.
    case formula(closer: [UInt8])
  }

  private var containers: [Container] = []
  private var leaf = Leaf.none
  private var paragraphLength = 0
  private var nextNumber: Int?
  private var lastLineWasBlank = false
  /// After two blank lines an item that is still empty takes nothing more.
  private var itemStartsWithTwoBlankLines = false

  /// Whether a paragraph is open that no container holds.
  var isInParagraph: Bool {
    if containers.isEmpty, case .paragraph = leaf { true } else { false }
  }

  /// Reads a line, given without its line feed.
  /// - Complexity: O(length of the line + depth)
  mutating func read(_ line: ArraySlice<UInt8>) -> Verdict {
    var cursor = LineCursor(line)
    var parents = matchContainers(&cursor)
    if let verdict = readVerbatim(cursor, parents: parents) {
      lastLineWasBlank = false
      return verdict
    }
    if cursor.isAtEnd { return readBlank(parents: parents) }
    defer { lastLineWasBlank = false }
    if itemStartsWithTwoBlankLines {
      itemStartsWithTwoBlankLines = false
      if parents > 0, containers[parents - 1].isEmpty { parents -= 1 }
    }
    return readText(&cursor, parents: parents)
  }

  /// Reads more of a paragraph's line that has grown too long, up to its end.
  mutating func readRestOfLine(length: Int) -> Verdict {
    paragraphLength = length
    leaf = .paragraph(lines: 2)
    return Verdict(start: .paragraphRest)
  }

  // MARK: - Containers

  /// How many of the open containers the line continues.
  private func matchContainers(_ cursor: inout LineCursor) -> Int {
    var parents = 0
    for container in containers {
      if container.isQuote {
        guard cursor.indent < 4, cursor.byte == UInt8(ascii: ">") else { break }
        cursor.skip(1)
        if cursor.indent > 0 { cursor.indent -= 1 }
      } else {
        guard cursor.indent >= container.contentIndent else { break }
        cursor.indent -= container.contentIndent
      }
      parents += 1
    }
    guard cursor.isAtEnd else { return parents }
    while parents < containers.count, !containers[parents].isQuote { parents += 1 }
    return parents
  }

  private mutating func leave(to depth: Int) {
    if depth < containers.count { containers.removeSubrange(depth...) }
  }

  // MARK: - Lines

  /// Lines inside code, HTML and formulas; `nil` when the line is none of them.
  private mutating func readVerbatim(_ cursor: LineCursor, parents: Int) -> Verdict? {
    let continues = parents == containers.count
    switch leaf {
    case .fence(let fence):
      if cursor.indent < 4, LineShape.closes(fence, cursor.rest) {
        // md4c lets a fence in a container be closed by a line outside of it.
        leave(to: parents)
        leaf = .none
        return Verdict(closes: containers.isEmpty)
      }
      if continues { return Verdict() }
    case .html(let shape):
      if case .endsWith = shape, continues {
        if shape.ends(in: cursor.rest) {
          leaf = .none
          return Verdict(closes: containers.isEmpty)
        }
        return Verdict()
      }
      if continues, !cursor.isAtEnd { return Verdict() }
    case .formula(let closer):
      if continues, !cursor.isAtEnd {
        paragraphLength += cursor.line.count
        if Self.contains(cursor.rest, closer) { leaf = .paragraph(lines: 2) }
        return Verdict()
      }
      leaf = .paragraph(lines: 2)
      return nil
    case .none, .paragraph, .table, .indentedCode: return nil
    }
    leaf = .none
    return nil
  }

  private mutating func readBlank(parents: Int) -> Verdict {
    lastLineWasBlank = true
    if case .indentedCode = leaf, parents == containers.count { return Verdict() }
    if parents > 0, containers[parents - 1].isEmpty { itemStartsWithTwoBlankLines = true }
    leave(to: parents)
    leaf = .none
    return Verdict(closes: containers.isEmpty)
  }

  private mutating func readText(_ cursor: inout LineCursor, parents: Int) -> Verdict {
    let continues = parents == containers.count
    if cursor.indent < 4, continues, case .paragraph = leaf,
      LineShape.isSetextUnderline(cursor.rest)
    {
      leaf = .none
      return Verdict(closes: containers.isEmpty)
    }
    var depth = parents
    var start: Start?
    var hasEntered = false
    while true {
      if cursor.indent < 4, LineShape.isThematicBreak(cursor.rest) {
        return readSingleLine(depth: depth, hasEntered: hasEntered, start: start)
      }
      if !hasEntered, depth < containers.count,
        let item = enterBrother(&cursor, depth: depth, start: &start)
      {
        containers[depth] = item
        depth += 1
        leave(to: depth)
      } else if enterChild(&cursor, depth: depth, hasEntered: hasEntered, start: &start) {
        depth = containers.count
      } else {
        break
      }
      leaf = .none
      hasEntered = true
      if cursor.isAtEnd {
        containers[containers.count - 1].isEmpty = !containers[containers.count - 1].isQuote
        return Verdict(start: start)
      }
    }
    return readLeaf(cursor, depth: depth, hasEntered: hasEntered, start: start)
  }

  private var canBeIndentedCode: Bool {
    switch leaf {
    case .none, .indentedCode: true
    case .paragraph, .table, .fence, .html, .formula: false
    }
  }

  /// Another item of a list that is open.
  private mutating func enterBrother(
    _ cursor: inout LineCursor, depth: Int, start: inout Start?
  ) -> Container? {
    let open = containers[depth]
    guard !open.isQuote, cursor.indent < 4, let marker = LineShape.listMarker(cursor.rest),
      marker.character == open.character, cursor.indent <= open.contentIndent
    else { return nil }
    if depth == 0 {
      start = .item(
        Item(number: nextNumber, opensList: false, follows: lastLineWasBlank ? .blankLine : .line))
      nextNumber = nextNumber.map { $0 + 1 }
    }
    return Self.enter(marker, &cursor)
  }

  /// A quote or the first item of a list.
  private mutating func enterChild(
    _ cursor: inout LineCursor, depth: Int, hasEntered: Bool, start: inout Start?
  ) -> Bool {
    guard cursor.indent < 4 else { return false }
    let container: Container
    let marker = LineShape.listMarker(cursor.rest)
    if cursor.byte == UInt8(ascii: ">") {
      cursor.skip(1)
      if cursor.indent > 0 { cursor.indent -= 1 }
      container = Container(character: UInt8(ascii: ">"))
    } else if let marker, canStartList(marker, cursor, depth: depth) {
      container = Self.enter(marker, &cursor)
    } else {
      return false
    }
    if !hasEntered { leave(to: depth) }
    if containers.isEmpty {
      start = container.isQuote ? .block : openedList(marker)
    }
    for index in containers.indices { containers[index].isEmpty = false }
    containers.append(container)
    return true
  }

  private mutating func openedList(_ marker: LineShape.ListMarker?) -> Start {
    nextNumber = marker?.number.map { $0 + 1 }
    let spacing: Spacing = lastLineWasBlank ? .blankLine : .line
    return .item(Item(number: marker?.number, opensList: true, follows: spacing))
  }

  /// An empty item, or a number other than one, cannot interrupt a paragraph.
  private func canStartList(
    _ marker: LineShape.ListMarker, _ cursor: LineCursor, depth: Int
  ) -> Bool {
    guard depth == containers.count, case .paragraph = leaf else { return true }
    let isBlank = cursor.rest.dropFirst(marker.length).allSatisfy { $0 == 0x20 || $0 == 0x09 }
    return !isBlank && (marker.number ?? 1) == 1
  }

  private static func enter(_ marker: LineShape.ListMarker, _ cursor: inout LineCursor) -> Container
  {
    let markIndent = cursor.indent
    var contentIndent = markIndent + marker.length
    cursor.skip(marker.length)
    if cursor.isAtEnd {
      contentIndent += 1
    } else if cursor.indent <= 4 {
      contentIndent += cursor.indent
      cursor.indent = 0
    } else {
      contentIndent += 1
      cursor.indent -= 1
    }
    return Container(
      character: marker.character, markIndent: markIndent, contentIndent: contentIndent)
  }

  // MARK: - Leaves

  /// A heading or a rule: begins and ends with its line.
  private mutating func readSingleLine(depth: Int, hasEntered: Bool, start: Start?) -> Verdict {
    if !hasEntered { leave(to: depth) }
    markContent()
    leaf = .none
    return Verdict(start: start ?? (containers.isEmpty ? .block : nil), closes: containers.isEmpty)
  }

  private mutating func markContent() {
    for index in containers.indices { containers[index].isEmpty = false }
  }

  private mutating func readLeaf(
    _ cursor: LineCursor, depth: Int, hasEntered: Bool, start: Start?
  ) -> Verdict {
    let continues = !hasEntered && depth == containers.count
    if cursor.indent >= 4, canBeIndentedCode {
      if continues, case .indentedCode = leaf { return Verdict() }
      return begin(.indentedCode, depth: depth, hasEntered: hasEntered, start: start)
    }
    if continues, case .table = leaf { return Verdict() }
    if cursor.indent < 4, LineShape.isHeading(cursor.rest) {
      return readSingleLine(depth: depth, hasEntered: hasEntered, start: start)
    }
    if let fence = LineShape.fence(cursor.rest, indent: cursor.indent) {
      return begin(.fence(fence), depth: depth, hasEntered: hasEntered, start: start)
    }
    if let shape = HTMLShape(cursor.rest), canBegin(shape) {
      var verdict = begin(.html(shape), depth: depth, hasEntered: hasEntered, start: start)
      if shape.ends(in: cursor.rest) {
        leaf = .none
        verdict.closes = containers.isEmpty
      }
      return verdict
    }
    return readParagraph(cursor, continues: continues, depth: depth, hasEntered: hasEntered, start)
  }

  private func canBegin(_ shape: HTMLShape) -> Bool {
    if case .paragraph = leaf { shape != .loneTag } else { true }
  }

  private mutating func readParagraph(
    _ cursor: LineCursor, continues: Bool, depth: Int, hasEntered: Bool, _ start: Start?
  ) -> Verdict {
    guard !hasEntered, case .paragraph(let lines) = leaf else {
      paragraphLength = cursor.line.count
      let next = Self.formula(cursor.rest) ?? .paragraph(lines: 1)
      return begin(next, depth: depth, hasEntered: hasEntered, start: start)
    }
    if continues, lines == 1, LineShape.isTableUnderline(cursor.rest) {
      leaf = .table
      return Verdict()
    }
    // Also a lazy line, which continues a paragraph inside of containers.
    leaf = Self.formula(cursor.rest) ?? .paragraph(lines: lines + 1)
    guard containers.isEmpty, paragraphLength >= Self.longestParagraph else {
      paragraphLength += cursor.line.count
      return Verdict()
    }
    paragraphLength = cursor.line.count
    return Verdict(start: .paragraphRest)
  }

  private mutating func begin(
    _ next: Leaf, depth: Int, hasEntered: Bool, start: Start?
  ) -> Verdict {
    if !hasEntered { leave(to: depth) }
    markContent()
    leaf = next
    guard start == nil, containers.isEmpty else { return Verdict(start: start) }
    if case .fence(let fence) = next { return Verdict(start: .fence(fence)) }
    return Verdict(start: .block)
  }

  /// A displayed formula that the line opens and does not close.
  private static func formula(_ rest: ArraySlice<UInt8>) -> Leaf? {
    for (opener, closer) in [("$$", "$$"), ("\\[", "\\]")] where rest.starts(with: opener.utf8) {
      let closer = Array(closer.utf8)
      return contains(rest.dropFirst(2), closer) ? nil : .formula(closer: closer)
    }
    return nil
  }

  private static func contains(_ line: ArraySlice<UInt8>, _ mark: [UInt8]) -> Bool {
    line.indices.contains { line[$0...].starts(with: mark) }
  }
}
