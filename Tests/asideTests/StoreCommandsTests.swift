import Faults
import Foundation
import Loopback
import TestKit
import Testing

/// Export, import, merge, backup, check, statistics and retention, as seen from a shell.
@Suite struct StoreCommandsTests {
  private let home: TestHome

  init() throws { home = try TestHome() }

  private func run(_ arguments: [String], at folder: TestHome? = nil) throws -> ProcessRun {
    try ProcessRun(
      AsideProgram.path, arguments,
      environment: [
        "HOME": (folder ?? home).path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
      ])
  }

  private var store: String { home.appending(path: ".local/share/aside/aside.sqlite").path }

  private func path(_ name: String) -> String { home.appending(path: name).path }

  private func write(_ text: String, to name: String) throws -> String {
    try Data(text.utf8).write(to: home.appending(path: name))
    return path(name)
  }

  private func text(of name: String) throws -> String {
    try String(contentsOf: home.appending(path: name), encoding: .utf8)
  }

  private func configure(_ text: String) throws {
    let folder = home.appending(path: ".config/aside")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: folder.appending(path: "config.toml"))
  }

  /// Returns the JSON of a conversation with one question and one answer, last used at the given
  /// time.
  private func conversation(
    _ number: Int, _ title: String, at milliseconds: Int64 = 1_700_000_000_000
  )
    -> String
  {
    let id = "018bcfe5-680\(number)-7000-8000-000000000000"
    let question = "018bcfe5-680\(number)-7000-8000-000000000001"
    let answer = "018bcfe5-680\(number)-7000-8000-000000000002"
    return """
      {"id":"\(id)","title":"\(title)","created_ms":\(milliseconds),"updated_ms":\(milliseconds),\
      "selected":"\(answer)","messages":[\
      {"id":"\(question)","role":"user","status":"complete","created_ms":\(milliseconds),"content":"Why?"},\
      {"id":"\(answer)","parent":"\(question)","role":"assistant","status":"complete",\
      "created_ms":\(milliseconds),"content":"Because <b>","reasoning":"Hm","provider":"p","model":"m",\
      "usage":{"prompt_tokens":3,"completion_tokens":4,"cost":0.25}}]}
      """
  }

  private func fill(_ conversations: [String]) throws {
    let imported = try run([
      "import", try write(conversations.joined(separator: "\n"), to: "in.jsonl"),
    ])
    #expect(imported.status == 0, "\(imported.error)")
  }

  @Test func exportedConversationsAreImportedUnchanged() throws {
    try fill([conversation(1, "One"), conversation(2, "Two ☕️")])
    let exported = try run(["export", "--all", "--format", "json"])
    #expect(exported.status == 0, "\(exported.error)")
    let file = try write(exported.output, to: "all.json")
    let other = try TestHome()
    let first = try run(["import", file], at: other)
    #expect(first.status == 0)
    #expect(first.output == "\(file) (Aside): 2 new conversations, 4 new messages\n")
    let second = try run(["import", file], at: other)
    #expect(
      second.output
        == "\(file) (Aside): 0 new conversations, 0 new messages, 4 messages already present\n")
    #expect(try run(["export", "--all", "--format", "json"], at: other).output == exported.output)
  }

  @Test func conversationsAreFoundByIDPrefix() throws {
    try fill([conversation(1, "One"), conversation(2, "Two")])
    let one = try run(["export", "018bcfe5-6801"])
    #expect(one.status == 0)
    #expect(
      one.output == """
        # One

        - Date: 2023-11-14 22:13 UTC
        - Model: m

        ## You

        Why?

        ## m

        Because <b>

        """)
    #expect(try run(["export", "--reasoning", "018bcfe5-6801"]).output.contains("Hm"))
    for (arguments, words) in [
      (["export"], "Which conversations?"), (["export", "018"], "several conversations match"),
      (["export", "zz"], "No conversation “zz”"),
      (["export", "--all", "018b"], "not both"),
      (["export", "--all", "--format", "pdf"], "pdf"),
      (
        ["export", "--all", "--output", path("x.pdf")],
        "Use .md, .json, .html or .txt, or --format."
      ),
    ] {
      let refused = try run(arguments)
      #expect(refused.status == 2)
      #expect(refused.output == "")
      #expect(refused.error.contains(words), "\(refused.error)")
    }
  }

  @Test func filesAreReplacedOnlyOnRequestAndFoldersGetOneFileEach() throws {
    try fill([conversation(1, "Same"), conversation(2, "Same"), conversation(3, "../x")])
    let page = path("page.html")
    #expect(try run(["export", "--all", "--output", page]).status == 0)
    let html = try text(of: "page.html")
    #expect(html.hasPrefix("<!doctype html>"))
    #expect(html.contains("Because &lt;b&gt;") || html.contains("Because &lt;b&gt;</p>"))
    let again = try run(["export", "--all", "--output", page])
    #expect(again.status == 2)
    #expect(again.error.contains("already exists"))
    #expect(try run(["export", "--all", "--output", page, "--force"]).status == 0)
    #expect(
      try run(["export", "--all", "--format", "text", "--output", path("out") + "/"]).status == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: path("out")).sorted()
    #expect(names == ["2023-11-14-Same-2.txt", "2023-11-14-Same.txt", "2023-11-14-x.txt"])
    #expect(try run(["export", "--all", "--output", "/dev/null/x.md"]).status == 1)
    #expect(!FileManager.default.fileExists(atPath: path("x.pdf")))
    #expect(
      try run(["export", "--all", "--format", "text", "--output", path("x.pdf")]).status == 0)
    #expect(try run(["export", "--all", "--output", path("plain")]).status == 0)
    #expect(try text(of: "plain").hasPrefix("# "))
  }

  @Test func truncatedExportReportsWhereItEnds() throws {
    let lines = [conversation(1, "One"), String(conversation(2, "Two").dropLast(40))]
    let file = try write(lines.joined(separator: "\n"), to: "cut.jsonl")
    let imported = try run(["import", file])
    #expect(imported.status == 1)
    #expect(imported.output == "\(file) (Aside): 1 new conversation, 2 new messages\n")
    #expect(
      imported.error
        == "aside: \(file), line 2: skipped: unexpected end of file.\n")
    #expect(try run(["list"]).output.contains("One"))
    let none = try run(["import", path("none.json"), file])
    #expect(none.status == 1)
    #expect(none.error.contains("no such file"))
  }

  @Test func storesAreMergedAndBackedUp() throws {
    try fill([conversation(1, "One")])
    let copy = path("copy.sqlite")
    #expect(try run(["backup", copy]).status == 0)
    #expect(try run(["backup", copy]).status == 2)
    #expect(try run(["backup", copy, "--force"]).status == 0)
    #expect(try run(["backup", store, "--force"]).status == 2)
    let mistyped = try run(["backup", path("none") + "/copy.sqlite"])
    #expect(mistyped.status == 2)
    #expect(mistyped.error.contains("No such folder"), "\(mistyped.error)")
    #expect(!FileManager.default.fileExists(atPath: path("none")))
    try fill([conversation(2, "Two")])
    let merged = try run(["merge", "--database", copy, store])
    #expect(merged.status == 0, "\(merged.error)")
    #expect(
      merged.output.hasSuffix(": 1 new conversation, 2 new messages, 2 messages already present\n"))
    #expect(try run(["list", "--database", copy]).output == run(["list"]).output)
    let missing = try run(["merge", path("none.sqlite")])
    #expect(missing.status == 1)
    #expect(missing.error.contains("no such file"))
  }

  /// The test server refuses what the API refuses, such as a tool message without its call.
  @Test func importedConversationWithToolsCanBeContinued() async throws {
    let file = try write(
      """
      {"messages": [{"role": "user", "content": "Add"}, {"role": "assistant", "content": null, \
      "tool_calls": [{"id": "1", "function": {"name": "f", "arguments": "{}"}}]}, \
      {"role": "tool", "tool_call_id": "1", "content": "42"}, {"role": "assistant", "content": \
      "<think>\\nhm\\n</think>\\n\\nIt is 42."}]}
      """, to: "tools.jsonl")
    let imported = try run(["import", file])
    #expect(
      imported.output == """
        \(file) (OpenAI messages): 1 new conversation, 4 new messages
        1 conversation without dates; used the file's date

        """)
    let server = try LoopbackServer(scenario: try #require(Scenario.named("aimlapi-done")))
    let asked = try run(["ask", "--base-url", server.baseURL, "--conversation", "last", "More"])
    #expect(asked.status == 0, "\(asked.error)")
    let sent = String(decoding: try #require(server.requests.last).body, as: UTF8.self)
    #expect(sent.contains("Result of a tool:") && sent.contains("It is 42."))
    #expect(!sent.contains("think>"))
    await server.stop()
  }

  @Test func damagedDatabaseIsMovedAsideAndRecovered() throws {
    try fill([conversation(1, "One"), conversation(2, "Two")])
    let whole = try run(["check"])
    #expect(whole.status == 0)
    #expect(whole.output.hasPrefix("ok "))
    let exported = try run(["export", "--all", "--format", "json"]).output
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: store))
    try file.write(contentsOf: Data(repeating: 0xFF, count: 4096))
    try file.close()
    let damaged = FileManager.default.contents(atPath: store)
    let found = try run(["check"])
    #expect(found.status == 1)
    #expect(found.error.contains("--repair"))
    for command in [
      ["list"], ["search", "x"], ["stats"], ["export", "--all"], ["backup", path("b.sqlite")],
      ["import", path("in.jsonl")], ["ask", "--demo", "--conversation", "last", "x"],
    ] {
      let refused = try run(command)
      #expect(refused.status == 1, "\(command)")
      #expect(
        refused.error.contains("aside check --repair")
          && refused.error.contains(" to recover what is readable"), "\(refused.error)")
    }
    #expect(FileManager.default.contents(atPath: store) == damaged)
    let repaired = try run(["check", "--repair"])
    #expect(repaired.status == 0, "\(repaired.error)")
    #expect(repaired.output.contains("Recovered 2 conversations and 4 messages"))
    #expect(try run(["check"]).status == 0)
    #expect(try run(["export", "--all", "--format", "json"]).output == exported)
    let folder = URL(fileURLWithPath: store).deletingLastPathComponent()
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let aside = try #require(names.first { $0.contains(".damaged-") })
    #expect(FileManager.default.contents(atPath: folder.path + "/" + aside) == damaged)
  }

  /// A mistyped path must not look like an empty history, least of all in an export.
  @Test func missingDatabaseIsNamed() throws {
    let missing = path("typo.sqlite")
    for command in [
      ["list"], ["search", "x"], ["stats"], ["export", "--all"],
      ["export", "--all", "--format", "json"],
    ] {
      let run = try run(command + ["--database", missing])
      #expect(run.error.contains("No database at \(missing)"), "\(command): \(run.error)")
      #expect(!FileManager.default.fileExists(atPath: missing))
    }
  }

  @Test func usageIsCounted() throws {
    #expect(try run(["stats"]).output == "")
    try fill([conversation(1, "One"), conversation(2, "Two")])
    let words = try run(["stats"]).output
    #expect(words.hasPrefix("4 messages in 2 conversations\n\n2023-11\n  m "))
    #expect(words.contains("$0.5000"))
    #expect(words.contains("████████████████████"))
    #expect(
      try run(["stats", "--json"]).output == """
        {"completion_tokens":8,"cost":0.5,"cost_estimated":false,"messages":2,"model":"m","month":"2023-11",\
        "prompt_tokens":6,"reasoning_tokens":0}

        """)
  }

  @Test func oldConversationsAreDeletedOnlyIfConfigured() async throws {
    try fill([
      conversation(1, "Old"), conversation(2, "Going on"),
      conversation(3, "New", at: 4_000_000_000_000),
    ])
    let server = try LoopbackServer(scenario: try #require(Scenario.named("aimlapi-done")))
    let asking = [
      "ask", "--base-url", server.baseURL, "--conversation", "018bcfe5-6802-7000-8000-000000000000",
      "More",
    ]
    #expect(try run(asking).status == 0)
    #expect(try run(["list"]).output.contains("Old"))
    try configure("[history]\ndelete_after = \"90d\"\n")
    let asked = try run(asking)
    #expect(asked.status == 0)
    #expect(asked.error.contains("Moved 1 conversation unused for 90 days to"))
    // The move is reported only once.
    #expect(try run(asking).error == "")
    let listed = try run(["list"]).output
    #expect(!listed.contains("Old") && listed.contains("Going on") && listed.contains("New"))
    for (wrong, words) in [
      ("delete_after = 0", "delete_after must be a number of days"),
      ("delete_after = \"soon\"", "delete_after must be"),
      ("keep = 3", "unknown setting “history.keep”"),
      ("store = 1", "store must be true or false"),
    ] {
      try configure("[history]\n\(wrong)\n")
      let refused = try run(["list"])
      #expect(refused.status == 2)
      #expect(refused.error.contains(words), "\(refused.error)")
    }
    await server.stop()
  }

  @Test func commandsStoreNothingIfHistoryIsOff() async throws {
    let server = try LoopbackServer(scenario: try #require(Scenario.named("aimlapi-done")))
    try configure("[history]\nstore = false\n")
    #expect(try run(["ask", "--base-url", server.baseURL, "Hello"]).status == 0)
    #expect(
      try run(["ask", "--base-url", server.baseURL, "--conversation", "last", "Hello"]).status == 2)
    #expect(!FileManager.default.fileExists(atPath: home.appending(path: ".local").path))
    await server.stop()
  }

  @Test func screenStoresNothingIfHistoryIsOff() async throws {
    try configure("[history]\nstore = false\n")
    let screen = try TmuxScreen(
      "\(AsideProgram.path) --demo", width: 100, height: 24, home: home)
    try await screen.wait(forText: "History is off (store = false); nothing is saved.")
    try screen.type("Hello")
    try screen.press("Enter")
    try await screen.wait(forText: "done · F1 help", within: .seconds(60))
    try screen.press("F2")
    // The list shows this run's conversations, although they are not stored.
    try await screen.wait(forText: "Conversations · 1")
    try screen.press("Enter", "C-d", "C-d")
    #expect(try await screen.waitForExit() == 0)
    #expect(!FileManager.default.fileExists(atPath: store))
  }

  @Test func screenReportsDeletions() async throws {
    try fill([conversation(1, "Old"), conversation(2, "New", at: 4_000_000_000_000)])
    try configure("[history]\ndelete_after = 30\n")
    let screen = try TmuxScreen(
      "\(AsideProgram.path) --demo", width: 100, height: 24, home: home)
    try await screen.wait(forText: "Moved 1 conversation unused for 30 days")
    try screen.press("C-d", "C-d")
    #expect(try await screen.waitForExit() == 0)
    #expect(try !run(["list"]).output.contains("Old"))
  }
}
