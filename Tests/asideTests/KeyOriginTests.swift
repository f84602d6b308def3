import Faults
import Foundation
import Loopback
import TestKit
import Testing

/// A provider's key is sent only to that provider's own address, whichever command sends it.
@Suite struct KeyOriginTests {
  private let home: TestHome
  private var variables: [String: String] = [:]

  init() throws {
    home = try TestHome()
    variables = [
      "HOME": home.path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm-256color",
    ]
  }

  private func run(
    _ arguments: [String], environment: [String: String] = [:], input: String = ""
  ) throws -> ProcessRun {
    try ProcessRun(
      AsideProgram.path, arguments,
      environment: variables.merging(environment) { _, new in new }, input: input)
  }

  private func configure(_ text: String) throws {
    let folder = home.appending(path: ".config/aside")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: folder.appending(path: "config.toml"))
  }

  private func keys(_ server: LoopbackServer) -> Set<String> {
    Set(server.requests.compactMap { $0.headers["authorization"] })
  }

  /// Runs the screen and every command that contacts a server.
  private func useAll(
    _ options: [String], environment: [String: String], at server: LoopbackServer
  ) async throws {
    for command in [["ask", "--no-think"], ["models"], ["doctor", "--send"]] {
      let text = command[0] == "ask" ? ["hi"] : []
      let count = server.requests.count
      let run = try run(command + options + text, environment: environment)
      #expect(server.requests.count > count, "\(command): \(run.error)\(run.output)")
    }
    // Typing opens a connection. The question and a request for a title follow.
    let terminal = try PseudoTerminal(options, environment: environment, home: home)
    try await terminal.wait(forText: "Type a question")
    try terminal.write("hello there")
    try await terminal.wait(forText: "there")
    try terminal.write("\r")
    try await terminal.wait(for: "two answers at the server") { _ in
      server.requests.filter { $0.method == "POST" && $0.body.count > 2 }.count >= 3
    }
    try terminal.write("\u{3}\u{4}\u{4}")
    try terminal.write("\u{4}")
    _ = try await terminal.waitForExit()
  }

  enum Place: CaseIterable {
    case variable, command, file
  }

  /// Saves a key for the AI/ML API's own address, and returns the environment variables to set.
  private func keep(_ key: String, in place: Place) throws -> [String: String] {
    switch place {
    case .variable: return ["AIMLAPI_API_KEY": key]
    case .command:
      try configure("titles = true\n[providers.aimlapi]\napi_key_command = \"echo \(key)\"\n")
    case .file: #expect(try run(["login", "--provider", "aimlapi"], input: key).status == 0)
    }
    return [:]
  }

  @Test(arguments: Place.allCases)
  func keyOfAProviderStaysWithItsAddress(_ place: Place) async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero))
    let environment = try keep("sk-own-1", in: place)
    try await useAll(["--base-url", server.baseURL], environment: environment, at: server)
    #expect(keys(server).isEmpty)
    #expect(!server.requests.contains { "\($0)".contains("sk-own-1") })
    await server.stop()
  }

  /// An address in the configuration does not change the address to which the key belongs.
  @Test(arguments: [Place.variable, .file])
  func configuredAddressGetsNoBuiltInKey(_ place: Place) async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero))
    let environment = try keep("sk-own-1", in: place)
    try configure(
      "provider = \"aimlapi\"\n[providers.aimlapi]\nbase_url = \"\(server.baseURL)\"\n")
    try await useAll([], environment: environment, at: server)
    #expect(keys(server).isEmpty)
    await server.stop()
  }

  @Test(arguments: Place.allCases)
  func generalKeyGoesToTheAddressOfTheRun(_ place: Place) async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero, requiredKey: "sk-any"))
    var environment = try keep("sk-own-1", in: place)
    environment["ASIDE_API_KEY"] = "sk-any"
    try await useAll(["--base-url", server.baseURL], environment: environment, at: server)
    #expect(keys(server) == ["Bearer sk-any"])
    await server.stop()
  }

  @Test(arguments: [
    "api_key_variable = \"AIMLAPI_API_KEY\"", "api_key_command = \"echo sk-own-1\"",
  ])
  func keyNamedInATableGoesToItsAddress(_ line: String) async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero, requiredKey: "sk-own-1"))
    try configure(
      "provider = \"aimlapi\"\n[providers.aimlapi]\nbase_url = \"\(server.baseURL)\"\n\(line)\n")
    try await useAll([], environment: ["AIMLAPI_API_KEY": "sk-own-1"], at: server)
    #expect(keys(server) == ["Bearer sk-own-1"])
    await server.stop()
  }

  /// The key and headers of a custom provider are also sent only to its own address.
  @Test func customProviderKeepsItsKey() async throws {
    let own = try LoopbackServer(scenario: .aimlapi(pace: .zero))
    let other = try LoopbackServer(scenario: .aimlapi(pace: .zero))
    try configure(
      """
      provider = "work"
      [providers.work]
      base_url = "\(own.baseURL)"
      model = "alibaba/qwen3-32b"
      api_key_variable = "WORK_KEY"
      headers = { X-Team = "sk-team" }
      """)
    let environment = ["WORK_KEY": " sk-work\n", "AIMLAPI_API_KEY": "sk-own-1"]
    let moved = ["--provider", "work", "--base-url", other.baseURL]
    for options in [moved, ["--base-url", other.baseURL]] {
      _ = try run(["ask"] + options + ["hi"], environment: environment)
      _ = try run(["models"] + options, environment: environment)
    }
    #expect(other.requests.filter { $0.method == "POST" }.count == 2)
    #expect(keys(other).isEmpty && !other.requests.contains { $0.headers["x-team"] != nil })
    #expect(try run(["doctor"] + moved).output.contains("headers        X-Team not sent"))
    for options in [[], ["--provider", "work"], ["--base-url", own.baseURL + "/"]] {
      _ = try run(["ask"] + options + ["hi"], environment: environment)
    }
    #expect(own.requests.filter { $0.method == "POST" }.count == 3)
    #expect(own.requests.allSatisfy { $0.headers["authorization"] == "Bearer sk-work" })
    await own.stop()
    await other.stop()
  }

  private func server(saying word: String) throws -> LoopbackServer {
    let reply = """
      HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n\
      data: {"choices":[{"index":0,"delta":{"content":"\(word)"},"finish_reason":"stop"}]}

      data: [DONE]


      """
    return try LoopbackServer(scenario: .script([.write(Array(reply.utf8)), .close]))
  }

  /// A provider chosen on the screen gets neither the first provider's key nor the general one.
  @Test func providerChosenLaterUsesItsOwnKey() async throws {
    let first = try server(saying: "word-first")
    let second = try server(saying: "word-two")
    let third = try server(saying: "word-three")
    try configure(
      """
      [providers.two]
      base_url = "\(second.baseURL)"
      model = "alibaba/qwen3-32b"
      [providers.three]
      base_url = "\(third.baseURL)"
      model = "alibaba/qwen3-32b"
      api_key_command = "echo sk-three"
      """)
    let screen = try TmuxScreen(
      "\(AsideProgram.path) --base-url \(first.baseURL) --no-think",
      environment: ["ASIDE_API_KEY": "sk-any", "AIMLAPI_API_KEY": "sk-own-1"], home: home)
    try await screen.wait(forText: "Type a question")
    for name in ["first", "two", "three"] {
      if name != "first" {
        try screen.type("/provider \(name)")
        try screen.press("Enter")
        try await screen.wait(forText: "(\(name))")
      }
      try screen.type("hello")
      try screen.press("Enter")
      try await screen.wait(for: "the answer of \(name)") {
        $0.contains("word-\(name)") && $0.contains("done")
      }
    }
    #expect(keys(first) == ["Bearer sk-any"])
    #expect(keys(second).isEmpty)
    #expect(keys(third) == ["Bearer sk-three"])
    await first.stop()
    await second.stop()
    await third.stop()
  }

  @Test(arguments: [
    "dashscope", "openrouter", "openai", "deepseek", "groq", "together", "fireworks", "siliconflow",
  ])
  func everyProvidersKeyStaysWithItsAddress(_ name: String) async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero))
    let variable = "\(name.uppercased())_API_KEY"
    _ = try run(
      ["ask", "--provider", name, "--base-url", server.baseURL, "--model", "m", "hi"],
      environment: [variable: "sk-own-1", "AIMLAPI_API_KEY": "sk-own-2"])
    #expect(server.requests.count == 1 && keys(server).isEmpty)
    await server.stop()
  }

  // MARK: Saved keys

  @Test func keyIsSavedForAnAddress() async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero))
    let other = try LoopbackServer(scenario: .aimlapi(pace: .zero))
    let section = "provider = \"work\"\n[providers.work]\nmodel = \"m\"\nbase_url = "
    try configure(section + "\"\(server.baseURL)\"\n")
    #expect(try run(["login"], input: "sk-work\n").status == 0)
    _ = try run(["ask", "hi"])
    #expect(keys(server) == ["Bearer sk-work"])
    try configure(section + "\"\(other.baseURL)\"\n")
    _ = try run(["ask", "hi"])
    #expect(other.requests.contains { $0.method == "POST" } && keys(other).isEmpty)
    let doctor = try run(["doctor"])
    #expect(doctor.output.contains("keys.toml is only for http://127.0.0.1:"), "\(doctor.output)")
    #expect(!doctor.output.contains("sk-work"))
    await server.stop()
    await other.stop()
  }

  @Test func doctorReportsWithheldKeys() throws {
    let run = try run(
      ["doctor", "--base-url", "http://127.0.0.1:1/v1"], environment: ["AIMLAPI_API_KEY": "sk-1"])
    #expect(
      run.output.contains(
        "note   key            not sent: the key from AIMLAPI_API_KEY is only for "
          + "https://api.aimlapi.com"), "\(run.output)")
  }

  // MARK: Plain http

  @Test(arguments: [["ask", "hi"], ["models"], ["doctor"]])
  func keyIsNotSentOverPlainHTTP(_ command: [String]) throws {
    // An address reserved for documentation (RFC 5737). No request may be sent there.
    let options = ["--base-url", "http://192.0.2.1:9/v1"]
    let run = try run(
      [command[0]] + options + command.dropFirst(), environment: ["ASIDE_API_KEY": "sk-1"])
    #expect(run.status == (command[0] == "doctor" ? 1 : 2))
    #expect((run.error + run.output).contains("allow_insecure_http"))
    #expect(!(run.error + run.output).contains("sk-1"))
  }

  @Test func configurationCanAllowTheDemo() throws {
    try configure(
      """
      provider = "lan"
      [providers.lan]
      base_url = "http://192.0.2.1:9/v1"
      api_key_variable = "LAN_KEY"
      model = "m"
      connect_timeout = 0.01
      allow_insecure_http = true
      """)
    let run = try run(["models"], environment: ["LAN_KEY": "sk-1"])
    #expect(run.status == 1 && run.error.contains("Cannot reach "), "\(run.error)")
  }

  // MARK: Invalid keys

  @Test(arguments: [
    ["ASIDE_API_KEY": "sk a"], ["ASIDE_API_KEY": "sk\u{1}a"], ["ASIDE_API_KEY": "sk\na"],
  ])
  func invalidKeyErrorNamesItsVariable(_ environment: [String: String]) throws {
    let run = try run(
      ["ask", "--base-url", "http://127.0.0.1:1/v1", "hi"], environment: environment)
    #expect(run.status == 2 && run.output == "")
    #expect(run.error.contains("ASIDE_API_KEY") && !run.error.contains("sk"), "\(run.error)")
  }

  @Test(arguments: [
    ("api_key_variable = \"WORK_KEY\"", "WORK_KEY"),
    ("api_key_command = \"echo sk a\"", "api_key_command"), ("", "keys.toml"),
  ])
  func invalidKeyErrorNamesItsSource(_ line: String, _ source: String) throws {
    let folder = home.appending(path: ".local/share/aside")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "keys.toml")
    try Data("work = \"sk a\"\n".utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
    try configure(
      "provider = \"work\"\n[providers.work]\nmodel = \"m\"\nbase_url = \"http://127.0.0.1:1\"\n\(line)\n"
    )
    let run = try run(["ask", "hi"], environment: ["WORK_KEY": "sk a"])
    #expect(run.status == 2)
    #expect(run.error.contains(source) && !run.error.contains("sk a"), "\(run.error)")
  }

  @Test func whitespaceAroundAKeyIsIgnored() async throws {
    let server = try LoopbackServer(scenario: .aimlapi(pace: .zero, requiredKey: "sk-any"))
    let run = try run(
      ["ask", "--base-url", server.baseURL, "--no-think", "hi"],
      environment: ["ASIDE_API_KEY": "\t sk-any \r\n"])
    #expect(run.status == 0, "\(run.error)")
    await server.stop()
  }
}
