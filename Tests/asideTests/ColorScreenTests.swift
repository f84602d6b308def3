import Foundation
import TestKit
import Testing

/// Colours and the terminal's background in a real terminal.
@Suite struct ColorScreenTests {
  /// The accent colours of dark.toml and light.toml.
  private static let dark = "\u{1B}[38;2;95;175;255m"
  private static let light = "\u{1B}[38;2;0;95;175m"
  private static let question = "\u{1B}]11;?\u{1B}\\\u{1B}[c"
  private static let directColor = ["COLORTERM": "truecolor"]

  private func count(_ text: String, _ terminal: PseudoTerminal) -> Int {
    String(decoding: terminal.output, as: UTF8.self).components(separatedBy: text).count - 1
  }

  @Test func tmuxGets24Bits() async throws {
    let screen = try TmuxScreen(
      "\(AsideProgram.path) --demo --theme dark",
      environment: ["TERM": "tmux-256color", "TMUX": "/tmp/none,1,0"])
    try await screen.wait(forText: "demo")
    try await screen.wait(for: "a colour of 24 bits") { _ in
      (try? screen.text(styled: true).contains("38;2;")) == true
    }
  }

  /// Each case has a terminal's `name`, text that the program must send to that terminal, and the
  /// allowed prefixes of colour sequences.
  @Test(
    arguments: [
      ("xterm-256color", directColor, "38;2;", ["38;2", "48;2"]),
      ("xterm-256color", [:], "38;5;", ["38;5", "48;5", "3", "4"]),
      ("xterm", directColor, "38;2;", ["38;2", "48;2"]), ("xterm", [:], "[36m", ["3", "4"]),
      ("linux", directColor, "[36m", ["3", "4"]),
      ("xterm-256color", directColor.merging(["NO_COLOR": "1"]) { $1 }, "[0;1m", []),
      ("vt100", directColor, "[0;1m", []),
    ])
  func colourDepthFollowsTheTerminal(
    _ name: String, _ environment: [String: String], _ wanted: String, _ allowed: [String]
  ) async throws {
    let terminal = try PseudoTerminal(
      ["--demo", "--theme", "dark"],
      environment: environment.merging(["TERM": name]) { $1 })
    try await terminal.wait(forText: wanted)
    try terminal.write("\u{4}\u{4}")
    #expect(try await terminal.waitForExit() == 0)
    let sent = String(decoding: terminal.output, as: UTF8.self)
    for match in sent.matches(of: #/\[([34][0-9](;[0-9]+)*)m/#) where !match.1.hasPrefix("39") {
      let isBasic = match.1.count == 2 && allowed.contains(String(match.1.prefix(1)))
      #expect(isBasic || allowed.contains(String(match.1.prefix(4))), "\(name): \(match.1)")
    }
    // With a theme given as an option, the program does not ask for the background colour.
    #expect(!sent.contains("]11;") && !sent.contains("2031"))
  }

  @Test(
    arguments: [
      "\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\", "\u{1B}]11;rgb:fd/f6/e3\u{07}",
      "\u{1B}]11;#ffffff\u{07}", "\u{1B}]11;rgba:ffff/ffff/ffff/ffff\u{1B}\\",
    ])
  func terminalReplyChangesTheThemeAndIsNotTyped(_ answer: String) async throws {
    let terminal = try PseudoTerminal(["--demo"], environment: Self.directColor)
    try await terminal.wait(forText: Self.question)
    // The program does not wait for the terminal's reply, but uses the dark theme.
    try await terminal.wait(forText: Self.dark)
    try terminal.write("quick" + answer)
    try await terminal.wait(forText: Self.light)
    let changes = count(Self.light, terminal)
    try terminal.write("\u{1B}[?62;22cwords")
    try await terminal.wait(forText: "words")
    #expect(changes > 0)
    // When the terminal reports a change (mode 2031), the program changes its theme.
    let before = count(Self.dark, terminal)
    try terminal.write("\u{1B}[?997;1n")
    try await terminal.wait(for: "the dark theme") { _ in count(Self.dark, terminal) > before }
    try terminal.write("\u{3}\u{4}\u{4}")
    #expect(try await terminal.waitForExit() == 0)
    let sent = String(decoding: terminal.output, as: UTF8.self)
    #expect(!sent.contains("rgb") && !sent.contains("997;") && !sent.contains("62;"))
    #expect(sent.contains("\u{1B}[?2031l"))
  }

  /// `COLORFGBG` decides until the terminal replies. The reply then takes precedence.
  @Test func theTerminalsReplyOverridesTheVariable() async throws {
    let terminal = try PseudoTerminal(
      ["--demo"], environment: ["COLORTERM": "truecolor", "COLORFGBG": "0;15"])
    try await terminal.wait(forText: Self.light)
    #expect(count(Self.dark, terminal) == 0)
    try terminal.write("\u{1B}]11;rgb:0000/0000/0000\u{1B}\\\u{1B}[?6c")
    try await terminal.wait(forText: Self.dark)
  }

  /// On a theme with its own background, the cursor gets a colour that can be seen there. It gets
  /// its usual colour back with another theme and when the program ends.
  @Test func cursorCanBeSeenOnAThemesOwnBackground() async throws {
    let terminal = try PseudoTerminal(
      ["--demo", "--theme", "paper"], environment: Self.directColor)
    try await terminal.wait(forText: "\u{1B}]12;#3b2f25\u{1B}\\")
    try terminal.write("/theme dark\r")
    try await terminal.wait(forText: "\u{1B}]112\u{1B}\\")
    try terminal.write("/theme dusk\r")
    try await terminal.wait(forText: "\u{1B}]12;#c4b8a6\u{1B}\\")
    let before = count("\u{1B}]112\u{1B}\\", terminal)
    try terminal.write("\u{4}\u{4}")
    #expect(try await terminal.waitForExit() == 0)
    #expect(count("\u{1B}]112\u{1B}\\", terminal) == before + 1)
  }

  @Test func cursorGetsItsColorBackAfterACrash() async throws {
    let terminal = try PseudoTerminal(
      ["--demo", "--theme", "paper"], environment: Self.directColor)
    try await terminal.wait(forText: "\u{1B}]12;#3b2f25\u{1B}\\")
    terminal.signal(SIGBUS)
    try await terminal.wait(forText: "\u{1B}]112\u{1B}\\")
  }

  @Test(arguments: [("xterm-256color", "dark"), ("linux", "paper"), ("xterm-256color", "ansi")])
  func otherCursorsKeepTheirColor(_ name: String, _ theme: String) async throws {
    let terminal = try PseudoTerminal(
      ["--demo", "--theme", theme], environment: ["TERM": name])
    try await terminal.wait(forText: "demo")
    try terminal.write("\u{4}\u{4}")
    #expect(try await terminal.waitForExit() == 0)
    #expect(count("]12;", terminal) + count("]112", terminal) == 0)
  }

  @Test func brokenThemeIsNamedOnTheScreen() async throws {
    let home = try TestHome()
    let folder = home.appending(path: ".config/aside/themes")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try "[roles]\n\ntext = { fgg = \"red\" }\n".write(
      to: folder.appending(path: "mine.toml"), atomically: true, encoding: .utf8)
    let screen = try TmuxScreen(
      "\(AsideProgram.path) --demo --theme mine", width: 200, home: home)
    try await screen.wait(forText: "“roles.text.fgg”")
    try await screen.wait(forText: "Using the default theme.")
  }
}
