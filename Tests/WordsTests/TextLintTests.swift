import Testing

/// User-visible text is defined in `Words`, not where it is printed.
struct TextLintTests {
  /// Add another target here to apply the rule to it.
  static let targets = [
    TextLint.Target(
      name: "aside",
      exceptions: [
        .init(file: "Aside.swift", literal: "aside 0.1.0", reason: .name),
        .init(file: "Aside.swift", literal: "See 'ask ", reason: .foreignWords),
        .init(file: "Aside.swift", literal: "See 'aside ask ", reason: .foreignWords),
        .init(file: "Aside.swift", literal: "Unknown option", reason: .foreignWords),
        .init(
          file: "Commands/Login.swift", literal: "aside doctor …", reason: .command),
        .init(
          file: "Configuration/TOMLFile.swift", literal: "control characters",
          reason: .foreignWords),
        .init(
          file: "Endpoints/DesktopKeyring.swift",
          literal: #"case "$(…)" in *secret-tool:*) exit 1;; esac"#, reason: .command),
        .init(
          file: "Export/FileDigest.swift", literal: "SQLite format 3\u{FFFD}",
          reason: .foreignWords),
        .init(file: "Options/StoreOptions.swift", literal: "aside list", reason: .command),
        .init(
          file: "Services/EditorService.swift",
          literal: #"if command -v vi >/dev/null; then vi "$@"; else nano "$@"; fi"#,
          reason: .command),
        .init(file: "Streams/StandardStreams.swift", literal: "aside: … ", reason: .name),
        .init(file: "Wiring.swift", literal: "aside …--continue", reason: .command),
        .init(file: "Wiring.swift", literal: "aside ……", reason: .command),
      ]),
    TextLint.Target(
      name: "App",
      exceptions: [
        .init(file: "Commands/CommandTable.swift", literal: "NAME VALUE", reason: .command),
        .init(file: "Commands/CommandTable.swift", literal: "NAME [MODEL]", reason: .command),
        .init(file: "Commands/OtherKeys.swift", literal: "2 y", reason: .key),
        .init(file: "Commands/OtherKeys.swift", literal: "R r", reason: .key),
        .init(file: "Commands/OtherKeys.swift", literal: "S Y J ~", reason: .key),
        .init(file: "Commands/OtherKeys.swift", literal: "d c y", reason: .key),
        .init(file: "Commands/OtherKeys.swift", literal: "f t F T", reason: .key),
        .init(file: "Commands/OtherKeys.swift", literal: "g G", reason: .key),
        .init(file: "Commands/OtherKeys.swift", literal: "gg G", reason: .key),
        .init(file: "Commands/OtherKeys.swift", literal: "h j k l", reason: .key),
        .init(file: "Commands/OtherKeys.swift", literal: "i a I A", reason: .key),
        .init(file: "Commands/OtherKeys.swift", literal: "iw a\" ip", reason: .key),
        .init(file: "Commands/OtherKeys.swift", literal: "j k", reason: .key),
        .init(file: "Commands/OtherKeys.swift", literal: "n N", reason: .key),
        .init(file: "Commands/OtherKeys.swift", literal: "o O", reason: .key),
        .init(file: "Commands/OtherKeys.swift", literal: "p P gp gP", reason: .key),
        .init(file: "Commands/OtherKeys.swift", literal: "u Ctrl-R", reason: .key),
        .init(file: "Commands/OtherKeys.swift", literal: "v V gv", reason: .key),
        .init(file: "Commands/OtherKeys.swift", literal: "w b e ge", reason: .key),
        .init(file: "Commands/OtherKeys.swift", literal: "x s D C", reason: .key),
        .init(file: "ConversationList/ConversationListKeys.swift", literal: "a d u", reason: .key),
        .init(file: "ConversationList/ConversationListKeys.swift", literal: "r t p", reason: .key),
        .init(file: "ErrorText.swift", literal: "aside check --repair", reason: .command),
        .init(file: "ErrorText.swift", literal: "aside login", reason: .command),
        .init(file: "ErrorText.swift", literal: "aside login --provider …", reason: .command),
        .init(file: "ErrorText.swift", literal: "aside merge --database … …", reason: .command),
        .init(file: "ErrorText.swift", literal: "aside models --demo", reason: .command),
        .init(file: "ErrorText.swift", literal: "aside models --provider …", reason: .command),
        .init(file: "ErrorText.swift", literal: "file is not a database", reason: .foreignWords),
        .init(file: "Pages/Comparison/ComparisonPage.swift", literal: "n N", reason: .key),
        .init(
          file: "Pages/Parameters/ParametersPage.swift", literal: "j k", reason: .key),
        .init(
          file: "Pages/Parameters/ParametersPage.swift", literal: "x X", reason: .key),
        .init(
          file: "Pages/Probabilities/ProbabilitiesPage.swift", literal: "w b", reason: .key),
        .init(
          file: "Pages/Probabilities/ProbabilitiesPage.swift", literal: "g G", reason: .key),
      ]),
    TextLint.Target(
      name: "Streaming",
      exceptions: [
        .init(
          file: "ErrorEnvelope.swift", literal: "provider returned error", reason: .foreignWords),
        .init(file: "HTTPRequest.swift", literal: "Accept: ", reason: .foreignWords),
        .init(file: "HTTPRequest.swift", literal: "Authorization: Bearer ", reason: .foreignWords),
        .init(file: "HTTPRequest.swift", literal: "Expect:", reason: .foreignWords),
        .init(file: "MultiHandle.swift", literal: "a transfer is added once", reason: .crash),
        .init(file: "MultiHandle.swift", literal: "libcurl is out of memory", reason: .crash),
        .init(
          file: "NetworkEnvironment.swift", literal: "ca_file in [providers.…]", reason: .setting),
        .init(
          file: "NetworkEnvironment.swift", literal: "proxy in [providers.…]", reason: .setting),
        .init(file: "ServerPortrait.swift", literal: "LM Studio", reason: .foreignWords),
        .init(
          file: "StreamError+Curl.swift", literal: "Failed to connect to ", reason: .foreignWords),
        .init(
          file: "StreamError+Curl.swift", literal: "No authentication method", reason: .foreignWords
        ),
        .init(file: "StreamError+Curl.swift", literal: "Unsupported proxy", reason: .foreignWords),
        .init(file: "StreamError+Curl.swift", literal: "http request", reason: .foreignWords),
        .init(
          file: "StreamError+Curl.swift", literal: "packet length too long", reason: .foreignWords),
        .init(file: "StreamError+Curl.swift", literal: "reset by peer", reason: .foreignWords),
        .init(
          file: "StreamError+Curl.swift", literal: "rejected by the SOCKS", reason: .foreignWords),
        .init(
          file: "StreamError+Curl.swift", literal: "unexpected TLS packet", reason: .foreignWords),
        .init(file: "StreamError+Curl.swift", literal: "unknown protocol", reason: .foreignWords),
        .init(
          file: "StreamError+Curl.swift", literal: "wrong version number", reason: .foreignWords),
        .init(file: "TransferHandle.swift", literal: "libcurl is out of memory", reason: .crash),
      ]),
    TextLint.Target(
      name: "Storage",
      exceptions: [
        .init(file: "Database.swift", literal: "FTS5 table", reason: .foreignWords),
        .init(
          file: "Export/ExportedConversation+Conversion.swift", literal: "no UUID", reason: .crash),
        .init(file: "Export/ExportedMessages.swift", literal: "a number", reason: .crash),
        .init(file: "Export/ExportedMessages.swift", literal: "no UUID", reason: .crash),
        .init(file: "Import/ArchiveFault.swift", literal: "Rar!", reason: .foreignWords),
        .init(file: "Import/EliaStore.swift", literal: "chat …", reason: .place),
        .init(file: "Import/EliaStore.swift", literal: "message …", reason: .place),
        .init(
          file: "Import/ImportSource.swift", literal: "SQLite format 3\u{FFFD}",
          reason: .foreignWords),
        .init(file: "Import/JSONImport.swift", literal: "line …", reason: .place),
        .init(file: "Import/JSONImport.swift", literal: "line 1", reason: .place),
        .init(file: "Import/JSONImport.swift", literal: "…[…], line …", reason: .place),
        .init(file: "Import/JSONImport.swift", literal: "…, byte …", reason: .place),
        .init(file: "Import/LLMStore.swift", literal: "conversation …", reason: .place),
        .init(file: "Import/LLMStore.swift", literal: "responses …", reason: .place),
        .init(file: "Import/LLMTurns.swift", literal: "messages …", reason: .place),
        .init(file: "Import/MessageList.swift", literal: "OpenAI messages", reason: .foreignWords),
        .init(
          file: "Import/OmittedItem+Placeholder.swift", literal: "audio recording", reason: .stored),
        .init(
          file: "Import/OmittedItem+Placeholder.swift", literal: "memory note", reason: .stored),
        .init(
          file: "Import/OmittedItem+Placeholder.swift", literal: "tool result", reason: .stored),
        .init(file: "Import/OmittedItem+Placeholder.swift", literal: "web search", reason: .stored),
        .init(file: "Import/OtermStore.swift", literal: "chat …", reason: .place),
        .init(file: "Import/OtermStore.swift", literal: "message …", reason: .place),
        .init(
          file: "Recovery/PageFile.swift", literal: "SQLite format 3\u{FFFD}", reason: .foreignWords
        ),
        .init(
          file: "Recovery/Recovery.swift", literal: "SQLite format 3\u{FFFD}", reason: .foreignWords
        ),
        .init(file: "SchemaOutline.swift", literal: "column ….…", reason: .place),
        .init(
          file: "StoreError+SQLite.swift", literal: "invalid fts5 file format",
          reason: .foreignWords),
        .init(
          file: "StoreError+SQLite.swift", literal: "unsupported file format", reason: .foreignWords
        ),
        .init(
          file: "StoreError+SQLite.swift", literal: "vtable constructor failed: search_text",
          reason: .foreignWords),
      ], hasSQL: true),
  ]

  @Test(arguments: targets)
  func textIsInWords(_ target: TextLint.Target) throws {
    let findings = try TextLint.findings(in: target)
    for finding in findings
    where !target.exceptions.contains(where: {
      $0.file == finding.file && $0.literal == finding.literal
    }) {
      Issue.record(
        "Sources/\(target.name)/\(finding) is text. Write it as a function of Words, or if nobody reads it, name it in TextLintTests."
      )
    }
    for exception in target.exceptions
    where !findings.contains(where: {
      $0.file == exception.file && $0.literal == exception.literal
    }) {
      Issue.record("\(exception) is not in the source any more. Remove it from the list.")
    }
  }

  @Test(arguments: [
    #"let a = "There is trouble.""#, #"print("Cannot open \(path)")"#, #"f("\(count) files")"#,
    #"f("The file" + name)"#, ##"f(#"not "found" here"#)"##, #"f("saved to ")"#, #"f("Saved.")"#,
    "f(\"\"\"\n  One question \\\n  and another\n  \"\"\")", #"f("a \(g("no such file"))")"#,
    #"f(x ? "1 match" : "")"#, #"f("naïve façade")"#, #"f("key: value missing")"#,
  ])
  func findsText(_ source: String) {
    #expect(!TextLint.findings(inSource: source).isEmpty)
  }

  @Test(arguments: [
    "// There is trouble.", "/* one /* two three */ four five */", #"f("--no-think")"#,
    #"f("\(first), \(second)")"#, #"f("\(first) \(second)")"#, #"f(" --database \(path)")"#,
    #"f("prompt_tokens")"#, #"f(">/dev/null 2>&1")"#, #"f("/dev/null")"#, #"f("\u{1B}[K")"#,
    #"f(", ")"#, #"f("aside")"#, #"f("config.toml")"#,
  ])
  func passesWhatIsNoText(_ source: String) {
    #expect(TextLint.findings(inSource: source).isEmpty)
  }

  @Test func tellsLiteralsAndTheirLines() {
    let source = "a(\"x\")\n// \"no\"\nb(\"\"\"\n  y \\(c(\"z\"))\n  \"\"\", #\"w\\(v)\"#)"
    let literals = StringLiterals(source).all
    #expect(literals.map(\.line) == [1, 4, 3, 5])
    #expect(literals.map(\.text) == ["x", "z", "\n  y \u{FFFC}\n  ", "w\\(v)"])
  }
}
