import TestKit
import Testing

/// Colours from outside.
@Suite struct ColorScreenTests {
  private static let directColor = ["COLORTERM": "truecolor"]

  @Test func tmuxGets24Bits() async throws {
    let screen = try TmuxScreen(
      "\(AsideProgram.path) --demo --theme dark",
      environment: ["TERM": "tmux-256color", "TMUX": "/tmp/none,1,0"])
    try await screen.wait(forText: "demo")
    try await screen.wait(for: "a colour of 24 bits") { _ in
      (try? screen.text(styled: true).contains("38;2;")) == true
    }
  }

  /// What the program sends to one that is called `name`, and the first numbers of every colour
  /// that it may set.
  @Test(
    arguments: [
      ("xterm-256color", directColor, "38;2;", ["38;2", "48;2"]),
      ("xterm-256color", [:], "38;5;", ["38;5", "48;5", "3", "4"]),
      ("xterm", directColor, "38;2;", ["38;2", "48;2"]), ("xterm", [:], "[36m", ["3", "4"]),
      ("linux", directColor, "[36m", ["3", "4"]),
      ("xterm-256color", directColor.merging(["NO_COLOR": "1"]) { $1 }, "[0;1m", []),
      ("vt100", directColor, "[0;1m", []),
    ])
  func theDepthIsTheTerminals(
    _ name: String, _ environment: [String: String], _ wanted: String, _ allowed: [String]
  ) async throws {
    let terminal = try PseudoTerminal(
      ["--demo", "--theme", "dark"],
      environment: environment.merging(["TERM": name]) { $1 })
    try await terminal.wait(forText: wanted)
    try terminal.write("\u{4}")
    #expect(try await terminal.waitForExit() == 0)
    let sent = String(decoding: terminal.output, as: UTF8.self)
    for match in sent.matches(of: #/\[([34][0-9](;[0-9]+)*)m/#) where !match.1.hasPrefix("39") {
      let isBasic = match.1.count == 2 && allowed.contains(String(match.1.prefix(1)))
      #expect(isBasic || allowed.contains(String(match.1.prefix(4))), "\(name): \(match.1)")
    }
  }
}
