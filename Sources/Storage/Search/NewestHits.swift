/// The newest of the hits that come by the numbers of the index, highest first.
///
/// Numbers are times, or later (``SearchDocument``): once enough hits are newer than any text with a
/// lower number can be, the rest need not be looked at.
struct NewestHits {
  struct Found: Equatable {
    var subject: Int64
    /// Milliseconds.
    var createdAt: Int64

    func isNewer(than other: Found) -> Bool {
      (createdAt, subject) > (other.createdAt, other.subject)
    }
  }

  private let limit: Int
  /// Newest first.
  private(set) var found: [Found] = []
  /// Older ones were not looked for.
  private(set) var isCut = false
  /// Rows of the index that were read for them.
  var read = 0
  /// Of these, how many until there were enough.
  private var readToFill: Int?

  init(limit: Int) { self.limit = limit }

  /// Whether a hit would be among the newest.
  func wants(_ hit: Found) -> Bool {
    guard isFull, let last = found.last else { return limit > 0 }
    return hit.isNewer(than: last)
  }

  mutating func add(_ hit: Found) {
    let index = found.firstIndex { hit.isNewer(than: $0) } ?? found.endIndex
    guard index < limit else { return }
    found.insert(hit, at: index)
    if found.count > limit { found.removeLast() }
    if isFull, readToFill == nil { readToFill = read }
  }

  /// No hit with a number below this one is wanted any more.
  func isComplete(below document: Int64) -> Bool {
    guard found.count == limit, let last = found.last else { return false }
    return SearchDocument.first(at: last.createdAt) >= document
  }

  var isFull: Bool { found.count >= limit }

  /// There have been enough hits for half of the rows and more.
  var isOverdue: Bool { readToFill.map { read / 2 >= $0 } ?? false }

  /// Lets it be at those that are newer than any text with a lower number, if they are so many.
  /// - Returns: whether they are.
  mutating func cut(below document: Int64, leaving count: Int) -> Bool {
    let certain = found.prefix { SearchDocument.first(at: $0.createdAt) >= document }
    guard certain.count >= count else { return false }
    found = Array(certain)
    isCut = true
    return true
  }
}
