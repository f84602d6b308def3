/// The drafts of several running programs in the same conversation, stored as one string.
///
/// The database has room for one draft of each conversation. A file separator divides the texts of
/// different programs, so that each program replaces only its own.
public enum StoredDrafts {
  private static let separator: Character = "\u{1C}"

  /// Returns the drafts in a stored string, oldest first.
  /// - Complexity: O(length)
  public static func split(_ stored: String) -> [String] {
    guard stored.utf8.contains(0x1C) else { return stored.isEmpty ? [] : [stored] }
    return stored.split(separator: separator).map { String($0) }
  }

  /// Returns the string to store after a program's draft has changed.
  /// - Parameters:
  ///   - old: the draft that the program stored last, or took from the database into its composer;
  ///     `nil` if it did neither.
  ///   - new: the program's draft now.
  ///   - stored: what the database has, possibly with drafts of other programs.
  /// - Complexity: O(length of the texts)
  public static func replacing(_ old: String?, with new: String, in stored: String) -> String {
    // Another program may have taken over an unchanged draft, and sent or deleted it.
    guard !new.utf8.elementsEqual((old ?? "").utf8) else { return stored }
    var drafts = split(stored)
    let own = split(old ?? "")
    let changed = split(new)
    if !own.isEmpty, let place = drafts.firstRange(of: own) {
      drafts.replaceSubrange(place, with: changed)
    } else if !drafts.contains(changed) {
      drafts += changed
    }
    return drafts.joined(separator: String(separator))
  }
}
