import Faults
import Foundation
import Loopback
import TestKit
import Testing

/// `aside login --base-url`: keys for addresses.
@Suite struct AddressKeyTests {
  private let home: TestHome

  init() throws { home = try TestHome() }

  private func run(
    _ arguments: [String], _ environment: [String: String] = [:], input: String = ""
  ) throws -> ProcessRun {
    try ProcessRun(
      AsideProgram.path, arguments,
      environment: ["HOME": home.path, "PATH": "/usr/bin:/bin"]
        .merging(environment) { _, new in new }, input: input)
  }

  private func ask(_ server: LoopbackServer, _ environment: [String: String] = [:]) throws -> Int32
  {
    try run(["ask", "--base-url", server.baseURL, "--no-think", "hi"], environment).status
  }

  private func keys(_ server: LoopbackServer) -> Set<String> {
    Set(server.requests.compactMap { $0.headers["authorization"] })
  }

  private func start(requiring key: String?) throws -> LoopbackServer {
    try LoopbackServer(scenario: .aimlapi(pace: .zero, requiredKey: key))
  }

  @Test func keyIsSavedUsedAndRemoved() async throws {
    let server = try start(requiring: "sk-good")
    let other = try start(requiring: nil)
    let address = server.baseURL.replacing("http://", with: "").replacing("/v1", with: "")
    #expect(try ask(server) == 1)
    let login = try run(["login", "--base-url", server.baseURL], input: "sk-good\n")
    #expect(login.status == 0, "\(login.error)")
    #expect(login.output.contains("Saved the API key for \(address) in "))
    #expect(login.output.contains("Run aside doctor --base-url "))
    #expect(!login.output.contains("sk-good"))
    #expect(try ask(server) == 0)
    #expect(keys(server) == ["Bearer sk-good"])
    #expect(try run(["models", "--base-url", server.baseURL]).status == 0)
    // Origins differ if ports differ.
    #expect(try ask(other) == 0)
    #expect(!other.requests.isEmpty && keys(other).isEmpty)
    let removal = try run(["login", "--forget", "--base-url", address])
    #expect(removal.status == 0 && removal.output == "Removed the API key for \(address).\n")
    #expect(try ask(server) == 1)
    await server.stop()
    await other.stop()
  }

  @Test func generalKeyAndProvidersKeyComeFirst() async throws {
    let server = try start(requiring: nil)
    _ = try run(["login", "--base-url", server.baseURL], input: "sk-address\n")
    _ = try ask(server, ["ASIDE_API_KEY": "sk-any"])
    #expect(keys(server) == ["Bearer sk-any"])
    let folder = home.appending(path: ".config/aside")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(
      """
      provider = "work"
      [providers.work]
      base_url = "\(server.baseURL)"
      model = "alibaba/qwen3-32b"
      api_key_variable = "WORK_KEY"
      """.utf8
    ).write(to: folder.appending(path: "config.toml"))
    let count = server.requests.count
    _ = try run(["ask", "--no-think", "hi"], ["WORK_KEY": "sk-work"])
    _ = try ask(server, ["WORK_KEY": "sk-work"])
    let later = server.requests.dropFirst(count).compactMap { $0.headers["authorization"] }
    #expect(Set(later) == ["Bearer sk-work"])
    // Without a key of its own, the provider at that address uses the key saved for it.
    _ = try run(["ask", "--no-think", "hi"])
    #expect(server.requests.last?.headers["authorization"] == "Bearer sk-address")
    await server.stop()
  }

  @Test func savedKeyOfAProviderIsNotSentToAnAddress() async throws {
    let server = try start(requiring: nil)
    _ = try run(["login"], input: "sk-own\n")
    _ = try ask(server)
    #expect(!server.requests.isEmpty && keys(server).isEmpty)
    await server.stop()
  }

  /// The server is asked for its models before the first question.
  @Test func theScreenSaysAtOnceThatTheServerWantsAKey() async throws {
    let refusal = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    let server = try LoopbackServer(scenario: .script([.write(Array(refusal.utf8)), .close]))
    let screen = try TmuxScreen("\(AsideProgram.path) --base-url \(server.baseURL)", home: home)
    try await screen.wait(forText: "requires an API key.")
    try await screen.wait(forText: "no API key")
    try screen.press("C-x", "K")
    try await screen.wait(forText: "API key for 127.0.0.1:")
    try screen.paste("sk-wrong")
    try await screen.wait(forText: "••••••••")
    try screen.press("Enter")
    try await screen.wait(forText: "rejected this key")
    #expect(server.requests.contains { $0.headers["authorization"] == "Bearer sk-wrong" })
    await server.stop()
  }

  @Test func noKeyIsSavedWhereOthersCouldReadIt() throws {
    let run = try run(["login", "--base-url", "http://192.0.2.1:9/v1"], input: "sk-1\n")
    #expect(run.status == 2 && run.error.contains("not encrypted"), "\(run.error)")
    let file = home.appending(path: ".local/share/aside/keys.toml").path
    #expect(!FileManager.default.fileExists(atPath: file))
  }

  /// Somebody may write the file by hand.
  @Test func keyInTheFileIsNotSentWhereOthersCouldReadIt() throws {
    let folder = home.appending(path: ".local/share/aside")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "keys.toml")
    let address = "http://192.0.2.1:9"
    try Data("[\"\(address)\"]\nkey = \"sk-1\"\naddress = \"\(address)\"\n".utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
    let run = try run(["doctor", "--base-url", address, "--model", "m"])
    #expect(!run.output.contains("key            from"), "\(run.output)")
  }

  @Test func removingAKeyThatIsNotSavedFails() throws {
    let none = try run(["login", "--forget"])
    #expect(none.status == 2)
    #expect(none.error.contains("No API key saved for aimlapi. Saved keys: none."))
    _ = try run(["login", "--provider", "deepseek"], input: "sk-1\n")
    _ = try run(["login", "--base-url", "127.0.0.1:8091"], input: "sk-2\n")
    let other = try run(["login", "--forget"])
    #expect(other.status == 2 && other.output.isEmpty)
    #expect(other.error.contains("Saved keys: deepseek, http://127.0.0.1:8091."), "\(other.error)")
    let address = try run(["login", "--forget", "--base-url", "127.0.0.1:8092"])
    #expect(address.status == 2)
    #expect(address.error.contains("No API key saved for 127.0.0.1:8092."), "\(address.error)")
    #expect(try run(["login", "--forget", "--provider", "deepseek"]).status == 0)
  }
}
