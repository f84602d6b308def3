import Chat
import Foundation
import GRDB
import Testing

@testable import Storage

/// Importing our own export restores the store exactly. A broken part of a file does not affect
/// the other parts.
@Suite struct ImportTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func file(_ text: String, name: String = "file.json") throws -> String {
    let path = folder.path + "/" + name
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return path
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func roundTripIsTheIdentity(_ seed: UInt64) throws {
    var samples = RandomConversations(seed: seed)
    let store = try ConversationStore.inMemory()
    try store.save((0..<3).map { _ in samples.conversation() })
    for id in try store.allIDs() { try samples.mark(id, in: store) }
    let exported = try store.exported()
    let copy = try ConversationStore.inMemory()
    let report = try copy.importFile(try file(exported))
    #expect(report.skipped == [])
    #expect(try copy.contents() == store.contents())
    #expect(try copy.exported() == exported)
    // Importing it again adds nothing.
    let again = try copy.importFile(try file(exported))
    #expect(again.merged.newMessages + again.merged.changedMessages == 0)
    #expect(again.merged.newConversations + again.merged.changedConversations == 0)
    #expect(again.merged.knownMessages == report.messages)
  }

  @Test(
    arguments: [
      0, 1, -1, 999_999_999_999_999_999, 1_000_000_000_000_000_000, -1_500_000_000_000_000_001,
      123_456_789_012_345_678_901_234_567_890,
    ] as [Int128])
  func durationIsExactAsADecimal(_ attoseconds: Int128) {
    let duration = Duration(attoseconds: attoseconds)
    #expect(Duration(decimalSeconds: duration.decimalSeconds) == duration)
  }

  @Test func eachConversationsLineCanStandAlone() throws {
    var samples = RandomConversations(seed: 5)
    let conversations = (0..<3).map { _ in samples.conversation() }
    let lines = conversations.map { ConversationJSON.text($0) + "\n" }.joined()
    let store = try ConversationStore.inMemory()
    #expect(try store.importFile(try file(lines)).conversations == 3)
    #expect(try Set(store.contents().keys) == Set(conversations.map(\.id)))
  }

  @Test func truncatedFileKeepsCompletePartsAndReportsItsEnd() throws {
    var samples = RandomConversations(seed: 6)
    let source = try ConversationStore.inMemory()
    try source.save((0..<3).map { _ in samples.conversation() })
    let exported = try source.exported()
    let lines = exported.split(separator: "\n", omittingEmptySubsequences: false)
    for (text, place) in [
      (lines.prefix(3).joined(separator: "\n") + "\n" + lines[3].prefix(20), "[2], line 4"),
      (lines[1...2].joined(separator: "\n").replacing(",\n{", with: "\n{").dropLast(30), "line 2"),
    ] {
      let store = try ConversationStore.inMemory()
      let report = try store.importFile(try file(String(text)))
      #expect(report.conversations == (place == "line 2" ? 1 : 2))
      #expect(report.skipped.count == 1)
      #expect(report.skipped.first?.place.contains(place) == true, "\(report.skipped)")
      #expect(report.skipped.first?.fault == .truncated)
    }
  }

  @Test func brokenConversationDoesNotAffectOthers() throws {
    var samples = RandomConversations(seed: 7)
    let good = ConversationJSON.text(samples.conversation())
    let wrongType = good.replacing("\"title\":", with: "\"title\":3,\"x\":")
    let noID = good.replacing(#/"id":"[0-9a-f]/#, with: "\"id\":\"g")
    let text =
      "{\"format\":\"aside\",\"version\":1,\"conversations\":[\n"
      + [wrongType, "{\"a\" 1}", noID, "17", good].joined(separator: ",\n") + "]}"
    let store = try ConversationStore.inMemory()
    let report = try store.importFile(try file(text))
    #expect(report.conversations == 1)
    #expect(
      report.skipped.map(\.place) == [
        "conversations[0], line 2, title", "conversations[1], line 3, byte 5",
        "conversations[2], line 4, " + (noID.contains("\"messages\":[]") ? "id" : "id"),
        "conversations[3], line 5",
      ])
  }

  @Test func nonConversationsAreRefusedEntirely() throws {
    let store = try ConversationStore.inMemory()
    for text in ["", "hello", "{\"a\": 1}", "[]", "\u{0}"] {
      #expect(throws: (any Error).self, "\(text)") { try store.importFile(try file(text)) }
    }
    for text in ["[1, 2]", "{", "{\n\"messages\": [", "[{\"mapping\": {}}"] {
      let report = try store.importFile(try file(text))
      #expect(report.conversations == 0 && !report.skipped.isEmpty, "\(text)")
    }
    #expect(throws: ImportError.archive(path: folder.path + "/file.json", .damaged)) {
      try store.importFile(try file("PK\u{3}\u{4}and so on"))
    }
    #expect(throws: ImportError.newer(path: folder.path + "/file.json", version: 9)) {
      try store.importFile(
        try file("{\"format\":\"aside\",\"version\":9,\"conversations\":[]}"))
    }
    #expect(throws: ImportError.self) { try store.importFile(folder.path) }
    #expect(throws: ImportError.self) { try store.importFile(folder.path + "/none") }
    #expect(try store.contents().isEmpty)
    #expect(
      try store.importFile(try file(ConversationJSON.head + ConversationJSON.tail)).conversations
        == 0)
  }

  @Test func stoppedImportStoresNothing() throws {
    var samples = RandomConversations(seed: 8)
    let text = (0..<3).map { _ in ConversationJSON.text(samples.conversation()) + "\n" }.joined()
    let store = try ConversationStore.inMemory()
    var calls = 0
    #expect(throws: ImportError.interrupted) {
      try store.importFile(try file(text)) { _ in
        calls += 1
        return calls < 3
      }
    }
    #expect(try store.contents().isEmpty)
  }

  @Test func importStoppedWhileStoringStoresNothing() throws {
    var samples = Samples()
    let text = (0..<300).map { _ in ConversationJSON.text(samples.exchange("x")) + "\n" }.joined()
    let store = try ConversationStore.inMemory()
    try store.save([samples.exchange("before")])
    let before = try store.exported()
    #expect(throws: ImportError.interrupted) {
      try store.importFile(try file(text)) { step in
        if case .storing(let part) = step { part < 0.9 } else { true }
      }
    }
    #expect(try store.exported() == before)
    #expect(try store.faults() == [])
  }

  /// Imported messages are searchable at once; no indexing remains for the next writer.
  @Test func importedMessagesAreIndexed() throws {
    var samples = Samples()
    let text = (0..<1200).map { number in
      ConversationJSON.text(samples.exchange("word\(number)")) + "\n"
    }.joined()
    let store = try ConversationStore.inMemory()
    var steps: [ImportProgress] = []
    _ = try store.importFile(try file(text)) {
      steps.append($0)
      return true
    }
    let waiting = try store.database.read {
      try Int.fetchOne($0, sql: "SELECT count(*) FROM search_waiting")
    }
    #expect(waiting == 0)
    #expect(try store.searchIndexFaults() == [])
    #expect(steps.contains(.storing(1)) && steps.contains(.indexing(0)))
    // Cancelling the import at this point keeps everything already stored.
    let other = try ConversationStore.inMemory()
    let report = try other.importFile(try file(text)) { $0 != .indexing(0) }
    #expect(report.merged.newConversations == 1200)
    #expect(try other.contents() == store.contents())
  }

  @Test func ownDatabaseIsMerged() throws {
    var samples = RandomConversations(seed: 9)
    let conversation = samples.conversation()
    try ConversationStore(path: folder.database).save([conversation])
    let store = try ConversationStore.inMemory()
    #expect(try store.importFile(folder.database).formats == ["Aside"])
    #expect(try store.contents() == [conversation.id: conversation])
  }
}
