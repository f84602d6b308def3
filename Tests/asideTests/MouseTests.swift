import Faults
import Foundation
import Loopback
import TestKit
import Testing

/// The mouse, as reported by a terminal.
@Suite(.serialized) struct MouseTests {
  @Test func draggingCopiesAndTheWheelScrolls() async throws {
    // The answer never gets long enough to scroll, however late the screen is checked.
    let body =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
      + #"data: {"choices":[{"index":0,"delta":{"content":"short"},"finish_reason":"stop"}]}"#
      + "\n\ndata: [DONE]\n\n"
    let server = try LoopbackServer(scenario: .script([.write(Array(body.utf8)), .close]))
    let terminal = try PseudoTerminal(
      ["--base-url", "\(server.baseURL)"], width: 80, height: 24)
    try await terminal.wait(forText: "\u{1B}[?1006h")
    try await terminal.wait(forText: "Type")
    try terminal.write("hello mouse\r")
    try await terminal.wait(forText: "short")
    // The question is in the third row and begins in the fourth column.
    try terminal.write("\u{1B}[<0;4;3M\u{1B}[<32;7;3M\u{1B}[<32;14;3M\u{1B}[<0;14;3m")
    let copied = Data("hello mouse".utf8).base64EncodedString()
    try await terminal.wait(forText: "]52;c;\(copied)")
    try terminal.write("\u{1B}[<64;2;4M\u{4}\u{4}")
    #expect(try await terminal.waitForExit() == 0)
    #expect(String(decoding: terminal.output, as: UTF8.self).contains("\u{1B}[?1006l"))
    await server.stop()
  }

  @Test func mouseCanBeDisabledInTheConfiguration() async throws {
    let home = try TestHome()
    let folder = home.appending(path: ".config/aside")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data("mouse = false\n".utf8).write(to: folder.appending(path: "config.toml"))
    let terminal = try PseudoTerminal(["--demo"], width: 80, height: 24, home: home)
    try await terminal.wait(forText: "Type")
    try terminal.write("\u{4}\u{4}")
    #expect(try await terminal.waitForExit() == 0)
    #expect(!String(decoding: terminal.output, as: UTF8.self).contains("?1002"))
  }

  // MARK: Overlays

  /// Clicks a cell, counted from 0, by sending what a terminal reports for the left button.
  private func click(x: Int, y: Int, on screen: TmuxScreen) throws {
    try screen.type("\u{1B}[<0;\(x + 1);\(y + 1)M\u{1B}[<0;\(x + 1);\(y + 1)m")
  }

  private func row(of text: String, in screen: String) -> Int? {
    screen.split(separator: "\n", omittingEmptySubsequences: false)
      .firstIndex { $0.contains(text) }
  }

  @Test func overlaysAreClickedAndClosedByAClickElsewhere() async throws {
    let screen = try TmuxScreen("\(AsideProgram.path) --demo", width: 80, height: 24)
    try await screen.wait(forText: "Type a question")
    try screen.press("F3")
    try await screen.wait(forText: "Ctrl-R refresh")
    try click(x: 40, y: 0, on: screen)
    try await screen.wait(for: "the conversation") {
      !$0.contains("Ctrl-R refresh") && $0.contains("F1 help")
    }
    try screen.press("C-p")
    try await screen.wait(forText: "Enter run")
    try screen.type("parameters")
    try await screen.wait(forText: "▌ Request parameters")
    let y = try #require(row(of: "▌ Request parameters", in: screen.text()))
    try click(x: 20, y: y, on: screen)
    try await screen.wait(forText: "x unset")
    try screen.press("Escape")
    try await screen.wait(forText: "F1 help")
    try screen.press("C-d", "C-d")
    #expect(try await screen.waitForExit() == 0)
  }

  /// Clicks the last character of a text, in a row without wide characters.
  private func click(_ text: String, on screen: TmuxScreen) throws {
    let rows = try screen.text().split(separator: "\n", omittingEmptySubsequences: false)
    let y = try #require(rows.firstIndex { $0.contains(text) })
    let end = try #require(rows[y].range(of: text)?.upperBound)
    try click(x: rows[y].distance(from: rows[y].startIndex, to: end) - 1, y: y, on: screen)
  }

  @Test func hintsAndSettingsAreClicked() async throws {
    let screen = try TmuxScreen("\(AsideProgram.path) --demo", width: 80, height: 24)
    try await screen.wait(forText: "ready · F1 help")
    try click("F1 help", on: screen)
    try await screen.wait(forText: "Filter keys")
    try click("Esc close", on: screen)
    try await screen.wait(forText: "ready · F1 help")
    try click("thinking on", on: screen)
    try await screen.wait(forText: "thinking off")
    try click("qwen3-32b", on: screen)
    try await screen.wait(forText: "Ctrl-R refresh")
    try screen.press("Escape")
    try await screen.wait(for: "the conversation") { !$0.contains("Ctrl-R refresh") }
    try screen.press("C-d", "C-d")
    #expect(try await screen.waitForExit() == 0)
  }
}
