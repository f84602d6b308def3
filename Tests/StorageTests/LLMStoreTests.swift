import Chat
import Foundation
import GRDB
import Testing

@testable import Storage

/// The `logs.db` of the llm tool, as written before and since version 0.32.
@Suite struct LLMStoreTests {
  private let folder: TemporaryFolder
  private let store: ConversationStore

  init() throws {
    folder = try TemporaryFolder()
    store = try ConversationStore.inMemory()
  }

  private func importing(_ sql: String) throws -> ImportReport {
    let path = folder.path + "/logs.db"
    try? FileManager.default.removeItem(atPath: path)
    try DatabaseQueue(path: path).writeWithoutTransaction { try $0.execute(sql: sql) }
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1_800_000_000)], ofItemAtPath: path)
    let report = try store.importFile(path)
    let again = try store.importFile(path)
    #expect(again.merged.newMessages + again.merged.changedMessages == 0)
    return report
  }

  private func conversation(_ title: String) throws -> Conversation {
    try #require(try store.contents().values.first { $0.title == title })
  }

  private static let older = """
    CREATE TABLE conversations (id TEXT PRIMARY KEY, name TEXT, model TEXT);
    CREATE TABLE responses (id TEXT PRIMARY KEY, model TEXT, prompt TEXT, system TEXT,
      prompt_json TEXT, options_json TEXT, response TEXT, response_json TEXT, conversation_id TEXT,
      duration_ms INTEGER, datetime_utc TEXT, input_tokens INTEGER, output_tokens INTEGER,
      token_details TEXT, schema_id TEXT, resolved_model TEXT, reasoning TEXT);
    """

  private static let newer = """
    CREATE TABLE fragments (id INTEGER PRIMARY KEY, hash TEXT, content TEXT);
    CREATE TABLE attachments (id TEXT PRIMARY KEY, type TEXT, path TEXT, url TEXT, content BLOB);
    CREATE TABLE messages (hash TEXT PRIMARY KEY, parent_hash TEXT, role TEXT, provider_metadata TEXT);
    CREATE TABLE parts (id INTEGER PRIMARY KEY, message_hash TEXT, position INTEGER, type TEXT,
      tool_name TEXT, text TEXT, payload TEXT);
    CREATE TABLE threads (id TEXT PRIMARY KEY, name TEXT, tip_message_hash TEXT, forked_from TEXT,
      datetime_utc TEXT);
    CREATE TABLE turns (id TEXT PRIMARY KEY, thread_id TEXT, parent_message_hash TEXT,
      tip_message_hash TEXT, model TEXT, resolved_model TEXT, options_json TEXT, schema_id TEXT,
      input_tokens INTEGER, output_tokens INTEGER, token_details TEXT, duration_ms INTEGER,
      datetime_utc TEXT, response_json TEXT);
    """

  private func row(_ id: String, _ prompt: String, _ answer: String, _ date: String) -> String {
    """
    INSERT INTO responses (id, model, prompt, response, conversation_id, datetime_utc)
      VALUES ('\(id)', 'm', '\(prompt)', '\(answer)', 'c', \(date));
    """
  }

  @Test func missingDatesComeFromNeighbouringRows() throws {
    let report = try importing(
      Self.older + "INSERT INTO conversations VALUES ('c', 'Dates', 'm');"
        + row("r1", "one", "1", "'2024-01-02T03:04:05'") + row("r2", "two", "2", "NULL")
        + row("r3", "three", "3", "'yesterday'") + row("r4", "four", "4", "'2024-01-02T03:04:09'"))
    let messages = try conversation("Dates").messages
    #expect(messages.map(\.content) == ["one", "1", "two", "2", "three", "3", "four", "4"])
    #expect(
      messages.map { $0.createdAt.milliseconds / 1000 - 1_704_164_645 } == [0, 0, 0, 0, 0, 0, 4, 4])
    #expect(
      report.remarks.map(\.place)
        == ["r2", "r2", "r3", "r3"].map {
          "conversation c, responses \($0)"
        })
    #expect(report.undatedConversations == 0)
  }

  @Test func fileDateIsUsedIfNoRowHasOne() throws {
    let report = try importing(
      Self.older + "INSERT INTO conversations VALUES ('c', 'Dates', 'm');"
        + row("r1", "one", "<think>hm</think>1", "''"))
    let messages = try conversation("Dates").messages
    #expect(messages.map { $0.createdAt.milliseconds } == [1_800_000_000_000, 1_800_000_000_001])
    #expect(messages[1].content == "1" && messages[1].reasoning == "hm")
    #expect(report.undatedConversations == 1)
  }

  @Test func toolResultsAreKept() throws {
    _ = try importing(
      Self.older
        + """
        CREATE TABLE tool_calls (id INTEGER PRIMARY KEY, response_id TEXT, tool_id INTEGER,
          name TEXT, arguments TEXT, tool_call_id TEXT);
        CREATE TABLE tool_results (id INTEGER PRIMARY KEY, response_id TEXT, tool_id INTEGER,
          name TEXT, output TEXT, tool_call_id TEXT);
        INSERT INTO tool_calls VALUES (1, 'r1', 1, 'add', '{"a": 1}', 'c1');
        INSERT INTO tool_results VALUES (1, 'r2', 1, 'add', '3', 'c1');
        """ + row("r1", "Add", "", "'2024-01-02T03:04:05'")
        + row("r2", "", "It is 3", "'2024-01-02T03:04:06'"))
    let messages = try conversation("Add").messages
    #expect(messages.map(\.role) == [.user, .assistant, .tool, .assistant])
    #expect(messages.map(\.content) == ["Add", "", "3", "It is 3"])
    #expect(
      messages[1].toolCalls == [ToolCall(id: "c1", name: "add", arguments: "{\"a\": 1}")])
  }

  @Test func threadsAndTurnsAreRead() throws {
    let report = try importing(
      Self.newer
        + """
        INSERT INTO fragments VALUES (1, 'h', 'A fragment');
        INSERT INTO attachments VALUES ('att', 'image/png', NULL, NULL, x'00');
        INSERT INTO messages VALUES ('s', NULL, 'system', NULL), ('q1', 's', 'user', NULL),
          ('a1', 'q1', 'assistant', NULL), ('q2', 'a1', 'user', NULL), ('a2', 'q2', 'assistant', NULL),
          ('t2', 'a2', 'tool', NULL), ('a3', 't2', 'assistant', NULL), ('q4', 'a1', 'user', NULL),
          ('a4', 'q4', 'assistant', NULL), ('lone', 'lost', 'oracle', NULL);
        INSERT INTO parts (message_hash, position, type, tool_name, text, payload) VALUES
          ('s', 0, 'text', NULL, 'Be brief', NULL),
          ('q1', 0, 'text', NULL, NULL, '{"text_ref": [{"fragment": 1}, {"literal": "\\nFirst"}]}'),
          ('a1', 0, 'reasoning', NULL, 'hm', NULL), ('a1', 1, 'text', NULL, 'Yes', NULL),
          ('q2', 0, 'text', NULL, 'Add', NULL),
          ('q2', 1, 'attachment', NULL, NULL, '{"attachment": {"id": "att"}}'),
          ('a2', 0, 'reasoning', NULL, '', '{"redacted": true}'),
          ('a2', 1, 'tool_call', 'add', NULL,
            '{"name": "add", "arguments": {"a": 1}, "tool_call_id": "c1"}'),
          ('t2', 0, 'tool_result', 'add', NULL, '{"name": "add", "output": "3", "tool_call_id": "c1"}'),
          ('a3', 0, 'text', NULL, 'It is 3', NULL), ('q4', 0, 'text', NULL, 'Fork', NULL),
          ('a4', 0, 'text', NULL, 'Forked', NULL), ('a4', 1, 'text', NULL, NULL, '{oops'), ('lone', 0, 'song', NULL, NULL, '{}');
        INSERT INTO threads VALUES ('t', 'Thread', 'a3', NULL, '2026-11-24 18:47:37.944472+00:00'),
          ('f', 'Other', 'a4', 't', '2026-11-24 19:00:00+00:00');
        INSERT INTO turns (id, thread_id, parent_message_hash, tip_message_hash, model, options_json,
          input_tokens, output_tokens, duration_ms, datetime_utc) VALUES
          ('1', 't', 'q1', 'a1', 'mock', '{"temperature": 0.5}', 7, 5, 1500, '2026-11-24T18:47:35+00:00'),
          ('2', 't', 'q2', 'a2', 'mock', NULL, 7, 5, 0, '2026-11-24T18:48:00+00:00'),
          ('3', 't', 't2', 'a3', 'mock', NULL, 7, 5, 0, '2026-11-24T18:48:01+00:00'),
          ('4', 'f', 'q4', 'a4', 'other', NULL, 1, 2, 0, '2026-11-24T19:00:00+00:00'),
          ('5', NULL, 'x', 'lone', 'mock', NULL, 1, 1, 1, '2026-11-24T20:00:00+00:00');
        """)
    #expect(report.formats == ["llm"] && report.conversations == 3)
    #expect(
      report.omissions.map(\.item) == [
        .image, .hiddenThought, .unreadablePart, .part(type: "song"),
      ])
    let thread = try conversation("Thread")
    #expect(
      thread.messages.map(\.content) == [
        "Be brief", "A fragment\nFirst", "Yes", "Add\n\n[image]", "", "3", "It is 3",
      ])
    #expect(
      thread.messages.map(\.role) == [
        .system, .user, .assistant, .user, .assistant, .tool, .assistant,
      ])
    let answer = thread.messages[2]
    #expect(answer.reasoning == "hm")
    #expect(answer.usage == Usage(promptTokens: 7, completionTokens: 5))
    #expect(answer.timings == Timings(end: .milliseconds(1500)))
    #expect(answer.origin?.model == "mock")
    #expect(answer.origin?.parameters.extra?["temperature"] == .number(0.5))
    #expect(answer.createdAt.milliseconds == 1_795_546_055_000)
    #expect(
      thread.messages[4].toolCalls == [ToolCall(id: "c1", name: "add", arguments: "{\"a\":1}")])
    let fork = try conversation("Other")
    #expect(
      fork.messages.map(\.content) == ["Be brief", "A fragment\nFirst", "Yes", "Fork", "Forked"])
    #expect(fork.messages[2].usage?.promptTokens == 7)
    #expect(
      report.remarks.filter { [.missingMessage, .unknownRole("oracle")].contains($0.remark) }.count
        == 2, "\(report.remarks)")
  }

  @Test func newerTablesContinueConversationsOfTheOlderOne() throws {
    _ = try importing(
      Self.older + Self.newer + "INSERT INTO conversations VALUES ('c', 'Both', 'm');"
        + row("r1", "one", "1", "'2026-01-02T03:04:05'")
        + row("r2", "two", "2", "'2026-01-02T03:05:05'")
          + """
          INSERT INTO messages VALUES ('q1', NULL, 'user', NULL), ('a1', 'q1', 'assistant', NULL),
            ('q2', 'a1', 'user', NULL), ('a2', 'q2', 'assistant', NULL),
            ('q3', 'a2', 'user', NULL), ('a3', 'q3', 'assistant', NULL);
          INSERT INTO parts (message_hash, position, type, text) VALUES ('q1', 0, 'text', 'one'),
            ('a1', 0, 'text', '1'), ('q2', 0, 'text', 'two'), ('a2', 0, 'text', '2'),
            ('q3', 0, 'text', 'three'), ('a3', 0, 'text', '3');
          INSERT INTO threads VALUES ('c', 'Both', 'a3', NULL, '2026-01-02T03:06:05');
          INSERT INTO turns (id, thread_id, parent_message_hash, tip_message_hash, model, datetime_utc)
            VALUES ('r3', 'c', 'q3', 'a3', 'm', '2026-01-02T03:06:05');
          """)
    let both = try conversation("Both")
    #expect(both.messages.map(\.content) == ["one", "1", "two", "2", "three", "3"])
    #expect(both.allMessages.count == 6)
  }
}
