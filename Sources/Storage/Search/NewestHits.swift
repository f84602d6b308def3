/// The newest of the hits that come by the numbers of the index, highest first.
///
/// Numbers are times, or later (``SearchDocument``): once enough hits are newer than any text with a
/// lower number can be, the rest need not be looked at.
struct NewestHits {
  struct Found: Equatable {
    var subject: Int64
    /// Milliseconds.
    var createdAt: Int64
  }

  private let limit: Int
  /// Newest first.
  private(set) var found: [Found] = []
  /// Older ones were not looked for.
  private(set) var isCut = false
  /// Rows of the index that were read for them.
  var read = 0

  init(limit: Int) { self.limit = limit }

  mutating func add(_ hit: Found) {
    let index = found.firstIndex { Self.isNewer(hit, than: $0) } ?? found.endIndex
    guard index < limit else { return }
    found.insert(hit, at: index)
    if found.count > limit { found.removeLast() }
  }

  /// No hit with a number below this one is wanted any more.
  func isComplete(below document: Int64) -> Bool {
    guard found.count == limit, let last = found.last else { return false }
    return SearchDocument.first(at: last.createdAt) >= document
  }

  var isFull: Bool { found.count >= limit }

  /// The time before which no hit is wanted; `nil` while hits of any age are.
  var oldestWanted: Int64? { isFull ? found.last?.createdAt : nil }

  /// Lets it be at those that are newer than any text with a lower number, if they are so many.
  /// - Returns: whether they are.
  mutating func cut(below document: Int64, leaving count: Int) -> Bool {
    let certain = found.prefix { SearchDocument.first(at: $0.createdAt) >= document }
    guard certain.count >= count else { return false }
    found = Array(certain)
    isCut = true
    return true
  }

  private static func isNewer(_ left: Found, than right: Found) -> Bool {
    (left.createdAt, left.subject) > (right.createdAt, right.subject)
  }
}
