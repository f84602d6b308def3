import Foundation
import TestKit
import Testing

/// Each error message suggests, just once, a command that names the file and can be copied into
/// a shell.
@Suite struct AdviceTests {
  private let home: TestHome
  private let folder: URL

  init() throws {
    home = try TestHome()
    folder = home.appending(path: "my files")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func run(_ arguments: [String]) throws -> ProcessRun {
    try ProcessRun(
      AsideProgram.path, arguments,
      environment: [
        "HOME": home.path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm-256color",
      ])
  }

  /// Creates a database with one conversation.
  private func database(_ name: String) throws -> String {
    let path = folder.appending(path: name).path
    #expect(try run(["ask", "--demo", "--no-think", "--database", path, "hi"]).status == 0)
    return path
  }

  /// Creates a database with one conversation, and overwrites its pages.
  private func damagedDatabase(_ name: String) throws -> String {
    let path = try database(name)
    let url = URL(filePath: path)
    var bytes = try Data(contentsOf: url)
    for index in bytes.indices.dropFirst(4096) { bytes[index] = 0x41 }
    try bytes.write(to: url)
    return path
  }

  private func count(_ part: String, in text: String) -> Int {
    text.components(separatedBy: part).count - 1
  }

  @Test func suggestedCommandRepairsADamagedDatabase() throws {
    let path = try damagedDatabase("it's.sqlite")
    let quoted = "'" + path.replacing("'", with: "'\\''") + "'"
    for command in [["list"], ["check"], ["stats"], ["doctor", "--demo"], ["search", "hi"]] {
      let first = command == ["doctor", "--demo"] ? ["--demo", "doctor"] : command
      let run = try run(first + ["--database", path])
      let text = run.output + run.error
      #expect(run.status == 1)
      #expect(count("aside check --repair --database \(quoted)", in: text) == 1, "\(text)")
    }
  }

  @Test func badMergeFileIsNotReportedAsTheUsersDatabase() throws {
    let own = try database("own.sqlite")
    let damaged = try damagedDatabase("other.sqlite")
    let text = folder.appending(path: "notes.txt").path
    try Data(String(repeating: "hello ", count: 500).utf8).write(to: URL(filePath: text))
    let merge = try run(["merge", "--database", own, damaged, text])
    #expect(merge.status == 1)
    let lines = merge.error.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.first?.contains("Your own database is not affected") == true)
    #expect(lines.last?.contains("is not an Aside database") == true)
    #expect(!merge.error.contains("own.sqlite"))
    let imported = try run(["import", "--database", own, damaged])
    #expect(imported.status == 1)
    #expect(count("other.sqlite is", in: imported.error) <= 1)
    #expect(imported.error.contains("Your own database is not affected"))
  }

  @Test func suggestedListCommandNamesTheDatabase() throws {
    let path = try database("own.sqlite")
    for command in [
      ["export", "--format", "text", "ffff"], ["ask", "--demo", "--conversation", "x", "hi"],
    ] {
      let run = try run(command + ["--database", path])
      #expect(run.status == 2)
      #expect(run.error.contains("Run aside list --database '\(path)' to see IDs"), "\(run.error)")
    }
  }
}
