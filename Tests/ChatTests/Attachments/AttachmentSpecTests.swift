import Chat
import Testing

@Suite struct AttachmentSpecTests {
  private static let arguments: [(String, String, ClosedRange<Int>?)] = [
    ("main.swift", "main.swift", nil), ("main.swift:10-40", "main.swift", 10...40),
    ("main.swift:10", "main.swift", 10...10), ("main.swift:10-", "main.swift", 10...Int.max),
    ("a b.txt:3", "a b.txt", 3...3), ("~/x:1-2", "~/x", 1...2), ("C:x", "C:x", nil),
    ("a:b:7", "a:b", 7...7), (":5", ":5", nil), ("a:", "a:", nil), ("a:1-2-3", "a:1-2-3", nil),
    ("a:-3", "a:-3", nil), ("a:٣", "a:٣", nil), ("a:99999999999999999999-", "a", Int.max...Int.max),
  ]

  @Test(arguments: arguments)
  func argumentsHaveLines(_ text: String, _ path: String, _ lines: ClosedRange<Int>?) throws {
    let spec = try AttachmentSpec(argument: text)
    #expect(spec.path == path && spec.lines == lines && spec.whole == text)
    #expect(spec.pattern == nil)
  }

  @Test(arguments: [("a:0", "0"), ("a:5-4", "5-4"), ("a:0-9", "0-9")])
  func impossibleLinesAreRefused(_ text: String, _ range: String) {
    #expect(throws: AttachmentFault.invalidLines(range)) { try AttachmentSpec(argument: text) }
  }

  @Test func emptyPathsAreRefused() {
    #expect(throws: AttachmentFault.noPath) { try AttachmentSpec(argument: "") }
    #expect(throws: AttachmentFault.noPath) { try AttachmentSpec(word: "\"\"") }
    #expect(throws: AttachmentFault.unclosedQuote) { try AttachmentSpec(word: "\"a b") }
  }

  private static let words: [(String, String, ClosedRange<Int>?)] = [
    (#""a b.txt""#, "a b.txt", nil), (#""a b.txt":3-4"#, "a b.txt", 3...4), ("'it s'", "it s", nil),
    (#"a\ b.txt:2"#, "a b.txt", 2...2), (#""say \"hi\"""#, #"say "hi""#, nil),
    (#"'a\b'"#, #"a\b"#, nil), (#"it's"#, "it's", nil), (#""a:3""#, "a:3", nil),
    (#"a\"#, #"a\"#, nil),
  ]

  @Test(arguments: words)
  func wordsMayBeQuoted(_ word: String, _ path: String, _ lines: ClosedRange<Int>?) throws {
    let spec = try AttachmentSpec(word: word)
    #expect(spec.path == path && spec.lines == lines)
  }

  @Test func quotesMakePatternsNames() throws {
    #expect(try AttachmentSpec(word: "*.swift").pattern != nil)
    #expect(try AttachmentSpec(word: "\"*.swift\"").pattern == nil)
    #expect(try AttachmentSpec(word: #"\*.swift"#).pattern == nil)
    let mixed = try #require(try AttachmentSpec(word: #"\[id\]/*.ts"#).pattern)
    #expect(mixed.matches(["[id]", "page.ts"]) && !mixed.matches(["i", "page.ts"]))
  }

  @Test func homeFolderIsExpanded() {
    #expect(AttachmentSpec.expanding("~/a", home: "/h") == "/h/a")
    #expect(AttachmentSpec.expanding("~", home: "/h") == "/h")
    #expect(AttachmentSpec.expanding("~b/a", home: "/h") == "~b/a")
    #expect(AttachmentSpec.expanding("~/a", home: nil) == "~/a")
  }

  // MARK: Patterns

  @Test(arguments: [
    ("*.swift", "main.swift", true), ("*.swift", "main.swift.bak", false),
    ("*.swift", "a/main.swift", false), ("*", ".hidden", false), (".*", ".hidden", true),
    ("?.c", "a.c", true), ("?.c", "ab.c", false), ("?", "é", true), ("[a-c].h", "b.h", true),
    ("[a-c].h", "d.h", false), ("[!a-c].h", "d.h", true), ("[^a-c].h", "b.h", false),
    ("[]a].h", "].h", true), ("[a-].h", "-.h", true), ("a[b", "a[b", false), ("*[b", "a[b", true),
    ("*a*b*c", "xaybzc", true), ("*a*b*c", "xaybz", false), ("**/*.swift", "main.swift", true),
    ("**/*.swift", "a/b/main.swift", true), ("**/*.swift", ".build/x.swift", false),
    ("Sources/**", "Sources/a/b.c", true), ("Sources/**", "Tests/a", false),
    ("Sources/**/a.c", "Sources/a.c", true), ("Sources/**/x/*.c", "Sources/1/x/2/x/a.c", true),
    ("**/.github/*", ".github/a.yml", true), ("a**b", "axxb", true), ("a**b", "ax/xb", false),
    ("*/", "a", true), ("./*.c", "./a.c", true),
  ])
  func patternsMatchPaths(_ pattern: String, _ path: String, _ matches: Bool) throws {
    let names = path.split(separator: "/").map(String.init)
    let pattern = try GlobPattern(pattern)
    // Without special characters, the initialiser returns `nil`.
    #expect((pattern?.matches(names) ?? false) == matches)
  }

  @Test func reversedRangesAreRefused() {
    #expect(throws: AttachmentFault.invalidPattern) { try GlobPattern("[z-a]") }
  }

  /// Matching many stars does not take exponential time.
  @Test func manyStarsAreFast() throws {
    let pattern = try #require(try GlobPattern(String(repeating: "*a", count: 30) + "b"))
    #expect(!pattern.matches([String(repeating: "a", count: 200)]))
  }

  // MARK: Mentions

  private func mentions(_ draft: String) -> [String] {
    AttachmentMention.all(in: draft).map { String(draft[$0.range]) }
  }

  @Test(arguments: [
    ("@main.swift", ["@main.swift"]), ("see @a.c and @b.c:3-9.", ["@a.c", "@b.c:3-9"]),
    ("me@example.org", []), ("a @ b", []), ("@", []), ("@@x", []), ("(@src/*.c)", ["@src/*.c"]),
    ("what is @file[0-9].txt?", ["@file[0-9].txt"]),
    ("@app/[id]/page.tsx, please", ["@app/[id]/page.tsx"]),
    ("\"@a b\"", ["@a"]), ("@\"a b.txt\":2, then", ["@\"a b.txt\":2"]), ("@\"open", []),
    (#"@a\ b.txt x"#, [#"@a\ b.txt"#]), ("x@y @z!\n@w", ["@z", "@w"]),
    ("@~/notes.md;", ["@~/notes.md"]),
    ("@a:0", []), ("@...", []), ("日本 @ファイル。", ["@ファイル"]), ("@'it s'", ["@'it s'"]),
    ("@x\\", ["@x\\"]),
  ])
  func mentionsAreFound(_ draft: String, _ words: [String]) {
    #expect(mentions(draft) == words)
  }

  /// Mentions never overlap, and each is a word that begins with `@`.
  @Test func anyDraftIsSafe() {
    var random = SystemRandomNumberGenerator()
    let pieces = [
      "@", " ", "\"", "'", "\\", ":", "1", "-", "a", "é", "[", "]", "*", ".", "\n", "👩‍👩‍👧",
    ]
    for _ in 0..<3000 {
      let draft = (0..<12).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      var last = draft.startIndex
      for mention in AttachmentMention.all(in: draft) {
        #expect(mention.range.lowerBound >= last && draft[mention.range].first == "@")
        last = mention.range.upperBound
      }
    }
  }
}
