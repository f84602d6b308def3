import Faults
import Foundation
import Loopback
import TestKit
import Testing

/// Commands other than `ask`, and configuration and API keys, as seen from a shell.
@Suite struct CommandsTests {
  private let home: TestHome

  init() throws { home = try TestHome() }

  private func run(
    _ arguments: [String], environment: [String: String] = [:], input: String = ""
  ) throws -> ProcessRun {
    var variables = [
      "HOME": home.path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm-256color",
    ]
    variables.merge(environment) { _, new in new }
    return try ProcessRun(
      AsideProgram.path, arguments, environment: variables, input: input)
  }

  private func configure(_ text: String) throws {
    let folder = home.appending(path: ".config/aside")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: folder.appending(path: "config.toml"))
  }

  private func server(_ name: String) throws -> LoopbackServer {
    try LoopbackServer(scenario: try #require(Scenario.named(name)))
  }

  private func objects(_ text: String) throws -> [[String: Any]] {
    try text.split(separator: "\n").map {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
    }
  }

  // MARK: Conversations

  @Test func questionIsStoredAndContinued() async throws {
    let server = try server("aimlapi-done")
    let asked = try run([
      "ask", "--base-url", server.baseURL, "--json", "--system", "Be kind", "One",
    ])
    #expect(asked.status == 0, "\(asked.error)")
    let id = try #require(try objects(asked.output).last?["conversation"] as? String)
    let more = try run(["ask", "--base-url", server.baseURL, "--conversation", id, "Two"])
    #expect(more.status == 0, "\(more.error)")
    let last = try run(["ask", "--base-url", server.baseURL, "--conversation", "last", "Three"])
    #expect(last.status == 0, "\(last.error)")

    let body = try #require(server.requests.last?.body)
    let json = try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
    let messages = try #require(json?["messages"] as? [[String: String]])
    #expect(
      messages.map { $0["role"] }
        == ["system", "user", "assistant", "user", "assistant", "user"])
    #expect(messages.compactMap { $0["content"] }.filter { $0.count < 8 }.contains("Three"))
    #expect(!String(decoding: body, as: UTF8.self).contains("reasoning"))

    let listed = try objects(try run(["list", "--json"]).output)
    #expect(listed.count == 1)
    #expect(listed.first?["id"] as? String == id)
    #expect(listed.first?["title"] as? String == "One")
    #expect(listed.first?["messages"] as? Int == 7)
    #expect(try run(["list"]).output.contains("One"))
    await server.stop()
  }

  @Test func nothingIsStoredWithNoStore() async throws {
    let server = try server("aimlapi-done")
    let run = try run(["ask", "--base-url", server.baseURL, "--no-store", "secret"])
    #expect(run.status == 0)
    #expect(
      !FileManager.default.fileExists(
        atPath: home.appending(path: ".local/share/aside/aside.sqlite").path))
    #expect(try self.run(["list"]).output == "")
    await server.stop()
  }

  @Test func receivedPartOfABrokenAnswerIsStored() async throws {
    let server = try server("cut-then-answer")
    let broken = try run(["ask", "--base-url", server.baseURL, "One"])
    #expect(broken.status == 1)
    let listed = try objects(try run(["list", "--json"]).output)
    #expect(listed.first?["messages"] as? Int == 2)
    await server.stop()
  }

  @Test(arguments: [
    ["--conversation", "nope", "hi"], ["--conversation", "last", "hi"],
    ["--conversation", "01a20d83-c3a0-7bdc-9964-53ebb463b010", "hi"],
  ])
  func missingConversation(_ arguments: [String]) throws {
    let run = try run(["ask", "--demo"] + arguments)
    #expect(run.status == 2)
    #expect(run.error.contains("No conversation “") || run.error.contains("No saved conversations"))
  }

  // MARK: Models

  @Test func modelsWithContextAndPrice() async throws {
    let server = try server("models-aimlapi")
    let table = try run(["models", "--base-url", server.baseURL, "qwen3-32b"])
    #expect(table.status == 0)
    #expect(table.output.contains(/alibaba\/qwen3-32b +131k +\$0\.70 +\$2\.80/))
    let all = try objects(try run(["models", "--base-url", server.baseURL, "--json"]).output)
    #expect(all.count > 300)
    #expect(all.allSatisfy { $0["id"] is String })
    await server.stop()
  }

  @Test(arguments: [
    "models-openai", "models-vllm", "models-llama-cpp", "models-ollama", "models-openrouter",
  ])
  func everyListIsRead(_ name: String) async throws {
    let server = try server(name)
    let run = try run(["models", "--base-url", server.baseURL, "--json"])
    #expect(run.status == 0, "\(run.error)")
    #expect(try !objects(run.output).isEmpty)
    await server.stop()
  }

  @Test func unreachableServerIsNamed() throws {
    let run = try run(["models", "--base-url", "http://127.0.0.1:1/v1"])
    #expect(run.status == 1)
    #expect(run.output == "" && run.error.contains("127.0.0.1"))
  }

  // MARK: Keys

  @Test func savedKeyIsUsedUntilRemoved() async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero, requiredKey: "sk-kept-1"))
    try configure("[providers.aimlapi]\nbase_url = \"\(server.baseURL)\"\n")
    #expect(try run(["login"], input: "sk-kept-1\n").status == 0)
    let file = home.appending(path: ".local/share/aside/keys.toml").path
    let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(try run(["ask", "hi"]).status == 0)
    // A variable takes precedence over the saved key if the provider's table names it for this
    // address.
    try configure(
      "[providers.aimlapi]\nbase_url = \"\(server.baseURL)\"\n"
        + "api_key_variable = \"AIMLAPI_API_KEY\"\n")
    let other = try run(["ask", "hi"], environment: ["AIMLAPI_API_KEY": "sk-wrong-2"])
    #expect(other.status == 1 && other.error.contains("401"))
    #expect(!other.error.contains("sk-wrong-2"))
    #expect(try run(["login", "--forget"]).status == 0)
    #expect(try !String(contentsOfFile: file, encoding: .utf8).contains("sk-kept-1"))
    #expect(!server.requests.contains { $0.path.contains("sk-kept") })
    await server.stop()
  }

  @Test func keyFileReadableByOthersIsRefused() throws {
    #expect(try run(["login"], input: "sk-kept-1\n").status == 0)
    let file = home.appending(path: ".local/share/aside/keys.toml").path
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
    let run = try run(["ask", "--provider", "aimlapi", "hi"])
    #expect(run.status == 2)
    #expect(run.error.contains("chmod 600") && !run.error.contains("sk-kept"))
  }

  @Test(arguments: ["", "  \n", "sk ü\n"]) func invalidKeyIsNotSaved(_ input: String) throws {
    #expect(try run(["login"], input: input).status == 2)
    #expect(
      !FileManager.default.fileExists(
        atPath: home.appending(path: ".local/share/aside/keys.toml").path))
  }

  @Test func commandPrintsTheKey() async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero, requiredKey: "sk-from-command"))
    try configure(
      """
      provider = "work"
      [providers.work]
      base_url = "\(server.baseURL)"
      dialect = "qwen"
      model = "alibaba/qwen3-32b"
      api_key_command = "printf 'sk-from-command\\\\nmore\\\\n'"
      headers = { X-Team = "blue" }
      """)
    let asked = try run(["ask", "--no-think", "hi"])
    #expect(asked.status == 0, "\(asked.error)")
    #expect(server.requests.last?.headers["x-team"] == "blue")
    try configure(
      """
      provider = "work"
      [providers.work]
      base_url = "\(server.baseURL)"
      api_key_command = "echo sk-shown >&2; exit 3"
      """)
    let failed = try run(["ask", "--model", "m", "hi"])
    #expect(failed.status == 2)
    #expect(failed.error.contains("status 3"))
    await server.stop()
  }

  // MARK: Custom providers

  @Test func pathInTheBaseURLAndTheModelAreKept() async throws {
    let server = try server("openai")
    try configure(
      """
      [providers.corp]
      base_url = "\(server.baseURL)/deep/er/"
      model = "m-1"
      idle_timeout = 20
      connect_timeout = 2.5
      """)
    let run = try run(["ask", "--provider", "corp", "hi"])
    #expect(server.requests.last?.path == "/v1/deep/er/chat/completions")
    let body = String(decoding: server.requests.last?.body ?? [], as: UTF8.self)
    #expect(body.contains(#""model":"m-1""#))
    #expect(run.status == 0, "\(run.error)")
    await server.stop()
  }

  @Test(arguments: [
    ("[providers.x]\nmodel = \"m\"", "base_url"),
    ("[providers.x]\nbase_url = \"ftp://x\"", "base_url"),
    ("[providers.x]\nbase_url = \"http://x\"\ndialect = \"klingon\"", "dialect"),
    ("[providers.x]\nbase_url = \"http://x\"\napi_key = \"sk-secret\"", "api_key"),
    ("[providers.x]\nbase_url = \"http://x\"\nidle_timeout = 0", "idle_timeout"),
    ("[providers.x]\nbase_url = \"http://x\"\nheaders = 3", "headers"),
    ("[providers.\"a b\"]\nbase_url = \"http://x\"", "a b"),
    ("providers = 1", "providers"),
  ])
  func invalidProviderIsNamed(_ text: String, _ word: String) throws {
    try configure(text)
    let run = try run(["ask", "--demo", "hi"])
    #expect(run.status == 2)
    #expect(run.error.contains("config.toml") && run.error.contains(word))
    #expect(!run.error.contains("sk-secret"))
  }

  @Test func redirectDoesNotReceiveTheKey() async throws {
    let other = try LoopbackServer(scenario: .aimlapi(pace: .zero))
    let head =
      "HTTP/1.1 307 Temporary Redirect\r\nLocation: \(other.baseURL)/chat/completions\r\n"
      + "Content-Length: 0\r\n\r\n"
    let server = try LoopbackServer(scenario: .script([.write(Array(head.utf8))]))
    let run = try run(
      ["ask", "--base-url", server.baseURL, "hi"], environment: ["ASIDE_API_KEY": "sk-secret"])
    #expect(run.status == 1 && run.error.contains("307"))
    #expect(other.requests.isEmpty)
    await server.stop()
    await other.stop()
  }

  // MARK: Doctor

  @Test(arguments: [["doctor"], ["models"]])
  func loadingModelIsAwaited(_ command: [String]) async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero).afterLoading(3))
    let run = try run(command + ["--base-url", server.baseURL])
    #expect(run.status == 0, "\(run.output)")
    #expect(run.output.contains("qwen3-32b"))
    #expect(run.error.split(separator: "\n").count == 1 && run.error.contains("loading the model"))
    await server.stop()
  }

  @Test func healthySetupIsOK() async throws {
    let server = try server("models-aimlapi")
    let run = try run(
      ["doctor", "--base-url", server.baseURL], environment: ["ASIDE_API_KEY": "sk-secret"])
    #expect(run.status == 0, "\(run.output)")
    let checked = run.output.split(separator: "\n").map {
      $0.dropFirst(7).prefix(15).trimmingCharacters(in: .whitespaces)
    }
    #expect(
      checked == [
        "configuration", "provider", "key", "connection", "TLS", "model", "thinking",
        "key storage", "terminal", "database",
      ])
    #expect(!run.output.contains("sk-secret"))
    #expect(server.requests.allSatisfy { $0.method == "GET" }, "no question is asked")
    await server.stop()
  }

  @Test func filesThatCannotBeCreatedAreErrors() throws {
    let file = home.appending(path: "file")
    try Data().write(to: file)
    let run = try run(["doctor", "--demo", "--database", file.path + "/folder/aside.sqlite"])
    #expect(run.status == 1)
    #expect(
      run.output.contains(
        "error  database       cannot create \(file.path)/folder/aside.sqlite: "
          + "\(file.path) is not a writable folder"), "\(run.output)")
  }

  /// The demo's server lists prices, but nobody pays them.
  @Test func theDemoCostsNothing() throws {
    let run = try run(["doctor", "--demo"])
    #expect(run.status == 0 && run.output.contains("context 131k tokens"), "\(run.output)")
    #expect(!run.output.contains("$"), "\(run.output)")
  }

  /// With no key or configured provider, both name the same provider.
  @Test(arguments: [["doctor"], ["ask", "hi"]])
  func theDefaultProviderIsNamedEverywhere(_ command: [String]) throws {
    // The test must not contact the real server.
    let run = try run(command, environment: ["https_proxy": "http://127.0.0.1:1"])
    #expect(run.status == 1)
    #expect((run.output + run.error).contains("No API key for aimlapi."), "\(run.output)")
    #expect(!run.output.contains("provider       demo"), "\(run.output)")
  }

  @Test func everyConfigurationProblemIsReported() throws {
    let folder = home.appending(path: ".config/aside")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let text = """
      theme = "no-such"
      mouse = 3
      bogus = 1
      borders = "double"
      [parameters]
      temperature = 9
      topp = 1
      [history]
      store = "no"
      delete_after = 0
      [providers.work]
      base_url = "x"
      dialect = "latin"
      idle_timeout = -1
      ca_file = "/no/such.pem"
      proxy = "ftp://p"
      [providers.other]
      base_url = "http://127.0.0.1:1"
      nothing = 1
      """
    try Data(text.utf8).write(to: folder.appending(path: "config.toml"))
    let run = try run(["--demo", "doctor"])
    #expect(run.status == 1)
    for (line, name) in [
      (1, "no-such"), (2, "mouse"), (3, "bogus"), (4, "borders"), (6, "temperature"), (7, "topp"),
      (9, "history.store"), (10, "delete_after"), (12, "base_url"), (13, "dialect"),
      (14, "idle_timeout"), (15, "ca_file"), (16, "work.proxy"), (19, "other.nothing"),
    ] {
      let isSaid = run.output.split(separator: "\n").contains {
        $0.hasPrefix("error") && $0.contains("line \(line)") && $0.contains(name)
      }
      #expect(isSaid, "\(name) in \(run.output)")
    }
  }

  @Test func missingRequiredKeyIsReported() async throws {
    let head = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"
    let server = try LoopbackServer(scenario: .script([.write(Array(head.utf8))]))
    let run = try run(["doctor", "--provider", "ollama", "--base-url", server.baseURL])
    #expect(run.status == 1)
    #expect(run.output.contains(/error +key/) && !run.output.contains(/key +not needed/))
    await server.stop()
  }

  @Test func oneTokenIsRequestedOnlyWhenAllowed() throws {
    let run = try run(["doctor", "--demo", "--send"])
    #expect(run.status == 0, "\(run.output)")
    #expect(run.output.contains(/ok +answer +first token in/))
  }

  @Test(
    arguments: [
      (["--base-url", "http://127.0.0.1:1/v1"], [:], "error", "connection"),
      (["--provider", "deepseek", "--base-url", "http://127.0.0.1:1/v1"], [:], "note", "key"),
      (["--demo"], ["TERM": "no-such-terminal"], "error", "terminal"),
      (["--demo", "--database", "/etc/passwd"], [:], "error", "database"),
      (["--demo", "--model", "no/such"], [:], "error", "model"),
    ] as [([String], [String: String], String, String)])
  func problemsAreReported(
    _ arguments: [String], _ environment: [String: String], _ verdict: String,
    _ what: String
  ) throws {
    let isDemo = arguments.first == "--demo"
    let rest = isDemo ? Array(arguments.dropFirst()) : arguments
    let run = try run(
      (isDemo ? ["--demo"] : []) + ["doctor"] + rest, environment: environment)
    #expect(run.status == 1, "\(run.output)")
    let lines = run.output.split(separator: "\n").map { $0.split(separator: " ").prefix(2) }
    #expect(lines.contains { $0.elementsEqual([verdict[...], what[...]]) }, "\(run.output)")
  }
}
