import Chat

/// Progress while reading texts, newest first, with estimates that assume the rest is like the part
/// already read.
struct ReadingProgress {
  private(set) var read = 0
  var matched = 0
  private var newest: Int64?
  private var last: Int64 = 0

  mutating func note(_ document: Int64) {
    read += 1
    newest = newest ?? document
    last = document
  }

  /// How many more texts must be read to find `wanted` more hits, or until none are left.
  func left(wanted: Int, oldest: Int64) -> Double {
    let share = (Double(matched) + 0.5) / Double(max(1, read))
    return min(Double(max(1, wanted)) / share, Double(read) * rest(oldest) / passed)
  }

  /// The share of all numbers between the newest text and the last of `more` further texts.
  func depth(_ more: Double, oldest: Int64) -> Double {
    min(1, passed * (1 + more / Double(max(1, read))) / (passed + rest(oldest)))
  }

  private var passed: Double { Double(max(1, (newest ?? last).subtractingClamped(last))) }
  private func rest(_ oldest: Int64) -> Double { Double(max(0, last.subtractingClamped(oldest))) }
}
