/// The text that people read on the screen and on the command line: sentences, labels, hints
/// and help.
///
/// Every phrase is a function of typed values that also chooses plural forms, so a second
/// language needs only a second set of these functions. Option names, JSON keys and file
/// formats are not text: they are the same in every language and live with the code that reads
/// them.
public enum Words {}

extension Words {
  public static func conversations(_ count: Int) -> String {
    count == 1 ? "1 conversation" : "\(grouped(count)) conversations"
  }

  public static func messages(_ count: Int) -> String {
    count == 1 ? "1 message" : "\(grouped(count)) messages"
  }

  /// Writes all digits of a number in groups of three, as in sentences: `4,096`, `131,072`.
  public static func grouped(_ value: Int) -> String {
    var digits = String(value.magnitude)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return (value < 0 ? "−" : "") + ([digits] + groups).joined(separator: ",")
  }

  /// Joins words into a list, as in prose: “a, b or c”.
  static func alternatives(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return "\(words.dropLast().joined(separator: ", ")) or \(last)"
  }

  /// Returns a place in a file or the name of a setting, followed by the problem there.
  public static func located(_ place: String, _ problem: String) -> String {
    "\(place): \(problem)"
  }

  /// Joins what happened and what to do, both as whole sentences. Either may be empty.
  public static func sentences(_ fact: String, _ advice: String) -> String {
    [fact, advice].filter { !$0.isEmpty }.joined(separator: " ")
  }
}
