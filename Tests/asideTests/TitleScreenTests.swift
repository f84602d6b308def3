import Faults
import Foundation
import Loopback
import TestKit
import Testing

/// Titles from the model in the real program.
@Suite struct TitleScreenTests {
  private func reply(_ deltas: String, usage: String) -> Scenario {
    let body =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
      + "data: {\"choices\":[{\"index\":0,\"delta\":\(deltas),\"finish_reason\":\"stop\"}]}\n\n"
      + "data: {\"choices\":[],\"usage\":\(usage)}\n\ndata: [DONE]\n\n"
    return .script([.write(Array(body.utf8)), .close])
  }

  @Test func titleIsRequestedOnceShownAndStored() async throws {
    let home = try TestHome()
    let folder = home.appending(path: ".config/aside")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data("titles = true\n".utf8).write(to: folder.appending(path: "config.toml"))
    let usage = #"{"prompt_tokens":31,"completion_tokens":9}"#
    let server = try LoopbackServer(
      scenario: .sequence([
        reply(#"{"reasoning_content":"hm","content":"It scatters."}"#, usage: usage),
        reply(#"{"reasoning_content":"hm","content":"\"Blue \u001b[2Jskies.\""}"#, usage: usage),
        reply(#"{"content":"Dark."}"#, usage: usage),
      ]))
    let screen = try TmuxScreen(
      "\(AsideProgram.path) --base-url \(server.baseURL)", width: 110, height: 30, home: home)
    try await screen.wait(forText: "Type a question")
    try screen.type("Why is the sky blue?")
    try screen.press("Enter")
    try await screen.wait(forText: "title 31 in 9 out")
    try await screen.wait(forText: "Blue ␛[2Jskies")
    try screen.type("And at night?")
    try screen.press("Enter")
    try await screen.wait(forText: "Dark.")
    try await screen.wait(forText: "done · F1 help")
    #expect(try !screen.text().contains("title 31"))
    try screen.press("C-d", "C-d")
    #expect(try await screen.waitForExit() == 0)
    // Ignore the GET that identifies the server.
    let bodies = server.requests.map { String(decoding: $0.body, as: UTF8.self) }
      .filter { $0.contains("messages") }
    #expect(bodies.count == 3)
    #expect(bodies[1].contains(#""enable_thinking":false"#))
    #expect(bodies[1].contains(#""max_tokens":24"#))
    #expect(!bodies[1].contains("hm"))

    let list = try ProcessRun(
      AsideProgram.path, ["list", "--json"],
      environment: ["HOME": home.path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"])
    #expect(list.output.contains("skies"))
    await server.stop()
  }
}
