internal import Words

/// The `[composer]` table of the configuration.
struct ComposerSetting: Equatable {
  /// The number of lines at which a paste is folded; `nil` disables folding.
  var foldedPasteLines: Int? = 10
  /// Whether the composer uses vi keys.
  var vi = false

  init() {}

  init(_ table: TOMLFile, _ problems: inout SettingProblems) {
    table.check(keys: ["fold_pastes", "vi"], &problems)
    let lines = problems.note { () throws(UsageProblem) -> Int? in
      let lines = try table.integer("fold_pastes")
      if let lines, lines < 0 { throw table.problem("fold_pastes", .integerFromZero) }
      return lines
    }
    if let lines { foldedPasteLines = lines == 0 ? nil : lines }
    vi = problems.note { () throws(UsageProblem) in try table.bool("vi") } ?? false
  }
}
