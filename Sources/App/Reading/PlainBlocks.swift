internal import Markdown
internal import Screen

/// Plain text in blocks that are wrapped on demand.
struct PlainBlocks {
  /// The sanitized text of the blocks. Only a long block ends in the middle of a line.
  private var blocks: [Substring] = []
  /// The rows of blocks at one width. Once there are more than ``mostKeptRows``, all are dropped.
  private var laidOut: [Int: [StyledLine]] = [:]
  private var width = 0
  private var keptRowCount = 0
  private static let mostKeptRows = 1024
  /// The bar before each row, if any.
  private let bar: StyledSpan?
  /// The links that can be opened, in the order of their numbers.
  private(set) var links: [MarkdownLink] = []
  /// The number of links before each block; empty if there are no links.
  private var linksBefore: [Int] = []

  /// The number of bytes after which a block ends at the next line end or, in a very long line,
  /// at the next space.
  private static let longest = 2048

  /// - Parameter hasLinks: whether web addresses can be opened.
  init(_ text: String, bar: StyledSpan? = nil, hasLinks: Bool = false) {
    self.bar = bar
    var rest = Sanitizer.sanitize(text)[...]
    while let end = Self.end(of: rest) {
      blocks.append(rest[..<end])
      rest = rest[end...]
      if rest.first == "\n" { rest.removeFirst() }
    }
    blocks.append(rest)
    if hasLinks { findLinks() }
  }

  private mutating func findLinks() {
    for block in blocks {
      linksBefore.append(links.count)
      for range in PlainLinks.ranges(in: block) {
        links.append(MarkdownLink(number: links.count + 1, address: String(block[range])))
      }
    }
    if links.isEmpty { linksBefore = [] }
  }

  var count: Int { blocks.count }

  mutating func rows(ofBlock index: Int, width: Int) -> [StyledLine] {
    if width == self.width, let rows = laidOut[index] { return rows }
    let rows = layOut(index, width: width)
    if width != self.width || keptRowCount > Self.mostKeptRows {
      (laidOut, keptRowCount, self.width) = ([:], 0, width)
    }
    laidOut[index] = rows
    keptRowCount += rows.count
    return rows
  }

  private func layOut(_ index: Int, width: Int) -> [StyledLine] {
    var number = linksBefore.isEmpty ? nil : linksBefore[index] + 1
    var rows = blocks[index].split(separator: "\n", omittingEmptySubsequences: false).flatMap {
      Wrapping.wrap(line($0, &number), width: width)
    }
    if !rows.isEmpty { rows[0].join = join(before: index) }
    if let bar { rows = rows.map { $0.behind(margin: bar) } }
    return rows
  }

  /// Returns a line with its links, and advances `number` past them.
  /// - Parameter number: the number of the next link; `nil` if there are no links.
  private func line(_ text: Substring, _ number: inout Int?) -> StyledLine {
    guard let first = number else { return StyledLine(String(text)) }
    let ranges = PlainLinks.ranges(in: text)
    number = first + ranges.count
    return PlainLinks.line(text, ranges, from: first, isNumbered: links.count > 1)
  }

  private func join(before index: Int) -> StyledLine.Join {
    guard index > 0, blocks[index - 1].endIndex == blocks[index].startIndex else { return .none }
    return blocks[index - 1].last == " " ? .space : .cut
  }

  /// Returns where the first block of the text ends; `nil` if the whole text fits in one block.
  private static func end(of text: Substring) -> String.Index? {
    guard
      let first = text.utf8.index(
        text.startIndex, offsetBy: longest, limitedBy: text.endIndex), first < text.endIndex
    else { return nil }
    let limit = text.utf8.index(first, offsetBy: longest, limitedBy: text.endIndex) ?? text.endIndex
    let near = text.utf8[first..<limit]
    if let end = near.firstIndex(of: 0x0A) { return end }
    if let space = near.firstIndex(of: 0x20) { return text.utf8.index(after: space) }
    return limit == text.endIndex ? nil : text.index(text.startIndex, offsetBy: longest / 8)
  }
}

extension String {
  /// Returns the text after the first `count` UTF-8 bytes.
  /// - Parameter byLines: whether to return complete lines only.
  func grown(past count: Int, byLines: Bool) -> Substring {
    guard utf8.count > count else { return "" }
    let start = utf8.index(utf8.startIndex, offsetBy: count)
    guard byLines else { return self[start...] }
    guard let end = utf8[start...].lastIndex(of: UInt8(ascii: "\n")) else { return "" }
    return self[start...end]
  }
}
