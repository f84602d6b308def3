import Foundation
import TestKit
import Testing

/// The conversation list in the real program.
@Suite struct ListScreenTests {
  private func ask(_ question: String, _ home: TestHome) throws {
    let run = try ProcessRun(
      AsideProgram.path, ["ask", "--provider", "demo", question], environment: environment(home))
    #expect(run.status == 0)
  }

  private func environment(_ home: TestHome) -> [String: String] {
    ["HOME": home.path, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"]
  }

  @Test func conversationIsOpenedByAnIDPrefix() async throws {
    let home = try TestHome()
    try ask("Why is the sky blue?", home)
    try ask("How do tomatoes grow?", home)
    let list = try ProcessRun(AsideProgram.path, ["list"], environment: environment(home)).output
    let lines = list.split(separator: "\n")
    try #require(lines.count == 2 && lines[1].hasSuffix("Why is the sky blue?"))
    let older = String(try #require(lines[1].split(separator: " ").first))
    let program = "\(AsideProgram.path) --demo"

    let byID = try TmuxScreen(
      "\(program) --conversation \(older.dropLast(4))", width: 110, height: 30, home: home)
    try await byID.wait(forText: "Ask anything: the next answers")
    try await byID.wait(forText: "Why is the sky blue?")
    try byID.press("C-d", "C-d")
    #expect(try await byID.waitForExit() == 0)
    try await byID.wait(forText: "aside --conversation \(older)")

    let new = try TmuxScreen(program, width: 110, height: 30, home: home)
    try await new.wait(forText: "Type a question")
    try new.press("C-d", "C-d")
    try await new.wait(forText: "Continue your last conversation: aside --continue")

    let unknown = try TmuxScreen(
      "\(program) --conversation 77", width: 110, height: 30, home: home)
    try await unknown.wait(forText: "No conversation “77”. Run aside list to see IDs.")
    #expect(try await unknown.waitForExit() == 2)
  }

  @Test func sidebarReopensInTheNextRun() async throws {
    let home = try TestHome()
    try ask("Why is the sky blue?", home)
    try ask("How do tomatoes grow?", home)
    let command = "\(AsideProgram.path) --demo"
    let first = try TmuxScreen(command, width: 160, height: 30, home: home)
    try await first.wait(forText: "Type a question")
    try first.press("F2")
    try await first.wait(forText: "How do tomatoes grow?")
    try first.press("j", "Enter")
    try await first.wait(forText: "F2 focus list")
    try first.type("typed at once")
    try await first.wait(forText: "› typed at once")
    #expect(try first.text().contains("›   Why is the sky blue?"))
    try first.press("C-c", "C-d", "C-d")
    #expect(try await first.waitForExit() == 0)

    let second = try TmuxScreen(command, width: 160, height: 30, home: home)
    try await second.wait(forText: "How do tomatoes grow?")
    #expect(try second.text().contains("Type a question"))
    try second.press("F2")
    try await second.wait(forText: "Esc close")
    try second.press("Escape")
    try await second.wait(forText: "F1 help")
    try second.press("C-d", "C-d")
    #expect(try await second.waitForExit() == 0)
    let state = try String(
      contentsOf: home.appending(path: ".local/state/aside/state.toml"), encoding: .utf8)
    #expect(state.contains("list_open = false") && state.contains("reasoning_open = true"))
  }

  /// How the test makes a folder read-only, or `nil` if it cannot. The superuser ignores file
  /// modes, but may be able to mount the folder read-only.
  private static let readOnly: String? = {
    guard geteuid() == 0 else { return "chmod -R a-w" }
    let run = try? ProcessRun("/usr/bin/unshare", ["-m", "true"], environment: [:])
    return run?.status == 0 ? "mount" : nil
  }()

  @Test(.enabled(if: readOnly != nil, "nothing can be made read-only here"))
  func readOnlyDatabaseIsReportedBrowsedAndSearched() async throws {
    let home = try TestHome()
    try ask("Why is the sky blue?", home)
    let folder = home.appending(path: ".local/share/aside").path
    let program = "\(AsideProgram.path) --demo"
    let script =
      Self.readOnly == "mount"
      ? "mount --bind \(folder) \(folder); mount -o remount,ro,bind \(folder); exec \(program)"
      : "chmod -R a-w \(folder); \(program); status=$?; chmod -R u+w \(folder); exit $status"
    let file = home.appending(path: "start")
    try Data(script.utf8).write(to: file)
    let shell = Self.readOnly == "mount" ? "unshare -m sh" : "sh"
    let screen = try TmuxScreen("\(shell) \(file.path)", width: 110, height: 30, home: home)
    try await screen.wait(forText: "readable.")
    try await screen.wait(forText: "read-only: not saving")
    try screen.press("F2")
    try await screen.wait(forText: "Conversations · 1 · read-only: not saving")
    try await screen.wait(forText: "Why is the sky blue?")
    try screen.press("Enter")
    try await screen.wait(forText: "Ask anything: the next answers")
    try screen.type("/search sky")
    try screen.press("Enter")
    try await screen.wait(forText: "3 results")
    try screen.press("Escape")
    try await screen.wait(forText: "Ask anything: the next answers")
    try screen.press("C-d", "C-d")
    #expect(try await screen.waitForExit() == 0)
  }
}
