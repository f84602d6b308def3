internal import Chat
internal import TOMLKit
internal import Words

/// The `[history]` table of the configuration: what is kept, and for how long.
struct HistorySetting: Equatable {
  /// Conversations unused for this many days are moved to the trash at startup; `nil` keeps all.
  var daysKept: Int?
  /// If `false`, neither the screen nor `ask` stores anything.
  var isStored = true

  init() {}

  init(_ table: TOMLFile, _ problems: inout SettingProblems) {
    table.check(keys: ["delete_after", "store"], &problems)
    isStored = problems.note { () throws(UsageProblem) in try table.bool("store") } ?? true
    guard let value = table.table["delete_after"] else { return }
    let days = value.int ?? value.string.flatMap(Self.days)
    guard let days, (1...36_500).contains(days) else {
      problems.note(table.problem("delete_after", .days))
      return
    }
    daysKept = days
  }

  /// Parses `90d`, `12w` or `2y`.
  private static func days(_ text: String) -> Int? {
    let units: [Character: Int] = ["d": 1, "w": 7, "y": 365]
    guard let unit = text.last.flatMap({ units[$0] }), let count = Int(text.dropLast()) else {
      return nil
    }
    let (days, isTooMuch) = count.multipliedReportingOverflow(by: unit)
    return isTooMuch ? nil : days
  }

  /// Returns the cutoff: conversations last used before it are moved to the trash. `nil` keeps all.
  func limit(now: Timestamp) -> Timestamp? {
    daysKept.map { now.advanced(by: .seconds(-86_400 * $0)) }
  }
}
