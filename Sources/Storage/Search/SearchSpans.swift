import Chat
import GRDB

/// The times of the texts in each span of 128 numbers of the index.
///
/// Numbers are only roughly in order of time (``SearchDocument``). The spans tell a search that has
/// enough hits how far down it must still look for newer ones. Removed texts are not subtracted, so
/// a span may cover more than its texts, never less.
struct SearchSpans {
  let connection: Connection

  private static let shift: Int64 = 7
  private static let size: Int64 = 1 << shift

  /// Returns the lowest number that a text newer than a hit may have; `nil` if no text is newer.
  /// - Complexity: O(spans with newer texts), some 0.1 µs each
  func lowestNumber(newerThan hit: NewestHits.Found) throws -> Int64? {
    try lowest(
      "SELECT min(span) FROM search_span WHERE (latest, subject) > (?, ?)",
      [
        hit.createdAt, hit.subject,
      ])
  }

  /// Returns the lowest number that a text from the given time or later may have.
  func lowestNumber(from milliseconds: Int64) throws -> Int64? {
    try lowest("SELECT min(span) FROM search_span WHERE latest >= ?", [milliseconds])
  }

  private func lowest(_ sql: String, _ arguments: StatementArguments) throws -> Int64? {
    try Int64.fetchOne(connection.cachedStatement(sql: sql), arguments: arguments)
      .map { $0 << Self.shift }
  }

  /// Returns the highest number that a text from before the given time may have.
  func highestNumber(before milliseconds: Int64) throws -> Int64? {
    let last = try connection.cachedStatement(
      sql: "SELECT span FROM search_span WHERE earliest < ? ORDER BY span DESC LIMIT 1")
    return try Int64.fetchOne(last, arguments: [milliseconds])
      .map { ($0 << Self.shift) | (Self.size - 1) }
  }

  /// Returns an upper bound on how new the texts numbered up to `document` are; `nil` if there
  /// are no such texts.
  func newest(upTo document: Int64) throws -> NewestHits.Found? {
    try found(
      """
      SELECT subject, latest FROM search_span WHERE span <= ?
      ORDER BY latest DESC, subject DESC LIMIT 1
      """, document >> Self.shift)
  }

  private func found(_ sql: String, _ span: Int64) throws -> NewestHits.Found? {
    try Row.fetchOne(connection.cachedStatement(sql: sql), arguments: [span]).map {
      NewestHits.Found(subject: $0[0], createdAt: $0[1])
    }
  }

  // MARK: Writing

  /// Records that a text was given a number.
  func note(_ document: Int64, of text: NewestHits.Found) throws {
    try connection.cachedStatement(sql: Self.noting).execute(arguments: [
      "span": document >> Self.shift, "time": text.createdAt, "subject": text.subject,
    ])
  }

  private static let noting = """
    INSERT INTO search_span VALUES (:span, :time, :time, :subject, 1)
    ON CONFLICT (span) DO UPDATE SET
      earliest = min(earliest, :time), latest = max(latest, :time), taken = taken + 1,
      subject = CASE WHEN (latest, subject) < (:time, :subject) THEN :subject ELSE subject END
    """

  /// Returns whether the nearest lower span contains a text newer than this one.
  func isOutOfOrder(_ text: NewestHits.Found, at document: Int64) throws -> Bool {
    let before = try found(
      "SELECT subject, latest FROM search_span WHERE span < ? ORDER BY span DESC LIMIT 1",
      document >> Self.shift)
    return before?.isNewer(than: text) ?? false
  }

  /// Returns the first free number at or above `document`. Full spans are skipped.
  func firstFree(from document: Int64) throws -> Int64 {
    let spans = try Row.fetchCursor(
      connection.cachedStatement(
        sql: "SELECT span, taken FROM search_span WHERE span >= ? ORDER BY span"),
      arguments: [document >> Self.shift])
    var candidate = document
    while let row = try spans.next() {
      let start = (row[0] as Int64) << Self.shift
      guard start <= candidate else { return candidate }
      let end = start.addingClamped(Self.size)
      if (row[1] as Int64) < Self.size {
        while candidate < end, try isTaken(candidate) { candidate += 1 }
        if candidate < end { return candidate }
      }
      candidate = end
    }
    return candidate
  }

  private func isTaken(_ document: Int64) throws -> Bool {
    let find = try connection.cachedStatement(
      sql: "SELECT 1 FROM search_document WHERE document = ?")
    return try Int64.fetchOne(find, arguments: [document]) != nil
  }
}
