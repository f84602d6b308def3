internal import Chat
internal import Screen

/// Two answers to one question, side by side.
struct Comparison {
  /// The sibling before, and the one that is compared with it.
  let messages: [MessageID]
  private let places: [String]
  private var layouts: [MessageLayout]
  private(set) var firstRow = 0
  /// How many rows each block of each answer has.
  private var counts: [[Int]]
  private var width = 0
  private var height = 0

  /// Columns of a window that has room for two.
  static let narrowest = 80

  /// - Parameter places: which of its siblings each one is.
  init(_ messages: [MessageID], places: [String]) {
    self.messages = messages
    self.places = places
    layouts = messages.map { _ in MessageLayout(role: .assistant) }
    counts = messages.map { _ in [] }
  }

  /// The rows of each answer in view, also of one that is still coming.
  /// - Complexity: O(length of both) when the width has changed, else O(what is new)
  mutating func rows(
    of conversation: Conversation, byLines: Bool, width: Int, height: Int
  ) -> [[StyledLine]] {
    for (index, id) in messages.enumerated() {
      guard let message = conversation[id] else { continue }
      // What is closed has as many rows as before.
      let kept = width == self.width ? min(layouts[index].closedBlockCount, counts[index].count) : 0
      layouts[index].update(
        message, isFirst: true, place: places[index], byLines: byLines, width: width)
      counts[index].removeSubrange(kept...)
      for block in kept..<layouts[index].blockCount {
        counts[index].append(layouts[index].rows(ofBlock: block).count)
      }
    }
    self.width = width
    self.height = height
    scroll(by: 0)
    return layouts.indices.map { visibleRows(of: $0) }
  }

  private mutating func visibleRows(of index: Int) -> [StyledLine] {
    var result: [StyledLine] = []
    var skipped = firstRow
    for (block, count) in counts[index].enumerated() where result.count < height {
      if skipped < count {
        let rows = layouts[index].rows(ofBlock: block)
        result += rows.dropFirst(skipped).prefix(height - result.count)
      }
      skipped = max(0, skipped - count)
    }
    return result
  }

  private var rowCount: Int { counts.map { $0.reduce(0, +) }.max() ?? 0 }

  mutating func scroll(by rows: Int) {
    firstRow = max(0, min(firstRow + rows, rowCount - height))
  }

  mutating func scrollPage(_ pages: Int) { scroll(by: pages * max(1, height - 2)) }
}

extension Comparison: Equatable {
  static func == (left: Comparison, right: Comparison) -> Bool {
    left.messages == right.messages && left.firstRow == right.firstRow
  }
}
