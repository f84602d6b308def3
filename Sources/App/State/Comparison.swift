internal import Chat
internal import Screen

/// Two answers to one question, side by side.
struct Comparison {
  /// The sibling before, and the one that is compared with it.
  private(set) var messages: [Message]
  private let places: [String]
  private var layouts: [MessageLayout]
  private(set) var firstRow = 0
  /// How many rows each block of each answer has at that width.
  private var counts: [[Int]] = []
  private var width = 0
  private var height = 0

  /// Columns of a window that has room for two.
  static let narrowest = 80

  /// - Parameter places: which of its siblings each one is.
  init(_ messages: [Message], places: [String]) {
    self.messages = messages
    self.places = places
    layouts = messages.map { MessageLayout(role: $0.role) }
  }

  /// The rows of each answer in view.
  /// - Complexity: O(length of both) when the width has changed
  mutating func rows(width: Int, height: Int) -> [[StyledLine]] {
    for index in messages.indices {
      layouts[index].update(messages[index], isFirst: true, place: places[index], width: width)
    }
    if width != self.width {
      self.width = width
      counts = layouts.indices.map { index in
        (0..<layouts[index].blockCount).map { layouts[index].rows(ofBlock: $0).count }
      }
    }
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
