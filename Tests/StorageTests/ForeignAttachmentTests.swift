import Chat
import Foundation
import GRDB
import Testing

@testable import Storage

/// Files in the exports and databases of other programs. They become attachments if their
/// contents are included.
@Suite struct ForeignAttachmentTests {
  private typealias Attachment = Chat.Attachment

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let image = Attachment.Content.image(
    AttachedImage(
      type: .gif, width: 2, height: 3, bytes: Array("GIF89a".utf8) + [2, 0, 3, 0, 0xFF]))

  private func imported(_ json: String) throws -> (ImportReport, [Message]) {
    let file = folder.path + "/foreign.json"
    try Data(json.utf8).write(to: URL(fileURLWithPath: file))
    let store = try ConversationStore.inMemory()
    let report = try store.importFile(file)
    return (report, try store.contents().values.flatMap(\.messages))
  }

  @Test func imagesInMessageListsAreKept() throws {
    let (report, messages) = try imported(
      """
      {"messages": [{"role": "user", "content": [{"type": "text", "text": "See"}, \
      {"type": "image_url", "image_url": {"url": "data:image/gif;base64,R0lGODlhAgADAP8="}}, \
      {"type": "image_url", "image_url": {"url": "https://example.org/a.png"}}]}, \
      {"role": "assistant", "content": "Yes"}]}
      """)
    #expect(report.omissions.map(\.count) == [1])
    let question = try #require(messages.first { $0.role == .user })
    #expect(question.content == "See\n\n[image]")
    #expect(question.attachments.map(\.name) == ["image.gif"])
    #expect(question.attachments.map(\.content) == [Self.image])
  }

  @Test func contentsInTheLogOfLLMAreKept() throws {
    let path = folder.path + "/logs.db"
    let queue = try DatabaseQueue(path: path)
    try queue.write { connection in
      try connection.execute(
        sql: """
          CREATE TABLE conversations (id TEXT PRIMARY KEY, name TEXT, model TEXT);
          CREATE TABLE responses (id TEXT PRIMARY KEY, model TEXT, prompt TEXT, system TEXT,
            prompt_json TEXT, options_json TEXT, response TEXT, response_json TEXT,
            conversation_id TEXT, duration_ms INTEGER, datetime_utc TEXT);
          CREATE TABLE attachments (id TEXT PRIMARY KEY, type TEXT, path TEXT, url TEXT, content BLOB);
          CREATE TABLE prompt_attachments (response_id TEXT, attachment_id TEXT, "order" INTEGER);
          INSERT INTO conversations VALUES ('c', 'Files', 'm');
          INSERT INTO responses (id, model, prompt, response, conversation_id, datetime_utc)
            VALUES ('r', 'm', 'Look', 'Yes', 'c', '2025-01-01T00:00:00');
          INSERT INTO attachments VALUES
            ('a', 'image/gif', NULL, NULL, x'47494638396102000300FF'),
            ('b', 'text/plain', '/n.txt', NULL, x'6e6f7465'), ('c', 'image/png', '/x.png', NULL, NULL);
          INSERT INTO prompt_attachments VALUES ('r', 'a', 0), ('r', 'b', 1), ('r', 'c', 2);
          """)
    }
    try queue.close()
    let store = try ConversationStore.inMemory()
    let report = try store.importFile(path)
    #expect(report.omissions.map(\.item) == [.image])
    let question = try #require(try store.contents().values.first?.messages.first)
    #expect(question.content == "Look\n\n[image: /x.png]")
    #expect(
      question.attachments == [
        Attachment(name: "image.gif", Self.image),
        Attachment(name: "/n.txt", .text(AttachedText("note"))),
      ])
  }

  @Test func imagesInTheDatabaseOfOtermAreKept() throws {
    let path = folder.path + "/store.db"
    let queue = try DatabaseQueue(path: path)
    try queue.write { connection in
      try connection.execute(
        sql: """
          CREATE TABLE chat (id INTEGER PRIMARY KEY, name TEXT, model TEXT, system TEXT,
            format TEXT, parameters TEXT, keep_alive INTEGER, tools TEXT);
          CREATE TABLE message (id INTEGER PRIMARY KEY, chat_id INTEGER, author TEXT, text TEXT,
            images TEXT);
          INSERT INTO chat (id, name, model) VALUES (1, 'chat', 'm');
          INSERT INTO message VALUES
            (1, 1, 'user', 'Look', '["R0lGODlhAgADAP8=", "no image"]'),
            (2, 1, 'assistant', 'Yes', '[]');
          """)
    }
    try queue.close()
    let store = try ConversationStore.inMemory()
    let report = try store.importFile(path)
    #expect(report.omissions.map(\.count) == [1])
    let question = try #require(try store.contents().values.first?.messages.first)
    #expect(question.content == "Look\n\n[image]")
    #expect(question.attachments == [Attachment(name: "image.gif", Self.image)])
  }
}
