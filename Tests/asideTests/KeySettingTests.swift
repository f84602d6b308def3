import App
import Chat
import Foundation
import TestKit
import Testing

@testable import aside

/// The `[keys]` table of config.toml.
@Suite struct KeySettingTests {
  private func complaint(_ text: String) throws -> String? {
    do throws(UsageProblem) {
      _ = try Configuration(TOMLFile(path: "config.toml", text: text))
      return nil
    } catch {
      return error.description
    }
  }

  @Test func keysOfAllContextsAreRead() throws {
    let text = """
      [keys]
      "Ctrl-K" = "palette"
      [keys.transcript]
      "g g" = "scroll-to-start"
      [keys.pages.picker]
      "Ctrl-S" = "favorite"
      """
    let file = try TOMLFile(path: "config.toml", text: text)
    let lines = try Configuration(file).keymap.lines.filter { $0.setting != nil }
    #expect(lines.map(\.context) == ["global", "transcript", "pages.picker"])
    #expect(lines.map(\.action) == ["open-palette", "scroll-to-start", "favorite"])
  }

  @Test func aProblemNamesItsLine() throws {
    #expect(
      try complaint("mouse = true\n[keys.global]\n\"Ctrl-M\" = \"send\"\n")
        == "config.toml, line 3: terminals send Enter for Ctrl-M. Bind Enter instead.")
    #expect(
      try complaint("[keys.global]\n\"Ctrl-K\" = 3\n")
        == "config.toml, line 2: keys.global.Ctrl-K must be a quoted string.")
  }

  /// The keys are listed despite a mistake in the file, because the list helps to correct it.
  @Test func aMistakeDoesNotHideTheKeys() throws {
    let home = try TestHome()
    let file = home.appending(path: "keys.toml")
    try Data("[keys.global]\n\"F9\" = \"nosuch\"\n\"F10\" = \"quit\"\n".utf8).write(to: file)
    func run(_ options: [String]) throws -> ProcessRun {
      try ProcessRun(
        AsideProgram.path, ["keys", "--config", file.path] + options,
        environment: ["HOME": home.path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"])
    }
    let keys = try run([])
    #expect(keys.status == 2)
    #expect(keys.output.contains(/global +F10 +quit +.*keys.toml:3\n/))
    #expect(keys.output.contains(/global +F1 +open-help +default\n/))
    #expect(keys.error.contains("line 2: unknown action “nosuch”"))
    let actions = try run(["--actions"])
    #expect(actions.status == 0)
    #expect(actions.output.contains("open-help"))
    #expect(actions.error == "")
  }
}
