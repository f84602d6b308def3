internal import Screen

/// A top-level block with its rows.
struct LaidOutBlock: Sendable {
  let piece: Piece
  /// Empty for a fenced code block, whose rows come from its source.
  var blocks: [Block] = []
  /// What stands in brackets: labels that a definition may give a meaning.
  var labels: Set<String> = []
  /// With the blank row before the block, if there is one.
  var rows: [StyledLine] = []
  /// The last row of a paragraph whose rest is another block; begins that block's rows.
  var carried: StyledLine?
  /// Whether there is a row in it or before it.
  var hasRows = false
  /// The number of the first code block in it.
  var firstCodeNumber = 1

  var codeCount: Int {
    if case .fence = piece.start { 1 } else { blocks.codes.count }
  }

  /// Whether a list item has blank lines in it, which set the next one apart too.
  var isLoose: Bool {
    guard case .item = piece.start, case .list(let list) = blocks.first else { return false }
    return !list.isTight
  }
}

extension Piece {
  /// `nil` for blocks that are no item of a top-level list.
  var item: BlockBoundary.Item? {
    if case .item(let item) = start { item } else { nil }
  }

  var continuesList: Bool { item.map { !$0.opensList } ?? false }

  /// The digits of an item's number; none for others.
  var digits: Int { item?.number.map { String($0).utf8.count } ?? 0 }
}
