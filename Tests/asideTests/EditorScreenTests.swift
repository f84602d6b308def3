import Foundation
import TestKit
import Testing

@testable import aside

/// The user's editor in a real terminal.
@Suite struct EditorScreenTests {
  private let home: TestHome

  init() throws { home = try TestHome() }

  /// Writes a script that announces itself and waits for a line, and returns the command to run
  /// it. A shell reads the script, because a newly written file is busy while another test starts
  /// a program, and cannot be run directly.
  /// - Parameter commands: what the script does next. `$1` is the edited file.
  private func editor(_ commands: String) throws -> String {
    let path = home.appending(path: "editor")
    let script = """
      #!/bin/sh
      [ "$1" = --wait ] && shift
      echo "$1" >"\(home.path)/edited-path"
      stat -c '%a' "$1" "$(dirname "$1")" >"\(home.path)/modes"
      echo "editing now"
      read line
      \(commands)

      """
    try Data(script.utf8).write(to: path)
    return "sh " + path.path
  }

  private func contents(_ name: String) throws -> String {
    try String(contentsOf: home.appending(path: name), encoding: .utf8)
      .trimmingCharacters(in: .newlines)
  }

  private func start(_ visual: String) async throws -> TmuxScreen {
    let screen = try TmuxScreen(
      "\(AsideProgram.path) --demo", environment: ["VISUAL": visual, "EDITOR": "false"],
      home: home)
    try await screen.wait(forText: "Type a question")
    return screen
  }

  @Test func theDraftIsEditedAndTheScreenComesBack() async throws {
    let screen = try await start(
      try editor(#"printf '%s and more\nlines\n' "$(cat "$1")" >"$1""#) + " --wait")
    try screen.type("a draft")
    try await screen.wait(forText: "› a draft")
    try screen.press("C-g")
    try await screen.wait(forText: "editing now")
    #expect(try contents("modes") == "600\n700")
    try screen.resize(width: 60, height: 20)
    try screen.press("Enter")
    try await screen.wait(forText: "› a draft and more")
    try await screen.wait(forText: "ready · F1 help")
    #expect(try !FileManager.default.fileExists(atPath: contents("edited-path")))
    // Keys go to the program again.
    try screen.type("!")
    try await screen.wait(forText: "lines!")
    try screen.press("C-c", "C-d", "C-d")
    #expect(try await screen.waitForExit() == 0)
  }

  @Test(arguments: [
    ("exit 3", "exited with status 3. Your text is unchanged."),
    ("kill -KILL $$", "exited with status 137. Your text is unchanged."),
    (#"rm "$1""#, "removed the file. Your text is unchanged."),
  ])
  func aFailureKeepsTheDraft(_ commands: String, _ sentence: String) async throws {
    let screen = try await start(try editor(commands))
    try screen.type("a draft")
    try await screen.wait(forText: "› a draft")
    try screen.press("C-x", "C-e")
    try await screen.wait(forText: "editing now")
    try screen.press("Enter")
    try await screen.wait(for: "the notice") {
      $0.replacingOccurrences(of: "\n", with: " ").split(separator: " ").joined(separator: " ")
        .contains(sentence)
    }
    try await screen.wait(forText: "› a draft")
  }

  @Test func aMissingEditorIsReported() async throws {
    let screen = try await start("no-such-editor")
    try screen.type("a draft")
    try await screen.wait(forText: "› a draft")
    try screen.press("C-g")
    try await screen.wait(forText: "Could not run “no-such-editor”.")
    try await screen.wait(forText: "› a draft")
  }

  /// Ctrl-Z in the editor stops the editor and the program, and `fg` continues both.
  @Test func theEditorIsSuspendedAndContinued() async throws {
    let path = try editor(#"echo edited >"$1""#)
    let screen = try TmuxScreen("bash --norc", width: 100, height: 30, home: home)
    try screen.type(
      "PS1=ready:; HOME=\(home.path) VISUAL='\(path)' \(AsideProgram.path) --demo")
    try screen.press("Enter")
    try await screen.wait(forText: "Type a question")
    try screen.press("C-g")
    try await screen.wait(forText: "editing now")
    try screen.press("C-z")
    try await screen.wait(forText: "Stopped")
    try screen.type("echo in the shell; fg")
    try screen.press("Enter")
    try await screen.wait(forText: "in the shell\n")
    try screen.press("Enter")
    try await screen.wait(forText: "› edited")
    try screen.press("C-c", "C-d", "C-d")
    try await screen.wait(forText: "Nothing to continue.")
  }

  /// The text that the editor saved is kept as the draft.
  @Test func aSignalEndsBothAndKeepsWhatWasSaved() async throws {
    let screen = try await start(
      try editor(#"echo saved text >"$1"; echo "saved now"; read line"#))
    try screen.press("C-g")
    try await screen.wait(forText: "editing now")
    try screen.press("Enter")
    try await screen.wait(forText: "saved now")
    try screen.signal(SIGTERM)
    _ = try await screen.waitForExit()
    #expect(try !FileManager.default.fileExists(atPath: contents("edited-path")))
    let again = try await start("true")
    try again.press("F2")
    try await again.wait(forText: "saved text")
  }
}
