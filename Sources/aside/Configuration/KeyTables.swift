internal import App
internal import TOMLKit
internal import Words

/// The key settings in the `[keys]` table and its subtables.
struct KeyTables {
  private(set) var settings: [KeySetting] = []
  /// For each setting, a closure that finds its line in the file. Finding the line is slow.
  private(set) var lines: [() -> Int?] = []

  init(_ section: TOMLFile, _ problems: inout SettingProblems) {
    read(section, [], &problems)
  }

  private mutating func read(
    _ section: TOMLFile, _ path: [String], _ problems: inout SettingProblems
  ) {
    for key in section.table.keys {
      guard let value = section.table[key] else { continue }
      if value.table != nil {
        guard path.count < 2 else {
          let place = section.position(of: key)
          problems.note(UsageProblem(Words.unknownSetting(section.name(of: key), at: place)))
          continue
        }
        if let inner = problems.note({ () throws(UsageProblem) in try section.section(key) }) {
          read(inner, path + [key], &problems)
        }
      } else if let action = problems.note({ () throws(UsageProblem) in try section.string(key) }) {
        settings.append(
          // A key outside any table applies everywhere.
          KeySetting(
            path: path.isEmpty ? ["global"] : path, keys: key, action: action,
            place: { section.position(of: key) }))
        lines.append { section.line(of: key) }
      }
    }
  }
}
