import Foundation
import TestKit
import Testing

/// Exporting from the screen.
@Suite(.serialized) struct ExportScreenTests {
  @Test func screenExportsConversationsToFiles() async throws {
    let home = try TestHome()
    let screen = try TmuxScreen(
      "\(AsideProgram.path) --demo", width: 110, height: 30, environment: [:], home: home)
    try await screen.wait(forText: "Type a question")
    try screen.type("What is a scripted answer?")
    try screen.press("Enter")
    try await screen.wait(forText: "done · F1 help", within: .seconds(60))

    let page = home.appending(path: "page.html").path
    try screen.type("/export ~/page.html")
    try screen.press("Enter")
    try await screen.wait(forText: "Exported to \(page)")
    #expect(try String(contentsOfFile: page, encoding: .utf8).hasPrefix("<!doctype html>"))

    try screen.press("F2")
    // Wait for the row, because the count also appears in the conversation's title line.
    try await screen.wait(forText: "▌ What is a scripted answer?")
    try screen.press("x")
    try await screen.wait(forText: "export to: ~/What-is-a-scripted-answer.md")
    try screen.press("C-u")
    try screen.type("~/page.html")
    try Data("mine".utf8).write(to: URL(fileURLWithPath: page))
    try screen.press("Enter")
    try await screen.wait(forText: "exists, Enter to replace: ~/page.html")
    #expect(try String(contentsOfFile: page, encoding: .utf8) == "mine")
    try screen.press("Enter")
    try await screen.wait(forText: "Exported to \(page)")
    #expect(
      try String(contentsOfFile: page, encoding: .utf8).contains("What is a scripted answer?"))

    try screen.press("x", "C-u")
    try screen.type("~/new/folder/")
    try screen.press("Enter")
    try await screen.wait(forText: "Exported to \(home.path)/new/folder/")
    let files = try FileManager.default.contentsOfDirectory(atPath: home.path + "/new/folder")
    #expect(files.count == 1 && files.allSatisfy { $0.hasSuffix(".md") })
    try screen.press("x", "C-u")
    try screen.type("/dev/null/x.md")
    try screen.press("Enter")
    try await screen.wait(forText: "Cannot write /dev/null/x.md")
    try screen.press("q", "C-d", "C-d")
    #expect(try await screen.waitForExit() == 0)
  }
}
