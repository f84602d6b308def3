import Chat
import Testing

/// Placeholders in reusable prompts.
@Suite struct PromptTemplateTests {
  /// Text, its placeholders as `name=default`, and the text with every name in capitals.
  private static let table: [(String, [String], String)] = [
    ("plain", [], "plain"),
    ("", [], ""),
    ("Review {{language}} code.", ["language="], "Review LANGUAGE code."),
    ("{{ a }} and {{a}}", ["a="], "A and A"),
    ("{{target language:German}}", ["target language=German"], "TARGET LANGUAGE"),
    ("{{x}}{{x: 1 }}", ["x=1"], "XX"),
    ("{{x:1}}{{x:2}}", ["x=1"], "XX"),
    ("{{x:}}", ["x="], "X"),
    ("{{x:a:b}}", ["x=a:b"], "X"),
    ("{{x:one\ntwo}}", ["x=one\ntwo"], "X"),
    ("{{语言}}", ["语言="], "语言"),
    (#"\{{x}}"#, [], "{{x}}"),
    (#"\\{{x}}"#, [], #"\{{x}}"#),
    ("{{{x}}}", ["x="], "{X}"),
    ("{{}}", [], "{{}}"),
    ("{{ }}", [], "{{ }}"),
    ("{{x", [], "{{x"),
    ("{{x}", [], "{{x}"),
    ("{{x:never closed", [], "{{x:never closed"),
    ("{{ f(x) }}", [], "{{ f(x) }}"),
    ("{{1st}}", [], "{{1st}}"),
    ("a{{b}}c\n\n", ["b="], "aBc"),
  ]

  @Test func placeholdersAreFoundAndFilled() {
    for (text, placeholders, filled) in Self.table {
      let template = PromptTemplate(text)
      #expect(
        template.placeholders.map { "\($0.name)=\($0.defaultValue)" } == placeholders, "\(text)")
      let values = Dictionary(
        uniqueKeysWithValues: template.placeholders.map { ($0.name, $0.name.uppercased()) })
      #expect(template.filled(with: values) == filled, "\(text)")
    }
  }

  @Test func aValueThatIsNotGivenIsTheDefault() {
    #expect(PromptTemplate("{{a:1}}, {{b}}").filled(with: [:]) == "1, ")
    #expect(PromptTemplate("{{a:1}}").filled(with: ["a": ""]) == "")
  }

  @Test func placeholdersInValuesAreText() {
    #expect(PromptTemplate("{{a}} {{b}}").filled(with: ["a": "{{b}}", "b": "2"]) == "{{b}} 2")
  }

  @Test func theSummaryIsTheFirstLine() {
    #expect(PromptTemplate("\n\n# Code review\nText").summary == "Code review")
    #expect(PromptTemplate("Translate {{text}}").summary == "Translate {{text}}")
    #expect(PromptTemplate(" \n").summary == "")
  }

  @Test func openBracesCostLittle() {
    let text = String(repeating: "{{x:", count: 20_000)
    #expect(PromptTemplate(text).placeholders.isEmpty)
  }
}

/// Names of presets and prompts. They also serve as file names.
@Suite struct LibraryNameTests {
  @Test func namesThatCannotBeFilesAreRefused() {
    let table: [(String, LibraryName.Flaw?)] = [
      ("coder", nil), ("My preset 2", nil), ("译者", nil), ("a.b-c_d", nil), ("-x", nil),
      ("", .empty), (" ", .space), ("a ", .space), (" a", .space), (".", .dot), ("..", .dot),
      (".hidden", .dot), ("a/b", .slash), ("../x", .slash), ("/etc/passwd", .slash),
      ("a\nb", .controlCharacter), ("a\u{0}b", .controlCharacter), ("a\u{1B}[m", .controlCharacter),
      ("a\u{2028}b", .controlCharacter), (String(repeating: "x", count: 200), nil),
      (String(repeating: "x", count: 201), .tooLong),
      (String(repeating: "é", count: 101), .tooLong),
    ]
    for (name, flaw) in table { #expect(LibraryName.flaw(in: name) == flaw, "\(name)") }
  }
}
