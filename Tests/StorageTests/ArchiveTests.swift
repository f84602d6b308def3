import Chat
import Foundation
import TestKit
import Testing

@testable import Storage

/// Importing compressed exports.
@Suite struct ArchiveTests {
  private let folder: TemporaryFolder
  private let store: ConversationStore

  init() throws {
    folder = try TemporaryFolder()
    store = try ConversationStore.inMemory()
  }

  /// Creates archives with the system's tools.
  private func shell(_ script: String) throws {
    let run = try ProcessRun("/bin/bash", ["-ec", "cd \(folder.path); " + script])
    try #require(run.status == 0, "\(run.error)")
  }

  private func write(_ text: String, to name: String) throws {
    let file = URL(fileURLWithPath: folder.path + "/" + name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  private func claude(_ title: String) -> String {
    #"{"uuid":"\#(title)","name":"\#(title)","created_at":"2025-01-01T00:00:00Z","chat_messages":["#
      + #"{"uuid":"q\#(title)","sender":"human","text":"Hi \#(title)","created_at":"2025-01-01T00:00:00Z"}]}"#
  }

  private func importing(_ name: String) throws -> ImportReport {
    try store.importFile(folder.path + "/" + name)
  }

  private func fault(_ name: String) -> ArchiveFault? {
    do {
      _ = try importing(name)
      return nil
    } catch ImportError.archive(folder.path + "/" + name, let fault) {
      return fault
    } catch {
      Issue.record("\(error)")
      return nil
    }
  }

  private var titles: Set<String> {
    get throws { Set(try store.contents().values.map(\.title)) }
  }

  @Test func conversationsAreReadFromAnyFolder() throws {
    try write("[\(claude("one"))]", to: "a/b/conversations.json")
    try write("[]", to: "a/users.json")
    try write("no JSON", to: "a/__MACOSX/._conversations.json")
    try shell("zip -qr one.zip a; zip -q0r stored.zip a; zip -qr - a | cat >streamed.zip")
    for name in ["one.zip", "stored.zip", "streamed.zip"] {
      let report = try importing(name)
      #expect(report.conversations == 1, "\(name)")
      #expect(report.skipped.isEmpty)
    }
    #expect(try titles == ["one"])
  }

  @Test func splitExportsAreOneImport() throws {
    for number in 0..<3 {
      try write("[\(claude("t\(number)"))]", to: "x/conversations-00\(number).json")
    }
    try write("[]", to: "x/conversations-003.json")
    try write("[\n\(claude("last")),\n5]", to: "x/conversations-004.json")
    try shell("zip -qr split.zip x")
    let report = try importing("split.zip")
    #expect(report.conversations == 4)
    #expect(report.skipped.map(\.place) == ["x/conversations-004.json, [1], line 3"])
    #expect(try titles == ["t0", "t1", "t2", "last"])
  }

  @Test func gzipIsReadWithAnyContents() throws {
    try write("[\(claude("packed"))]", to: "c.json")
    try shell(
      "gzip -k c.json; (gzip -c <(head -c 20 c.json); gzip -c <(tail -c +21 c.json)) >two.gz")
    #expect(try importing("c.json.gz").conversations == 1)
    #expect(try importing("two.gz").merged.knownMessages == 1)
    #expect(try titles == ["packed"])
  }

  @Test func unpackingErrorsAreDistinguished() throws {
    try write("[\(claude("x"))]" + String(repeating: " \n", count: 5000), to: "conversations.json")
    try write("{}", to: "users.json")
    try shell(
      """
      zip -q whole.zip conversations.json; zip -qP secret locked.zip conversations.json
      zip -q other.zip users.json; tar cf plain.tar users.json; gzip -c plain.tar >x.tar.gz
      head -c 100 whole.zip >cut.zip; gzip -c conversations.json | head -c 60 >cut.gz
      printf 'PK\\003\\004 nothing' >false.zip; gzip -c whole.zip >twice.gz
      """)
    var bent = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/whole.zip"))
    bent[110] ^= 0xFF
    try bent.write(to: URL(fileURLWithPath: folder.path + "/bent.zip"))
    #expect(fault("locked.zip") == .encrypted)
    #expect(fault("other.zip") == .noConversations)
    for name in ["cut.zip", "cut.gz", "false.zip", "bent.zip"] {
      #expect(fault(name) == .damaged, "\(name)")
    }
    #expect(fault("plain.tar") == .otherKind("tar"))
    #expect(fault("x.tar.gz") == .otherKind("tar"))
    #expect(fault("twice.gz") == .otherKind("zip"))
    #expect(try titles.isEmpty)
  }

  /// With any single byte corrupted, the archive is either read or refused.
  @Test func noByteOfAnArchiveCrashesTheReader() throws {
    try write("[\(claude("x"))]", to: "conversations.json")
    try shell("zip -q whole.zip conversations.json")
    let whole = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/whole.zip"))
    for place in whole.indices {
      for value: UInt8 in [0, 0xFF, whole[place] ^ 0x55] {
        var bytes = [UInt8](whole)
        bytes[place] = value
        try bytes.withUnsafeBytes { bytes in
          do {
            let directory = try ZipDirectory(bytes)
            for entry in directory.entries { _ = try directory.packed(entry) }
          } catch is ArchiveFault {}
        }
      }
    }
  }

  @Test func archiveBombIsReportedAndLeavesNothing() throws {
    try shell(
      "head -c 3000000 /dev/zero >conversations.json; zip -q b.zip conversations.json; gzip -k conversations.json"
    )
    for (name, kind) in [("b.zip", ArchiveKind.zip), ("conversations.json.gz", .gzip)] {
      let data = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/" + name))
      #expect(throws: ArchiveFault.tooLarge(limit: 1_000_000)) {
        _ = try UnpackedArchive(data, kind, limit: 1_000_000) { true }
      }
      let place = folder.path + "/unpacked-" + name
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
      var seen: [String] = []
      #expect(throws: ImportError.interrupted) {
        _ = try UnpackedArchive(data, kind, in: place) {
          seen = (try? FileManager.default.subpathsOfDirectory(atPath: place)) ?? []
          return false
        }
      }
      #expect(seen.contains { $0.hasSuffix("/0") })
      #expect(try FileManager.default.contentsOfDirectory(atPath: place).isEmpty)
    }
  }

  @Test(arguments: [
    ("conversations.json", true), ("a/b/Conversations.json", true),
    ("conversations-000.json", true),
    ("x/conversations_12.json", true), ("shared_conversations.json", false),
    ("._conversations.json", false), ("conversations-x.json", false),
    ("conversations-.json", false),
    ("conversations.json/", false), ("conversations.json.bak", false),
  ])
  func onlyConversationsAreWanted(_ name: String, _ isWanted: Bool) {
    #expect(UnpackedArchive.isWanted(name) == isWanted)
  }
}
