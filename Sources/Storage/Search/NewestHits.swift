/// The newest hits of a search. Hits are added in order of their row numbers in the index,
/// highest first.
struct NewestHits {
  struct Found: Equatable {
    var subject: Int64
    /// Milliseconds since 1970.
    var createdAt: Int64

    func isNewer(than other: Found) -> Bool {
      (createdAt, subject) > (other.createdAt, other.subject)
    }
  }

  private let limit: Int
  /// The newest hits so far, newest first.
  private(set) var found: [Found] = []
  /// Whether older hits were skipped.
  private(set) var isCut = false
  /// The number of index rows read so far.
  var read = 0

  init(limit: Int) { self.limit = limit }

  /// Returns whether a hit would be among the newest.
  func wants(_ hit: Found) -> Bool {
    guard isFull, let last = found.last else { return limit > 0 }
    return hit.isNewer(than: last)
  }

  mutating func add(_ hit: Found) {
    // Hits arrive nearly in order, so the place to insert one is near the end.
    let index = found.lastIndex { !hit.isNewer(than: $0) }.map { $0 + 1 } ?? 0
    guard index < limit else { return }
    found.insert(hit, at: index)
    if found.count > limit { found.removeLast() }
  }

  var isFull: Bool { found.count >= limit }

  /// Keeps only the hits that are newer than every text not yet read, if there are at least `count`.
  /// - Parameter newest: no unread text is newer than this.
  /// - Returns: whether there were enough.
  mutating func cut(after newest: Found?, leaving count: Int) -> Bool {
    let certain = found.prefix { hit in newest.map { !$0.isNewer(than: hit) } ?? true }
    guard certain.count >= count else { return false }
    found = Array(certain)
    isCut = true
    return true
  }
}
