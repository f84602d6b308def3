import Chat
import Screen
import TestKit
import Testing

@testable import App

/// Exporting conversations from the screen.
@Suite struct ExportTests {
  private let proposed = "~/Number-1.md"

  private func id(_ number: Int) throws -> ConversationID {
    ConversationID(try #require(UUIDv7("00000000-0000-7000-8000-00000000000\(number)")))
  }

  /// Returns a script that shows a list of two conversations.
  private func list() throws -> Script {
    var script = Script()
    let summaries = try (1...2).map { number in
      ConversationSummary(
        id: try id(number), title: "Number \(number)", createdAt: script.state.now,
        updatedAt: Timestamp(milliseconds: script.state.now.milliseconds - Int64(number)),
        model: "m", messageCount: 2, preview: "")
    }
    script.press(Key(.function(2)))
    guard case .store(.loadSummaries(let request, .current, after: _))? = script.takeEffects().first
    else {
      Issue.record("the list was not asked for")
      return script
    }
    script.play(.summariesLoaded(request, .success(ListPage(summaries, hasMore: false))))
    return script
  }

  private func hints(_ script: inout Script) -> String {
    script.rows(width: 80, height: 11).last ?? ""
  }

  @Test func selectedConversationIsExportedToTheProposedFile() throws {
    var script = try list()
    script.press(.character("x"))
    #expect(hints(&script).hasPrefix(" export to: \(proposed)  "))
    script.press(.enter)
    #expect(script.takeEffects() == [.store(.export([try id(1)], path: proposed, replaces: false))])
    script.play(.exported(proposed, .written("/home/me/aside-2025-11-24.md", files: 1)))
    #expect(hints(&script) == " · Exported to /home/me/aside-2025-11-24.md")
  }

  @Test func slowExportSaysSo() throws {
    var script = try list()
    script.press(.character("x"), .enter)
    _ = script.takeEffects()
    script.play(.timerFired(.exportIsSlow))
    #expect(script.state.notice?.text == "Exporting 1 conversation…")
    script.play(.exported(proposed, .written("/home/me/x.md", files: 1)))
    script.play(.timerFired(.exportIsSlow))
    #expect(script.state.notice?.text == "Exported to /home/me/x.md")
  }

  /// Returns a script in which exporting both conversations takes longer than half a second.
  private func slow() throws -> Script {
    var script = try list()
    script.press(.character("*"), .character("x"), .enter)
    _ = script.takeEffects()
    script.play(.exporting("~/aside-2025-11-24/", done: 0))
    #expect(script.state.notice == nil)
    script.play(.timerFired(.exportIsSlow))
    return script
  }

  @Test func slowExportShowsItsProgress() throws {
    var script = try slow()
    #expect(script.state.notice?.text == "Exporting 2 conversations…")
    #expect(script.state.notice?.advice == "Esc to cancel.")
    script.play(.exporting("~/aside-2025-11-24/", done: 1))
    #expect(script.state.notice?.text == "Exporting: 1 of 2 conversations…")
    script.play(.exporting("~/another/", done: 2))
    #expect(script.state.notice?.text == "Exporting: 1 of 2 conversations…")
    script.play(.exported("~/aside-2025-11-24/", .written("/home/me/out/", files: 2)))
    script.play(.exporting("~/aside-2025-11-24/", done: 2))
    #expect(script.state.notice?.text == "Exported 2 files to /home/me/out/")
  }

  @Test(arguments: [Key.escape, .control("c")])
  func slowExportIsCancelled(_ key: Key) throws {
    var script = try slow()
    script.press(key)
    #expect(script.takeEffects() == [.store(.cancelExports)])
    // The prompt stays, so that the export can be repeated.
    #expect(script.state.list?.prompt?.purpose == .export)
    script.play(.exported("~/aside-2025-11-24/", .cancelled(files: 1)))
    #expect(script.state.notice?.text == "Export cancelled after 1 file.")
    script.press(.escape)
    #expect(script.takeEffects().isEmpty && script.state.list?.prompt == nil)
  }

  @Test(arguments: [Key.escape, .control("c")])
  func slowExportOfTheConversationIsCancelled(_ key: Key) throws {
    var script = try Script.answered()
    script.type("/export notes.html")
    script.press(.enter)
    _ = script.takeEffects()
    script.play(.timerFired(.exportIsSlow))
    script.press(key)
    #expect(script.takeEffects() == [.store(.cancelExports)])
    script.play(.exported("notes.html", .cancelled(files: 0)))
    #expect(script.state.notice?.text == "Export cancelled.")
    #expect(script.state.composer.text == "/export notes.html")
  }

  /// Plain mode only adds lines, so it does not report progress repeatedly.
  @Test func plainModeSaysOnceThatAnExportIsSlow() throws {
    var script = Script(surface: .lines)
    script.restDoesNotMatter()
    script.submit(line: "Why?")
    let request = try #require(script.state.stream?.request)
    script.play(
      .questionSaved(request, nil),
      .streamed(request, .ended(StreamEnd(outcome: .complete, finishReason: .stop))))
    script.submit(line: "/export a.md")
    script.play(.timerFired(.exportIsSlow))
    #expect(script.state.notice?.advice == "Ctrl-C to cancel.")
    script.state.notice = nil
    script.play(.exporting("a.md", done: 1))
    #expect(script.state.notice == nil)
    _ = script.takeEffects()
    script.press(.control("c"))
    #expect(script.takeEffects() == [.store(.cancelExports)])
  }

  @Test func markedConversationsAreExportedToAFolder() throws {
    var script = try list()
    script.press(.character("*"), .character("x"), .enter)
    let folder = "~/aside-2025-11-24/"
    #expect(
      script.takeEffects() == [
        .store(.export([try id(1), try id(2)], path: folder, replaces: false))
      ])
    script.play(.exported(folder, .written("/home/me/out/", files: 2)))
    #expect(hints(&script) == " · Exported 2 files to /home/me/out/")
  }

  @Test func fileIsReplacedOnlyByPressingEnterAgain() throws {
    var script = try list()
    script.press(.character("x"), .enter)
    script.play(.exported(proposed, .isThere("/home/me/aside-2025-11-24.md")))
    #expect(hints(&script).hasPrefix(" exists, Enter to replace: \(proposed)  "))
    _ = script.takeEffects()

    var other = script
    other.press(Key(.backspace), .enter)
    let shorter = String(proposed.dropLast())
    #expect(other.takeEffects() == [.store(.export([try id(1)], path: shorter, replaces: false))])

    var left = script
    left.press(.escape, .character("x"), .enter)
    #expect(left.takeEffects() == [.store(.export([try id(1)], path: proposed, replaces: false))])

    script.press(.enter)
    #expect(script.takeEffects() == [.store(.export([try id(1)], path: proposed, replaces: true))])
  }

  @Test func failureIsANotice() throws {
    var script = try list()
    script.press(.character("x"), .enter)
    script.play(.exported(proposed, .failed("/nowhere/x.md cannot be written: No such file.")))
    #expect(hints(&script) == " ! /nowhere/x.md cannot be written: No such file.")
    script.press(.character("j"))
    #expect(script.state.export.pending == nil)
    script.press(.character("k"), .character("x"), .control("u"))
    script.type("/nowhere/x.md")
    script.press(.enter)
    script.play(.exported("/nowhere/x.md", .failed("/nowhere/x.md cannot be written.")))
    script.press(.character("x"))
    #expect(hints(&script).hasPrefix(" export to: /nowhere/x.md  "))
    #expect(hints(&script).hasSuffix("  Enter export  Esc cancel"))
    script.restDoesNotMatter()
  }

  @Test func commandExportsTheConversationOnTheScreen() throws {
    var script = try Script.answered()
    let id = script.state.conversation.id
    script.type("/export notes.html")
    script.press(.enter)
    #expect(
      script.takeEffects() == [
        .files(.listFolder("")), .store(.export([id], path: "notes.html", replaces: false)),
      ])
    script.play(.exported("notes.html", .isThere("notes.html")))
    #expect(script.state.notice?.advice == "Press Enter again to replace it.")
    script.press(.enter)
    #expect(script.takeEffects() == [.store(.export([id], path: "notes.html", replaces: true))])
    script.play(.exported("notes.html", .written("notes.html", files: 1)))
    #expect(script.state.composer.text.isEmpty)
    #expect(script.state.notice?.text == "Exported to notes.html")
    script.type("/export")
    script.press(.enter)
    let named = "~/Which-primes-below-50-are-Fibonacci.md"
    #expect(script.takeEffects() == [.store(.export([id], path: named, replaces: false))])
  }

  /// The path is what has to be corrected.
  @Test func aFailedCommandStaysInTheComposer() throws {
    var script = try Script.answered()
    script.type("/export /nowhere/x.md")
    script.press(.enter)
    script.restDoesNotMatter()
    script.play(.exported("/nowhere/x.md", .failed("/nowhere/x.md cannot be written.")))
    #expect(script.state.composer.text == "/export /nowhere/x.md")
    script.press(.enter)
    script.play(.exported("/nowhere/x.md", .written("/nowhere/x.md", files: 1)))
    #expect(script.state.composer.isEmpty)
    script.restDoesNotMatter()
  }

  @Test func privateConversationIsNotExported() throws {
    var script = Script()
    script.type("/private")
    script.press(.enter)
    script.type("What is a secret?")
    script.press(.enter, .escape)
    _ = script.takeEffects()
    script.type("/export")
    script.press(.enter)
    #expect(script.takeEffects().isEmpty)
    #expect(script.state.notice?.text.hasPrefix("Private") == true)
  }

  @Test func emptyConversationIsNotExported() {
    var script = Script()
    script.type("/export")
    script.press(.enter)
    #expect(script.takeEffects().isEmpty)
    #expect(script.state.notice?.text == "Nothing to export yet.")
  }
}
