internal import Screen
internal import TOMLKit
internal import Words

/// The themes that come with the program, and the user's own.
struct ThemeCatalogue {
  /// The order is that of lists for people.
  private static let builtIn: [(name: String, bytes: [UInt8])] = [
    ("dark", PackageResources.dark_toml),
    ("light", PackageResources.light_toml),
    ("ansi", PackageResources.ansi_toml),
    ("stark", PackageResources.stark_toml),
    ("dusk", PackageResources.dusk_toml),
    ("paper", PackageResources.paper_toml),
  ]

  static let names = builtIn.map(\.name)

  /// Where the user's own are.
  let folder: String

  /// The user's theme of that name before ours.
  /// - Returns: `nil` when there is none.
  /// - Throws: what is wrong with the file, with the line and the key.
  func theme(named name: String) throws(UsageProblem) -> Theme? {
    let isFileName = !name.contains("/") && !name.hasPrefix(".")
    if isFileName, let file = try TOMLFile.read("\(folder)/\(name).toml") {
      return try ThemeFile(name: name, file: file).theme()
    }
    return try Self.builtIn(name)
  }

  static func builtIn(_ name: String) throws(UsageProblem) -> Theme? {
    guard let (_, bytes) = builtIn.first(where: { $0.name == name }) else { return nil }
    let file = try TOMLFile(
      path: "themes/\(name).toml", text: String(decoding: bytes, as: UTF8.self))
    return try ThemeFile(name: name, file: file).theme()
  }

  func unknown(_ name: String) -> String {
    Words.unknownTheme(name, builtIn: ["auto"] + Self.names, folder: folder)
  }
}
