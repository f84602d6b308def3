internal import Screen

/// The themes that come with the program, and the user's own.
struct ThemeCatalogue {
  private static let builtIn: [(name: String, bytes: [UInt8])] = [
    ("dark", PackageResources.dark_toml),
    ("light", PackageResources.light_toml),
    ("ansi", PackageResources.ansi_toml),
  ]

  /// Where the user's own are.
  let folder: String

  func theme(named name: String) throws(UsageProblem) -> Theme {
    let isFileName = !name.contains("/") && !name.hasPrefix(".")
    if isFileName, let file = try TOMLFile.read("\(folder)/\(name).toml") {
      return try ThemeFile(name: name, file: file).theme()
    }
    if let (_, bytes) = Self.builtIn.first(where: { $0.name == name }) {
      let text = String(decoding: bytes, as: UTF8.self)
      let file = try TOMLFile(path: "themes/\(name).toml", text: text)
      return try ThemeFile(name: name, file: file).theme()
    }
    let names = Self.builtIn.map(\.name).joined(separator: ", ")
    throw UsageProblem(
      "There is no theme “\(name)”. There are: \(names), and the files in \(folder).")
  }
}
