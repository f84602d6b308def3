import Testing

@testable import aside

/// Complaints about a file name the line.
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
  func aKeyHasALine(_ key: [String], _ line: Int?) {
    // TOML 1.0 has inline tables on one line.
    let text = Self.text.replacing("\"red\",\n  bg", with: "\"red\", bg")
    let expected = line.map { $0 > 6 ? $0 - 1 : $0 }
    #expect(TOMLLines(text).line(of: key) == expected)
    #expect(TOMLLines(text.replacing("\n", with: "\r\n")).line(of: key) == expected)
  }

  private func complaint(_ text: String) throws -> String? {
    do throws(UsageProblem) {
      _ = try ThemeFile(name: "mine", file: TOMLFile(path: "mine.toml", text: text)).theme()
      return nil
    } catch {
      return error.description
    }
  }

  @Test(
    arguments: [
      (
        "[roles]\n\ntext = { fgg = \"red\" }\n",
        "mine.toml, line 3: there is no setting “roles.text.fgg”."
      ),
      ("[roles]\ntxt = {}\n", "mine.toml, line 2: there is no setting “roles.txt”."),
      ("[roles]\n# x\ntext = 1\n", "mine.toml, line 3: roles.text takes a table."),
      (
        "[roles]\ntext = {}\naccent = { fg = \"reddish\" }\n",
        "mine.toml, line 3: roles.accent.fg takes \"#rrggbb\" or a name such as \"bright-blue\"."
      ),
      (
        "[roles.rule]\nfg = \"red\"\nemphasis = [\"bold\", \"loud\"]\n",
        "mine.toml, line 3: roles.rule.emphasis takes a list of bold, dim, italic, reverse, underline."
      ),
      (
        "background = \"grey\"\n[roles]\n",
        "mine.toml, line 1: background takes \"dark\" or \"light\"."
      ),
      ("background = \"dark\"\n", "mine.toml: the table [roles] is missing."),
      ("background = \"dark\"\nrole = 1\n", "mine.toml, line 2: there is no setting “role”."),
      ("[roles]\ntext = {}\n", nil),
    ] as [(String, String?)])
  func aBrokenThemeNamesFileLineAndKey(_ text: String, _ words: String?) throws {
    #expect(try complaint(text) == words)
  }

  @Test func aMistakeInTheGrammarNamesTheLine() throws {
    #expect(try complaint("[roles]\ntext = {\n")?.hasPrefix("mine.toml, line 2: ") == true)
  }

  private func configurationComplaint(_ text: String) -> String? {
    do throws(UsageProblem) {
      _ = try Configuration(TOMLFile(path: "config.toml", text: text))
      return nil
    } catch {
      return error.description
    }
  }

  @Test func theConfigurationNamesLinesToo() {
    #expect(
      configurationComplaint("model = \"x\"\n\n[parameters]\ntopp = 1\n")
        == "config.toml, line 4: there is no setting “parameters.topp”.")
    #expect(
      configurationComplaint("[parameters]\n\ntemperature = 9\n")?
        .hasPrefix("config.toml, line 3: temperature takes ") == true)
    #expect(
      configurationComplaint("[providers.work]\nbase_url = \"x\"\n")?
        .hasPrefix("config.toml, line 2: providers.work.base_url takes ") == true)
    #expect(
      configurationComplaint("theme = 3\n") == "config.toml, line 1: theme takes a text in quotes.")
  }
}
