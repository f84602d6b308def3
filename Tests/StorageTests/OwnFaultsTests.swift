import Chat
import Foundation
import Testing

@testable import Storage

/// Files in our own format that were edited by hand, or written by a later version.
@Suite struct OwnFaultsTests {
  private let folder: TemporaryFolder
  private let store: ConversationStore

  init() throws {
    folder = try TemporaryFolder()
    store = try ConversationStore.inMemory()
  }

  private func id(_ number: Int) -> String { "018bcfe5-6800-7000-8000-00000000000\(number)" }

  private func message(
    _ number: Int, after parent: Int?, _ content: String, role: String = "user",
    status: String = "complete"
  ) -> String {
    let follows = parent.map { "\"parent\":\"\(id($0))\"," } ?? ""
    return """
      {"id":"\(id(number))",\(follows)"role":"\(role)","status":"\(status)","created_ms":\(number),\
      "content":"\(content)"}
      """
  }

  private func importing(_ messages: [String], selected: Int = 1) throws -> ImportReport {
    let path = folder.path + "/file.json"
    let text = """
      {"id":"\(id(0))","title":"T","created_ms":1,"updated_ms":1,"selected":"\(id(selected))",\
      "messages":[\(messages.joined(separator: ","))]}
      """
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return try store.importFile(path)
  }

  private func conversation() throws -> Conversation {
    try #require(try store.contents().values.first)
  }

  @Test func unknownWordsAreReported() throws {
    let report = try importing([message(1, after: nil, "a", role: "oracle", status: "dreaming")])
    #expect(
      report.remarks == [
        .init(place: "line 1, messages[0].role", remark: .unknownRole("oracle")),
        .init(place: "line 1, messages[0].status", remark: .unknownStatus("dreaming")),
      ])
    #expect(report.skipped == [])
    #expect(try conversation().messages.map(\.status) == [.truncated])
  }

  @Test func cyclesAndMissingParentsStartBranches() throws {
    let report = try importing(
      [
        message(1, after: 2, "a"), message(2, after: 1, "b"), message(3, after: 9, "c"),
        message(4, after: 4, "d"),
      ], selected: 8)
    #expect(
      report.remarks.map(\.place) == [
        "line 1, messages[2].parent", "line 1, messages[0].parent", "line 1, messages[3].parent",
        "line 1, selected",
      ])
    let tree = try conversation()
    #expect(tree.allMessages.count == 4)
    // Every message can be reached.
    #expect(
      tree.siblings(of: try #require(tree.allMessages.first { $0.content == "a" }).id).count == 3)
    #expect(tree.allMessages.first { $0.content == "b" }?.parent?.description == id(1))
  }

  @Test func differingMessageWithTheSameIDIsKept() throws {
    let report = try importing([
      message(1, after: nil, "a"), message(1, after: nil, "b"), message(1, after: nil, "a"),
    ])
    #expect(try Set(conversation().allMessages.map(\.content)) == ["a", "b"])
    #expect(
      report.remarks.map(\.place) == ["line 1, messages[1].id", "line 1, messages[2].id"])
  }

  @Test func brokenMessageAffectsNoOtherAndKeepsThePath() throws {
    let broken = message(2, after: 1, "lost").replacing(
      "\"content\":\"lost\"", with: "\"content\":3")
    let report = try importing(
      [message(1, after: nil, "a"), broken, message(3, after: 2, "c"), "17"], selected: 3)
    #expect(
      report.skipped.map(\.place) == ["line 1, messages[1].content", "line 1, messages[3]"])
    #expect(report.remarks == [])
    #expect(try conversation().messages.map(\.content) == ["a", "c"])
  }

  @Test func longerStateIsKeptAndForeignIDIsReported() throws {
    let path = folder.path + "/file.jsonl"
    func line(_ conversation: Int, _ text: String) -> String {
      """
      {"id":"\(id(conversation))","title":"T","created_ms":1,"updated_ms":1,\
      "messages":[\(message(1, after: nil, text))]}

      """
    }
    try Data((line(0, "ab") + line(0, "abc") + line(0, "a") + line(5, "other")).utf8)
      .write(to: URL(fileURLWithPath: path))
    let report = try store.importFile(path)
    #expect(try store.contents().values.flatMap { $0.messages.map(\.content) } == ["abc"])
    #expect(report.skipped.map(\.place) == ["line 4"])
    // The other conversation has no messages left and is removed.
    #expect(report.merged.newConversations == 1)
    #expect(try store.conversationIDs(withMessages: false).count == 1)
  }

  @Test(arguments: [
    (
      #""model":"m","parameters":{"temperature":0.5},"#, "unknown", "m",
      ImportRemark.OriginPart.provider
    ),
    (#""provider":"p","#, "p", "unknown", .model),
    (#""parameters":{"temperature":0.5},"#, "unknown", "unknown", .providerAndModel),
  ])
  func partialOriginIsKept(
    _ members: String, _ provider: String, _ model: String, _ missing: ImportRemark.OriginPart
  ) throws {
    let answer = message(2, after: 1, "b", role: "assistant").replacing(
      "\"role\":", with: members + "\"role\":")
    let report = try importing([message(1, after: nil, "a"), answer])
    #expect(
      report.remarks == [.init(place: "line 1, messages[1]", remark: .missingOrigin(missing))])
    let origin = try conversation().allMessages.first { $0.role == .assistant }?.origin
    #expect(origin?.provider == provider && origin?.model == model)
    #expect(origin?.parameters.temperature == (members.contains("temperature") ? 0.5 : nil))
    // The export keeps the origin, and importing that export restores it.
    let text = try store.exported()
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path + "/again.json"))
    let other = try ConversationStore.inMemory()
    #expect(try other.importFile(folder.path + "/again.json").remarks == [])
    #expect(try other.exported() == text)
  }

  @Test func expiredConversationsAreSkippedAndReported() throws {
    let path = folder.path + "/file.jsonl"
    func line(_ number: Int, updated: Int, deleted: Int) -> String {
      """
      {"id":"\(id(number))","title":"T","created_ms":1,"updated_ms":\(updated),\
      "deleted_ms":\(deleted),"messages":[\(message(number + 1, after: nil, "m"))]}

      """
    }
    let soon = 4_000_000_000_000
    let lines = [
      line(0, updated: 5, deleted: 6), line(2, updated: 7, deleted: 6),
      line(4, updated: 5, deleted: soon),
    ]
    try Data(lines.joined().utf8).write(to: URL(fileURLWithPath: path))
    for new in [2, 0] {
      let report = try store.importFile(path)
      #expect(report.merged.expiredConversations == 1)
      #expect(report.merged.newConversations == new)
      #expect(report.skipped == [])
    }
    // The conversation that was continued after its deletion is restored.
    #expect(try store.conversationIDs(withMessages: true).map(\.description) == [id(2)])
  }

  @Test func duplicateMemberIsReported() throws {
    let twice = message(1, after: nil, "a").replacing(
      "\"role\":", with: "\"role\":\"tool\",\"role\":")
    let report = try importing([twice])
    #expect(report.remarks.map(\.remark) == [.repeatedKey("role")])
  }
}
