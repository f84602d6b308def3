import Chat
import Foundation
import Testing

@testable import Export

/// A conversation with everything that documents have to handle.
enum Sample {
  private static func id(_ number: Int) -> UUIDv7 {
    UUIDv7(time: Timestamp(milliseconds: Int64(number)), naming: "sample")
  }

  static func conversation(title: String, _ messages: [(Role, (inout Message) -> Void)])
    -> Conversation
  {
    let time = Timestamp(milliseconds: 1_795_531_140_000)
    var conversation = Conversation(id: ConversationID(id(0)), title: title, createdAt: time)
    for (index, (role, change)) in messages.enumerated() {
      var message = Message(
        id: MessageID(id(index + 1)), parent: conversation.path.last, role: role, createdAt: time)
      if role == .assistant {
        message.origin = AnswerOrigin(
          provider: "p", model: "qwen3-32b", parameters: Parameters(),
          thinking: ThinkingMode(isOn: true))
      }
      change(&message)
      conversation.append(message)
    }
    return conversation
  }

  static let full = conversation(
    title: "Primes & <Fibonacci>",
    [
      (.system, { $0.content = "Be brief." }),
      (.user, { $0.content = "Which primes?\n# not a heading\n<b>not bold</b>" }),
      (
        .assistant,
        { message in
          message.reasoning = "Let me *see*.\n</details>\n<Details>"
          message.content = """
            Four: **2**, `3`, $x^2$ and [5](https://example.com/?a=1&b=2).

            | n | prime |
            |---|:---:|
            | 2 | yes |

            1. one
            2. two

            - [x] done

            > said

            ```swift
            let a = 1 < 2 && "b" > "a"
            ```
            """
        }
      ),
      (.user, { $0.content = "More" }),
      (
        .assistant,
        { message in
          message.content = "Here:\n\n~~~~\ncut off in code"
          message.status = .truncated
          message.toolCalls = [ToolCall(name: "f", arguments: "{\"a\": \"```\"}")]
        }
      ),
    ])
}

@Suite struct DocumentTests {
  /// Compares the text with a file next to the tests. If missing, writes it and fails once.
  private func compare(_ text: String, with name: String) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Goldens").appendingPathComponent(name)
    let isRecording = ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != nil
    if isRecording || !FileManager.default.fileExists(atPath: file.path) {
      try Data(text.utf8).write(to: file)
      if !isRecording { Issue.record("recorded \(name)") }
      return
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == text)
  }

  /// A prompt in the settings replaces the system message, as in requests.
  @Test(arguments: [("Answer in verse.", true), ("", false)])
  func theSystemPromptOfTheSettingsIsInEveryDocument(_ prompt: String, _ isShown: Bool) {
    var conversation = Sample.full
    conversation.settings = ConversationSettings(
      provider: "p", model: "m", systemPrompt: prompt)
    for text in [
      MarkdownDocument.text(conversation, withReasoning: false),
      TextDocument.text(conversation, withReasoning: false),
      HTMLDocument.article(conversation),
    ] {
      #expect(text.contains("Answer in verse.") == isShown)
      #expect(text.contains("System") == isShown)
      #expect(!text.contains("Be brief."))
    }
  }

  @Test func markdownMatchesTheBaseline() throws {
    try compare(MarkdownDocument.text(Sample.full, withReasoning: true), with: "full.md")
    #expect(!MarkdownDocument.text(Sample.full, withReasoning: false).contains("see"))
  }

  @Test func textMatchesTheBaseline() throws {
    try compare(TextDocument.text(Sample.full, withReasoning: true), with: "full.txt")
    #expect(!TextDocument.text(Sample.full, withReasoning: false).contains("see"))
  }

  @Test func pageMatchesTheBaseline() throws {
    try compare(
      HTMLDocument.head(title: HTMLDocument.title(Sample.full)) + HTMLDocument.article(Sample.full)
        + HTMLDocument.tail, with: "full.html")
  }

  private static func token(
    _ text: String, _ percent: Double, bytes: [UInt8]? = nil,
    _ others: [(String, Double)] = []
  ) -> TokenLogprob {
    func value(_ percent: Double) -> Double { log(percent / 100) }
    let top = ([(text, percent)] + others).map {
      TokenLogprob.Alternative(token: $0.0, logprob: value($0.1))
    }
    return TokenLogprob(token: text, logprob: value(percent), bytes: bytes, top: top)
  }

  private static func page(_ tokens: [TokenLogprob]) -> String {
    HTMLDocument.article(
      Sample.conversation(title: "t", [(.assistant, { $0.logprobs = tokens })]))
  }

  @Test func pageShadesUnlikelyTokens() {
    let page = Self.page([
      Self.token("Paris", 95), Self.token(" is", 60, [(" was", 30.4), ("\n", 0.2)]),
      Self.token("<b>", 25), Self.token("\"", 10), Self.token("!", 1),
    ])
    for span in [
      "<summary>Token probabilities</summary>", "<span title=\"95%\">Paris</span>",
      "<span class=\"p1\" title=\"60% · “ was” 30% · “⏎” &lt;1%\"> is</span>",
      "<span class=\"p2\" title=\"25%\">&lt;b&gt;</span>",
      "<span class=\"p3\" title=\"10%\">&quot;</span>", "<span class=\"p4\" title=\"1%\">!</span>",
    ] { #expect(page.contains(span), "\(span)") }
    #expect(!Self.page([]).contains("probabilities"))
  }

  /// A character may consist of several tokens, and a special token has no text.
  @Test func tokensOfACharacterAreOneSpan() {
    let bytes = Array("量".utf8)
    let page = Self.page([
      Self.token("a", 99), Self.token("", 90, bytes: [bytes[0]]),
      Self.token("", 40, bytes: Array(bytes[1...])), Self.token("<|end|>", 99, bytes: []),
      Self.token("", 30, bytes: [0xFF]),
    ])
    #expect(
      page.contains("<span title=\"99%\">a</span><span class=\"p2\" title=\"90%; 40%\">量</span>"))
    #expect(!page.contains("end|"))
    #expect(page.contains("\u{FFFD}</span></p>"))
  }

  /// For any text, the page contains only the tags that this program writes.
  @Test(arguments: [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))", "![x](https://evil.example/pixel.png)", "[x](data:text/html,<b>)",
    "[x](java&#115;cript:alert(1))", "<javascript:alert(1)>",
    "[x](https://a.example/\"onclick=\"alert(1))",
    "```html\"><script>alert(1)</script>\nx\n```", "`</code><script>alert(1)</script>`",
    "<iframe src=\"https://evil.example\">", "<style>*{}</style>", "&lt;script&gt;",
    "&#60;script&#62;",
    "[a]: javascript:alert(1)\n\n[a]", "| <script> |\n|---|\n| <svg onload=x> |",
    "</section></body>",
    "<!-- -->", "<![CDATA[x]]>", "$<script>x</script>$", "$$<img src=x>$$", "\u{0}<b>\u{1B}[31m",
    "[![x](https://a.example/i.png)](javascript:alert(1))", "[x](vbscript:x)",
    "[x](//evil.example)",
    "<https://a.example/<script>>", "* <base href=x>\n> <link rel=x>",
    "# <meta http-equiv=refresh>",
    "<a@b.example>", "www.a.example/<script>", "\\<script>", "<SCRIPT/x>",
    "'\"><svg/onload=alert(1)>",
  ])
  func foreignTextIsNeverMarkup(_ text: String) throws {
    let conversation = Sample.conversation(
      title: text,
      [
        (.user, { $0.content = text }),
        (
          .assistant,
          { message in
            message.content = text
            message.reasoning = text
            message.refusal = text
            message.origin?.model = text
            message.status = .failed
            message.errorText = text
            message.toolCalls = [ToolCall(name: text, arguments: text)]
          }
        ),
      ])
    let page = HTMLDocument.head(title: text) + HTMLDocument.article(conversation)
    let allowed: Set<Substring> = [
      "!doctype", "html", "head", "meta", "title", "style", "body", "article", "section", "h1",
      "h2",
      "h3", "h4", "h5", "h6", "p", "details", "summary", "div", "span", "pre", "code", "a", "ul",
      "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "blockquote", "em", "strong", "del",
      "br", "hr",
    ]
    // The program's own styles contain no angle brackets, so every `<` begins a tag.
    for tag in page.split(separator: "<").dropFirst() {
      let inside = tag.prefix { $0 != ">" }
      let name = inside.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber || $0 == "!" }
      #expect(allowed.contains(name), "\(inside)")
      let attributes = inside.dropFirst(name.count).split(separator: " ")
      if name == "a", !inside.hasPrefix("/") {
        let address = try #require(inside.split(separator: "\"").dropFirst().first)
        #expect(
          ["http://", "https://", "mailto:"].contains { address.lowercased().hasPrefix($0) },
          "\(inside)")
        #expect(attributes.count == 3, "\(inside)")
        #expect(inside.filter { $0 == "\"" }.count == 4, "\(inside)")
      }
    }
    let body = page.split(separator: "<body>").dropFirst().joined()
    for word in ["src=", "onerror=x", "<script", "<style", "<img", "\u{1B}", "\u{0}"] {
      // `src=` may appear as text, but not in a tag.
      let tags = body.split(separator: "<").map { $0.prefix { $0 != ">" } }
      #expect(!tags.contains { $0.contains(word) } || !word.hasSuffix("="), "\(word)")
      if word.hasPrefix("<") || word.utf8.count == 1 { #expect(!body.contains(word)) }
    }
  }

  /// Characters that reorder or hide text are made visible on a page, as on the screen. Text and
  /// Markdown exports keep them.
  @Test(arguments: [
    "\u{202E}", "\u{202D}", "\u{2066}", "\u{200F}", "\u{200B}", "\u{9B}", "\u{1B}", "\u{E0041}",
  ])
  func bidiCharactersCannotReorderAPage(_ scalar: String) {
    let text = "safe\(scalar)gnp.exe [link](https://x.example/a\(scalar)b) `code\(scalar)`"
    let conversation = Sample.conversation(
      title: text,
      [
        (.user, { $0.content = text }),
        (
          .assistant,
          { message in
            message.content =
              "\(text)\n\n```\(scalar)\n\(text)\n```\n\n| \(scalar) |\n|---|\n| \(scalar) |"
            message.reasoning = text
            message.origin?.model = text
            message.status = .failed
            message.errorText = text
            message.toolCalls = [ToolCall(name: text, arguments: text)]
          }
        ),
      ])
    let page = HTMLDocument.head(title: text) + HTMLDocument.article(conversation)
    #expect(!page.unicodeScalars.contains(scalar.unicodeScalars.first ?? " "))
    let mark = scalar == "\u{1B}" ? "safe␛gnp" : "safe‹U+"
    #expect(page.split(separator: mark).count > 8, "\(page)")
    #expect(page.contains("href=\"https://x.example/a%"))
    let markdown = MarkdownDocument.text(conversation, withReasoning: true)
    #expect(markdown.contains("safe\(scalar)gnp"))
    #expect(TextDocument.text(conversation, withReasoning: true).contains("safe\(scalar)gnp"))
  }

  @Test func requiredJoinersAreKeptOnAPage() {
    let text = "👩‍💻 ❤️ क्‍ष می‌خواهم"
    let conversation = Sample.conversation(title: text, [(.assistant, { $0.content = text })])
    #expect(HTMLDocument.article(conversation).contains("<p>\(text)</p>"))
  }

  @Test func escapedPipeInTableCodeIsAPipe() {
    let text = "| a |\n|---|\n| `grep -E 'foo\\|bar'` |"
    let conversation = Sample.conversation(title: "t", [(.assistant, { $0.content = text })])
    let plain = TextDocument.text(conversation, withReasoning: false)
    #expect(plain.contains("grep -E 'foo|bar'"))
    let page = HTMLDocument.article(conversation)
    #expect(page.contains("<code>grep -E &#39;foo|bar&#39;</code>"))
  }

  @Test func lineBreaksOfAnAnswerAreKept() {
    let text = "1 High Street\nBath\n\n> 春眠\n> 不觉晓\n\nA<br>\nB\n$$x$$\nC `中\n文`"
    let conversation = Sample.conversation(title: "t", [(.assistant, { $0.content = text })])
    let plain = TextDocument.text(conversation, withReasoning: false)
    #expect(plain.hasSuffix("1 High Street\nBath\n\n> 春眠\n> 不觉晓\n\nA\nB\nx\nC 中文\n"))
    let page = HTMLDocument.article(conversation)
    #expect(page.contains("<p>1 High Street<br>\nBath</p>"))
    #expect(page.contains("<p>春眠<br>\n不觉晓</p>"))
    #expect(
      page.contains("<p>A<br>\n\nB<br>\n<span class=\"display math\">x</span>\nC <code>中文</code>"))
  }

  @Test func titleIsOneLineWithoutMarkup() {
    let conversation = Sample.conversation(title: "a\n# b [x](y) `c` <d> *e*", [])
    let first = MarkdownDocument.text(conversation, withReasoning: false).split(separator: "\n")[0]
    #expect(first == "# a \\# b \\[x\\](y) \\`c\\` \\<d\\> \\*e\\*")
  }

  @Test(arguments: [
    ("Trip to Lisbon", "2026-11-24-Trip-to-Lisbon"), ("../../etc/passwd", "2026-11-24-etc-passwd"),
    ("", "2026-11-24-untitled"), ("量子纠缠 是什么?", "2026-11-24-量子纠缠-是什么"),
    ("a\0b/c\\d:e*f?\"<>|", "2026-11-24-a-b-c-d-e-f"), ("...", "2026-11-24-untitled"),
    (
      String(repeating: "word ", count: 99),
      "2026-11-24-" + Array(repeating: "word", count: 12).joined(separator: "-")
    ),
    (String(repeating: "x", count: 999), "2026-11-24-" + String(repeating: "x", count: 20)),
  ])
  func fileNameIsSafe(_ title: String, _ name: String) {
    #expect(DocumentName.of(Sample.conversation(title: title, [])) == name)
  }
}
