/// The numbers of the index's rows: time in steps of two minutes, so that FTS5 gives the newest first
/// without sorting, whenever a text came into the store. Steps of milliseconds would make the
/// index half as large again: it stores distances between numbers.
///
/// Two texts of one step cannot have one number: the later to come takes a free one above. A number is
/// therefore never below the text's own time.
enum SearchDocument {
  private static let shift: Int64 = 17
  /// Milliseconds; past the year 4000.
  private static let latest: Int64 = 1 << 46

  /// The least number for a text of that time.
  static func first(at milliseconds: Int64) -> Int64 { min(max(0, milliseconds), latest) >> shift }

  /// Numbers to try, one after the other, until one is free: at first the neighbours, then anywhere in
  /// a space that doubles, so that a million texts of one moment do not look for each other's end.
  static func candidate(_ attempt: Int, for subject: Int64, at milliseconds: Int64) -> Int64 {
    let first = first(at: milliseconds)
    guard attempt >= 4 else { return first + Int64(attempt) }
    let space = Int64(4) << min(Int64(attempt - 4) / 2, 40)
    var mixed = UInt64(bitPattern: subject) &+ UInt64(attempt) &* 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    return first + space + Int64(mixed >> 1) % space
  }
}
