/// Reads the structure of a Markdown stream line by line: which quotes and list items a line belongs
/// to, and where the blocks in them begin and end.
///
/// A pure value that follows md4c's own reading of lines: what it says of a line depends on the
/// lines before it and on nothing else, so however a stream is cut, the blocks are the same.
struct BlockBoundary: Sendable {
  /// What begins at a line.
  enum Start: Equatable, Sendable {
    /// A paragraph, which may become a heading or the head of a table.
    case paragraph
    /// A heading or a rule.
    case singleLine
    case code(language: String)
    case html
    /// An item that has nothing in it yet.
    case emptyItem
  }

  /// A block that begins, and where it stands.
  struct Opening: Equatable, Sendable {
    let start: Start
    let path: [Enclosure]
    var isApart: Bool
    let sharedDepth: Int
    /// Whether it is the first block of the item that was empty until now.
    var fillsEmptyItem = false
  }

  /// What a paragraph has turned out to be.
  enum Turn: Sendable {
    case heading
    case table
  }

  struct Verdict: Equatable, Sendable {
    /// The block that the line begins; what was open before has ended.
    var opening: Opening?
    var turn: Turn?
    /// What the line adds to the open block, without a line feed; `nil` for fences and blank lines.
    var text: [UInt8]?
    /// A blank line that belongs to the code if more of it follows.
    var isBlankInCode = false
    /// Whether the text goes on with a formula, which must not be cut.
    var isInFormula = false
    /// Nothing after the line belongs to its block.
    var closes = false
  }

  struct Container: Sendable {
    /// Tells containers apart; counts all of the text.
    let id: Int
    /// `>`, or a list marker's character.
    var character: UInt8
    var list = 0
    var number: Int?
    var isDone: Bool?
    var contentIndent = 0
    /// An item's marker as it is written, with the spaces around it.
    var marker = ""
    /// Whether the marker is the first of its line.
    var beginsLine = false
    /// A list item without content so far.
    var isEmpty = false
    /// Whether a block has begun in it.
    var hasBlock = false
    /// Whether blank lines stand between blocks in it.
    var isLoose = false
    /// Whether the item before in the list is loose.
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
    /// A displayed formula over several lines; a paragraph to md4c.
    case formula(closer: [UInt8], length: Int)
  }

  /// A longer formula is taken for text. Bytes.
  static let longestFormula = 4096

  /// Markers of quotes and items that are nested deeper are text, and shown as they are written. It bounds
  /// what a line full of them costs.
  static let deepest = MarkdownParser.deepestNesting

  /// A longer line is none of dashes or equals signs alone, whatever it looks like: it is taken in parts.
  /// Bytes.
  static let longestRule = 4096

  /// A longer line is no row of a table, but text. Bytes.
  static let longestRow = 32_768

  /// As whom the lines are read.
  enum Reader: Sendable {
    /// As the screen shows them: as md4c, with what is marked for it before (formulas, footnotes).
    case screen
    /// As md4c takes the source as it is written.
    case md4c
    /// As CommonMark with GitHub's tables.
    case commonMark
  }

  let reader: Reader
  var containers: [Container] = []
  var leaf = Leaf.none
  /// Whether the paragraph that began last is a footnote.
  var isInFootnote = false
  var lastLineWasBlank = false
  /// Containers of the block that began last; where it was an empty item, the id of that.
  var lastPath: [Container] = []
  var emptyItem: Int?
  private var hasBegun = false
  private var idCount = 0
  private var listCount = 0
  /// After two blank lines an item that is still empty takes nothing more.
  private var itemStartsWithTwoBlankLines = false

  init(as reader: Reader = .screen) { self.reader = reader }

  /// Begins anew behind another text, and counts on.
  init(after last: BlockBoundary) {
    reader = last.reader
    hasBegun = last.hasBegun
    idCount = last.idCount
    listCount = last.listCount
  }

  /// Whether the lines of the open block can be taken in parts.
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

  /// Reads more of a line that was too long to be read at once.
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

  /// Another item of a list that is open.
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

  /// A quote or the first item of a list.
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

  /// An empty item, or a number other than one, cannot interrupt a paragraph.
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
    // Spaces that the items around have taken are written by these.
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

  /// An item that begins and ends with its marker, unless more comes.
  private mutating func openEmptyItem() -> Opening? {
    guard let last = containers.last(where: { !$0.isQuote && !$0.hasBlock }) else { return nil }
    let opening = open(.emptyItem)
    emptyItem = last.id
    return opening
  }

  /// Where a block stands that begins in the containers that are open.
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
