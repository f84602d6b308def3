import Chat
import Foundation
import TestKit
import Testing

@testable import aside

/// Presets and prompts as files.
@Suite struct PresetFileTests {
  private let home: TestHome
  private let paths: Paths

  init() throws {
    home = try TestHome()
    paths = Paths(environment: ["HOME": home.path])
  }

  private func write(_ text: String, to path: String) throws {
    let url = home.appending(path: ".config/aside/\(path)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  private func problem(_ text: String) -> String? {
    do throws(UsageProblem) {
      _ = try PresetFile.preset("x", "x.toml", text)
      return nil
    } catch {
      return error.description
    }
  }

  @Test func everySettingIsRead() throws {
    let preset = try PresetFile.preset(
      "x", "x.toml",
      """
      provider = "aimlapi"
      model = "m"
      system_prompt = \"""
      One.
      Two.\"""
      thinking = true
      thinking_budget = 4096

      [parameters]
      temperature = 0.6
      stop = ["a", "b"]
      response_format = "json_object"
      """)
    #expect(preset.provider == "aimlapi" && preset.model == "m")
    #expect(preset.systemPrompt == "One.\nTwo.")
    #expect(preset.thinking == true && preset.thinkingBudget == 4096)
    #expect(preset.parameters.temperature == 0.6)
    #expect(preset.parameters.stop == ["a", "b"])
    #expect(preset.parameters.responseFormat == .object(["type": .string("json_object")]))
    #expect(preset.position(of: "provider") == "x.toml, line 1")
    #expect(preset.position(of: "temperature") == "x.toml, line 10")
    #expect(try PresetFile.preset("x", "x.toml", "system = \"s\"").systemPrompt == "s")
    #expect(try PresetFile.preset("x", "x.toml", "").fields.isEmpty)
  }

  @Test func whatIsWrongHasALine() {
    let table = [
      ("\nmodle = \"x\"", "line 2: unknown setting “modle”."),
      ("model = 3", "line 1: model must be a quoted string."),
      ("model = \"\"", "line 1: model must be a non-empty string."),
      ("thinking = \"yes\"", "line 1: thinking must be true or false."),
      ("thinking_budget = 0", "line 1: thinking_budget must be an integer, at least 1."),
      ("parameters = 1", "line 1: parameters must be a table."),
      ("[parameters]\ntemperature = \"hot\"", "line 2: temperature"),
      ("[parameters]\ntop_p = 3", "line 2: top_p"),
      ("[parameters]\ntopp = 1", "line 2: unknown setting “parameters.topp”."),
      ("model = \"a\nb", "line 1: "),
      ("system = \"a\"\nsystem_prompt = \"b\"", "line 1: system_prompt and system are the same"),
    ]
    for (text, expected) in table {
      let problem = problem(text)
      #expect(problem?.hasPrefix("x.toml, " + expected) == true, "\(problem ?? "nothing")")
    }
  }

  /// A saved preset is read back unchanged, whatever its strings contain.
  @Test func whatIsWrittenIsRead() throws {
    var random = SplitMix64(state: 7)
    let pieces = [
      "a", " ", "\n", "\"", "\"\"\"", "\\", "'", "#", "=", "é", "量", "\t", "\r", "\r\n", "{{x}}",
      "\u{1}", "\u{7F}", "[x]", "🙂",
    ]
    func text() -> String {
      (0..<Int.random(in: 1...12, using: &random)).map { _ in
        pieces.randomElement(using: &random) ?? ""
      }.joined()
    }
    for _ in 0..<100 {
      var preset = Preset(name: "x")
      preset.provider = text()
      preset.model = text()
      preset.systemPrompt = text()
      preset.thinking = Bool.random(using: &random)
      preset.thinkingBudget = Int.random(in: 1...1_000_000, using: &random)
      preset.parameters.temperature = Double.random(in: 0...2, using: &random)
      preset.parameters.topP = 1
      preset.parameters.seed = Int.random(in: 0...Int.max, using: &random)
      preset.parameters.stop = [text(), text()]
      preset.parameters.logprobs = true
      preset.parameters.toolChoice = .string("auto")
      preset.parameters.extra = .object(["text": .string(text()), "none": .null])
      let written = PresetFile.text(preset)
      var read = try PresetFile.preset("x", "", written)
      read.positions = [:]
      #expect(read == preset, "\(written)")
    }
  }

  @Test func commentsAreFoundOutsideStrings() {
    #expect(TOMLText.hasComments("# one\nmodel = \"a\""))
    #expect(TOMLText.hasComments("model = \"a\" # one"))
    #expect(!TOMLText.hasComments("model = \"a # b\""))
    #expect(!TOMLText.hasComments("model = 'a # b'"))
    #expect(!TOMLText.hasComments("s = \"\"\"\n# Heading\n\\\"\"\" # x\"\"\"") == true)
    #expect(TOMLText.hasComments("s = \"\"\"\ntext\"\"\" # x"))
  }

  // MARK: The folder

  @Test func brokenFilesHideNoOthers() throws {
    try write("model = \"b\"", to: "presets/b.toml")
    try write("model = \"a\"", to: "presets/A.toml")
    try write("mod", to: "presets/torn.toml")
    try write("model = \"x\"", to: "presets/.hidden.toml")
    try write("text", to: "presets/notes.txt")
    try write(String(repeating: "#", count: 300 << 10), to: "presets/big.toml")
    let folder = home.appending(path: ".config/aside/presets")
    try FileManager.default.createDirectory(
      at: folder.appending(path: "folder.toml"), withIntermediateDirectories: true)
    mkfifo(folder.appending(path: "pipe.toml").path, 0o600)
    let listing = PresetFolder(paths).listing()
    #expect(listing.problem == nil)
    #expect(listing.names == ["A", "b", "big", "folder", "pipe", "torn"])
    #expect(listing.files.compactMap { $0.reading.content?.model } == ["a", "b"])
    for (name, word) in [
      ("big", "too large"), ("folder", "not a regular file"), ("pipe", "not a regular file"),
      ("torn", "torn.toml, line 1"),
    ] {
      guard case .broken(let problem)? = listing.file(named: name)?.reading else {
        Issue.record("\(name) was read")
        continue
      }
      #expect(problem.contains(word) && problem.contains(name), "\(problem)")
    }
    #expect(PromptFolder(paths).listing().files.isEmpty, "no such folder")
  }

  @Test func promptsAreTextFiles() throws {
    try write("\u{FEFF}Review {{code}}\n", to: "prompts/review.md")
    try write(" \n", to: "prompts/blank.md")
    try write("a\u{0}b", to: "prompts/binary.md")
    let listing = PromptFolder(paths).listing()
    #expect(listing.names == ["binary", "blank", "review"])
    #expect(listing.file(named: "review")?.reading.content == PromptTemplate("Review {{code}}"))
    #expect(listing.files.filter { $0.reading.content == nil }.count == 2)
  }

  // MARK: Saving

  @Test func savingReplacesOnlyWhenAsked() throws {
    var preset = Preset(name: "mine")
    preset.model = "one"
    let folder = PresetFolder(paths)
    let path = folder.folder.path(of: "mine")
    #expect(folder.save(preset, replaces: false) == .saved(path))
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    #expect(mode as? Int == 0o600)
    preset.model = "two"
    #expect(folder.save(preset, replaces: false) == .exists(hasComments: false))
    #expect(folder.listing().file(named: "mine")?.reading.content?.model == "one")
    try write("# mine\nmodel = \"one\"\n", to: "presets/mine.toml")
    #expect(folder.save(preset, replaces: false) == .exists(hasComments: true))
    #expect(folder.save(preset, replaces: true) == .saved(path))
    #expect(folder.listing().file(named: "mine")?.reading.content?.model == "two")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.folder.path).count == 1)
  }

  @Test(arguments: ["../evil", "/tmp/evil", ".x", "", "a/b"])
  func aNameIsNoPath(_ name: String) {
    guard case .failed = PresetFolder(paths).save(Preset(name: name), replaces: true) else {
      Issue.record("\(name) was written")
      return
    }
    #expect(!FileManager.default.fileExists(atPath: home.appending(path: ".config").path))
  }
}
