import Testing

/// Text that people read is written in `Words`, not where it is printed.
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
          file: "Commands/Login.swift", literal: "aside doctor --provider …", reason: .command),
        .init(
          file: "Endpoints/DesktopKeyring.swift",
          literal: #"case "$(…)" in *secret-tool:*) exit 1;; esac"#, reason: .command),
        .init(
          file: "Export/FileDigest.swift", literal: "SQLite format 3\u{FFFD}",
          reason: .foreignWords),
        .init(file: "Options/StoreOptions.swift", literal: "aside list", reason: .command),
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
        .init(file: "Commands/OtherKeys.swift", literal: "Alt-B F", reason: .key),
        .init(file: "Commands/OtherKeys.swift", literal: "Ctrl-A E", reason: .key),
        .init(file: "Commands/OtherKeys.swift", literal: "Ctrl-B F", reason: .key),
        .init(file: "Commands/OtherKeys.swift", literal: "Ctrl-U K", reason: .key),
        .init(file: "Commands/OtherKeys.swift", literal: "Up Down", reason: .key),
        .init(file: "Commands/OtherKeys.swift", literal: "g G", reason: .key),
        .init(file: "Commands/OtherKeys.swift", literal: "j k", reason: .key),
        .init(file: "Commands/OtherKeys.swift", literal: "n N", reason: .key),
        .init(
          file: "Conversation/OpenConversation+Editing.swift", literal: "Ctrl-X e", reason: .key),
        .init(file: "ConversationList/ConversationListKeys.swift", literal: "a d u", reason: .key),
        .init(file: "ConversationList/ConversationListKeys.swift", literal: "r t p", reason: .key),
        .init(file: "ErrorText.swift", literal: "aside check --repair", reason: .command),
        .init(file: "ErrorText.swift", literal: "aside login --provider …", reason: .command),
        .init(file: "ErrorText.swift", literal: "aside merge --database … …", reason: .command),
        .init(file: "ErrorText.swift", literal: "aside models --demo", reason: .command),
        .init(file: "ErrorText.swift", literal: "aside models --provider …", reason: .command),
        .init(file: "ErrorText.swift", literal: "file is not a database", reason: .foreignWords),
        .init(file: "Pages/PaletteView.swift", literal: "Ctrl-X …", reason: .key),
        .init(
          file: "Pages/Parameters/ParametersPage.swift", literal: "j k", reason: .key),
        .init(
          file: "Pages/Parameters/ParametersPage.swift", literal: "x X", reason: .key),
      ]),
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
