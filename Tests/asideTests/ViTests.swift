import Foundation
import TestKit
import Testing

/// Vi mode in a real terminal.
@Suite struct ViTests {
  private func home(_ setting: String) throws -> TestHome {
    let home = try TestHome()
    let folder = home.appending(path: ".config/aside")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(setting.utf8).write(to: folder.appending(path: "config.toml"))
    return home
  }

  /// Returns the numbers of the cursor shapes that the program set.
  private func shapes(_ output: some Sequence<UInt8>) -> [String] {
    String(decoding: Array(output), as: UTF8.self)
      .matches(of: /\u{1B}\[([0-9]) q/).map { String($0.output.1) }
  }

  @Test func theCursorHasTheShapeOfTheModeAndGetsItsOwnBack() async throws {
    let terminal = try PseudoTerminal(["--demo"], home: home("[composer]\nvi = true\n"))
    try await terminal.wait(forText: "INSERT")
    try terminal.write("hello")
    try await terminal.wait(forText: "hello")
    try terminal.write("\u{1B}")
    try await terminal.wait(for: "a block") { self.shapes($0).last == "2" }
    try terminal.write("R")
    try await terminal.wait(for: "an underline") { self.shapes($0).last == "4" }
    #expect(shapes(terminal.output) == ["6", "2", "4"])
    try terminal.write("\u{3}\u{3}\u{3}")
    #expect(try await terminal.waitForExit() == 0)
    #expect(shapes(terminal.output).last == "0")
  }

  @Test func withoutViTheCursorIsLeftAlone() async throws {
    let terminal = try PseudoTerminal(["--demo"], home: home(""))
    try await terminal.wait(forText: "Type a question")
    try terminal.write("\u{3}\u{3}")
    #expect(try await terminal.waitForExit() == 0)
    #expect(shapes(terminal.output).isEmpty)
  }
}
