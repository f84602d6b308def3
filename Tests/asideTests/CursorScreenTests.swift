import Foundation
import TestKit
import Testing

/// The terminal's cursor while a frame is painted.
@Suite struct CursorScreenTests {
  private static let hide = Data("\u{1B}[?25l".utf8)
  private static let show = Data("\u{1B}[?25h".utf8)

  /// Types text into the program.
  /// - Returns: the program's output in response, up to at least the end of `end`.
  private func reply(
    to text: String, until end: Data, _ terminal: PseudoTerminal
  ) async throws -> Data {
    let start = terminal.output.count
    try terminal.write(text)
    try await terminal.wait(for: "the reply to “\(text)”") {
      Data($0.dropFirst(start)).range(of: end) != nil
    }
    return Data(terminal.output.dropFirst(start))
  }

  /// Curses writes each row separately, so a visible cursor could appear at the end of any row.
  @Test func isHiddenUnlessOnlyItsRowChanges() async throws {
    let terminal = try PseudoTerminal(["--demo"])
    try await terminal.wait(forText: "F1 help")
    let menu = try await reply(to: "/", until: Self.show, terminal)
    let rows = try #require(menu.range(of: Data("/think".utf8)))
    let hiding = try #require(menu.range(of: Self.hide))
    let showing = try #require(menu.range(of: Self.show))
    #expect(hiding.upperBound <= rows.lowerBound && rows.upperBound <= showing.lowerBound)
    _ = try await reply(to: "\u{15}", until: Self.show, terminal)
    _ = try await reply(to: "q", until: Data("q".utf8), terminal)
    let typed = try await reply(to: "w", until: Data("w".utf8), terminal)
    #expect(typed.range(of: Self.hide) == nil && typed.range(of: Self.show) == nil)
    try terminal.write("\u{3}\u{4}\u{4}")
    #expect(try await terminal.waitForExit() == 0)
  }
}
