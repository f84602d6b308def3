/// A reader of the structure of a Markdown stream, line by line: which quotes and list items a
/// line belongs to, and where the blocks inside them begin and end.
///
/// A pure value that reads lines as md4c does. The verdict on a line depends only on that line
/// and those before it, so the blocks are the same wherever the stream is cut.
struct BlockBoundary: Sendable {
  /// The kind of block that begins at a line.
  enum Start: Equatable, Sendable {
    /// A paragraph, which may become a heading or the head of a table.
    case paragraph
    /// A heading or a rule.
    case singleLine
    case code(language: String)
    case html
    /// A list item that is still empty.
    case emptyItem
  }

  /// The start of a block, with its position among the containers.
  struct Opening: Equatable, Sendable {
    let start: Start
    let path: [Enclosure]
    var isApart: Bool
    let sharedDepth: Int
    /// Whether the block is the first one in a previously empty item.
    var fillsEmptyItem = false
  }

  /// The kind of block that a paragraph has turned into.
  enum Turn: Sendable {
    case heading
    case table
  }

  struct Verdict: Equatable, Sendable {
    /// The block that begins at the line; `nil` if none does. A new block ends the one that was
    /// open.
    var opening: Opening?
    var turn: Turn?
    /// The text that the line adds to the open block, without a line feed; `nil` for fences and
    /// blank lines.
    var text: [UInt8]?
    /// Whether the line is blank and belongs to the code only if more code follows.
    var isBlankInCode = false
    /// Whether the text continues a formula, which must not be cut.
    var isInFormula = false
    /// Whether the block ends with this line.
    var closes = false
  }

  struct Container: Sendable {
    /// The container's number, unique within the whole text.
    let id: Int
    /// `>` for a quote; for an item, the character of its list marker.
    var character: UInt8
    var list = 0
    var number: Int?
    var isDone: Bool?
    var contentIndent = 0
    /// An item's marker as written, with the spaces around it.
    var marker = ""
    /// Whether the marker is the first on its line.
    var beginsLine = false
    /// Whether the container is a list item without content so far.
    var isEmpty = false
    /// Whether a block has begun in the container.
    var hasBlock = false
    /// Whether blank lines separate the container's blocks.
    var isLoose = false
    /// Whether the previous item of the list is loose.
    var followsLoose = false

    var isQuote: Bool { character == UInt8(ascii: ">") }
  }

  enum Leaf: Sendable {
    case none
    case paragraph(lines: Int)
    case table
    case indentedCode
    case fence(LineShape.Fence)
    case html(HTMLShape)
    /// A displayed formula that spans several lines. For md4c, it is a paragraph.
    case formula(closer: [UInt8], length: Int)
  }

  /// In bytes. A longer formula is treated as text.
  static let longestFormula = 4096

  /// The maximum nesting. Markers of quotes and items nested more deeply are shown as text, which
  /// limits the cost of a line full of markers.
  static let deepest = MarkdownParser.deepestNesting

  /// In bytes. A longer line is split into parts, so it never counts as a rule or an underline,
  /// even if it consists only of dashes or equals signs.
  static let longestRule = 4096

  /// In bytes. A longer line is text, not a table row.
  static let longestRow = 32_768

  /// The parser whose line rules to follow.
  enum Reader: Sendable {
    /// The screen's rules: md4c's, with formulas and footnotes marked beforehand.
    case screen
    /// md4c's rules for the unmodified source.
    case md4c
    /// CommonMark's rules, with GitHub's tables.
    case commonMark
  }

  let reader: Reader
  var containers: [Container] = []
  var leaf = Leaf.none
  /// Whether the most recent paragraph is a footnote.
  var isInFootnote = false
  var lastLineWasBlank = false
  /// The containers of the most recent block. If the block was an empty item, `emptyItem` is its
  /// ID.
  var lastPath: [Container] = []
  var emptyItem: Int?
  private var hasBegun = false
  private var idCount = 0
  private var listCount = 0
  /// Whether an item has only its marker, followed by a blank line. Such an item accepts no more
  /// content.
  private var itemStartsWithTwoBlankLines = false

  init(as reader: Reader = .screen) { self.reader = reader }

  /// Creates a reader for new text that continues the previous numbering.
  init(after last: BlockBoundary) {
    reader = last.reader
    hasBegun = last.hasBegun
    idCount = last.idCount
    listCount = last.listCount
  }

  /// Whether the open block may be split into parts.
  var allowsParts: Bool {
    switch leaf {
    case .none, .table, .formula: false
    case .paragraph, .indentedCode, .fence, .html: true
    }
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
    if cursor.isAtEnd { return readBlank(cursor, parents: parents) }
    defer { lastLineWasBlank = false }
    if itemStartsWithTwoBlankLines {
      itemStartsWithTwoBlankLines = false
      if parents > 0, containers[parents - 1].isEmpty { parents -= 1 }
    }
    return readText(&cursor, parents: parents)
  }

  /// Reads more of a line that was too long to read at once.
  mutating func readRestOfLine(_ rest: ArraySlice<UInt8>) -> Verdict {
    switch leaf {
    case .html(let shape) where shape.ends(in: rest):
      leaf = .none
      return Verdict(text: Array(rest), closes: true)
    case .html, .indentedCode, .fence: break
    case .none: return Verdict(text: Array(rest), closes: true)
    case .paragraph, .table, .formula: leaf = .paragraph(lines: 2)
    }
    return Verdict(text: Array(rest))
  }

  // MARK: - Containers

  /// Returns the number of open containers that the line continues.
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
    while parents < containers.count, !containers[parents].isQuote {
      parents += 1
      cursor.indent = 0
    }
    return parents
  }

  mutating func leave(to depth: Int) {
    if depth < containers.count { containers.removeSubrange(depth...) }
  }

  // MARK: - Lines

  private mutating func readBlank(_ cursor: LineCursor, parents: Int) -> Verdict {
    lastLineWasBlank = true
    if case .indentedCode = leaf, parents == containers.count {
      return Verdict(text: cursor.rest(indentedBy: cursor.indent - 4), isBlankInCode: true)
    }
    if parents > 0, containers[parents - 1].isEmpty { itemStartsWithTwoBlankLines = true }
    leave(to: parents)
    leaf = .none
    return Verdict(closes: true)
  }

  private mutating func readText(_ cursor: inout LineCursor, parents: Int) -> Verdict {
    let continues = parents == containers.count
    if cursor.indent < 4, continues, case .paragraph = leaf,
      LineShape.isSetextUnderline(cursor.rest)
    {
      leaf = .none
      return Verdict(turn: .heading, text: Array(cursor.rest), closes: true)
    }
    var depth = parents
    var hasEntered = false
    while true {
      if cursor.indent < 4, LineShape.isThematicBreak(cursor.rest) {
        return readSingleLine(cursor, depth: depth, hasEntered: hasEntered)
      }
      if !hasEntered, depth < containers.count,
        let item = enterBrother(&cursor, of: containers[depth])
      {
        containers[depth] = item
        depth += 1
        leave(to: depth)
      } else if enterChild(&cursor, depth: depth, hasEntered: hasEntered) {
        depth = containers.count
      } else {
        break
      }
      leaf = .none
      hasEntered = true
      if cursor.isAtEnd {
        let isItem = !containers[containers.count - 1].isQuote
        containers[containers.count - 1].isEmpty = isItem
        return Verdict(opening: openEmptyItem(), closes: true)
      }
    }
    return readLeaf(cursor, depth: depth, hasEntered: hasEntered)
  }

  /// Enters the next item of an open list; returns `nil` if the line does not begin one.
  private mutating func enterBrother(
    _ cursor: inout LineCursor, of open: Container
  ) -> Container? {
    guard !open.isQuote, cursor.indent < 4, let marker = LineShape.listMarker(cursor.rest),
      marker.character == open.character, cursor.indent <= open.contentIndent
    else { return nil }
    var item = enter(marker, &cursor)
    item.list = open.list
    item.number = open.number.map { $0 + 1 }
    item.followsLoose = open.isLoose
    return item
  }

  /// Enters a quote or the first item of a list; returns whether the line begins one.
  private mutating func enterChild(
    _ cursor: inout LineCursor, depth: Int, hasEntered: Bool
  ) -> Bool {
    guard cursor.indent < 4, (hasEntered ? containers.count : depth) < Self.deepest else {
      return false
    }
    let container: Container
    let marker = LineShape.listMarker(cursor.rest)
    if cursor.byte == UInt8(ascii: ">") {
      cursor.skip(1)
      if cursor.indent > 0 { cursor.indent -= 1 }
      container = Container(id: nextID(), character: UInt8(ascii: ">"))
    } else if let marker, canStartList(marker, cursor, depth: depth) {
      listCount += 1
      var item = enter(marker, &cursor)
      item.list = listCount
      item.number = marker.number
      container = item
    } else {
      return false
    }
    if !hasEntered { leave(to: depth) }
    markContent()
    containers.append(container)
    return true
  }

  /// Returns whether a list may begin here. An item that is empty or has a number other than 1
  /// cannot interrupt a paragraph.
  private func canStartList(
    _ marker: LineShape.ListMarker, _ cursor: LineCursor, depth: Int
  ) -> Bool {
    guard depth == containers.count, case .paragraph = leaf else { return true }
    let isBlank = cursor.rest.dropFirst(marker.length).allSatisfy { $0 == 0x20 || $0 == 0x09 }
    return !isBlank && (marker.number ?? 1) == 1
  }

  private mutating func enter(
    _ marker: LineShape.ListMarker, _ cursor: inout LineCursor
  ) -> Container {
    var contentIndent = cursor.indent + marker.length
    let beginsLine = cursor.isAtFirst
    // Spaces after a surrounding item's marker on the same line belong to that marker.
    var written =
      beginsLine ? Array(cursor.spaces) : [UInt8](repeating: 0x20, count: cursor.indent)
    written += cursor.rest.prefix(marker.length)
    cursor.skip(marker.length)
    written += !cursor.isAtEnd && cursor.indent <= 4 ? Array(cursor.spaces) : [0x20]
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
      id: nextID(), character: marker.character, contentIndent: contentIndent,
      marker: String(decoding: written, as: UTF8.self), beginsLine: beginsLine)
  }

  private mutating func nextID() -> Int {
    idCount += 1
    return idCount
  }

  mutating func markContent() {
    for index in containers.indices { containers[index].isEmpty = false }
  }

  // MARK: - Places

  /// Opens an item that so far has only its marker.
  private mutating func openEmptyItem() -> Opening? {
    guard let last = containers.last(where: { !$0.isQuote && !$0.hasBlock }) else { return nil }
    let opening = open(.emptyItem)
    emptyItem = last.id
    return opening
  }

  /// Opens a block inside the open containers and returns its position.
  mutating func open(_ start: Start, needsAir: Bool = false) -> Opening {
    defer { hasBegun = true }
    if let item = emptyItem {
      emptyItem = nil
      if let index = containers.firstIndex(where: { $0.id == item }), !containers[index].hasBlock {
        lastPath = containers
        return take(
          Opening(start: start, path: path, isApart: false, sharedDepth: 0, fillsEmptyItem: true))
      }
      let ids = Set(lastPath.map(\.id))
      for index in containers.indices where ids.contains(containers[index].id) {
        containers[index].hasBlock = true
      }
    }
    let shared = zip(containers, lastPath).prefix { $0.id == $1.id }.count
    let isApart = hasBegun && standsApart(behind: shared, needsAir: needsAir)
    if shared > 0, lastLineWasBlank { containers[shared - 1].isLoose = true }
    let opening = Opening(start: start, path: path, isApart: isApart, sharedDepth: shared)
    lastPath = containers
    return take(opening)
  }

  private mutating func take(_ opening: Opening) -> Opening {
    guard opening.start != .emptyItem else { return opening }
    for index in containers.indices { containers[index].hasBlock = true }
    return opening
  }

  private func standsApart(behind shared: Int, needsAir: Bool) -> Bool {
    if shared < containers.count, shared < lastPath.count, !containers[shared].isQuote,
      containers[shared].list == lastPath[shared].list
    {
      return lastLineWasBlank || containers[shared].followsLoose
    }
    guard shared > 0, !containers[shared - 1].isQuote else { return true }
    return lastLineWasBlank || needsAir
  }

  private var path: [Enclosure] {
    containers.map { container in
      if container.isQuote { return .quote }
      return .item(
        Enclosure.Item(
          list: container.list, number: container.number, isDone: container.isDone,
          isFirst: !container.hasBlock, marker: container.marker,
          beginsLine: container.beginsLine, indent: container.contentIndent))
    }
  }
}
