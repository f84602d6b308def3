import Chat
import Foundation
import Testing

@testable import Storage

/// The models and message text read from exports of ChatGPT, Claude and DeepSeek.
@Suite struct ForeignModelsTests {
  private let folder: TemporaryFolder
  private let store: ConversationStore

  init() throws {
    folder = try TemporaryFolder()
    store = try ConversationStore.inMemory()
  }

  private func importing(_ text: String) throws -> (report: ImportReport, read: Conversation) {
    let path = folder.path + "/file.json"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    let report = try store.importFile(path)
    let again = try store.importFile(path)
    #expect(again.merged.newMessages + again.merged.changedMessages == 0)
    return (report, try #require(try store.contents().values.first))
  }

  @Test(arguments: [
    ("", "gpt-5-thinking"), ("\"model_slug\": \"\"", "gpt-5-thinking"),
    ("\"model_slug\": \"o3\"", "o3"),
  ])
  func answersWithoutAModelGetTheConversations(
    _ metadata: String, _ model: String
  ) throws {
    let (_, read) = try importing(
      """
      [{"title": "T", "create_time": 1700000000, "conversation_id": "c", "current_node": "b",
        "default_model_slug": "gpt-5-thinking", "mapping": {
        "a": {"parent": null, "message": {"author": {"role": "user"}, "create_time": 1700000001,
          "content": {"content_type": "text", "parts": ["Why?"]}, "metadata": {}}},
        "b": {"parent": "a", "message": {"author": {"role": "assistant"}, "create_time": 1700000002,
          "content": {"content_type": "text", "parts": ["So"]}, "metadata": {\(metadata)}}}}}]
      """)
    #expect(read.messages.compactMap(\.origin?.model) == [model])
  }

  @Test func textsBeginWithTheirFirstLine() throws {
    let (_, read) = try importing(
      """
      [{"uuid": "c", "name": "N", "created_at": "2024-05-01T10:00:00Z", "chat_messages": [
        {"uuid": "m1", "sender": "human", "text": "", "created_at": "2024-05-01T10:00:01Z",
         "content": [{"type": "text", "text": ""}], "files": [{"file_name": "a.png"}]},
        {"uuid": "m2", "sender": "assistant", "text": " \\r\\n\\t\\n    code", "created_at":
         "2024-05-01T10:00:02Z"},
        {"uuid": "m3", "sender": "human", "text": " \\n ", "created_at": "2024-05-01T10:00:03Z"}]}]
      """)
    #expect(read.messages.map(\.content) == ["[file: a.png]", "    code", " "])
  }

  @Test func deepSeekExportIsRead() throws {
    let (report, read) = try importing(
      """
      [{"id": "7-8", "title": "Sky", "inserted_at": "2025-01-27T23:03:31.711000+08:00",
        "updated_at": "2025-01-27T23:04:00.000000+08:00", "mapping": {
        "root": {"id": "root", "parent": null, "children": ["1"], "message": null},
        "1": {"id": "1", "parent": "root", "children": ["2", "3"], "message": {
          "files": [{"id": "f", "file_name": "sky.png"}], "model": "deepseek-reasoner",
          "inserted_at": "2025-01-27T23:03:32.000000+08:00",
          "fragments": [{"type": "REQUEST", "content": "Why blue?"}]}},
        "2": {"id": "2", "parent": "1", "children": [], "message": {
          "files": [], "model": "deepseek-chat", "inserted_at": "2025-01-27T23:03:33.000000+08:00",
          "fragments": [{"type": "RESPONSE", "content": "Light."}]}},
        "3": {"id": "3", "parent": "1", "children": [], "message": {
          "files": [], "model": "deepseek-reasoner",
          "inserted_at": "2025-01-27T23:03:40.000000+08:00",
          "fragments": [{"type": "SEARCH", "results": []}, {"type": "THINK", "content": "Hm."},
            {"type": "RESPONSE", "content": "Rayleigh."}]}}}}]
      """)
    #expect(report.formats == ["DeepSeek"])
    #expect(report.remarks == [] && report.skipped == [])
    #expect(report.omissions.map(\.item) == [.file, .webSearch])
    #expect(read.createdAt.milliseconds == 1_737_990_211_711)
    #expect(read.messages.map(\.role) == [.user, .assistant])
    #expect(read.messages.map(\.content) == ["Why blue?\n\n[file: sky.png]", "Rayleigh."])
    #expect(read.messages.last?.reasoning == "Hm.")
    #expect(read.messages.last?.origin?.model == "deepseek-reasoner")
    #expect(read.messages.last?.origin?.provider == "DeepSeek")
    #expect(read.allMessages.count == 3)
  }

  @Test func olderDeepSeekExportIsRead() throws {
    let (report, read) = try importing(
      """
      [{"id": "7-9", "title": "", "inserted_at": "2025-01-27T23:03:31+08:00", "mapping": {
        "root": {"parent": null, "message": null},
        "1": {"parent": "root", "message": {"model": "deepseek-chat", "content": "Why?",
          "inserted_at": "2025-01-27T23:03:32+08:00", "reasoning_content": null}},
        "2": {"parent": "1", "message": {"model": "deepseek-chat", "content": "So.",
          "inserted_at": "2025-01-27T23:03:33+08:00", "reasoning_content": null}}}}]
      """)
    #expect(report.formats == ["DeepSeek"])
    #expect(read.messages.map(\.role) == [.user, .assistant])
    #expect(read.messages.map(\.content) == ["Why?", "So."])
  }
}
