/// What a person looks for, as typed and as understood. Any text is a query; what cannot be meant is
/// in ``problems``, and the rest counts.
///
/// Words and phrases must all be there, in one message or one title. `model:`, `role:`, `before:`,
/// `after:`, `in:` and `tag:` narrow the search; with a `-` before them all but `in:` leave out.
public struct SearchQuery: Equatable, Sendable {
  /// A word or a phrase.
  public struct Term: Equatable, Sendable {
    public var text: String
    /// Its last word may go on.
    public var isPrefix: Bool

    public init(_ text: String, isPrefix: Bool = false) {
      self.text = text
      self.isPrefix = isPrefix
    }
  }

  /// Where the words must stand.
  public enum Place: String, Equatable, Sendable, CaseIterable {
    case title, question, answer, thinking
  }

  /// What is wrong with a filter, which does not count then.
  public enum Problem: Equatable, Sendable {
    case date(filter: String, value: String)
    case role(String)
    case place(String)
    /// A place cannot be left out; it names the other ones.
    case unwantedPlace(Place)
    /// The query is longer than anyone's; what is behind its first part does not count.
    case tooLong
  }

  /// In the order of their writing.
  public var wanted: [Term] = []
  public var unwanted: [Term] = []
  /// Parts of a model's id; one of them must be in it.
  public var models: [String] = []
  public var unwantedModels: [String] = []
  public var roles: [Role] = []
  public var unwantedRoles: [Role] = []
  /// All of these are tags of the conversation.
  public var tags: [String] = []
  /// None of these is.
  public var unwantedTags: [String] = []
  /// Any of these; anywhere when there is none.
  public var places: [Place] = []
  /// Only what is older than the beginning of each of these times.
  public var before: [SearchDate] = []
  /// Only what is not older than the beginning of any of these times.
  public var after: [SearchDate] = []
  public var problems: [Problem] = []

  public init() {}

  /// There is nothing to look for: not even a filter.
  public var isEmpty: Bool {
    var rest = self
    rest.problems = []
    return rest == SearchQuery()
  }
}

/// A time as people write it, at the beginning of which something begins or ends. The store knows
/// where days begin.
public enum SearchDate: Equatable, Sendable {
  /// The beginning of a day.
  case day(year: Int, month: Int, day: Int)
  /// The beginning of the day so many days before today.
  case daysAgo(Int)
  /// The beginning of the day so many months before today.
  case monthsAgo(Int)

  /// Reads `2025`, `2025-03`, `2025-03-14`, `today`, `yesterday`, `7d`, `2w`, `3m` and `1y`; `nil` for
  /// anything else, and for days that no calendar has.
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
