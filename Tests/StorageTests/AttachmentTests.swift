import Chat
import Foundation
import GRDB
import Testing

@testable import Storage

/// The storage of attachments: identical contents share one copy, which is kept while any message
/// uses it.
@Suite struct AttachmentTests {
  private typealias Attachment = Chat.Attachment

  private let folder: TemporaryFolder
  private var samples = Samples()

  init() throws { folder = try TemporaryFolder() }

  private static let picture = Attachment(
    name: "~/Pictures/otter.gif",
    .image(
      AttachedImage(
        type: .gif, width: 2, height: 3, bytes: Array("GIF89a".utf8) + [2, 0, 3, 0, 0xFF])))

  private func text(
    _ name: String, _ text: String, lines: ClosedRange<Int>? = nil
  ) -> Attachment {
    Attachment(name: name, .text(AttachedText(text, lines: lines, language: "swift")))
  }

  private mutating func conversation(_ attachments: [Attachment]) -> Conversation {
    var conversation = samples.conversation("with files")
    var question = samples.question("What is this?")
    question.attachments = attachments
    conversation.append(question)
    conversation.append(samples.answer("A file.", after: question.id))
    return conversation
  }

  private func count(_ table: String, in store: ConversationStore) throws -> Int {
    try store.database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") ?? 0 }
  }

  private func found(_ query: String, in store: ConversationStore) throws -> [SearchHit] {
    try store.search(
      SearchQuery(query), order: .newest, limit: 10, now: Timestamp(milliseconds: 0))?.hits ?? []
  }

  @Test mutating func attachmentsRoundTripInOrder() throws {
    let store = try ConversationStore(path: folder.database)
    let conversation = conversation([
      text("b.swift", "let b = 1\r\n\0", lines: 10...40), Self.picture, text("a.swift", ""),
      text("b.swift", "let b = 1\r\n\0", lines: 2...2),
    ])
    try store.save([conversation])
    #expect(try store.conversation(conversation.id) == conversation)
    #expect(
      try ConversationStore.reading(path: folder.database).conversation(conversation.id)
        == conversation)
    #expect(try store.faults() == [])
  }

  @Test mutating func equalContentsAreStoredOnceAndRemovedWithTheLastMessage() throws {
    let store = try ConversationStore(path: folder.database)
    let first = conversation([text("a", "same"), text("b", "same"), Self.picture])
    let second = conversation([text("c", "same")])
    try store.save([first, second])
    #expect(try count("attachment", in: store) == 2)
    #expect(try count("message_attachment", in: store) == 4)
    try store.change([first.id], .delete(Timestamp(milliseconds: 1)), at: samples.now())
    // A conversation in the trash keeps everything until the trash is emptied.
    #expect(try store.conversation(first.id) == first)
    try store.tidyUp()
    #expect(try store.conversation(first.id) == nil)
    #expect(try count("attachment", in: store) == 1)
    #expect(try store.conversation(second.id) == second)
  }

  @Test mutating func deletedMessagesKeepTheirAttachmentsInTheTrash() throws {
    let store = try ConversationStore(path: folder.database)
    let before = conversation([text("a", "x\0y"), Self.picture])
    try store.save([before])
    var after = before
    let removed = after.remove(before.path[0])
    try store.delete(removed.map(\.id), of: after)
    #expect(try count("attachment", in: store) == 0)
    #expect(try found("otter", in: store).isEmpty)
    let restored = try #require(try store.restoreLastDeletion(of: before.id))
    after.restore(restored.messages, path: restored.leaf)
    #expect(after == before)
    #expect(try store.conversation(before.id) == before)
  }

  @Test mutating func searchFindsNamesAndNotContents() throws {
    let store = try ConversationStore(path: folder.database)
    let conversation = conversation([text("Sources/Walrus.swift", "let narwhal = 1"), Self.picture])
    try store.save([conversation])
    for query in ["walrus", "walr", "\"otter gif\"", "pictures what", "walrus in:question"] {
      #expect(try found(query, in: store).map(\.message) == [conversation.path[0]], "\(query)")
    }
    #expect(try found("narwhal", in: store).isEmpty)
    #expect(try found("walrus in:answer", in: store).isEmpty)
    let snippet = try #require(try found("walrus", in: store).first?.snippet)
    #expect(snippet.pieces.contains { $0.isMatch && $0.text == "Walrus" })
    #expect(try store.searchIndexFaults() == [])
    // Rebuilding the index gives the same results.
    try store.rebuildSearchIndex()
    #expect(try found("walrus", in: store).count == 1)
    try store.change([conversation.id], .delete(Timestamp(milliseconds: 1)), at: samples.now())
    try store.tidyUp()
    #expect(try found("walrus", in: store).isEmpty)
    #expect(try store.searchIndexFaults() == [])
  }

  @Test mutating func mergingBringsContentsAlong() throws {
    let other = folder.path + "/other.sqlite"
    let shared = conversation([text("a", "shared")])
    let new = conversation([text("b", "shared"), Self.picture])
    let store = try ConversationStore(path: folder.database)
    try store.save([shared])
    try ConversationStore(path: other).save([shared, new])
    _ = try store.merge(other)
    #expect(try store.conversation(new.id) == new)
    #expect(try store.conversation(shared.id) == shared)
    #expect(try count("attachment", in: store) == 2)
    #expect(try found("otter", in: store).count == 1)
    #expect(try store.faults() == [])
    let before = try store.exported()
    _ = try store.merge(other)
    #expect(try store.exported() == before)
  }

  @Test mutating func backupsAndExportsAreComplete() throws {
    let store = try ConversationStore(path: folder.database)
    let conversation = conversation([text("a", "x", lines: 3...4), Self.picture])
    try store.save([conversation])
    let backup = folder.path + "/backup.sqlite"
    try store.backUp(to: backup)
    #expect(try ConversationStore(path: backup).conversation(conversation.id) == conversation)
    let file = folder.path + "/export.json"
    let exported = try store.exported()
    try Data(exported.utf8).write(to: URL(fileURLWithPath: file))
    let copy = try ConversationStore.inMemory()
    let report = try copy.importFile(file)
    #expect(report.remarks.isEmpty)
    #expect(try copy.conversation(conversation.id) == conversation)
    #expect(try copy.exported() == exported)
  }

  @Test mutating func unreadableAttachmentsDoNotCostTheMessage() throws {
    let store = try ConversationStore.inMemory()
    let conversation = conversation([text("a", "x"), Self.picture])
    try store.save([conversation])
    let broken = try store.exported().replacing("\"base64\":\"R0lG", with: "\"base64\":\"AAAA")
    let file = folder.path + "/export.json"
    try Data(broken.utf8).write(to: URL(fileURLWithPath: file))
    let copy = try ConversationStore.inMemory()
    let report = try copy.importFile(file)
    #expect(report.remarks.map(\.remark) == [.unreadableAttachment])
    #expect(
      try copy.conversation(conversation.id)?.messages.first?.attachments == [text("a", "x")])
  }

  @Test mutating func changedContentsAreAFault() throws {
    let store = try ConversationStore(path: folder.database)
    try store.save([conversation([text("a", "x"), Self.picture])])
    try store.database.write {
      try $0.execute(sql: "UPDATE attachment SET content = x'00' WHERE number = 1")
    }
    #expect(try store.faults() == [.damagedAttachments(1)])
  }

  @Test mutating func repairKeepsAttachmentsAndCountsLostOnes() throws {
    let whole = conversation([Self.picture, text("a", String(repeating: "long ", count: 5000))])
    try {
      let store = try ConversationStore(path: folder.database)
      try store.save([whole])
    }()
    var report = try Recovery(path: folder.database).run(name: "1")
    #expect(report.lostAttachments == 0)
    let path = folder.database
    try {
      let store = try ConversationStore(path: path)
      #expect(try store.conversation(whole.id) == whole)
      try store.database.write {
        try $0.execute(sql: "UPDATE attachment SET content = x'00' WHERE length(content) > 20000")
      }
    }()
    report = try Recovery(path: path).run(name: "2")
    #expect(report.lostAttachments == 1)
    let store = try ConversationStore(path: path)
    #expect(try store.conversation(whole.id)?.messages.first?.attachments == [Self.picture])
    #expect(try store.faults() == [])
  }
}
