import Faults
import Foundation
import Loopback
import TestKit
import Testing

/// `aside ask --attach` as seen from a shell and from the server.
@Suite struct AskAttachTests {
  private let home: TestHome

  init() throws { home = try TestHome() }

  private func run(_ arguments: [String], input: String = "") throws -> ProcessRun {
    try ProcessRun(
      AsideProgram.path, arguments,
      environment: ["HOME": home.path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"], input: input)
  }

  private func write(_ bytes: [UInt8], to name: String) throws -> String {
    let file = home.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
    return file.path
  }

  private func write(_ text: String, to name: String) throws -> String {
    try write(Array(text.utf8), to: name)
  }

  private static let gif = Array("GIF89a".utf8) + [2, 0, 3, 0, 0x80, 0, 0, 0x3B]

  private func server(_ name: String) throws -> LoopbackServer {
    try LoopbackServer(scenario: try #require(Scenario.named(name)))
  }

  /// Returns the content of the last question that the server received.
  private func question(at server: LoopbackServer) throws -> Any {
    let request = try #require(server.requests.last { $0.method == "POST" })
    let body = try #require(
      try JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any])
    let messages = try #require(body["messages"] as? [[String: Any]])
    return try #require(messages.last?["content"])
  }

  @Test func textsAreSentAfterTheQuestion() async throws {
    let server = try server("models-openai")
    let code = try write("let a = 1\nlet b = 2\nlet c = 3\n", to: "a b.swift")
    let notes = try write("a ``` fence", to: "notes.txt")
    let run = try run(
      [
        "ask", "--base-url", server.baseURL, "--attach", "\(code):2-3", "--attach", "~/notes.txt",
        "--model", "m", "What is this?",
      ])
    #expect(run.status == 0, "\(run.error)")
    #expect(
      try question(at: server) as? String == """
        What is this?

        File: \(code), lines 2-3

        ```swift
        let b = 2
        let c = 3
        ```

        File: ~/notes.txt

        ````
        a ``` fence
        ````
        """)
    #expect(notes.hasSuffix("notes.txt"))
    await server.stop()
  }

  @Test func imagesAreSentAsPartsWhereVisionIsUnknown() async throws {
    let server = try server("models-openai")
    let image = try write(Self.gif, to: "otter.gif")
    let run = try run(
      [
        "ask", "--base-url", server.baseURL, "--provider", "openai", "--model", "gpt-4.1-mini",
        "--attach", image, "--json", "See?",
      ])
    #expect(run.status == 0, "\(run.error)")
    let parts = try #require(try question(at: server) as? [[String: Any]])
    #expect(parts.map { $0["type"] as? String } == ["text", "image_url"])
    #expect(parts.first?["text"] as? String == "See?")
    #expect(
      (parts.last?["image_url"] as? [String: String])
        == ["url": "data:image/gif;base64,\(Data(Self.gif).base64EncodedString())"])
    let line = try #require(run.output.split(separator: "\n").first)
    let facts = try #require(
      try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    #expect(facts["type"] as? String == "attachments")
    let file = try #require((facts["files"] as? [[String: Any]])?.first)
    #expect(file["name"] as? String == image && file["type"] as? String == "image/gif")
    #expect(file["width"] as? Int == 2 && file["height"] as? Int == 3)
    #expect(file["bytes"] as? Int == Self.gif.count && file["estimated_tokens"] as? Int == 4)
    await server.stop()
  }

  @Test func imagesAreRefusedWhereTheModelHasNoVision() async throws {
    let server = try server("models-openrouter")
    let image = try write(Self.gif, to: "otter.gif")
    let run = try run(
      [
        "ask", "--base-url", server.baseURL, "--provider", "openrouter", "--model",
        "qwen/qwen3-32b", "--attach", image, "See?",
      ])
    #expect(run.status == 2)
    #expect(run.error.contains("qwen/qwen3-32b does not accept images"), "\(run.error)")
    #expect(!server.requests.contains { $0.method == "POST" })
    await server.stop()
  }

  @Test func conversationsKeepTheirAttachments() async throws {
    let server = try server("models-openai")
    let code = try write("let zebra = 1\n", to: "zebra.swift")
    let image = try write(Self.gif, to: "otter.gif")
    let first = try run(
      [
        "ask", "--base-url", server.baseURL, "--model", "m", "--attach", code, "--attach", image,
        "What?",
      ])
    #expect(first.status == 0, "\(first.error)")
    let second = try run(
      ["ask", "--base-url", server.baseURL, "--model", "m", "--conversation", "last", "And?"])
    #expect(second.status == 0, "\(second.error)")
    let request = try #require(server.requests.last { $0.method == "POST" })
    let body = String(decoding: request.body, as: UTF8.self)
    #expect(body.contains("let zebra = 1") && body.contains("data:image/gif;base64,"))
    #expect(try run(["search", "zebra.swift"]).output.contains("zebra"))
    let markdown = try run(["export", "last", "--format", "markdown"]).output
    #expect(
      markdown.contains("<summary>File: \(code), 1 line</summary>\n\n```swift\nlet zebra = 1"))
    #expect(markdown.contains("*Image: ") && markdown.contains("otter.gif, GIF 2×3*"))
    let html = try run(["export", "last", "--format", "html"]).output
    #expect(html.contains("src=\"data:image/gif;base64,"))
    #expect(try run(["export", "last", "--format", "text"]).output.contains("[End of the file]"))
    let json = home.appending(path: "export.json").path
    #expect(try run(["export", "last", "--output", json]).status == 0)
    let other = home.appending(path: "other.sqlite").path
    #expect(try run(["import", "--database", other, json]).status == 0)
    let copy = try run(["export", "last", "--database", other, "--format", "json"]).output
    #expect(try copy == run(["export", "last", "--format", "json"]).output)
    #expect(copy.contains("\"attachments\":["))
    #expect(try run(["check"]).status == 0)
    await server.stop()
  }

  @Test func patternsAttachWhatMatchesAndSayWhatIsLeftOut() async throws {
    let server = try server("models-openai")
    _ = try write("one", to: "src/a.txt")
    _ = try write("two", to: "src/deep/b.txt")
    _ = try write("hidden", to: "src/.git/c.txt")
    _ = try write([0, 1, 2], to: "src/d.txt")
    let run = try run(
      [
        "ask", "--base-url", server.baseURL, "--model", "m", "--attach", "~/src/**/*.txt", "What?",
      ])
    #expect(run.status == 0, "\(run.error)")
    let text = try #require(try question(at: server) as? String)
    #expect(text.contains("File: ~/src/a.txt") && text.contains("File: ~/src/deep/b.txt"))
    #expect(!text.contains("hidden"))
    #expect(run.error.contains("Not attached: ~/src/d.txt (it is binary, not text"))
    await server.stop()
  }

  /// Nothing is sent or stored, and the error message is a single line that gives the reason.
  @Test func unusableFilesAreUsageErrors() async throws {
    let server = try server("models-openai")
    let pipe = home.appending(path: "pipe").path
    #expect(mkfifo(pipe, 0o600) == 0)
    let large = try write([UInt8](repeating: 0x61, count: 1 << 20 + 1), to: "large.txt")
    let cases = [
      ("/nowhere/x.txt", "no such file"), (home.path, "it is a folder"), (pipe, "it is a pipe"),
      ("/dev/null", "it is a device"), (large, "1.1 MB, larger than the limit of 1 MiB"),
      (try write([0x63, 0xE9, 0x0A], to: "latin1.txt"), "not UTF-8: invalid byte 0xE9"),
      (try write([0x61, 0], to: "a.bin"), "it is binary"),
      (try write(Array(Self.gif.prefix(8)), to: "cut.gif"), "GIF header is damaged"),
      (try write("text", to: "fake.png"), "it has a PNG extension but is not a PNG image"),
      (try write("one\n", to: "short.txt") + ":5", "it has 1 line, so there is no line 5"),
      (try write("one\n", to: "short.txt") + ":5-2", "“5-2” is not a line range"),
      (home.path + "/*.nothing", "no file matches"), ("", "no path given"),
    ]
    for (file, reason) in cases {
      let run = try run(
        ["ask", "--base-url", server.baseURL, "--model", "m", "--attach", file, "What?"])
      #expect(run.status == 2, "\(file)")
      #expect(run.error.contains(reason), "\(run.error)")
      #expect(run.error.split(separator: "\n").count == 1, "\(run.error)")
    }
    #expect(!server.requests.contains { $0.method == "POST" })
    #expect(try run(["list"]).output.isEmpty)
    await server.stop()
  }
}
