internal import App
internal import Screen
internal import TOMLKit
internal import Words

/// The built-in themes and the user's own.
struct ThemeCatalogue {
  /// The built-in themes, in the order in which lists show them.
  private static let builtIn: [(name: String, bytes: [UInt8])] = [
    ("dark", PackageResources.dark_toml),
    ("light", PackageResources.light_toml),
    ("ansi", PackageResources.ansi_toml),
    ("stark", PackageResources.stark_toml),
    ("dusk", PackageResources.dusk_toml),
    ("paper", PackageResources.paper_toml),
  ]

  static let names = builtIn.map(\.name)

  /// The built-in themes that suit only one kind of background. The others bring their own
  /// background, or have colours for both kinds.
  static let backgrounds: [String: Background] = ["dark": .dark, "light": .light]

  /// The folder of the user's own themes.
  let folder: String

  /// The names of the built-in themes, then of the user's, sorted; the terminal backgrounds that
  /// built-in themes need, by name; and the names of the user's themes. What those need is unknown,
  /// because their files are read only when they are used.
  func list() -> (names: [String], backgrounds: [String: Background], own: Set<String>) {
    let own = ownNames
    return (
      Self.names + own.filter { !Self.names.contains($0) }.sorted(),
      Self.backgrounds.filter { !own.contains($0.key) },
      Set(own)
    )
  }

  private var ownNames: [String] {
    guard case .files(let entries) = FolderService.listing(folder + "/") else { return [] }
    return entries.filter { !$0.isFolder && !$0.name.hasPrefix(".") }.map(\.name)
      .filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(".toml".count)) }
  }

  /// Returns the theme with that name, or its dark and light variants. The user's own themes
  /// override the built-in ones.
  /// - Returns: `nil` if there is none.
  /// - Throws: the problem with the file, including its line and key.
  func choice(named name: String) throws(UsageProblem) -> ThemeChoice? {
    let isFileName = !name.contains("/") && !name.hasPrefix(".")
    if isFileName, let file = try TOMLFile.read("\(folder)/\(name).toml") {
      return try ThemeFile(name: name, file: file).choice()
    }
    return try Self.builtIn(name)
  }

  static func builtIn(_ name: String) throws(UsageProblem) -> ThemeChoice? {
    guard let (_, bytes) = builtIn.first(where: { $0.name == name }) else { return nil }
    let file = try TOMLFile(
      path: "themes/\(name).toml", text: String(decoding: bytes, as: UTF8.self))
    return try ThemeFile(name: name, file: file).choice()
  }

  func unknown(_ name: String) -> String {
    Words.unknownTheme(name, builtIn: ["auto"] + Self.names, folder: folder)
  }
}
