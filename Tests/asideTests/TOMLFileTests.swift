import Chat
import Foundation
import Screen
import Terminal
import TestKit
import Testing

@testable import aside

/// Messages about a file give the line number.
@Suite struct TOMLFileTests {
  private static let text = """
    # A comment
    background = "dark" # and another

    [roles]
    text = {}
    accent = { fg = "red",
      bg = "blue" }
    "heading" = { fg = "green" }
    lists = [
      "[roles.rule]",
      # rule = {}
      "rule = {}",
    ]
    words = \"""
    link = {}
    \"""
    link = { emphasis = ["bold"] }

    user.fg = "red"
    user.bg = "red"
    [roles.model]
    # fg
    fg = "red"
    """

  @Test(
    arguments: [
      (["background"], 2), (["roles"], 4), (["roles", "text"], 5),
      (["roles", "heading"], 8), (["roles", "heading", "fg"], 8), (["roles", "lists"], 9),
      (["roles", "words"], 14), (["roles", "link"], 17), (["roles", "user"], 19),
      (["roles", "user", "bg"], 20), (["roles", "model"], 21), (["roles", "model", "fg"], 23),
      (["rule"], nil), (["roles", "rule"], nil), (["roles", "text", "fg"], nil), ([], nil),
    ] as [([String], Int?)])
  func everyKeyHasALine(_ key: [String], _ line: Int?) {
    // TOML 1.0 requires inline tables to be on one line.
    let text = Self.text.replacing("\"red\",\n  bg", with: "\"red\", bg")
    let expected = line.map { $0 > 6 ? $0 - 1 : $0 }
    #expect(TOMLLines(text).line(of: key) == expected)
    #expect(TOMLLines(text.replacing("\n", with: "\r\n")).line(of: key) == expected)
  }

  private func complaint(_ text: String) throws -> String? {
    do throws(UsageProblem) {
      _ = try ThemeFile(name: "mine", file: TOMLFile(path: "mine.toml", text: text)).choice()
      return nil
    } catch {
      return error.description
    }
  }

  @Test(
    arguments: [
      (
        "[roles]\n\ntext = { fgg = \"red\" }\n",
        "mine.toml, line 3: unknown setting “roles.text.fgg”. Did you mean “fg”?"
      ),
      (
        "[roles]\ntxt = {}\n",
        "mine.toml, line 2: unknown setting “roles.txt”. Did you mean “text”?"
      ),
      ("[roles]\n# x\ntext = 1\n", "mine.toml, line 3: roles.text must be a table."),
      (
        "[roles]\ntext = {}\naccent = { fg = \"reddish\" }\n",
        "mine.toml, line 3: roles.accent.fg must be \"#rrggbb\" or a name such as \"bright-blue\"."
      ),
      (
        "[roles.rule]\nfg = \"red\"\nemphasis = [\"bold\", \"loud\"]\n",
        "mine.toml, line 3: roles.rule.emphasis must be a list containing only bold, dim, italic, reverse or underline."
      ),
      (
        "background = \"grey\"\n[roles]\n",
        "mine.toml, line 1: background must be \"dark\" or \"light\"."
      ),
      ("background = \"dark\"\n", "mine.toml: missing [roles] table."),
      (
        "background = \"dark\"\nrole = 1\n",
        "mine.toml, line 2: unknown setting “role”. Did you mean “roles”?"
      ),
      ("[roles]\ntext = {}\n", nil),
    ] as [(String, String?)])
  func brokenThemeErrorNamesFileLineAndKey(_ text: String, _ words: String?) throws {
    #expect(try complaint(text) == words)
  }

  @Test func syntaxErrorNamesTheLine() throws {
    #expect(try complaint("[roles]\ntext = {\n")?.hasPrefix("mine.toml, line 2: ") == true)
  }

  /// The parser complains about a control character: the end of the line.
  @Test(arguments: ["theme = \"dark\n", "a = 1\ntheme = 'dark\n\n", "theme = \"dark\r\nb = 1\n"])
  func unclosedQuotationMarkIsNamed(_ text: String) throws {
    let line = text.hasPrefix("a") ? 2 : 1
    #expect(
      try complaint(text) == "mine.toml, line \(line): the string has no closing quotation mark.")
    #expect(try complaint("theme = \"da\u{1}rk\"\n")?.contains("control characters") == true)
  }

  private func configurationComplaint(_ text: String) -> String? {
    do throws(UsageProblem) {
      _ = try Configuration(TOMLFile(path: "config.toml", text: text))
      return nil
    } catch {
      return error.description
    }
  }

  @Test func configurationErrorsNameTheLine() {
    #expect(
      configurationComplaint("model = \"x\"\n\n[parameters]\ntopp = 1\n")
        == "config.toml, line 4: unknown setting “parameters.topp”. Did you mean “top_p”?")
    #expect(
      configurationComplaint("[parameters]\n\ntemperature = -1\n")?
        .hasPrefix("config.toml, line 3: temperature must be ") == true)
    #expect(
      configurationComplaint("[providers.work]\nbase_url = \"x\"\n")?
        .hasPrefix("config.toml, line 2: providers.work.base_url must be ") == true)
    #expect(
      configurationComplaint("theme = 3\n") == "config.toml, line 1: theme must be a quoted string."
    )
    #expect(
      configurationComplaint(
        "[providers.work]\nbase_url = \"http://h\"\nproxy = \"ftp://u:pw@p\"\n")?
        .hasPrefix("config.toml, line 3: providers.work.proxy must be ") == true)
  }

  @Test(arguments: [
    ("temperature = [0.5, 0.7]", "temperature", "[0.5,0.7]"),
    ("stop = [\"a\", 1]", "stop", "[\"a\",1]"), ("stop = []", "stop", "[]"),
    ("extra = [1]", "extra", "[1]"), ("seed = 2026-11-24", "seed", "2026-11-24"),
  ])
  func invalidParameterIsQuoted(_ line: String, _ name: String, _ value: String) {
    let complaint = configurationComplaint("[parameters]\n\(line)\n")
    #expect(complaint?.hasPrefix("config.toml, line 2: \(name) must be ") == true)
    #expect(complaint?.hasSuffix("not “\(value)”.") == true, "\(complaint ?? "")")
  }

  @Test func parameterCanBeATable() throws {
    let text = """
      [parameters]
      extra = { a = 1, b = [true, "x"] }
      response_format.type = "json_object"
      stop = ["a", "b"]
      """
    let parameters = try Configuration(TOMLFile(path: "", text: text)).parameters
    #expect(parameters.extra?["a"] == .integer(1))
    #expect(parameters.extra?["b"] == .array([.bool(true), .string("x")]))
    #expect(parameters.responseFormat?["type"] == .string("json_object"))
    #expect(parameters.stop == ["a", "b"])
  }

  @Test(arguments: [Data([0]), Data([0xFF, 0xFE])])
  func binaryInputIsRefusedEntirely(_ bytes: Data) throws {
    let home = try TestHome()
    let file = home.appending(path: "config.toml")
    try (Data("model = \"x\"\n# ".utf8) + bytes + Data("\nbogus = 1\n".utf8)).write(to: file)
    let error = #expect(throws: UsageProblem.self) { try TOMLFile.read(file.path) }
    #expect(error?.description == "\(file.path), line 2: invalid UTF-8.")
  }
}

/// Theme selection, and the error reported if a theme cannot be used.
@Suite struct ThemeSelectionTests {
  private func selection(
    _ option: String?, _ configuration: String = "", files: [String: String] = [:],
    depth: ColorDepth = .direct
  ) throws -> ThemeSelection {
    let home = try TestHome()
    for (name, text) in files {
      try text.write(to: home.appending(path: name), atomically: true, encoding: .utf8)
    }
    let file = try TOMLFile(path: "config.toml", text: configuration)
    return try ThemeSelection(
      option: option, Configuration(file), ThemeCatalogue(folder: home.path), depth: depth)
  }

  private func names(_ choice: ThemeChoice) -> [String] {
    switch choice {
    case .fixed(let theme): [theme.name]
    case .byBackground(let dark, let light): [dark.name, light.name]
    }
  }

  /// With eight colours, the default uses the terminal's own.
  @Test func fewColorsMakeAnsiTheDefault() throws {
    #expect(names(try selection(nil, depth: .eight).choice) == ["ansi", "ansi"])
    #expect(names(try selection(nil, depth: .sixteen).choice) == ["dark", "light"])
    #expect(names(try selection("dark", depth: .eight).choice) == ["dark"])
    let configured = try selection(nil, "theme_dark = \"stark\"", depth: .eight)
    #expect(names(configured.choice) == ["stark", "ansi"])
    guard case .success(let choice) = configured.choosing("auto") else { throw Unexpected() }
    #expect(names(choice) == ["stark", "ansi"])
  }

  private struct Unexpected: Error {}

  @Test(
    arguments: [
      (nil, "", ["dark", "light"]), ("auto", "theme = \"light\"", ["dark", "light"]),
      (nil, "theme = \"auto\"", ["dark", "light"]), (nil, "theme = \"paper\"", ["paper"]),
      ("dusk", "theme = \"paper\"", ["dusk"]),
      (nil, "theme_dark = \"stark\"\ntheme_light = \"paper\"", ["stark", "paper"]),
      (nil, "theme = \"mine\"", ["mine"]), ("mine", "", ["mine"]),
    ] as [(String?, String, [String])])
  func optionOverridesTheConfiguration(
    _ option: String?, _ configuration: String, _ names: [String]
  ) throws {
    let selection = try selection(option, configuration, files: ["mine.toml": "[roles]\n"])
    #expect(self.names(selection.choice) == names)
    #expect(selection.troubles.isEmpty)
  }

  @Test func brokenOrMissingThemeIsReportedAndReplacedByTheDefault() throws {
    let broken = ["mine.toml": "[roles]\ntext = { fg = 3 }\n"]
    for (option, configuration) in [
      ("mine", ""), (nil, "theme = \"mine\""), (nil, "theme_light = \"mine\""),
    ] {
      let selection = try selection(option, configuration, files: broken)
      #expect(names(selection.choice) == ["dark", "light"])
      #expect(selection.troubles.count == 1)
      #expect(selection.troubles[0].contains("mine.toml, line 2: roles.text.fg must be"))
    }
    let unknown = try selection(nil, "model = \"x\"\ntheme_dark = \"nope\"")
    #expect(names(unknown.choice) == ["dark", "light"])
    #expect(
      unknown.troubles[0].hasPrefix("config.toml, line 2, theme_dark: Unknown theme “nope”. "))
    let ownDark = try selection(nil, files: ["dark.toml": "x"])
    #expect(names(ownDark.choice) == ["dark", "light"])
    #expect(ownDark.troubles.count == 1)
  }

  @Test func unknownThemeOptionIsRefused() throws {
    #expect(throws: UsageProblem.self) { try self.selection("nope") }
    #expect(throws: UsageProblem.self) { try self.selection("../mine") }
  }
}
