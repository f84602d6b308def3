internal import App
internal import Chat
internal import TOMLKit
internal import Words

extension SpendingLimits {
  /// Reads the `[limits]` table of the configuration.
  init(_ table: TOMLFile, _ problems: inout SettingProblems) {
    table.check(keys: ["conversation", "day"], &problems)
    self.init(
      conversation: Self.dollars("conversation", table, &problems),
      day: Self.dollars("day", table, &problems))
  }

  private static func dollars(
    _ key: String, _ table: TOMLFile, _ problems: inout SettingProblems
  ) -> Double? {
    guard let value = table.table[key] else { return nil }
    guard let dollars = value.double ?? value.int.map(Double.init), dollars >= 0,
      dollars <= Money.most
    else {
      problems.note(table.problem(key, .dollars))
      return nil
    }
    return dollars
  }
}
