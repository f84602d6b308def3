import Foundation
import TestKit
import Testing

/// Commands do not use the server that was last chosen on the screen. Without a key, they say so.
@Suite struct UnusedChoiceTests {
  private let home: TestHome

  init() throws { home = try TestHome() }

  private func run(_ arguments: [String], choice: String) throws -> ProcessRun {
    let folder = home.appending(path: ".local/state/aside")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let state = choice + "\nconfigured = \" |  |  | \"\n"
    try Data(state.utf8).write(to: folder.appending(path: "state.toml"))
    return try ProcessRun(
      AsideProgram.path, arguments,
      environment: [
        "HOME": home.path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm-256color",
        // The test must not contact the real server.
        "https_proxy": "http://127.0.0.1:1",
      ], input: "")
  }

  @Test(arguments: [
    (
      "address = \"http://localhost:9/v1\"",
      "(localhost:9); to use it, add --base-url http://localhost:9/v1."
    ),
    ("provider = \"ollama\"", "(ollama); to use it, add --provider ollama."),
  ])
  func theServerChosenOnTheScreenIsNamed(_ choice: String, _ words: String) throws {
    let sentence = "Commands do not use the server last chosen on the screen " + words
    let asked = try run(["ask", "hi"], choice: choice)
    #expect(asked.status == 1 && asked.output.isEmpty)
    #expect(asked.error.contains("No API key for aimlapi."), "\(asked.error)")
    #expect(asked.error.contains(sentence), "\(asked.error)")
    let doctor = try run(["doctor"], choice: choice)
    #expect(doctor.output.contains(sentence), "\(doctor.output)")
  }

  @Test(arguments: ["", "provider = \"gone\"", "provider = \"aimlapi\""])
  func otherwiseNothingIsSaid(_ choice: String) throws {
    let asked = try run(["ask", "hi"], choice: choice)
    #expect(!asked.error.contains("last chosen"), "\(asked.error)")
  }
}
