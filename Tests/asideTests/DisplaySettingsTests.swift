import Foundation
import TestKit
import Testing

/// Settings for terminals that draw some characters differently.
@Suite struct DisplaySettingsTests {
  private func home(_ setting: String) throws -> TestHome {
    let home = try TestHome()
    let folder = home.appending(path: ".config/aside")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data((setting + "\n").utf8).write(to: folder.appending(path: "config.toml"))
    return home
  }

  /// Returns the cursor's column after the movements in `bytes`, which begin at `start` and must
  /// stay within a row.
  private func column(after bytes: ArraySlice<UInt8>, from start: Int) -> Int {
    var column = start
    let text = String(decoding: bytes, as: UTF8.self)
    for match in text.matches(of: /\u{8}|\u{1B}\[([0-9]*);?([0-9]*)([CDGH])/) {
      let numbers = [match.output.1, match.output.2].map { $0.flatMap { Int($0) } ?? 1 }
      switch match.output.3 {
      case "C": column += numbers[0]
      case "G": column = numbers[0] - 1
      case "H": column = numbers[1] - 1
      case "D": column -= numbers[0]
      default: column -= 1
      }
    }
    return column
  }

  @Test func bordersCanBeASCII() async throws {
    let screen = try TmuxScreen("\(AsideProgram.path) --demo", home: home("borders = \"ascii\""))
    try await screen.wait(forText: "Type a question")
    let text = try await screen.wait(forText: "---")
    #expect(text.utf8.allSatisfy { $0 < 0x80 }, "\(text)")
  }

  #if os(Linux)
    /// Curses must move the cursor by the configured width of Greek letters.
    @Test(arguments: [("ambiguous_width = 2", 2), ("ambiguous_width = 1", 1), ("", 1)])
    func ambiguousCharactersHaveTheConfiguredWidth(_ setting: String, _ columns: Int) async throws {
      let terminal = try PseudoTerminal(["--demo"], home: home(setting))
      try await terminal.wait(forText: "Type a question")
      try terminal.write("αβγ")
      try await terminal.wait(forText: "γ")
      // The text starts in column 3. Ctrl-A moves there, and Ctrl-F moves over the first letter.
      var column = 3 + 3 * columns
      for (key, wanted) in [("\u{1}", 3), ("\u{6}", 3 + columns)] {
        let start = terminal.output.count
        try terminal.write(key)
        try await terminal.wait(for: "the cursor in column \(wanted)") {
          self.column(after: $0[start...], from: column) == wanted
        }
        column = wanted
      }
      #expect(TerminalBytes(terminal.output).text.contains("─") == (columns == 1))
    }
  #endif

  @Test(arguments: ["borders = \"round\"", "borders = 1", "ambiguous_width = 3"])
  func otherValuesAreRejected(_ setting: String) throws {
    let home = try home(setting)
    let run = try ProcessRun(
      AsideProgram.path, ["list"], environment: ["HOME": home.path, "PATH": "/usr/bin:/bin"])
    #expect(run.status == 2)
    #expect(run.error.contains(setting.prefix(7)))
  }
}
