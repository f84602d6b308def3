import Chat
import Screen
import Testing

@testable import App

@Suite struct LinkTests {
  private func script(_ content: String) throws -> Script {
    var script = try Script.answered(content: content, reasoning: "")
    _ = script.rows(width: 80, height: 24)
    return script
  }

  private func opened(_ script: inout Script) -> [String] {
    script.takeEffects().compactMap { effect in
      if case .terminal(.open(let address)) = effect { address.text } else { nil }
    }
  }

  private static let several =
    "See [the book](https://swift.org/book) and https://example.com.\n\n"
    + "| a | b |\n|---|---|\n| [c](http://c.example) | d |\n\nWrite to me@example.com."

  @Test func severalLinksAreNumbered() throws {
    var script = try script(Self.several)
    let text = script.rows(width: 80, height: 24).joined(separator: "\n")
    #expect(text.contains("the book (https://swift.org/book) [1] and https://example.com [2]"))
    #expect(text.contains("c (http://c.example) [3]"))
    #expect(text.contains("me@example.com [4]"))
    script.press(.tab, .character("2"), .character("o"))
    #expect(opened(&script) == ["https://example.com"])
    #expect(script.state.notice?.text == "Opening https://example.com")
    script.press(.character("4"), .character("o"))
    #expect(opened(&script) == ["mailto:me@example.com"])
    script.press(.character("o"))
    #expect(opened(&script).isEmpty)
    #expect(script.state.notice?.text.contains("[3]\u{A0}http://c.example") == true)
    #expect(script.state.notice?.advice == "Type a number, then o.")
    script.press(.character("9"), .character("o"))
    #expect(script.state.notice?.text == "No link 9. This answer has 4 links.")
    script.state.focus = .composer
    script.type("/link 3")
    script.press(.enter)
    #expect(opened(&script) == ["http://c.example"])
    #expect(script.state.composer.isEmpty)
  }

  @Test func singleLinkHasNoNumber() throws {
    var script = try script("See [the book](https://swift.org/book).")
    let text = script.rows(width: 80, height: 24).joined(separator: "\n")
    #expect(text.contains("the book (https://swift.org/book)."))
    script.press(.tab, .character("o"))
    #expect(opened(&script) == ["https://swift.org/book"])
    script.press(.control("x"), .character("@"))
    #expect(opened(&script) == ["https://swift.org/book"])
  }

  private static let long =
    "https://docs.example.org/library/chapters/of/a/book/closures.html?query=1&and=more"

  /// A long address is shown as its host and the end of its path, but opened and reported in
  /// full.
  @Test(arguments: [(40, 10), (80, 24), (120, 40)])
  func longAddressIsShortOnTheScreen(_ width: Int, _ height: Int) throws {
    var script = try script("See [the book](\(Self.long)) and [more](https://x.example/a).")
    let rows = script.rows(width: width, height: height)
    let text = rows.joined(separator: " ")
    #expect(text.contains("(docs.example.org/…/closures.html…)"))
    #expect(!text.contains("query"))
    #expect(!rows.contains { $0.drop { $0 == " " }.hasPrefix(")") })
    script.press(.tab, .character("1"), .character("o"))
    #expect(opened(&script) == [Self.long])
    #expect(script.state.notice?.text == "Opening \(Self.long)")
  }

  @Test func selectedTextHasTheWholeAddress() throws {
    var script = try script("See [the book](\(Self.long)).")
    script.press(.tab, .character("g"), .character("v"), .character("G"), .character("y"))
    let copied = script.takeEffects().compactMap { effect in
      if case .terminal(.copy(let text, _)) = effect { text.text } else { nil }
    }
    #expect(copied.joined().contains("See the book (\(Self.long))."))
  }

  /// A definition that arrives later turns earlier text into a link, and the numbers change.
  @Test func numbersFollowAGrowingAnswer() throws {
    var script = Script()
    let request = try script.ask("Where?")
    func text(_ more: String, _ script: inout Script) -> String {
      script.play(.streamed(request, .received(AnswerDelta(content: more, chunks: 1))))
      return script.rows(width: 80, height: 24).joined(separator: "\n")
    }
    #expect(!text("One: https://one.example\n\n", &script).contains("[1]"))
    let both = text("A [label] and https://two.example\n\n", &script)
    #expect(both.contains("https://one.example [1]") && both.contains("https://two.example [2]"))
    let all = text("[label]: https://late.example\n\nEnd", &script)
    #expect(all.contains("label (https://late.example) [2]"))
    #expect(all.contains("https://two.example [3]"))
    script.restDoesNotMatter()
  }

  @Test func onlyWebAndMailAddressesAreLinks() throws {
    var script = try script(
      "[a](file:///etc/passwd) [b](javascript:alert) [c](ssh://-oProxyCommand=x) [d](x.html)")
    script.press(.tab, .character("o"))
    #expect(opened(&script).isEmpty)
    #expect(script.state.notice?.text == "No links in this answer.")
  }

  @Test(arguments: [
    ("https://example.com/a?b=c&d#e", true), ("HTTP://EXAMPLE.com", true),
    ("mailto:me@example.com", true), ("https://例え.jp/パス", true),
    ("https://a.example/$(reboot)`x`;'\"", true),
    ("-https://example.com", false), ("file:///etc/passwd", false), ("", false),
    ("https://a.example/ b", false), ("https://a.example/\u{1B}[31m", false),
    ("https://a.example/\u{202E}gpj", false), ("https://a.example/\n", false),
    ("https://a.example/" + String(repeating: "x", count: 9000), false),
  ])
  func addressesThatMayBeOpened(_ text: String, _ isAllowed: Bool) {
    #expect((LinkAddress(text) != nil) == isAllowed)
  }

  @Test func withoutABrowserTheAddressIsCopied() throws {
    var script = try script("https://example.com")
    script.state.preferences.opensLinks = false
    script.press(.tab, .character("o"))
    #expect(
      script.takeEffects() == [
        .terminal(
          .copy(InertText("https://example.com"), what: "No browser on this machine. Link"))
      ])
    script.play(.copied(what: "No browser on this machine. Link", .sentToTerminal))
    #expect(script.state.notice?.text.contains("No browser") == true)
  }

  @Test func addressThatWasNotOpenedIsCopied() throws {
    var script = try script("https://example.com")
    script.press(.tab, .character("o"))
    _ = script.takeEffects()
    let address = try #require(LinkAddress("https://example.com"))
    script.play(.linkNotOpened(address, by: "xdg-open"))
    #expect(
      script.takeEffects() == [
        .terminal(
          .copy(
            InertText("https://example.com"), what: "xdg-open did not open the link. Address"))
      ])
  }

  // MARK: Questions and thinking

  private func asked(_ question: String, _ answer: String, _ thinking: String = "") throws -> Script
  {
    var script = Script()
    let request = try script.ask(question)
    script.play(
      .streamed(
        request, .received(AnswerDelta(reasoning: thinking, content: answer, chunks: 1))),
      .streamed(request, .ended(StreamEnd(outcome: .complete, finishReason: .stop))))
    script.restDoesNotMatter()
    return script
  }

  @Test func linksOfAQuestionAreNumberedAndOpened() throws {
    var script = try asked("Compare https://a.example/x and (https://b.example/y_(z)).", "Done.")
    let text = script.rows(width: 100, height: 24).joined(separator: "\n")
    #expect(text.contains("▌ Compare https://a.example/x [1] and"))
    #expect(text.contains("(https://b.example/y_(z) [2])."))
    // The answer has no links, so the numbers refer to the links in its question.
    script.press(.tab, .character("2"), .character("o"))
    #expect(opened(&script) == ["https://b.example/y_(z)"])
    try click("example/x [1]", in: &script, width: 100)
    #expect(opened(&script) == ["https://a.example/x"])
  }

  @Test func linksOfTheMarkedQuestionComeBeforeTheAnswers() throws {
    var script = try asked("See https://asked.example", "See https://answered.example")
    _ = script.rows(width: 80, height: 24)
    script.press(.tab, .character("o"))
    #expect(opened(&script) == ["https://answered.example"])
    script.press(.character("("), .character("o"))
    #expect(opened(&script) == ["https://asked.example"])
    script.press(.character("3"), .character("o"))
    #expect(script.state.notice?.text == "No link 3. This question has 1 link.")
  }

  @Test func linksOfTheThinkingAreNumberedAndOpened() throws {
    var script = try asked(
      "Where?", "At https://answered.example", "Maybe https://one.example or https://two.example.")
    script.state.panes.reasoningSetting = .open
    let text = script.rows(width: 120, height: 24).joined(separator: "\n")
    #expect(text.contains("https://two.example [2]"))
    script.press(.tab, .tab)
    #expect(script.state.focus == .reasoning)
    script.press(.character("2"), .character("o"))
    #expect(opened(&script) == ["https://two.example"])
    script.press(.character("9"), .character("o"))
    #expect(script.state.notice?.text == "No link 9. The thinking has 2 links.")
    try click("one.example", in: &script, width: 120)
    #expect(opened(&script) == ["https://one.example"])
  }

  @Test(arguments: [
    ("https://a.example.", ["https://a.example"]), ("(http://a.example)", ["http://a.example"]),
    ("[b](https://a.example/b)", ["https://a.example/b"]),
    ("HTTPS://A.example", ["HTTPS://A.example"]),
    ("<https://a.example/?b=c&d=(e)>", ["https://a.example/?b=c&d=(e)"]),
    ("见https://a.example/x。谢谢", ["https://a.example/x"]), ("xhttp://a.example", []),
    ("ftp://a.example", []), ("https://", []), ("https:// b", []), ("a://b://c", []),
    ("https://a.example https://b.example", ["https://a.example", "https://b.example"]),
    ("https://a.example/\"quoted\"", ["https://a.example/"]),
    ("“https://a.example”", ["https://a.example"]),
  ])
  func addressesInPlainText(_ text: String, _ addresses: [String]) {
    #expect(PlainLinks.ranges(in: text[...]).map { String(text[$0]) } == addresses)
  }

  @Test func addressesAreNumberedAcrossTheBlocksOfALongText() {
    let lines = (1...300).map { "line \($0) https://example.com/\($0)" }
    var blocks = PlainBlocks(lines.joined(separator: "\n"), hasLinks: true)
    #expect(blocks.count > 1)
    #expect(blocks.links.count == 300)
    let rows = (0..<blocks.count).flatMap { blocks.rows(ofBlock: $0, width: 80) }
    for (index, row) in rows.enumerated() {
      #expect(row.text == "\(lines[index]) [\(index + 1)]")
      #expect(row.link(at: row.width - 1) == index + 1)
    }
    // The numbers are not part of the text.
    #expect(SelectedText.of(rows, from: 0, to: .max) == lines.joined(separator: "\n"))
  }

  private func click(_ text: String, in script: inout Script, width: Int = 80) throws {
    let rows = script.rows(width: width, height: 24)
    let y = try #require(rows.firstIndex { $0.contains(text) })
    let start = try #require(rows[y].firstRange(of: text)?.lowerBound)
    let place = Point(x: rows[y].distance(from: rows[y].startIndex, to: start) + 1, y: y)
    script.play(
      .mouseMoved(MouseEvent(.press, at: place)), .mouseMoved(MouseEvent(.release, at: place)))
    // The pause prevents the next click from making this a double click.
    script.advance(by: .seconds(1))
  }

  @Test func clickOpensALink() throws {
    var script = try script(Self.several)
    try click("the book", in: &script)
    #expect(opened(&script) == ["https://swift.org/book"])
    try click("[2]", in: &script)
    #expect(opened(&script) == ["https://example.com"])
    try click(" and ", in: &script)
    #expect(opened(&script).isEmpty)
    #expect(script.state.focus == .composer)
  }

  @Test func numbersAreNotCopied() throws {
    var script = try script("https://one.example and https://two.example")
    script.press(.tab, .character("}"), .character("v"), .character("G"), .character("y"))
    let copied = script.takeEffects().compactMap { effect in
      if case .terminal(.copy(let text, _)) = effect { text.text } else { nil }
    }
    #expect(copied.first?.contains("https://one.example and https://two.example") == true)
  }
}
