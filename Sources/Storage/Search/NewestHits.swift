/// The newest hits, collected in the order of index numbers, highest first.
///
/// Numbers are times, or later (``SearchDocument``). Once enough hits are newer than any text with
/// a lower number can be, the rest can be skipped.
struct NewestHits {
  struct Found: Equatable {
    var subject: Int64
    /// Milliseconds.
    var createdAt: Int64
  }

  private let limit: Int
  /// Newest first.
  private(set) var found: [Found] = []
  /// Whether older hits were skipped.
  private(set) var isCut = false
  /// The number of index rows read for them.
  var read = 0

  init(limit: Int) { self.limit = limit }

  mutating func add(_ hit: Found) {
    let index = found.firstIndex { Self.isNewer(hit, than: $0) } ?? found.endIndex
    guard index < limit else { return }
    found.insert(hit, at: index)
    if found.count > limit { found.removeLast() }
  }

  /// Whether no hit with a number below `document` can be among the newest.
  func isComplete(below document: Int64) -> Bool {
    guard found.count == limit, let last = found.last else { return false }
    return SearchDocument.first(at: last.createdAt) >= document
  }

  var isFull: Bool { found.count >= limit }

  /// The time before which hits are no longer wanted; `nil` while hits of any age are.
  var oldestWanted: Int64? { isFull ? found.last?.createdAt : nil }

  /// Keeps only the hits that are newer than any text with a lower number, if there are at least
  /// `count`.
  /// - Returns: whether there are.
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
