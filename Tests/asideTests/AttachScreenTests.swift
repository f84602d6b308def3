import Foundation
import TestKit
import Testing

/// Attachments in a real terminal.
@Suite struct AttachScreenTests {
  private let home: TestHome

  init() throws {
    home = try TestHome()
    try Data("one\ntwo\n".utf8).write(to: home.appending(path: "notes.txt"))
    try Data([0x61, 0, 0x62]).write(to: home.appending(path: "blob"))
  }

  /// Runs a shell command, which must not contain single quotes, in the home folder.
  private func screen(_ command: String, height: Int = 24) throws -> TmuxScreen {
    try TmuxScreen(
      "/bin/sh -c \"cd \(home.path) && \(command)\"", width: 120, height: height, home: home)
  }

  private func leave(_ screen: TmuxScreen) async throws {
    try screen.press("C-d", "C-d")
    #expect(try await screen.waitForExit() == 0)
  }

  @Test func whatIsPipedIsAttachedAndKeysComeFromTheTerminal() async throws {
    let screen = try screen("cat notes.txt | \(AsideProgram.path) --demo", height: 80)
    try await screen.wait(forText: "▪ stdin  2 lines")
    try screen.type("Why?")
    try await screen.wait(forText: "› Why?")
    try screen.press("Enter")
    try await screen.wait(forText: "▸ stdin · 2 lines")
    try await screen.wait(for: "the end of the answer") { !$0.contains("Esc stop") }
    try await leave(screen)
  }

  @Test func slowInputDoesNotDelayTheScreen() async throws {
    let go = home.appending(path: "go").path
    #expect(mkfifo(go, 0o600) == 0)
    let screen = try screen(
      "(echo one; read line < \(go); echo two) | \(AsideProgram.path) --demo")
    try await screen.wait(forText: "▪ stdin  reading…")
    try screen.type("typed meanwhile")
    try await screen.wait(forText: "› typed meanwhile")
    try Data("go\n".utf8).write(to: URL(fileURLWithPath: go))
    try await screen.wait(forText: "▪ stdin  2 lines")
  }

  @Test(arguments: [
    ("yes", "larger than the limit of 1 MiB for text"), ("cat blob", "it is binary"),
    ("true", "Standard input was empty"),
  ])
  func inputThatCannotBeAttachedIsExplained(_ command: String, _ reason: String) async throws {
    let screen = try screen("\(command) | \(AsideProgram.path) --demo")
    try await screen.wait(forText: reason)
  }

  @Test func filesOnTheCommandLineAreAttached() async throws {
    let screen = try screen("exec \(AsideProgram.path) notes.txt notes.txt:2 --demo")
    try await screen.wait(forText: "▪ notes.txt  2 lines")
    try await screen.wait(forText: "▪ notes.txt:2  line 2")
    try await leave(screen)
  }

  @Test(arguments: [
    ("lst", "lst is neither a file nor a command"), ("./nothing.txt", "no such file"),
    ("./", "it is a folder"),
  ])
  func aWrongFileIsAnErrorBeforeTheScreenOpens(_ name: String, _ reason: String) async throws {
    let screen = try screen("exec \(AsideProgram.path) --demo \(name)")
    try await screen.wait(forText: reason)
    #expect(try await screen.waitForExit() == 2)
  }

  @Test func withoutATerminalForKeysAskIsRecommended() async throws {
    let screen = try screen("setsid -w /bin/sh -c \\\"cat notes.txt | \(AsideProgram.path)\\\"")
    try await screen.wait(forText: "there is no other terminal to read keys from")
    #expect(try await screen.waitForExit() == 2)
  }

  @Test func aNameIsCompletedAndAttached() async throws {
    try Data("x\n".utf8).write(to: home.appending(path: "other file.txt"))
    let screen = try screen("exec \(AsideProgram.path) --demo")
    try await screen.wait(forText: "Type a question")
    try screen.type("See @no")
    try await screen.wait(forText: "▌ notes.txt")
    try screen.press("Tab")
    try await screen.wait(forText: "▪ notes.txt  2 lines")
    try screen.type(" and @oth")
    try await screen.wait(forText: "▌ other file.txt")
    try screen.press("Enter")
    try await screen.wait(forText: "› See @notes.txt and @\"other file.txt\"")
    try await screen.wait(forText: "▪ other file.txt  1 line")
    try screen.press("Enter")
    try await screen.wait(forText: "▸ other file.txt · 1 line")
  }
}
