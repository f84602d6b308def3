import Foundation
import TestKit
import Testing

/// Searching in the real program.
@Suite(.serialized) struct SearchTests {
  private func run(_ arguments: [String], _ home: TestHome) throws -> ProcessRun {
    try ProcessRun(
      AsideProgram.path, arguments,
      environment: ["HOME": home.path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"])
  }

  @Test func questionIsFoundByTheCommandAndOnTheScreen() async throws {
    let home = try TestHome()
    let screen = try TmuxScreen(
      "\(AsideProgram.path) --demo", width: 100, height: 30, environment: [:], home: home)
    try await screen.wait(forText: "Type a question")
    try screen.type("What is a Straußenei?")
    try screen.press("Enter")
    try await screen.wait(forText: "done · F1 help", within: .seconds(60))
    try screen.press("C-n")
    try await screen.wait(forText: "New conversation")
    try screen.press("C-r")
    try await screen.wait(forText: "Search all conversations")
    try screen.type("STRAUSS")
    try await screen.wait(forText: "question · now")
    try await screen.wait(forText: "3 results")
    try screen.press("Down", "Enter")
    try await screen.wait(for: "the conversation") { $0.contains("This answer is scripted") }
    try screen.press("C-d", "C-d")
    #expect(try await screen.waitForExit() == 0)

    let found = try run(["search", "--json", "role:user", "strauss"], home)
    #expect(found.status == 0)
    let lines = found.output.split(separator: "\n")
    #expect(lines.count == 1)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data((lines.first ?? "").utf8)) as? [String: Any])
    #expect(object["role"] as? String == "user")
    #expect(object["snippet"] as? String == "What is a Straußenei?")
    #expect(try run(["search", "nowhere"], home).status == 1)
    #expect(try run(["search", "-strauss*", "--json", "role:user"], home).status == 1)
    #expect(try run(["search", "strauss*", "-nowhere"], home).status == 0)
    #expect(try run(["search", "--", "-nowhere", "strauss"], home).status == 0)
    #expect(try run(["search", "--jsn", "strauss"], home).status == 2)
    let literal = try run(["search", "--", "--a", "Straußenei"], home)
    #expect(literal.status == 0 && literal.output.contains("Straußenei"))
    #expect(try run(["search", "--", "--straussenei-nowhere"], home).status == 1)
    #expect(try run(["search", "after:soon x"], home).status == 2)
    #expect(try run(["search", "strauss", "-in:title"], home).status == 2)
    let long = try run(["search", "strauss* " + String(repeating: " ", count: 1000)], home)
    #expect(long.status == 0 && !long.output.isEmpty)
    #expect(long.error.contains("the end is ignored"))
  }
}
