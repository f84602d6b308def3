import Chat
import Testing

/// The tree of a conversation and its selected path.
@Suite struct ConversationTests {
  private static func id(_ number: Int) throws -> MessageID {
    MessageID(try #require(UUIDv7("00000000-0000-7000-8000-\(format(number))")))
  }

  private static func format(_ number: Int) -> String {
    String(repeating: "0", count: 12 - String(number).count) + String(number)
  }

  private static func message(_ number: Int, after parent: Int?) throws -> Message {
    Message(
      id: try id(number), parent: try parent.map { try id($0) }, role: .user,
      createdAt: Timestamp(milliseconds: Int64(number)), content: "m\(number)")
  }

  /// Returns a tree in which 1 has the children 2 and 4, 2 has the child 3, and 4 has the
  /// children 5 and 6.
  private static func tree() throws -> Conversation {
    let parents = [1: nil, 2: 1, 3: 2, 4: 1, 5: 4, 6: 4]
    let header = Conversation(
      id: ConversationID(try #require(UUIDv7("00000000-0000-7000-8000-000000000000"))),
      title: "tree", createdAt: Timestamp(milliseconds: 0))
    return Conversation(
      header, messages: try parents.map { try message($0.key, after: $0.value) }, leaf: nil)
  }

  private static func path(_ conversation: Conversation) -> [String] {
    conversation.messages.map(\.content)
  }

  @Test func selectionContinuesToTheNewestDescendant() throws {
    var conversation = try Self.tree()
    #expect(Self.path(conversation) == ["m1", "m4", "m6"])
    conversation.select(through: try Self.id(2))
    #expect(Self.path(conversation) == ["m1", "m2", "m3"])
    conversation.select(through: try Self.id(1))
    #expect(Self.path(conversation) == ["m1", "m4", "m6"])
    conversation.select(through: try Self.id(9))
    #expect(Self.path(conversation) == ["m1", "m4", "m6"])
  }

  @Test func siblingsAreOldestFirst() throws {
    var conversation = try Self.tree()
    #expect(conversation.siblings(of: try Self.id(4)) == [try Self.id(2), try Self.id(4)])
    #expect(conversation.siblings(of: try Self.id(1)) == [try Self.id(1)])
    conversation.select(nil)
    conversation.append(try Self.message(7, after: nil))
    #expect(conversation.siblings(of: try Self.id(1)) == [try Self.id(1), try Self.id(7)])
  }

  @Test(arguments: 1...6) func removedMessagesCanBeRestored(_ number: Int) throws {
    let before = try Self.tree()
    var conversation = before
    let removed = conversation.remove(try Self.id(number))
    #expect(removed.contains { $0.content == "m\(number)" })
    #expect(!conversation.path.contains(try Self.id(number)))
    #expect(conversation.path.allSatisfy { conversation[$0] != nil })
    #expect(conversation.allMessages.count + removed.count == 6)
    conversation.restore(removed, path: before.path.last)
    #expect(conversation == before)
  }

  @Test func removingSelectsTheNewestSibling() throws {
    var conversation = try Self.tree()
    _ = conversation.remove(try Self.id(6))
    #expect(Self.path(conversation) == ["m1", "m4", "m5"])
    _ = conversation.remove(try Self.id(4))
    #expect(Self.path(conversation) == ["m1", "m2", "m3"])
    _ = conversation.remove(try Self.id(1))
    #expect(conversation.isEmpty)
  }

  @Test func messagesWithMissingParentsAreSiblingsOfTheFirst() throws {
    let tree = try Self.tree()
    let messages = Array(tree.allMessages) + [try Self.message(8, after: 77)]
    let conversation = Conversation(tree, messages: messages, leaf: nil)
    #expect(conversation.siblings(of: try Self.id(8)) == [try Self.id(1), try Self.id(8)])
    #expect(Self.path(conversation) == ["m8"])
  }

  @Test func forkIsTheSamePathWithNewIDs() throws {
    let tree = try Self.tree()
    var next = 100
    let fork = tree.fork(
      at: try Self.id(4),
      id: ConversationID(try #require(UUIDv7("00000000-0000-7000-8000-000000000099"))),
      createdAt: Timestamp(milliseconds: 50)
    ) {
      next += 1
      return (try? Self.id(next)) ?? tree.path[0]
    }
    #expect(Self.path(fork) == ["m1", "m4"])
    #expect(fork.allMessages.allSatisfy { tree[$0.id] == nil })
    #expect(fork.updatedAt == Timestamp(milliseconds: 50))
  }
}
