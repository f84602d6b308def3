internal import Screen
internal import TOMLKit
internal import Words

/// The contents of a theme file; `themes/dark.toml` explains the format.
struct ThemeFile {
  let name: String
  let file: TOMLFile

  /// Returns the theme, or a dark and a light one if the file has separate roles for light
  /// backgrounds.
  /// - Throws: the first problem.
  func choice() throws(UsageProblem) -> ThemeChoice {
    try file.check(keys: ["background", "roles", "light"])
    guard let roles = try file.section("roles") else {
      throw UsageProblem(Words.missingRoles(file.path))
    }
    let theme = try theme(roles, on: background())
    guard let light = try file.section("light") else { return .fixed(theme) }
    return .byBackground(dark: theme, light: try self.theme(light, on: .light))
  }

  private func theme(
    _ roles: TOMLFile, on background: Background?
  ) throws(UsageProblem) -> Theme {
    try roles.check(keys: StyleRole.allCases.map(\.name))
    var looks: [StyleRole: Look] = [:]
    for role in StyleRole.allCases {
      guard let table = try roles.section(role.name) else { continue }
      looks[role] = try look(table)
    }
    // Themes written for earlier versions lack these roles.
    looks[.codeText] = looks[.codeText] ?? looks[.code]
    looks[.codeTitle] = looks[.codeTitle] ?? looks[.secondary]
    looks[.codeAdded] = looks[.codeAdded] ?? looks[.codeString]
    looks[.currentMatch] = looks[.currentMatch] ?? looks[.match]
    looks[.codeRemoved] =
      looks[.codeRemoved]
      ?? Look(foreground: looks[.error]?.foreground, background: looks[.codeText]?.background)
    return Theme(name: name, background: background, looks: looks)
  }

  private func background() throws(UsageProblem) -> Background? {
    guard let word = try file.string("background") else { return nil }
    guard let background = Background(rawValue: word) else {
      throw file.problem("background", .oneOf(["dark", "light"]))
    }
    return background
  }

  private func look(_ table: TOMLFile) throws(UsageProblem) -> Look {
    try table.check(keys: ["fg", "bg", "emphasis"])
    var look = Look()
    look.foreground = try color("fg", table)
    look.background = try color("bg", table)
    guard let value = table.table["emphasis"] else { return look }
    for word in value.array?.map({ $0.string ?? "" }) ?? [""] {
      guard let emphasis = Self.emphases[word] else {
        throw table.problem("emphasis", .listOf(Self.emphases.keys.sorted()))
      }
      look.emphasis.insert(emphasis)
    }
    return look
  }

  private static let emphases: [String: Emphasis] = [
    "bold": .bold, "dim": .dim, "italic": .italic, "underline": .underline, "reverse": .reverse,
  ]

  private func color(_ key: String, _ table: TOMLFile) throws(UsageProblem) -> Color? {
    guard let value = table.table[key] else { return nil }
    guard let color = value.string.flatMap(Color.init) else {
      throw table.problem(key, .color)
    }
    return color
  }
}
