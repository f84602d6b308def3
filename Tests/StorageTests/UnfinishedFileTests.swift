import Chat
import Foundation
import Testing

@testable import Storage

/// Writing files, and the kinds of file that a path may lead to.
@Suite struct UnfinishedFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func path(_ name: String) -> String { folder.path + "/" + name }
  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  private func write(_ text: String, to file: UnfinishedFile) throws {
    try Array(text.utf8).withUnsafeBytes { try file.write($0) }
  }

  @Test func takesItsPlaceCompleteAndPrivate() throws {
    let file = try UnfinishedFile(beside: path("a.md"))
    try write("text", to: file)
    #expect(try names().count == 1)
    #expect(try !names().contains("a.md"))
    #expect(try folder.mode(file.path) == 0o600)
    try file.takePlace(of: path("a.md"))
    #expect(try names() == ["a.md"])
    #expect(try folder.mode(path("a.md")) == 0o600)
    #expect(FileManager.default.contents(atPath: path("a.md")) == Data("text".utf8))
  }

  @Test func isRemovedWhenAbandoned() throws {
    do {
      let file = try UnfinishedFile(beside: path("a.md"))
      try write("text", to: file)
      // If the file is a database, SQLite's journal must be removed, too.
      try Data().write(to: URL(fileURLWithPath: file.path + "-journal"))
    }
    #expect(try names() == [])
    try FileManager.default.createDirectory(
      atPath: path("folder.md/full"), withIntermediateDirectories: true)
    do {
      let file = try UnfinishedFile(beside: path("folder.md"))
      #expect(throws: FileError.self) { try file.takePlace(of: path("folder.md")) }
      #expect(try names() == ["folder.md"])
    }
    #expect(throws: FileError(ENOENT)) { try UnfinishedFile(beside: path("none/a.md")) }
  }

  @Test func namesAreUnique() throws {
    let files = try (0..<3).map { _ in try UnfinishedFile(beside: path("a.md")) }
    #expect(Set(files.map(\.path)).count == 3)
    // The file's own name may be as long as the system allows.
    let long = String(repeating: "x", count: 255)
    try UnfinishedFile(beside: path(long)).takePlace(of: path(long))
    #expect(try names().contains(long))
  }

  @Test func kindOfTargetIsDetected() throws {
    let manager = FileManager.default
    try Data().write(to: URL(fileURLWithPath: path("file")))
    for (link, target) in [("link", "file"), ("chain", "link"), ("lost", "none"), ("self", "self")]
    {
      try manager.createSymbolicLink(atPath: path(link), withDestinationPath: target)
    }
    mkfifo(path("pipe"), 0o600)
    let file = String(cString: try #require(realpath(path("file"), nil)))
    #expect(FileTarget(path("new")) == .vacant(path: path("new")))
    #expect(FileTarget(path("file")) == .file(path: path("file")))
    #expect(FileTarget(path("link")) == .file(path: file))
    #expect(FileTarget(path("chain")) == .file(path: file))
    #expect(FileTarget(path("lost")) == .unusable(.linkToMissingFile))
    #expect(FileTarget(path("pipe")) == .stream)
    #expect(FileTarget("/dev/null") == .stream)
    #expect(FileTarget(folder.path) == .folder)
    for unusable in [path("self"), path("file/x"), path(String(repeating: "x", count: 256))] {
      guard case .unusable = FileTarget(unusable) else {
        Issue.record("\(unusable)")
        continue
      }
    }
  }

  @Test func backupLeavesFilesWithGuessableNamesAlone() throws {
    let store = try ConversationStore(path: folder.database)
    for name in ["copy.sqlite.unfinished", "copy.sqlite.unfinished-wal"] {
      try Data("mine".utf8).write(to: URL(fileURLWithPath: path(name)))
    }
    try store.backUp(to: path("copy.sqlite"))
    for name in ["copy.sqlite.unfinished", "copy.sqlite.unfinished-wal"] {
      #expect(FileManager.default.contents(atPath: path(name)) == Data("mine".utf8))
    }
    #expect(try !names().contains { $0.hasPrefix(".") })
  }

  @Test func backupFollowsLinksAndRefusesPipes() throws {
    let store = try ConversationStore(path: folder.database)
    try store.backUp(to: path("copy.sqlite"))
    try FileManager.default.createSymbolicLink(
      atPath: path("link.sqlite"), withDestinationPath: "copy.sqlite")
    var samples = Samples(seed: 4)
    try store.save([samples.exchange()])
    try store.backUp(to: path("link.sqlite"))
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: path("link.sqlite"))
        == "copy.sqlite")
    #expect(try ConversationStore(path: path("copy.sqlite")).contents() == store.contents())
    mkfifo(path("pipe"), 0o600)
    #expect(throws: StoreError.cannotOpen(path: path("pipe"), detail: .notRegular)) {
      try store.backUp(to: path("pipe"))
    }
  }

  @Test func recoveryBehindALinkKeepsTheLinkAndTakesTheLog() throws {
    var samples = Samples(seed: 5)
    let other = try ConversationStore(path: folder.database)
    try other.save([samples.exchange("in the log")])
    // The state after a crash: the conversation is only in the log.
    for end in ["", "-wal"] {
      try FileManager.default.copyItem(
        atPath: folder.database + end, toPath: path("copy.sqlite") + end)
    }
    try FileManager.default.createSymbolicLink(
      atPath: path("link.sqlite"), withDestinationPath: "copy.sqlite")
    let report = try Recovery(path: path("link.sqlite")).run(name: "now")
    #expect(report.conversations == 1)
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: path("link.sqlite"))
        == "copy.sqlite")
    #expect(try ConversationStore(path: path("copy.sqlite")).contents() == other.contents())
    #expect(try !names().contains { $0.contains("recovering") || $0.contains("repairing") })
  }

  @Test func recoveryNeverOverwritesAFileNamedLikeTheMark() throws {
    _ = try ConversationStore(path: folder.database)
    try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.database + ".repairing"))
    #expect(throws: StoreError.self) { try Recovery(path: folder.database).run(name: "now") }
    #expect(
      FileManager.default.contents(atPath: folder.database + ".repairing") == Data("mine".utf8))
  }
}
