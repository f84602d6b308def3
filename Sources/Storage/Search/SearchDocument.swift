/// The numbers of the index's rows. They are times in steps of two minutes, so that FTS5 returns
/// the newest texts first without sorting, no matter when they were stored. Millisecond steps would
/// make the index half as large again, because it stores distances between numbers.
///
/// Each number is used once: a second text from the same step gets the next free number. Texts that
/// are indexed together are numbered in order of time. ``SearchSpans`` knows where numbers are out
/// of order.
enum SearchDocument {
  private static let shift: Int64 = 17
  /// The latest time that rows are numbered by, in milliseconds since 1970. It is past the year
  /// 4000.
  private static let latest: Int64 = 1 << 46

  /// Returns the lowest number for a text from the given time.
  static func first(at milliseconds: Int64) -> Int64 { min(max(0, milliseconds), latest) >> shift }

  /// The same number as an SQL expression, for the time in the column `created_at`.
  static let firstInSQL = "(min(max(0, created_at), \(latest)) >> \(shift))"
}
