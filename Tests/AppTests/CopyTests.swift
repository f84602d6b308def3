import Chat
import Screen
import Testing

@testable import App

@Suite struct CopyTests {
  private static let answer =
    "Four **primes**:\n\n```swift\nlet a = 1\n```\n\nand\n\n```\nb\n```\n"

  private func script() throws -> Script {
    var script = try Script.answered(content: Self.answer)
    script.state.panes.reasoningSetting = .open
    _ = script.rows(width: 80, height: 24)
    return script
  }

  private func copied(_ script: inout Script) -> [String] {
    script.takeEffects().compactMap { effect in
      if case .terminal(.copy(let text, _)) = effect { text.text } else { nil }
    }
  }

  @Test func answerIsCopiedAsTextAndAsMarkdown() throws {
    var script = try script()
    script.press(.tab, .character("y"))
    #expect(copied(&script) == ["Four primes:\n\nlet a = 1\n\nand\n\nb\n"])
    script.press(.character("Y"))
    #expect(copied(&script) == [Self.answer])
    script.press(.tab, .character("y"))
    #expect(copied(&script) == ["Primes below 50 that are Fibonacci numbers: 2, 3, 5, 13.\n"])
  }

  @Test(arguments: [Key.character("y"), .character("Y")])
  func aMarkedQuestionIsCopied(_ key: Key) throws {
    var script = try script()
    script.press(.tab, .character("{"), .character("{"), key)
    let question = "Which primes below 50 are Fibonacci numbers?"
    #expect(
      script.takeEffects() == [.terminal(.copy(InertText(question), what: "Question"))])
    // The thinking pane shows no question.
    script.press(.tab, .character("y"))
    #expect(copied(&script) == ["Primes below 50 that are Fibonacci numbers: 2, 3, 5, 13.\n"])
    script.press(Key(.backTab), .character("}"), .character("Y"))
    #expect(copied(&script) == [Self.answer])
  }

  @Test func codeBlockIsCopiedByNumber() throws {
    var script = try script()
    script.press(.tab, .character("1"))
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("copy code block 1") })
    script.press(.character("y"))
    #expect(copied(&script) == ["let a = 1\n"])
    script.press(.character("2"), .character("Y"))
    #expect(copied(&script) == ["b\n"])
    script.press(.character("1"), .character("2"), .character("y"))
    #expect(copied(&script) == [])
    #expect(script.state.notice?.text.contains("has 2 code blocks") == true)
  }

  @Test func aVisibleBlockOfAnEarlierAnswerIsCopiedByNumber() throws {
    var script = try script()
    _ = try script.ask("Thanks")
    _ = script.rows(width: 80, height: 40)
    _ = script.takeEffects()
    script.press(.tab, .character("2"), .character("y"))
    #expect(copied(&script) == ["b\n"])
    script.restDoesNotMatter()
  }

  private func markedRows(_ script: inout Script) -> [String] {
    script.rows(width: 80, height: 24).filter { $0.hasPrefix("▌") }
  }

  @Test func markedCodeBlockIsCopied() throws {
    var script = try script()
    script.press(.tab, .character("b"))
    #expect(markedRows(&script).contains { $0.contains("let a = 1") })
    #expect(!markedRows(&script).contains { $0.contains("and") })
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("y copy block") })
    script.press(.character("y"))
    #expect(copied(&script) == ["let a = 1\n"])
    // The block stays marked while the reader scrolls.
    script.press(.character("k"), .character("Y"))
    #expect(copied(&script) == ["let a = 1\n"])
    script.press(.character("b"), .control("x"), .character("y"))
    #expect(copied(&script) == ["b\n"])
    #expect(markedRows(&script).contains { $0.contains("b") })
    script.press(.character("B"), .character("y"))
    #expect(copied(&script) == ["let a = 1\n"])
    script.press(.character("b"), .character("G"), .character("y"))
    #expect(copied(&script) == ["Four primes:\n\nlet a = 1\n\nand\n\nb\n"])
    #expect(markedRows(&script).isEmpty)
  }

  @Test func codeBlockOutOfViewIsNotCopied() throws {
    let lines = (1...60).map { "line \($0)" }.joined(separator: "\n\n")
    var script = try Script.answered(content: "```\na\n```\n\n" + lines, reasoning: "")
    _ = script.rows(width: 80, height: 24)
    script.press(.tab, .character("g"), .character("b"))
    #expect(!markedRows(&script).isEmpty)
    script.press(Key(.pageDown), .character("y"))
    #expect(copied(&script).first?.contains("line 60") == true)
    script.press(.character("g"), .character("b"), .escape, .character("y"))
    #expect(copied(&script).first?.contains("line 60") == true)
  }

  @Test func worksFromTheComposerToo() throws {
    var script = try script()
    script.press(.control("x"), .character("y"))
    script.type("/copy 2")
    script.press(.enter)
    script.type("/copy raw")
    script.press(.enter)
    #expect(copied(&script) == ["Four primes:\n\nlet a = 1\n\nand\n\nb\n", "b\n", Self.answer])
    #expect(script.state.composer.isEmpty)
  }

  @Test func otherNumbersAreTyped() throws {
    var script = try script()
    script.press(.tab, .character("4"), .character("2"), .character("x"))
    #expect(script.state.composer.text == "42x")
    #expect(script.state.focus == .composer)
    script.press(.control("u"), .tab, .character("3"), .character("j"))
    #expect(script.state.count == nil && script.state.composer.isEmpty)
  }

  @Test(arguments: [
    (CopyOutcome.taken(by: "wl-copy"), "Answer copied (wl-copy)."),
    (.sentToTerminal, "sent to the terminal"), (.failed("xclip"), "Copy failed: xclip"),
  ])
  func knownLimitsAreReported(_ outcome: CopyOutcome, _ words: String) throws {
    var script = try script()
    script.play(.copied(what: "Answer", outcome))
    #expect(script.state.notice?.text.contains(words) == true)
  }

  /// A shell that receives ESC[201~ in a paste runs what follows.
  @Test func controlsAreRemovedFromEveryCopy() throws {
    let command = "ls\u{1B}[201~;id\u{9B}\r\n"
    var script = try Script.answered(content: "```\n\(command)```\n")
    _ = script.rows(width: 80, height: 24)
    script.press(.tab, .character("y"), .character("Y"), .character("1"), .character("y"))
    script.press(.character("v"), .character("G"), .character("y"))
    let texts = copied(&script)
    #expect(texts.count == 4)
    for text in texts {
      let controls = text.unicodeScalars.filter { $0.properties.generalCategory == .control }
      #expect(controls.allSatisfy { $0 == "\n" || $0 == "\t" }, "\(text.debugDescription)")
    }
    #expect(texts[1] == "```\nls[201~;id\n```\n")
  }

  @Test func omittedControlsAreReported() throws {
    var script = try script()
    script.play(.copied(what: "Answer (Markdown)", .taken(by: "xclip"), removed: 2))
    #expect(script.state.notice?.text.hasSuffix("(xclip). Removed 2 control characters.") == true)
    script.play(.copied(what: "Answer", .sentToTerminal, removed: 1))
    #expect(script.state.notice?.text.hasSuffix("Removed 1 control character.") == true)
  }

  @Test func nothingToCopyIsReported() {
    var script = Script()
    script.press(.control("x"), .character("y"))
    #expect(script.takeEffects() == [])
    #expect(script.state.notice?.text.contains("No answer") == true)
  }
}
