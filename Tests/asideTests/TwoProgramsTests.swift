import Foundation
import TestKit
import Testing

/// Two programs in two terminals, with one database.
@Suite struct TwoProgramsTests {
  @Test func eachShowsWhatTheOtherWrites() async throws {
    let home = try TestHome()
    let program = "\(AsideProgram.path) --demo"
    let first = try TmuxScreen(program, width: 160, height: 30, home: home)
    try await first.wait(forText: "Type a question")
    try first.type("why is the sky blue")
    try first.press("Enter")
    try await first.wait(forText: "each looks different")

    let second = try TmuxScreen("\(program) --continue", width: 160, height: 30, home: home)
    try await second.wait(forText: "each looks different")
    try second.press("F2")
    try await second.wait(forText: "Esc close")
    try second.press("Enter")
    try await second.wait(forText: "F2 focus list")
    try second.type("half a question")
    try first.type("a question from the first")
    try first.press("Enter")
    try await second.wait(forText: "4 messages")
    try await second.wait(forText: "That was the long one.")
    try await second.wait(forText: "› half a question")

    // A conversation that is new in one is listed in the other.
    try first.press("C-n")
    try first.type("how do tomatoes grow")
    try first.press("Enter")
    try await second.wait(forText: "how do tomatoes grow")
    try await first.wait(forText: "done")

    try first.press("C-c", "C-d", "C-d")
    #expect(try await first.waitForExit() == 0)
    try second.press("C-c", "C-d", "C-d")
    #expect(try await second.waitForExit() == 0)
  }
}
