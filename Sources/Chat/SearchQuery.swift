/// A search query, parsed from any text. Invalid parts are listed in ``problems`` and otherwise
/// ignored.
///
/// All words and phrases must occur in one message or one title. `model:`, `role:`, `before:`,
/// `after:`, `in:` and `tag:` are filters; all but `in:` can be negated with a leading `-`.
public struct SearchQuery: Equatable, Sendable {
  /// A word or a phrase.
  public struct Term: Equatable, Sendable {
    public var text: String
    /// Whether the last word of the term matches as a prefix.
    public var isPrefix: Bool

    public init(_ text: String, isPrefix: Bool = false) {
      self.text = text
      self.isPrefix = isPrefix
    }
  }

  /// Where the words must occur.
  public enum Place: String, Equatable, Sendable, CaseIterable {
    case title, question, answer, thinking
  }

  /// A fault in a query. The part with the fault is ignored.
  public enum Problem: Equatable, Sendable {
    case date(filter: String, value: String)
    case role(String)
    case place(String)
    /// The query excludes a place, which is not supported; the user can name the other places
    /// instead.
    case unwantedPlace(Place)
    /// The query is too long, and its end is ignored.
    case tooLong
  }

  /// The terms that must occur, in the order in which they were typed.
  public var wanted: [Term] = []
  public var unwanted: [Term] = []
  /// Parts of model IDs; a model's ID must contain one of them.
  public var models: [String] = []
  public var unwantedModels: [String] = []
  public var roles: [Role] = []
  public var unwantedRoles: [Role] = []
  /// Tags; the conversation must have all of them.
  public var tags: [String] = []
  /// Tags that the conversation must not have.
  public var unwantedTags: [String] = []
  /// The places to search; all if empty.
  public var places: [Place] = []
  /// Matches must be older than the start of each of these dates.
  public var before: [SearchDate] = []
  /// Matches must not be older than the start of any of these dates.
  public var after: [SearchDate] = []
  public var problems: [Problem] = []

  public init() {}

  /// Whether there is nothing to search for, not even a filter.
  public var isEmpty: Bool {
    var rest = self
    rest.problems = []
    return rest == SearchQuery()
  }
}

/// A date in a filter, meaning the start of a day. The store resolves it to an exact time.
public enum SearchDate: Equatable, Sendable {
  /// The start of a day.
  case day(year: Int, month: Int, day: Int)
  /// The start of the day this many days before today.
  case daysAgo(Int)
  /// The start of the day this many months before today.
  case monthsAgo(Int)

  /// Parses `2025`, `2025-03`, `2025-03-14`, `today`, `yesterday`, `7d`, `2w`, `3m` and `1y`; `nil`
  /// for anything else, and for dates that do not exist.
  public init?(_ text: String) {
    switch text.lowercased() {
    case "today": self = .daysAgo(0)
    case "yesterday": self = .daysAgo(1)
    default:
      guard let date = Self.ago(text.lowercased()) ?? Self.day(text) else { return nil }
      self = date
    }
  }

  private static func ago(_ text: String) -> SearchDate? {
    guard let unit = text.last, let count = number(text.dropLast(), digits: 1...5) else {
      return nil
    }
    return switch unit {
    case "d": .daysAgo(count)
    case "w": .daysAgo(7 * count)
    case "m": .monthsAgo(count)
    case "y": .monthsAgo(12 * count)
    default: nil
    }
  }

  private static func day(_ text: String) -> SearchDate? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard (1...3).contains(parts.count), let year = number(parts[0], digits: 4...4) else {
      return nil
    }
    guard let month = parts.count > 1 ? number(parts[1], digits: 1...2) : 1,
      let day = parts.count > 2 ? number(parts[2], digits: 1...2) : 1,
      (1...12).contains(month), (1...days(of: month, year)).contains(day)
    else { return nil }
    return .day(year: year, month: month, day: day)
  }

  private static func days(of month: Int, _ year: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func number(_ text: some StringProtocol, digits: ClosedRange<Int>) -> Int? {
    guard digits.contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return Int(text)
  }
}
