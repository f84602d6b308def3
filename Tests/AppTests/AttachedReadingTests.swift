import Chat
import Screen
import TestKit
import Testing

@testable import App

/// Attachments in the conversation, and pasting them.
@Suite struct AttachedReadingTests {
  private static let attachments = [
    Chat.Attachment(
      name: "Sources/main.swift",
      .text(AttachedText("let otter = 1\nprint(otter)\n", language: "swift"))),
    Chat.Attachment(
      name: "shot.png",
      .image(AttachedImage(type: .png, width: 1920, height: 1080, bytes: [1, 2]))),
    Chat.Attachment(name: "notes.txt", .text(AttachedText("a note\n", lines: 3...3))),
  ]

  private func attached() throws -> Script {
    var script = try Script.answered()
    script.restDoesNotMatter()
    let question = try #require(script.state.conversation.path.first)
    script.state.front.conversation.update(question) { $0.attachments = Self.attachments }
    script.state.transcript.forget(question)
    return script
  }

  private func shown(_ script: inout Script) -> String {
    script.rows(width: 80, height: 24).joined(separator: "\n")
  }

  @Test func eachIsARowBelowItsQuestion() throws {
    var script = try attached()
    let rows = script.rows(width: 80, height: 24)
    let first = try #require(rows.lastIndex { $0.contains("Which primes") })
    #expect(rows[first + 1].contains("▸ Sources/main.swift · 2 lines"))
    #expect(rows[first + 2].contains("▪ shot.png · PNG 1920×1080, 2 bytes"))
    #expect(rows[first + 3].contains("▸ notes.txt · line 3"))
  }

  /// A question without text also has a bar, a time and a mark.
  @Test(arguments: [(40, 10), (80, 24), (120, 40), (200, 60)])
  func aQuestionOfAttachmentsAloneLooksLikeAnyOther(_ width: Int, _ height: Int) throws {
    var script = try attached()
    let question = try #require(script.state.conversation.path.first)
    script.state.front.conversation.update(question) { $0.content = "" }
    script.state.transcript.forget(question)
    let rows = script.rows(width: width, height: height)
    let first = try #require(rows.firstIndex { $0.contains("▌ ▸ Sources/main.swift") })
    #expect(rows[first].contains("16:00") == (width >= 60))
    #expect(rows[first + 1].contains("▌ ▪ shot.png") && rows[first + 2].contains("▌ ▸ notes.txt"))
    script.press(.tab, .character("z"))
    let unfolded = script.rows(width: width, height: 40)
    let text = try #require(unfolded.first { $0.contains("print(otter)") })
    #expect(text.contains("▌ ") && DisplayWidth.of(text) <= width)
    script.press(.character("("))
    let marked = script.rows(width: width, height: 40)
    if height > 10 { #expect(marked.contains { $0.contains("▌▌ ▾") }) }
  }

  @Test(arguments: [Key.character("z"), .enter])
  func aKeyUnfoldsThemAndFoldsThemAgain(_ key: Key) throws {
    var script = try attached()
    script.press(.tab, key)
    #expect(shown(&script).contains("▾ Sources/main.swift"))
    #expect(shown(&script).contains("print(otter)") && shown(&script).contains("a note"))
    script.press(key)
    #expect(!shown(&script).contains("print(otter)"))
  }

  @Test func aClickUnfoldsOne() throws {
    var script = try attached()
    let rows = script.rows(width: 80, height: 24)
    let y = try #require(rows.firstIndex { $0.contains("▸ notes.txt") })
    for action in [MouseEvent.Action.press, .release] {
      script.play(.mouseMoved(MouseEvent(action, at: Point(x: 4, y: y))))
    }
    #expect(shown(&script).contains("a note") && !shown(&script).contains("print(otter)"))
  }

  @Test func withoutAttachmentsTheKeySaysSo() throws {
    var script = try Script.answered()
    script.press(.tab, .character("z"))
    #expect(script.state.notice?.text == "This conversation has no attachments.")
    script.restDoesNotMatter()
  }

  @Test(arguments: [("main.swift", true), ("shot.png", true), ("print(otter)", false)])
  func namesAreFoundAndFoldedTextsAreNot(_ text: String, _ isFound: Bool) throws {
    var script = try attached()
    _ = shown(&script)
    script.press(.tab, .character("/"))
    script.type(text)
    script.press(.enter)
    #expect((script.state.find?.hit != nil) == isFound)
  }

  @Test(arguments: [(40, 10), (80, 24), (120, 40), (200, 60)])
  func unfoldedTexts(_ width: Int, _ height: Int) throws {
    var script = try attached()
    script.press(.tab, .character("z"))
    let grid = script.draw(width: width, height: height)
    if let mismatch = Snapshot.mismatch(grid, named: "unfolded-\(width)x\(height)") {
      Issue.record("\(mismatch)")
    }
  }

  // MARK: The clipboard

  private func pasted(_ reading: ClipboardReading, _ script: Script = Script()) throws -> Script {
    var script = script
    script.restDoesNotMatter()
    script.dropPending()
    script.type("/paste")
    script.press(.enter)
    let request = try #require(
      script.pending.lazy.compactMap { effect -> RequestID? in
        if case .files(.readClipboard(let request)) = effect { request } else { nil }
      }.first)
    script.play(.clipboardRead(request, reading))
    return script
  }

  @Test func aTextIsInserted() throws {
    #expect(try pasted(.text("hello\nyou")).state.composer.text == "hello\nyou")
  }

  @Test func imagesAreAttachedUnderNamesOfTheirOwn() throws {
    let image = Chat.Attachment(
      name: "clipboard", .image(AttachedImage(type: .png, width: 2, height: 2, bytes: [1])))
    let script = try pasted(.image(image), try pasted(.image(image)))
    #expect(script.state.attachments.rows.map(\.name) == ["clipboard", "clipboard 2"])
  }

  @Test(arguments: [
    (ClipboardReading.empty, "neither text nor an image"),
    (.noProgram(isRemote: false), "Install wl-clipboard"), (.noProgram(isRemote: true), "SSH"),
    (.failed("xclip"), "xclip could not"),
  ])
  func whatCannotBePastedIsExplained(_ reading: ClipboardReading, _ words: String) throws {
    let script = try pasted(reading)
    #expect(script.state.notice?.text.contains(words) == true)
    #expect(script.state.composer.isEmpty)
  }
}
