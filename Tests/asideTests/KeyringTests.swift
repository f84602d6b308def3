import Faults
import Foundation
import Loopback
import TestKit
import Testing

/// Where `aside login` saves a key: in the keyring if one responds, and in the file otherwise.
@Suite struct KeyringTests {
  private let home: TestHome
  private let tools: URL

  init() throws {
    home = try TestHome()
    tools = home.appending(path: "tools")
    try FileManager.default.createDirectory(at: tools, withIntermediateDirectories: true)
  }

  /// Installs a replacement for libsecret's `secret-tool` that keeps keys in files by provider
  /// and records its arguments and variables.
  private func playTool(_ first: String = "") throws {
    let script = """
      #!/bin/sh
      cd '\(tools.path)' || exit 1
      echo "$@" >> arguments
      env >> variables
      \(first)
      for last; do :; done
      case "$1" in
      store) case "$2" in --label=*) cat > "$last.secret" ;; *) exit 2 ;; esac ;;
      lookup) [ -f "$last.secret" ] && cat "$last.secret" ;;
      clear) rm -f "$last.secret" ;;
      esac
      """
    let path = tools.appending(path: "secret-tool")
    try Data(script.utf8).write(to: path)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path.path)
  }

  private func run(
    _ arguments: [String], environment: [String: String] = [:], input: String = "",
    hasBus: Bool = true
  ) throws -> ProcessRun {
    var variables = [
      "HOME": home.path, "PATH": "\(tools.path):/usr/bin:/bin", "LANG": "C.UTF-8",
      "TERM": "xterm-256color",
    ]
    if hasBus { variables["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=\(tools.path)/no-bus" }
    return try ProcessRun(
      AsideProgram.path, arguments,
      environment: variables.merging(environment) { _, new in new }, input: input)
  }

  private func text(_ url: URL) -> String {
    (try? String(contentsOf: url, encoding: .utf8)) ?? ""
  }

  private var keyFile: String { text(home.appending(path: ".local/share/aside/keys.toml")) }
  private var secret: String { text(tools.appending(path: "aimlapi.secret")) }

  private func configure(_ server: LoopbackServer) throws {
    let folder = home.appending(path: ".config/aside")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data("[providers.aimlapi]\nbase_url = \"\(server.baseURL)\"\n".utf8)
      .write(to: folder.appending(path: "config.toml"))
  }

  #if os(Linux)
    @Test func keyringKeepsTheKeyAndIsAskedForIt() async throws {
      try playTool()
      let server = try LoopbackServer(scenario: .aimlapi(pace: .zero, requiredKey: "sk-ring-1"))
      try configure(server)
      let login = try run(
        ["login"], environment: ["OTHER_API_KEY": "sk-other"], input: "sk-ring-1\n")
      #expect(login.status == 0 && login.output.contains("in the keyring (Secret Service)"))
      #expect(secret == "sk-ring-1")
      #expect(!keyFile.contains("sk-ring-1") && keyFile.contains("keyring"))
      #expect(!text(tools.appending(path: "arguments")).contains("sk-ring"))
      let variables = text(tools.appending(path: "variables"))
      #expect(!variables.contains("sk-ring") && !variables.contains("sk-other"))
      #expect(try run(["ask", "hi"]).status == 0)
      let doctor = try run(["doctor"]).output
      #expect(doctor.contains("from the keyring (Secret Service)"))
      #expect(doctor.contains("key storage    the keyring (Secret Service)"))
      #expect(try run(["login", "--forget"]).status == 0)
      #expect(secret.isEmpty && !keyFile.contains("aimlapi"))
      #expect(try run(["ask", "--provider", "aimlapi", "hi"]).status == 1)
      await server.stop()
    }

    @Test func keyForAnotherAddressStaysThere() async throws {
      try playTool()
      let server = try LoopbackServer(scenario: .aimlapi(pace: .zero))
      #expect(try run(["login"], input: "sk-ring-1\n").status == 0)
      try configure(server)
      _ = try run(["ask", "hi"])
      _ = try run(["models", "--base-url", server.baseURL])
      #expect(!server.requests.isEmpty)
      #expect(!server.requests.contains { $0.headers["authorization"] != nil })
      await server.stop()
    }

    @Test(arguments: [
      "echo 'secret-tool: Cannot autolaunch D-Bus without X11 $DISPLAY' >&2; exit 1",
      "[ \"$1\" = store ] && exit 1", "[ \"$1\" = store ] && { cat; exit 0; }", "sleep 100",
    ])
    func keyringThatFailsLeavesTheKeyToTheFile(_ failure: String) throws {
      try playTool(failure)
      let login = try run(["login"], input: "sk-file-1\n")
      #expect(login.status == 0 && login.output.contains("keys.toml"))
      #expect(keyFile.contains("sk-file-1") && secret.isEmpty)
    }

    @Test func withoutASessionBusTheToolIsNotStarted() throws {
      try playTool()
      #expect(try run(["login"], input: "sk-file-1\n", hasBus: false).status == 0)
      #expect(keyFile.contains("sk-file-1") && text(tools.appending(path: "arguments")).isEmpty)
      let doctor = try run(["doctor", "--provider", "aimlapi", "--base-url", "http://127.0.0.1:1"])
      #expect(doctor.output.contains("keys.toml"))
    }

    @Test func keyringThatLostTheKeySaysWhatToDo() throws {
      try playTool()
      #expect(try run(["login"], input: "sk-ring-1\n").status == 0)
      try FileManager.default.removeItem(at: tools.appending(path: "aimlapi.secret"))
      for hasBus in [true, false] {
        let ask = try run(["ask", "--provider", "aimlapi", "hi"], hasBus: hasBus)
        #expect(ask.status == 2 && ask.error.contains("aside login --provider aimlapi"))
      }
      // A variable takes precedence, so the keyring is not queried.
      let count = text(tools.appending(path: "arguments")).count
      let environment = ["ASIDE_API_KEY": "sk-any"]
      _ = try run(["models", "--base-url", "http://127.0.0.1:1"], environment: environment)
      #expect(text(tools.appending(path: "arguments")).count == count)
      // Without a keyring, login falls back to the file.
      #expect(try run(["login"], input: "sk-file-2\n", hasBus: false).status == 0)
      #expect(keyFile.contains("sk-file-2"))
    }
  #endif
}
