internal import Screen
internal import TOMLKit

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
      return try Self.theme(name, file)
    }
    if let (_, bytes) = Self.builtIn.first(where: { $0.name == name }) {
      let text = String(decoding: bytes, as: UTF8.self)
      return try Self.theme(name, TOMLFile(path: "themes/\(name).toml", text: text))
    }
    let names = Self.builtIn.map(\.name).joined(separator: ", ")
    throw UsageProblem(
      "There is no theme “\(name)”. There are: \(names), and the files in \(folder).")
  }

  private static func theme(_ name: String, _ file: TOMLFile) throws(UsageProblem) -> Theme {
    try file.check(keys: ["roles"], of: file.table)
    guard let roles = file.table["roles"]?.table else {
      throw UsageProblem("\(file.path): the table [roles] is missing.")
    }
    try file.check(keys: StyleRole.allCases.map(\.name), of: roles, in: "roles")
    var looks: [StyleRole: Look] = [:]
    for role in StyleRole.allCases {
      guard let value = roles[role.name] else { continue }
      guard let table = value.table else { throw file.problem("roles.\(role.name)", "a table") }
      looks[role] = try look(table, role, file)
    }
    return Theme(name: name, looks: looks)
  }

  private static func look(
    _ table: TOMLTable, _ role: StyleRole, _ file: TOMLFile
  ) throws(UsageProblem) -> Look {
    let place = "roles.\(role.name)"
    try file.check(keys: ["fg", "bg", "emphasis"], of: table, in: place)
    var look = Look()
    look.foreground = try color(table["fg"], "\(place).fg", file)
    look.background = try color(table["bg"], "\(place).bg", file)
    guard let value = table["emphasis"] else { return look }
    for word in value.array?.map({ $0.string ?? "" }) ?? [""] {
      guard let emphasis = emphases[word] else {
        throw file.problem(
          "\(place).emphasis", "a list of \(emphases.keys.sorted().joined(separator: ", "))")
      }
      look.emphasis.insert(emphasis)
    }
    return look
  }

  private static let emphases: [String: Emphasis] = [
    "bold": .bold, "dim": .dim, "italic": .italic, "underline": .underline, "reverse": .reverse,
  ]

  private static func color(
    _ value: (any TOMLValueConvertible)?, _ place: String, _ file: TOMLFile
  ) throws(UsageProblem) -> Color? {
    guard let value else { return nil }
    guard let color = value.string.flatMap(Color.init) else {
      throw file.problem(place, "\"#rrggbb\" or a name such as \"bright-blue\"")
    }
    return color
  }
}
