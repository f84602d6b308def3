import Foundation
import TestKit
import Testing

/// The contents of the program's files after a private conversation.
@Suite struct PrivateConversationTests {
  @Test func noFileContainsAnyOfIt() async throws {
    let screen = try TmuxScreen(
      "\(AsideProgram.path) --demo --no-think", width: 110, height: 30)
    try await screen.wait(forText: "Type a question")
    try screen.type("/private")
    try screen.press("Enter")
    try await screen.wait(forText: "private, not saved")
    try screen.type("xylophone quartz")
    try screen.press("Enter")
    try await screen.wait(forText: "done · F1 help", within: .seconds(60))
    try screen.type("zeppelin draft")
    try await screen.wait(forText: "zeppelin draft")
    try screen.press("C-u", "C-d")
    try await screen.wait(forText: "discarded when you leave it")
    try screen.press("C-d")
    #expect(try await screen.waitForExit() == 0)
    try await screen.wait(forText: "Private conversation discarded.")
    #expect(try !screen.text().contains("--continue"))

    let words = ["xylophone", "zeppelin", "scripted"].map { Data($0.utf8) }
    let files = FileManager.default.enumerator(at: screen.home.url, includingPropertiesForKeys: nil)
    var count = 0
    for case let file as URL in files ?? FileManager.DirectoryEnumerator() {
      guard let data = try? Data(contentsOf: file) else { continue }
      count += 1
      for word in words { #expect(data.range(of: word) == nil, "\(file.lastPathComponent)") }
    }
    #expect(count > 0)
  }
}
