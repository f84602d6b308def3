/// The newest of the hits, which arrive by row number, highest first.
///
/// Row numbers are times, or later (``SearchDocument``). Once enough hits are newer than any text
/// with a lower number could be, the remaining rows can be skipped.
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
  /// Whether older hits were skipped.
  private(set) var isCut = false
  /// The number of index rows read so far.
  var read = 0
  /// The value of `read` when the limit was reached.
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

  /// Whether no hit with a number below this one can be among the newest.
  func isComplete(below document: Int64) -> Bool {
    guard found.count == limit, let last = found.last else { return false }
    return SearchDocument.first(at: last.createdAt) >= document
  }

  var isFull: Bool { found.count >= limit }

  /// Whether the limit was reached within the first half of the rows read.
  var isOverdue: Bool { readToFill.map { read / 2 >= $0 } ?? false }

  /// Keeps only the hits that are newer than any text with a lower number, if there are at least
  /// `count`.
  /// - Returns: whether there were.
  mutating func cut(below document: Int64, leaving count: Int) -> Bool {
    let certain = found.prefix { SearchDocument.first(at: $0.createdAt) >= document }
    guard certain.count >= count else { return false }
    found = Array(certain)
    isCut = true
    return true
  }
}
