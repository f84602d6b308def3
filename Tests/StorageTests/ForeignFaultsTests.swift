import Chat
import Foundation
import GRDB
import Testing

@testable import Storage

/// Faulty files from other programs: everything readable is kept, and the report says what was
/// wrong and where.
@Suite struct ForeignFaultsTests {
  private let folder: TemporaryFolder
  private let store: ConversationStore

  init() throws {
    folder = try TemporaryFolder()
    store = try ConversationStore.inMemory()
  }

  private func importing(_ text: String) throws -> ImportReport {
    let path = folder.path + "/file.json"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    let report = try store.importFile(path)
    let again = try store.importFile(path)
    #expect(again.merged.newMessages + again.merged.changedMessages == 0)
    return report
  }

  private func importing(database sql: String) throws -> ImportReport {
    let path = folder.path + "/file.db"
    try DatabaseQueue(path: path).writeWithoutTransaction { try $0.execute(sql: sql) }
    let report = try store.importFile(path)
    let again = try store.importFile(path)
    #expect(again.merged.newMessages + again.merged.changedMessages == 0)
    return report
  }

  private func onlyConversation() throws -> Conversation {
    let contents = try store.contents()
    #expect(contents.count == 1)
    return try #require(contents.values.first)
  }

  private func texts() throws -> Set<String> {
    Set(try store.contents().values.flatMap { $0.allMessages.map(\.content) })
  }

  // MARK: ChatGPT

  /// Returns a ChatGPT export with one conversation.
  /// - Parameter nodes: the members of the conversation's `mapping`.
  private func chatGPT(_ nodes: String, leaf: String = "z") -> String {
    """
    [{"title": "C", "create_time": 1700000000, "conversation_id": "c", "current_node": "\(leaf)",
      "mapping": {\(nodes)}}]
    """
  }

  private func node(
    _ name: String, after parent: String?, _ role: String, _ content: String, more: String = "",
    metadata: String = "", time: String = "1700000001"
  ) -> String {
    """
    "\(name)": {"id": "\(name)", "parent": \(parent.map { "\"\($0)\"" } ?? "null"), "message":
      {"author": {"role": "\(role)"}, "create_time": \(time), \(more)
       "metadata": {"model_slug": "gpt-5"\(metadata)}, "content": {\(content)}}}
    """
  }

  private func text(_ words: String) -> String {
    "\"content_type\": \"text\", \"parts\": [\"\(words)\"]"
  }

  @Test func thinkingBelongsToTheAnswerThatFollows() throws {
    let report = try importing(
      chatGPT(
        [
          node("a", after: nil, "user", text("Why?")),
          node(
            "b", after: "a", "assistant",
            #"""
            "content_type": "thoughts", "thoughts": [
              {"summary": "First", "content": "one", "chunks": ["x"], "finished": true},
              {"summary": "", "content": "", "chunks": ["two", "three"]}]
            """#),
          node(
            "c", after: "b", "assistant",
            #""content_type": "code", "language": "unknown", "text": "{\"q\": 1}""#,
            more: "\"recipient\": \"web.run\","),
          node("d", after: "c", "tool", text("found")),
          node(
            "e", after: "d", "assistant",
            #""content_type": "thoughts", "thoughts": [{"summary": "Second", "content": "four"}]"#),
          node(
            "f", after: "e", "assistant",
            #""content_type": "reasoning_recap", "content": "Thought for 8s""#,
            metadata: ", \"finished_duration_sec\": 8"),
          node("y", after: "f", "assistant", text("Other")),
          node("z", after: "f", "assistant", text("Because")),
        ].joined(separator: ",")))
    #expect(report.omissions == [])
    #expect(report.remarks == [] && report.skipped == [])
    let messages = try onlyConversation().messages
    #expect(messages.map(\.role) == [.user, .assistant, .tool, .assistant])
    #expect(messages.map(\.content) == ["Why?", "", "found", "Because"])
    #expect(messages[1].reasoning == "First\n\none\n\ntwo three")
    #expect(messages[1].toolCalls == [ToolCall(name: "web.run", arguments: "{\"q\": 1}")])
    #expect(messages[3].reasoning == "Second\n\nfour")
    #expect(messages[3].timings == Timings(firstToken: .zero, firstContent: .seconds(8)))
    // Both answers get the reasoning that precedes them.
    #expect(
      try onlyConversation().allMessages.filter { $0.reasoning == "Second\n\nfour" }.count == 2)
  }

  @Test func textsInOtherFormatsAreKept() throws {
    let report = try importing(
      chatGPT(
        [
          node("a", after: nil, "user", #""content_type": "text", "parts": "string alpaca""#),
          node(
            "b", after: "a", "user",
            #""content_type": "text", "parts": [{"content_type": "text", "text": "object bison"}]"#),
          node("c", after: "b", "user", #""content_type": "text", "text": "member caribou""#),
          node(
            "d", after: "c", "user",
            #""content_type": "multimodal_text", "parts": ["elk", null, 5, ["eland"], {"x": 1}]"#),
          node("e", after: "d", "user", #""content_type": "text", "parts": {"text": "alone fox"}"#),
          node("f", after: "e", "user", #""content_type": "text", "parts": []"#),
          node("z", after: "f", "user", text("last")),
        ].joined(separator: ",")))
    #expect(
      try onlyConversation().messages.map(\.content) == [
        "string alpaca", "object bison", "member caribou", "elk\n\n5\n\neland\n\n[attachment]",
        "alone fox", "last",
      ])
    #expect(report.omissions == [.init(count: 1, item: .attachment, conversation: "C")])
    #expect(report.skipped == [] && report.remarks == [])
  }

  @Test(arguments: ["1700000009", "1700000009000", "1700000009000000", "1700000009000000000"])
  func timeUnitsAreDetectedByMagnitude(_ time: String) throws {
    _ = try importing(chatGPT(node("z", after: nil, "user", text("a"), time: time)))
    let message = try onlyConversation().messages.first
    #expect(message?.createdAt.milliseconds == 1_700_000_009_000)
  }

  @Test func archivedConversationsStayArchivedUntilChanged() throws {
    let archived = chatGPT(node("z", after: nil, "user", text("a"))).replacing(
      "\"title\":", with: "\"is_archived\": true, \"title\":")
    _ = try importing(archived)
    #expect(try store.summaries(on: .archived, limit: 9).map(\.title) == ["C"])
    let id = try onlyConversation().id
    try store.change([id], .archive(false), at: Timestamp(milliseconds: 1))
    _ = try importing(archived)
    #expect(try store.summaries(on: .current, limit: 9).map(\.title) == ["C"])
  }

  @Test func thinkingWithoutAnAnswerIsKept() throws {
    let thoughts = #""content_type": "thoughts", "thoughts": [{"summary": "Hm", "content": "?"}]"#
    let report = try importing(
      chatGPT(
        [
          node("a", after: nil, "user", text("Why?")),
          node("b", after: "a", "assistant", thoughts),
          node("c", after: "b", "user", text("Well?")),
          node("d", after: "c", "assistant", thoughts),
          node(
            "e", after: "d", "assistant",
            #""content_type": "reasoning_recap", "content": "Thought a while""#),
        ].joined(separator: ","), leaf: "e"))
    #expect(report.omissions.map(\.item) == [.reasoningRecap])
    let messages = try onlyConversation().messages
    #expect(messages.map(\.reasoning) == ["", "Hm\n\n?", "", "Hm\n\n?"])
    #expect(messages.map(\.status) == [.complete, .complete, .complete, .truncated])
  }

  @Test func omittedContentIsReported() throws {
    let hidden = ", \"is_visually_hidden_from_conversation\": true"
    let report = try importing(
      chatGPT(
        [
          node("a", after: nil, "system", text("Be odd"), metadata: hidden),
          node(
            "b", after: "a", "user",
            #""content_type": "user_editable_context", "user_profile": "I am"#
              + #"", "user_instructions": "Do""#, metadata: hidden),
          node(
            "c", after: "b", "assistant",
            #""content_type": "model_editable_context", "model_set_context": "1. Likes tea""#),
          node("d", after: "c", "user", text("Hi")),
          node("e", after: "d", "tool", #""content_type": "computer_output", "state": {}"#),
          node(
            "f", after: "e", "tool",
            #""content_type": "tether_quote", "url": "u", "title": "t", "text": "quoted""#),
          node("z", after: "f", "assistant", text("Ho")),
        ].joined(separator: ",")))
    #expect(
      report.omissions.map(\.item) == [
        .hiddenInstruction, .customInstruction, .memoryNote, .part(type: "computer_output"),
      ])
    #expect(try onlyConversation().messages.map(\.content) == ["Hi", "t\nu\nquoted", "Ho"])
  }

  @Test func malformedTreeIsRepaired() throws {
    let report = try importing(
      chatGPT(
        [
          node("a", after: "b", "user", text("circle 1")),
          node("b", after: "a", "assistant", text("circle 2"), time: "1700000009"),
          node("c", after: "gone", "user", text("orphan")),
          node("d", after: nil, "critic", text("role"), more: "\"status\": \"odd\","),
          node("e", after: "d", "user", text("no date"), time: "\"soon\""),
          node("n", after: "e", "user", text("first")),
          node("n", after: "e", "user", text("second")),
          "\"o\": 17", "\"p\": {\"parent\": \"d\", \"message\": \"text\"}",
        ].joined(separator: ","), leaf: "nowhere"))
    #expect(
      try texts() == ["circle 1", "circle 2", "orphan", "role", "no date", "first", "second"])
    func remarked(_ place: String, _ remark: ImportRemark) -> Bool {
      report.remarks.contains {
        $0.place.hasPrefix("[0], line 1") && $0.place.hasSuffix(place) && $0.remark == remark
      }
    }
    #expect(remarked("mapping.a", .cyclicParents))
    #expect(remarked("mapping.c", .missingParent))
    #expect(remarked("mapping.d", .unknownRole("critic")))
    #expect(remarked("mapping.d", .unknownStatus("odd")))
    #expect(remarked("mapping.e", .datedByNeighbor))
    #expect(remarked("", .missingSelection))
    #expect(report.remarks.contains { $0.remark == .repeatedKey("n") })
    #expect(report.remarks.count == 7, "\(report.remarks)")
    #expect(
      Set(report.skipped.map(\.place)) == [
        "[0], line 1, mapping.o", "[0], line 1, mapping.p.message",
      ])
    let tree = try onlyConversation()
    let second = try #require(tree.allMessages.first { $0.content == "circle 2" })
    #expect(second.parent.flatMap { tree[$0]?.content } == "circle 1")
  }

  @Test func missingDatesComeFromNeighbours() throws {
    let report = try importing(
      """
      [{"title": "C", "conversation_id": "c", "mapping": {
        \(node("a", after: nil, "user", text("Hi"), time: "null")),
        \(node("b", after: "a", "assistant", text("Ho")))}}]
      """)
    #expect(report.remarks.count == 2)
    let conversation = try onlyConversation()
    #expect(conversation.createdAt.milliseconds == 1_700_000_001_000)
    #expect(
      conversation.messages.map(\.createdAt) == [conversation.createdAt, conversation.createdAt])
  }

  @Test func twoConversationsWithOneIDAreBothKept() throws {
    let one = chatGPT(node("z", after: nil, "user", text("one"))).dropLast()
    let two = chatGPT(node("z", after: nil, "user", text("two"))).dropFirst()
    let report = try importing("\(one), \(two)")
    #expect(try texts() == ["one", "two"])
    #expect(report.remarks.map(\.place) == ["[1], line 4"])
    // An identical duplicate is merged.
    #expect(try importing("\(one), \(one.dropFirst())]").remarks == [])
    #expect(try store.contents().count == 2)
  }

  // MARK: Claude

  @Test func oddMessagesOfClaudeAreKept() throws {
    func message(_ id: String, _ parent: String, _ sender: String, _ text: String) -> String {
      """
      {"uuid": "\(id)", "parent_message_uuid": "\(parent)", "sender": "\(sender)", "text": "\(text)",
       "created_at": "2024-05-01T10:00:01Z"}
      """
    }
    let report = try importing(
      """
      [{"uuid": "1", "name": "P", "created_at": "2024-05-01T10:00:00Z", "chat_messages": [
        \(message("b", "a", "assistant", "later parent")),
        \(message("a", "00000000-0000-4000-8000-000000000000", "human", "question")),
        \(message("a", "00000000-0000-4000-8000-000000000000", "human", "question")),
        \(message("a", "b", "human", "another")),
        \(message("d", "x", "robot", "orphan")), 5]}]
      """)
    #expect(try texts() == ["later parent", "question", "another", "orphan"])
    #expect(
      report.remarks.map(\.place) == [
        "[0], line 1, chat_messages[4]", "[0], line 1, chat_messages[2]",
        "[0], line 1, chat_messages[3]", "[0], line 1, chat_messages[4]",
      ])
    #expect(report.skipped.map(\.place) == ["[0], line 1, chat_messages[5]"])
    let tree = try onlyConversation()
    let later = try #require(tree.allMessages.first { $0.content == "later parent" })
    #expect(later.parent.flatMap { tree[$0]?.content } == "question")
  }

  // MARK: Lists

  @Test func oddListEntriesAreKeptAndThinkingIsSplitOff() throws {
    let report = try importing(
      """
      {"messages": [{"role": "user", "content": "Hi"}, {"role": "oracle", "content": "Doom"},
        {"content": "Who?"}, 7, {"role": "user", "content": {"a": 1}},
        {"role": "assistant", "content": "<think>\\nhm\\n</think>\\n\\nHo"},
        {"role": "assistant", "content": "Ha", "reasoning_content": "", "reasoning": "well"},
        {"role": "user", "content": "<think>mine</think>"}]}
      """)
    let messages = try onlyConversation().messages
    #expect(
      messages.map(\.content) == [
        "Hi", "Doom", "Who?", "{\"a\":1}", "Ho", "Ha", "<think>mine</think>",
      ])
    #expect(messages.map(\.reasoning) == ["", "", "", "", "hm", "well", ""])
    #expect(
      report.remarks.map(\.place) == [
        "line 1, messages[1]", "line 1, messages[2]", "line 1, messages[4].content",
      ])
    #expect(report.skipped.map(\.place) == ["line 1, messages[3]"])
    #expect(report.undatedConversations == 1)
  }

  @Test func modelsAndDatesOfMessagesAreKept() throws {
    let report = try importing(
      """
      {"model": "whole", "messages": [{"role": "user", "content": "a", "created_at": 1700000000},
        {"role": "assistant", "content": "b", "timestamp": "2024-01-01T00:00:00Z", "model": "mm"},
        {"role": "assistant", "content": "c", "created": 1704067201}],
       "title": "given", "created_at": "2023-02-02T00:00:00Z"}
      """)
    #expect(report.undatedConversations == 0 && report.remarks == [])
    let conversation = try onlyConversation()
    #expect(conversation.createdAt.milliseconds == 1_675_296_000_000)
    #expect(
      conversation.messages.map(\.createdAt.milliseconds) == [
        1_700_000_000_000, 1_704_067_200_000, 1_704_067_201_000,
      ])
    #expect(conversation.messages.compactMap(\.origin?.model) == ["mm", "whole"])
  }

  @Test func messagesOfADatedListGetItsDate() throws {
    let report = try importing(
      #"{"created": 1700000000, "messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}"#
    )
    #expect(report.undatedConversations == 0)
    #expect(report.remarks.map(\.place) == ["line 1"])
    #expect(
      try onlyConversation().messages.map(\.createdAt.milliseconds) == [
        1_700_000_000_000, 1_700_000_000_001,
      ])
  }

  private static let shareGPT =
    #"{"conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Ho"}], "system": "Be brief"}"#

  @Test(arguments: [
    shareGPT, "[\(shareGPT)]", shareGPT + "\n", shareGPT.replacing("], ", with: "],\n"),
    #"{"id": "x", "# + shareGPT.dropFirst(),
  ])
  func listsOfShareGPTAreRead(_ text: String) throws {
    let report = try importing(text)
    #expect(report.formats == ["OpenAI messages"] && report.skipped == [])
    let messages = try onlyConversation().messages
    #expect(messages.map(\.content) == ["Be brief", "Hi", "Ho"])
    #expect(messages.map(\.role) == [.system, .user, .assistant])
  }

  @Test(arguments: ["", " \n", "[]", "[\n]\n"]) func emptyFilesAreReported(_ text: String) throws {
    #expect(throws: ImportError.empty(path: folder.path + "/file.json")) {
      try importing(text)
    }
  }

  @Test func listWithoutMessagesIsReported() throws {
    let report = try importing(#"{"messages": []}"#)
    #expect(report.formats == ["OpenAI messages"])
    #expect(
      report.remarks == [.init(place: "line 1, messages", remark: .noMessages)])
    #expect(try store.contents().isEmpty)
  }

  @Test func undatedConversationsKeepTheFilesOrder() throws {
    let questions = (1...40).map { "question \($0)" }
    let lines = questions.map { text in
      "{\"messages\": [{\"role\": \"user\", \"content\": \"\(text)\"},"
        + " {\"role\": \"assistant\", \"content\": \"Yes\"}]}"
    }
    let report = try importing(lines.joined(separator: "\n"))
    #expect(report.undatedConversations == 40)
    #expect(try store.summaries(limit: 99, offset: 0).map(\.title) == questions.reversed())
  }

  // MARK: Stores

  @Test func thinkingInOtermAndEliaTextsIsSplitOff() throws {
    let oterm = try importing(
      database: """
        CREATE TABLE chat (id INTEGER, name TEXT, model TEXT, system TEXT, parameters TEXT);
        CREATE TABLE message (id INTEGER, chat_id INTEGER, author TEXT, text TEXT, images TEXT);
        INSERT INTO chat VALUES (1, 'c', 'deepseek-r1', NULL, '{}');
        INSERT INTO message VALUES (1, 1, 'user', 'Hi', '[]'),
          (2, 1, 'assistant', '<think>\nhm\n</think>\n\nHo', '[]'),
          (3, 1, 'assistant', 'It was open.\n</think>\nYes', '[]'),
          (4, 1, 'robot', 'Beep', '[]'), (5, 9, 'user', 'Lost', '[]'),
          (6, 1, 'user', 'See', '["cut'), (7, 1, 'user', 'And', NULL);
        """)
    #expect(
      oterm.remarks.map(\.place) == ["chat 1, message 4", "chat 9"])
    #expect(oterm.skipped.map(\.place) == ["chat 1, message 6"])
    #expect(oterm.undatedConversations == 2)
    let messages = try #require(try store.contents().values.first { $0.title == "c" }).messages
    #expect(messages.map(\.content) == ["Hi", "Ho", "Yes", "Beep", "See", "And"])
    #expect(messages.map(\.reasoning) == ["", "hm", "It was open.", "", "", ""])
    #expect(try texts().contains("Lost"))
  }

  @Test func cyclicEliaRowsAreKept() throws {
    let report = try importing(
      database: """
        CREATE TABLE chat (started_at TEXT, id INTEGER, model TEXT, title TEXT, archived INTEGER);
        CREATE TABLE message (timestamp TEXT, id INTEGER, chat_id INTEGER, role TEXT, content TEXT,
          parent_id INTEGER, model TEXT);
        INSERT INTO chat VALUES ('2024-05-05 10:00:00', 1, 'm', NULL, 1);
        INSERT INTO message VALUES ('2024-05-05 10:00:01', 1, 1, 'user', 'a', 2, 'm'),
          ('not a date', 2, 1, 'assistant', '<think>x</think>b', 1, 'm'),
          ('2024-05-05 10:00:03', 3, 1, 'user', 'c', 77, 'm');
        """)
    #expect(try texts() == ["a", "b", "c"])
    #expect(try store.summaries(on: .archived, limit: 9).count == 1)
    #expect(
      Set(report.remarks.map(\.place)) == [
        "chat 1, message 1", "chat 1, message 2", "chat 1, message 3",
      ])
    let dated = try #require(try onlyConversation().allMessages.first { $0.content == "b" })
    #expect(dated.createdAt.milliseconds == 1_714_903_201_000)
  }
}
