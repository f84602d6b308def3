import Chat
import Foundation
import GRDB
import Testing

@testable import Storage

/// Imports of files as other programs write them.
@Suite struct ForeignImportTests {
  private let folder: TemporaryFolder
  private let store: ConversationStore

  init() throws {
    folder = try TemporaryFolder()
    store = try ConversationStore.inMemory()
  }

  private func file(_ text: String) throws -> String {
    let path = folder.path + "/file.json"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return path
  }

  private func database(_ sql: String) throws -> String {
    let path = folder.path + "/file.db"
    try? FileManager.default.removeItem(atPath: path)
    try DatabaseQueue(path: path).writeWithoutTransaction { try $0.execute(sql: sql) }
    return path
  }

  /// Imports a file twice, and expects that the second import adds nothing.
  /// - Returns: the report of the first import.
  private func importTwice(_ path: String) throws -> ImportReport {
    let report = try store.importFile(path)
    let again = try store.importFile(path)
    var nothing = MergeReport()
    nothing.knownMessages = report.messages
    #expect(again.merged == nothing)
    return report
  }

  private func onlyConversation() throws -> Conversation {
    let contents = try store.contents()
    #expect(contents.count == 1)
    return try #require(contents.values.first)
  }

  // MARK: ChatGPT

  private func chatGPT(more: String = "", updated: String = "1700000100.5", leaf: String = "n6")
    -> String
  {
    """
    [{"title": "Trip", "create_time": 1700000000.25, "update_time": \(updated),
      "conversation_id": "6553-abc", "current_node": "\(leaf)", "mapping": {
      "n0": {"id": "n0", "message": null, "parent": null, "children": ["n1"]},
      "n1": {"id": "n1", "parent": "n0", "children": ["n2"], "message": {"id": "n1",
        "author": {"role": "system"}, "create_time": null,
        "content": {"content_type": "text", "parts": [""]},
        "metadata": {"is_visually_hidden_from_conversation": true}}},
      "n2": {"id": "n2", "parent": "n1", "children": ["n3", "n7"], "message": {"id": "n2",
        "author": {"role": "user"}, "create_time": 1700000001.0,
        "content": {"content_type": "multimodal_text", "parts": [
          {"content_type": "image_asset_pointer", "asset_pointer": "file-service://x"}, "What is this?"]},
        "metadata": {}}},
      "n3": {"id": "n3", "parent": "n2", "children": ["n4"], "message": {"id": "n3",
        "author": {"role": "assistant"}, "create_time": 1700000002.0,
        "content": {"content_type": "thoughts", "thoughts": [
          {"summary": "Looking", "content": "It has towers."}]},
        "metadata": {"model_slug": "o3"}}},
      "n4": {"id": "n4", "parent": "n3", "children": ["n5"], "message": {"id": "n4",
        "author": {"role": "assistant"}, "create_time": 1700000003.0,
        "content": {"content_type": "code", "language": "python", "text": "print('```')"},
        "metadata": {"model_slug": "o3"}}},
      "n5": {"id": "n5", "parent": "n4", "children": ["n6"], "message": {"id": "n5",
        "author": {"role": "tool", "name": "python"}, "create_time": 1700000003.5,
        "content": {"content_type": "execution_output", "text": "```"}, "metadata": {}}},
      "n6": {"id": "n6", "parent": "n5", "children": [], "message": {"id": "n6",
        "author": {"role": "assistant"}, "create_time": 1700000004.0,
        "content": {"content_type": "text", "parts": ["Belém \\ud83d"]}, "status": "finished_successfully",
        "metadata": {"model_slug": "gpt-4o", "finish_details": {"type": "stop"}}}},
      "n7": {"id": "n7", "parent": "n2", "children": [], "message": {"id": "n7",
        "author": {"role": "assistant"}, "create_time": 1700000009.0,
        "content": {"content_type": "text", "parts": ["Another answer"]},
        "metadata": {"model_slug": "gpt-4o"}}}\(more)
    }}]
    """
  }

  @Test func chatGPTTreeIsRead() throws {
    let report = try importTwice(try file(chatGPT()))
    #expect(report.formats == ["ChatGPT"])
    #expect(report.omissions == [.init(count: 1, item: .image, conversation: "Trip")])
    let conversation = try onlyConversation()
    #expect(conversation.title == "Trip")
    #expect(conversation.createdAt.milliseconds == 1_700_000_000_250)
    #expect(conversation.updatedAt.milliseconds == 1_700_000_100_500)
    #expect(
      conversation.messages.map(\.role) == [.user, .assistant, .tool, .assistant])
    #expect(
      conversation.messages.map(\.content) == [
        "[image]\n\nWhat is this?", "````python\nprint('```')\n````", "````\n```\n````",
        "Belém \u{FFFD}",
      ])
    #expect(conversation.messages[1].reasoning == "Looking\n\nIt has towers.")
    #expect(conversation.messages.compactMap(\.origin?.model) == ["o3", "gpt-4o"])
    #expect(conversation.lastMessage?.finishReason == .stop)
    // The other branch is imported, too.
    let other = try #require(conversation.allMessages.first { $0.content == "Another answer" })
    #expect(other.parent == conversation.path.first)
    // IDs are ordered by time, so the path must be sorted by ID.
    #expect(conversation.path == conversation.path.sorted())
  }

  @Test func newMessagesOfAGrownConversationAreAdded() throws {
    _ = try store.importFile(try file(chatGPT()))
    let more = """
      , "n8": {"id": "n8", "parent": "n6", "children": [], "message": {"id": "n8",
          "author": {"role": "user"}, "create_time": 1700000200.0,
          "content": {"content_type": "text", "parts": ["And then?"]}, "metadata": {}}}
      """
    let report = try store.importFile(
      try file(chatGPT(more: more, updated: "1700000201", leaf: "n8")))
    #expect(report.merged.newMessages == 1)
    #expect(report.merged.newConversations == 0)
    #expect(report.merged.knownMessages == 5)
    #expect(try onlyConversation().messages.map(\.content).last == "And then?")
  }

  // MARK: Claude

  @Test func claudeExportIsRead() throws {
    let text = """
      [{"uuid": "11-22", "name": "Plan", "created_at": "2024-05-01T10:00:00.123456Z",
        "updated_at": "2024-05-01T11:00:00Z", "account": {"uuid": "x"}, "chat_messages": [
        {"uuid": "m1", "sender": "human", "text": "Hi", "created_at": "2024-05-01T10:00:01Z",
         "content": [{"type": "text", "text": "Hi"}], "files": [{"file_name": "a.png"}],
         "attachments": [{"file_name": "n.txt", "extracted_content": "note"}]},
        {"uuid": "m2", "sender": "assistant", "text": "Hello", "created_at": "2024-05-01T10:00:02Z",
         "content": [{"type": "thinking", "thinking": "greet"}, {"type": "text", "text": "Hello"},
          {"type": "tool_use", "id": "t1", "name": "search", "input": {"q": "x"}},
          {"type": "tool_result", "content": [{"type": "text", "text": "found"}]}]},
        {"uuid": "m3", "sender": "human", "text": "Old form", "created_at": "2024-05-01T10:00:03Z"}]},
       {"uuid": "33", "name": "", "created_at": "2024-05-01T10:00:00Z", "updated_at": "2024-05-01T10:00:00Z",
        "chat_messages": []}]
      """
    let report = try importTwice(try file(text))
    #expect(report.formats == ["Claude"])
    #expect(report.omissions == [.init(count: 1, item: .file, conversation: "Plan")])
    let conversation = try onlyConversation()
    #expect(
      conversation.messages.map(\.content) == [
        "Hi\n\nn.txt\n\n```\nnote\n```\n\n[file: a.png]", "Hello\n\n```\nfound\n```", "Old form",
      ])
    #expect(conversation.messages[1].reasoning == "greet")
    #expect(
      conversation.messages[1].toolCalls == [
        ToolCall(id: "t1", name: "search", arguments: "{\"q\":\"x\"}")
      ])
    #expect(conversation.createdAt.milliseconds == 1_714_557_600_123)
  }

  // MARK: Lists of messages

  @Test func listsOfMessagesAreRead() throws {
    let lines = """
      {"messages": [{"role": "system", "content": "Be brief"}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Ho", "reasoning_content": "hm"}]}
      {"messages": [{"role": "system", "content": "Be brief"}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hey"}]}

      not json
      {"messages": [{"role": "user", "content": [{"type": "text", "text": "See"}, {"type": "image_url", "image_url": {"url": "data:"}}]}, {"role": "assistant", "content": null, "tool_calls": [{"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}}]}]}
      """
    let path = try file(lines)
    let report = try store.importFile(path)
    #expect(report.conversations == 3)
    #expect(report.skipped == [.init(place: "line 4", fault: .invalidJSON)])
    #expect(try store.importFile(path).merged.newMessages == 0)
    let conversations = try store.contents().values.sorted { $0.messages.count < $1.messages.count }
    #expect(conversations.map(\.title).sorted() == ["Hi", "Hi", "See"])
    #expect(conversations[0].messages.map(\.content) == ["See\n\n[image]", ""])
    #expect(
      conversations[0].lastMessage?.toolCalls == [ToolCall(id: "1", name: "f", arguments: "{}")])
    #expect(Set(conversations[1...].compactMap { $0.lastMessage?.content }) == ["Ho", "Hey"])
  }

  @Test(arguments: [
    "[{\"role\": \"user\", \"content\": \"Hi\"}, {\"role\": \"assistant\", \"content\": \"Ho\"}]",
    "[\n  {\"role\": \"user\", \"content\": \"Hi\"},\n  {\"role\": \"assistant\", \"content\": \"Ho\"}\n]\n",
    "{\"role\": \"user\", \"content\": \"Hi\"}\n{\"role\": \"assistant\", \"content\": \"Ho\"}\n",
    "{\n\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"},\n{\"role\": \"assistant\", \"content\": \"Ho\"}]}",
  ])
  func oneListIsOneConversation(_ text: String) throws {
    _ = try importTwice(try file(text))
    let conversation = try onlyConversation()
    #expect(conversation.messages.map(\.content) == ["Hi", "Ho"])
    #expect(conversation.messages.map(\.role) == [.user, .assistant])
    // A file with the same list and one more message extends the same conversation.
    let longer = """
      [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Ho"},
       {"role": "user", "content": "Hm"}]
      """
    #expect(try store.importFile(try file(longer)).merged.newMessages == 1)
    #expect(try onlyConversation().allMessages.count == 3)
  }

  // MARK: Stores

  @Test func llmLogsAreRead() throws {
    let path = try database(
      """
      CREATE TABLE [conversations] ([id] TEXT PRIMARY KEY, [name] TEXT, [model] TEXT);
      CREATE TABLE [responses] ([id] TEXT PRIMARY KEY, [model] TEXT, [prompt] TEXT, [system] TEXT,
        [prompt_json] TEXT, [options_json] TEXT, [response] TEXT, [response_json] TEXT,
        [conversation_id] TEXT REFERENCES [conversations]([id]), [duration_ms] INTEGER,
        [datetime_utc] TEXT, [input_tokens] INTEGER, [output_tokens] INTEGER, [token_details] TEXT);
      CREATE TABLE [attachments] ([id] TEXT PRIMARY KEY, [type] TEXT, [path] TEXT, [url] TEXT, [content] BLOB);
      CREATE TABLE [prompt_attachments] ([response_id] TEXT, [attachment_id] TEXT, [order] INTEGER);
      CREATE TABLE [fragments] ([id] INTEGER PRIMARY KEY, [hash] TEXT, [content] TEXT);
      CREATE TABLE [prompt_fragments] ([response_id] TEXT, [fragment_id] INTEGER, [order] INTEGER);
      INSERT INTO conversations VALUES ('01c', 'Cheese', 'gpt-4o');
      INSERT INTO responses VALUES
        ('01r1', 'gpt-4o', 'Name one', 'Be brief', NULL, '{"temperature": 0.5}', 'Brie', NULL, '01c',
         1500, '2024-01-02T03:04:05.500000', 12, 3, NULL),
        ('01r2', 'gpt-4o', 'More', 'Be brief', NULL, '{}', 'Feta', NULL, '01c', 900,
         '2024-01-02T03:05:05', NULL, NULL, NULL),
        ('01r3', 'gpt-4o', 'Alone', NULL, NULL, '{}', 'Yes', NULL, NULL, NULL, '2024-01-03T00:00:00',
         NULL, NULL, NULL);
      INSERT INTO attachments VALUES ('a', 'image/png', '/x.png', NULL, NULL);
      INSERT INTO prompt_attachments VALUES ('01r2', 'a', 0);
      INSERT INTO fragments VALUES (1, 'h', 'A fragment');
      INSERT INTO prompt_fragments VALUES ('01r1', 1, 0);
      """)
    let report = try importTwice(path)
    #expect(report.formats == ["llm"])
    #expect(report.conversations == 2)
    let conversation = try #require(try store.contents().values.first { $0.title == "Cheese" })
    #expect(
      conversation.messages.map(\.content) == [
        "Be brief", "A fragment\n\nName one", "Brie", "More\n\n[image: /x.png]", "Feta",
      ])
    let answer = conversation.messages[2]
    #expect(answer.usage == Usage(promptTokens: 12, completionTokens: 3))
    #expect(answer.timings == Timings(end: .milliseconds(1500)))
    #expect(answer.origin?.parameters.extra?["temperature"] == .number(0.5))
    #expect(conversation.createdAt.milliseconds == 1_704_164_645_500)
    #expect(answer.createdAt.milliseconds == 1_704_164_645_500)
  }

  @Test func otermDatabaseIsRead() throws {
    let path = try database(
      """
      CREATE TABLE "chat" ("id" INTEGER, "name" TEXT, "model" TEXT NOT NULL, "system" TEXT,
        "format" TEXT, "parameters" TEXT DEFAULT "{}", "keep_alive" INTEGER DEFAULT 5,
        "tools" TEXT DEFAULT "[]", PRIMARY KEY("id" AUTOINCREMENT));
      CREATE TABLE "message" ("id" INTEGER, "chat_id" INTEGER NOT NULL, "author" TEXT NOT NULL,
        "text" TEXT NOT NULL, "images" TEXT DEFAULT "[]", PRIMARY KEY("id" AUTOINCREMENT)
        FOREIGN KEY("chat_id") REFERENCES "chat"("id") ON DELETE CASCADE);
      INSERT INTO chat VALUES (1, 'chat #1', 'llama3:latest', 'Be kind', '', '{"seed": 1}', 5, '[]');
      INSERT INTO chat VALUES (2, 'empty', 'llama3:latest', NULL, '', '{}', 5, '[]');
      INSERT INTO message VALUES (1, 1, 'user', 'Look', '["base64"]'), (2, 1, 'assistant', 'A cat', '[]');
      """)
    let report = try importTwice(path)
    #expect(report.formats == ["oterm"])
    #expect(report.omissions == [.init(count: 1, item: .image, conversation: "chat #1")])
    let conversation = try onlyConversation()
    #expect(conversation.messages.map(\.content) == ["Be kind", "Look\n\n[image]", "A cat"])
    #expect(conversation.lastMessage?.origin?.model == "llama3:latest")
    // The store is recognised even if the file's date changes.
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: path)
    #expect(try store.importFile(path).merged.newMessages == 0)
  }

  @Test func eliaDatabaseIsRead() throws {
    let path = try database(
      """
      CREATE TABLE chat (started_at DATETIME DEFAULT (CURRENT_TIMESTAMP), id INTEGER NOT NULL,
        model VARCHAR NOT NULL, title VARCHAR, archived BOOLEAN NOT NULL, PRIMARY KEY (id));
      CREATE TABLE message (timestamp DATETIME DEFAULT (CURRENT_TIMESTAMP), meta JSON,
        id INTEGER NOT NULL, chat_id INTEGER, role VARCHAR NOT NULL, content VARCHAR NOT NULL,
        parent_id INTEGER, model VARCHAR, PRIMARY KEY (id), FOREIGN KEY(chat_id) REFERENCES chat (id),
        FOREIGN KEY(parent_id) REFERENCES message (id));
      INSERT INTO chat VALUES ('2024-05-05 10:00:00.000000', 1, 'gpt-4o', NULL, 0);
      INSERT INTO message VALUES
        ('2024-05-05 10:00:00.000001', '{}', 1, 1, 'system', 'You are Elia', NULL, 'gpt-4o'),
        ('2024-05-05 10:00:01', '{}', 2, 1, 'user', 'Hi', NULL, 'gpt-4o'),
        ('2024-05-05 10:00:03', '{}', 3, 1, 'assistant', 'Hello', NULL, 'gpt-4o');
      """)
    let report = try importTwice(path)
    #expect(report.formats == ["Elia"])
    let conversation = try onlyConversation()
    #expect(conversation.title == "Hi")
    #expect(conversation.messages.map(\.content) == ["You are Elia", "Hi", "Hello"])
    #expect(conversation.lastMessage?.createdAt.milliseconds == 1_714_903_203_000)
    #expect(conversation.lastMessage?.origin?.provider == "Elia")
  }

  @Test func otherDatabaseIsRefusedAndForeignFileIsNotChanged() throws {
    let path = try database("CREATE TABLE bookmark (url TEXT)")
    let before = FileManager.default.contents(atPath: path)
    #expect(throws: ImportError.unknownFormat(path: path)) { try store.importFile(path) }
    #expect(FileManager.default.contents(atPath: path) == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["file.db"])
  }
}
