import Faults
import Foundation
import Loopback
import TestKit
import Testing

/// The program in a real terminal.
@Suite(.serialized) struct ConversationTests {
  private func start(
    _ arguments: String = "", width: Int = 110, height: Int = 30, home: TestHome? = nil,
    environment: [String: String] = [:]
  ) throws -> TmuxScreen {
    try TmuxScreen(
      "\(AsideProgram.path) \(arguments)", width: width, height: height, environment: environment,
      home: home)
  }

  @Test func demoThinksAnswersAndIsSaved() async throws {
    let home = try TestHome()
    let screen = try start(home: home)
    try await screen.wait(forText: "Type a question")
    try screen.type("hello")
    try screen.press("Enter")
    // `thinking` is shown only briefly. On a busy machine, this test may miss it and see only
    // `thought`.
    try await screen.wait(for: "thinking", within: .seconds(60)) {
      $0.contains("┬ thinking ") || $0.contains("┬ thought ")
    }
    try await screen.wait(forText: "┬ thought ", within: .seconds(60))
    try await screen.wait(forText: "thinking on")
    try await screen.wait(forText: "done · F1 help", within: .seconds(60))
    try screen.press("C-d", "C-d")
    #expect(try await screen.waitForExit() == 0)

    let again = try start("--continue", home: home)
    try await again.wait(for: "the whole screen") {
      $0.contains("┬ thought ") && $0.contains("hello") && $0.contains("tok/s")
    }
    try again.press("Home")
    try again.press("F2")
    try await again.wait(forText: "Conversations · 1")
    try again.press("Enter", "C-d", "C-d")
    #expect(try await again.waitForExit() == 0)
  }

  @Test func escapeStopsTheAnswerAndKeepsItsText() async throws {
    let home = try TestHome()
    let screen = try start("--demo --no-think", home: home)
    try await screen.wait(forText: "thinking off")
    // The answer is so long that it is still arriving no matter how late Esc is pressed.
    try screen.type("hello /chunks 1000000")
    try screen.press("Enter")
    try await screen.wait(forText: "server writes")
    try screen.press("Escape")
    try await screen.wait(forText: "stopped")
    try screen.press("C-c", "C-c")
    #expect(try await screen.waitForExit() == 0)
    let again = try start("--continue", home: home)
    try await again.wait(forText: "· stopped")
    try await again.wait(forText: "server writes")
  }

  @Test func textOfAKilledStreamIsKeptAndMarked() async throws {
    let home = try TestHome()
    let screen = try start("--demo --no-think", home: home)
    try await screen.wait(forText: "Type a question")
    try screen.type("hello /chunks 1000000")
    try screen.press("Enter")
    try await screen.wait(for: "a good part of the answer") {
      $0.split(separator: "server writes").count > 4
    }
    try screen.signal(SIGKILL)
    #expect(try await screen.waitForExit() == 137)
    let again = try start("--continue", home: home)
    try await again.wait(forText: "cut off")
    try await again.wait(forText: "server writes")
  }

  @Test func keySwitchesThinking() async throws {
    let screen = try start("--demo")
    try await screen.wait(forText: "thinking on")
    try screen.press("C-t")
    try await screen.wait(forText: "thinking off")
    try screen.press("C-x", "t")
    try await screen.wait(forText: "thinking on")
  }

  @Test(arguments: [(nil, 0), (SIGTERM, 0), (SIGHUP, 0), (SIGSEGV, 139)] as [(Int32?, Int)])
  func terminalModesAreRestored(after signal: Int32?, status: Int) async throws {
    let home = try TestHome()
    let (before, after) = (home.appending(path: "before"), home.appending(path: "after"))
    let screen = try TmuxScreen(
      // Otherwise, Swift's crash reporter would wait for a key before the program exits.
      "\(AsideProgram.path) --demo", environment: ["SWIFT_BACKTRACE": "enable=no"], home: home,
      beforehand: "stty -g > \(before.path)",
      afterwards: "stty -g > \(after.path)")
    try await screen.wait(forText: "Type a question")
    if let signal { try screen.signal(signal) } else { try screen.press("C-d", "C-d") }
    #expect(try await screen.waitForExit() == status)
    let modes = try String(contentsOf: before, encoding: .utf8)
    #expect(!modes.isEmpty)
    #expect(try String(contentsOf: after, encoding: .utf8) == modes)
    if status == 0 { try await screen.wait(forText: "Nothing to continue.") }
    #expect(try screen.variable("alternate_on") == "0")
  }

  @Test func untrustedTextCannotSteerTheTerminal() async throws {
    let attack = #"\u001b]0;owned\u0007\u001b[2J\u009b31mred\u202eevil\r"#
    let body =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
      + #"data: {"choices":[{"index":0,"delta":{"reasoning_content":"\#(attack)"}}]}"# + "\n\n"
      + #"data: {"choices":[{"index":0,"delta":{"content":"\#(attack) the-last"},"finish_reason":"stop"}]}"#
      + "\n\ndata: [DONE]\n\n"
    let server = try LoopbackServer(scenario: .script([.write(Array(body.utf8)), .close]))
    let screen = try start("--base-url \(server.baseURL)")
    try await screen.wait(forText: "Type a question")
    try screen.type("hello")
    try screen.press("Enter")
    try await screen.wait(forText: "the-last")
    try await screen.wait(forText: "␛]0;owned␇␛[2J‹U+009B›31mred‹U+202E›evil")
    #expect(try screen.variable("pane_title") != "owned")
    await server.stop()
  }

  @Test func resizeStormWhileStreamingLeavesAnIntactScreen() async throws {
    let screen = try start("--demo --no-think")
    try await screen.wait(forText: "Type a question")
    try screen.type("hello")
    try screen.press("Enter")
    try await screen.wait(forText: "This answer is scripted")
    for (width, height) in [(40, 10), (200, 50), (10, 5), (300, 100), (60, 15), (100, 30)] {
      try screen.resize(width: width, height: height)
    }
    try await screen.wait(for: "a whole screen", within: .seconds(60)) {
      $0.contains("done · F1 help") && $0.contains("thinking off")
    }
  }

  @Test func largePasteBecomesOneDraft() async throws {
    let screen = try start("--demo")
    try await screen.wait(forText: "Type a question")
    try screen.paste((1...200).map { "pasted line \($0)" }.joined(separator: "\n"))
    try await screen.wait(forText: "[pasted 200 lines]")
    try screen.press("C-c")
    try await screen.wait(for: "an empty draft") { !$0.contains("pasted") }
  }

  @Test func unopenableDatabaseIsReportedAndTheChatWorks() async throws {
    let home = try TestHome()
    let file = home.appending(path: "broken.sqlite")
    try Data("this is not a database, not at all".utf8).write(to: file)
    let screen = try start("--demo --no-think --database \(file.path)", home: home)
    try await screen.wait(forText: "not a database")
    try screen.type("hello")
    try screen.press("Enter")
    try await screen.wait(forText: "This answer is scripted")
    try await screen.wait(forText: "not saving")
    #expect(try Data(contentsOf: file) == Data("this is not a database, not at all".utf8))
  }

  @Test func reasoningPaneIsRestored() async throws {
    let home = try TestHome()
    // The server never ends this thinking, so it does not matter how late the key is pressed.
    let thought =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
      + #"data: {"choices":[{"index":0,"delta":{"reasoning_content":"Hm."}}]}"# + "\n\n"
    let server = try LoopbackServer(
      scenario: .script([.write(Array(thought.utf8)), .waitForClose]))
    let screen = try start("--base-url \(server.baseURL)", home: home)
    try await screen.wait(forText: "Type a question")
    try screen.press("C-o")
    try screen.type("hello")
    try screen.press("Enter")
    try await screen.wait(forText: "▸ thinking ")
    try screen.press("Escape")
    try await screen.wait(forText: "stopped")
    try screen.press("C-d", "C-d")
    #expect(try await screen.waitForExit() == 0)
    let again = try start("--continue", home: home)
    try await again.wait(forText: "▸ thought ")
    await server.stop()
  }

  @Test func resizeWhileStoppedIsNoticed() async throws {
    let home = try TestHome()
    let screen = try TmuxScreen("bash --norc", width: 100, height: 30, home: home)
    try screen.type("PS1=ready: HOME=\(home.path); \(AsideProgram.path) --demo")
    try screen.press("Enter")
    try await screen.wait(forText: "Type a question")
    try screen.press("C-z")
    try await screen.wait(forText: "Stopped")
    try screen.resize(width: 60, height: 15)
    try screen.type("fg")
    try screen.press("Enter")
    try await screen.wait(for: "the screen at its new size") {
      $0.contains("thinking on") && $0.contains("Type a question")
    }
    try screen.press("C-d", "C-d")
    try await screen.wait(forText: "Nothing to continue.")
  }

  @Test(arguments: ["dumb", "no-such-terminal"])
  func terminalWithoutAScreenIsRefused(_ name: String) async throws {
    let screen = try start(environment: ["TERM": name])
    try await screen.wait(forText: "aside ask")
    #expect(try await screen.waitForExit() == 2)
  }

  @Test func theAnswerIsSentToTheTerminalsClipboard() async throws {
    let screen = try start("--no-think --demo")
    try await screen.wait(forText: "Type a question")
    try screen.keepClipboard()
    try screen.type(" /chunks 5")
    try screen.press("Enter")
    try await screen.wait(forText: "done")
    try screen.press("C-x", "y")
    try await screen.wait(forText: "sent to the terminal")
    try await screen.wait(for: "the clipboard") { _ in
      ((try? screen.clipboard()) ?? "").hasPrefix("the server writes")
    }
  }
}
