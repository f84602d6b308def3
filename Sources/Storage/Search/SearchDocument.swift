/// The numbers of the index's rows. They are times in steps of two minutes, so that FTS5 returns
/// the newest texts first without sorting, no matter when they were stored. Millisecond steps would
/// make the index half as large again, because it stores distances between numbers.
///
/// Two texts of one step cannot have the same number: the second one gets a free number above. A
/// number is therefore never below the text's own time.
enum SearchDocument {
  private static let shift: Int64 = 17
  /// Milliseconds; past the year 4000.
  private static let latest: Int64 = 1 << 46

  /// The lowest number for a text of that time.
  static func first(at milliseconds: Int64) -> Int64 { min(max(0, milliseconds), latest) >> shift }

  /// A number to try at each attempt, until one is free: first the neighbours, then any number in a
  /// range that doubles. Otherwise, a million texts with the same time would all search the same
  /// run of used numbers.
  static func candidate(_ attempt: Int, for subject: Int64, at milliseconds: Int64) -> Int64 {
    let first = first(at: milliseconds)
    guard attempt >= 4 else { return first + Int64(attempt) }
    let space = Int64(4) << min(Int64(attempt - 4) / 2, 40)
    var mixed = UInt64(bitPattern: subject) &+ UInt64(attempt) &* 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    return first + space + Int64(mixed >> 1) % space
  }
}
