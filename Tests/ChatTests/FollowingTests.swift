import Testing

@testable import Chat

@Suite struct FollowingTests {
  private static let time = Timestamp(milliseconds: 1_000_000)
  private let id: ConversationID
  private let ids: [MessageID]

  init() throws {
    id = ConversationID(try #require(UUIDv7("00000000-0000-7000-8000-0000000000ff")))
    ids = try (0..<6).map {
      MessageID(try #require(UUIDv7("00000000-0000-7000-8000-00000000000\($0)")))
    }
  }

  private func conversation(_ count: Int) -> Conversation {
    var conversation = Conversation(id: id, title: "mine", createdAt: Self.time)
    for index in 0..<count { append(index, to: &conversation) }
    return conversation
  }

  private func append(_ index: Int, to conversation: inout Conversation) {
    conversation.append(
      Message(
        id: ids[index], parent: conversation.path.last,
        role: index.isMultiple(of: 2) ? .user : .assistant, createdAt: Self.time,
        content: "text \(index)"))
  }

  @Test func messagesAndTitleAreTakenOver() {
    var mine = conversation(2)
    var other = conversation(4)
    other.title = "theirs"
    other.titleSource = .user
    mine.follow(other)
    #expect(mine.path == Array(ids.prefix(4)))
    #expect(mine.title == "theirs" && mine.titleSource == .user)
  }

  @Test func theSelectedPathStays() {
    var mine = conversation(2)
    var other = conversation(2)
    other.select(ids[0])
    append(3, to: &other)
    mine.follow(other)
    #expect(mine.path == [ids[0], ids[1]])
    #expect(mine.siblings(of: ids[1]) == [ids[1], ids[3]])
  }

  @Test func aPathContinuedOnAnotherBranchGrows() {
    var mine = conversation(2)
    var other = conversation(3)
    other.select(ids[0])
    append(3, to: &other)
    mine.follow(other)
    #expect(mine.path == [ids[0], ids[1], ids[2]])
  }

  @Test func deletedMessagesLeaveThePath() {
    var mine = conversation(4)
    var other = conversation(4)
    _ = other.remove(ids[2])
    mine.follow(other)
    #expect(mine.path == [ids[0], ids[1]] && mine.allMessages.count == 2)
    _ = other.remove(ids[0])
    mine.follow(other)
    #expect(mine.isEmpty)
  }

  @Test func settingsAndDraftAreOnesOwn() {
    var mine = conversation(2)
    mine.thinking = ThinkingMode(isOn: true)
    var other = conversation(4)
    other.draft = "theirs"
    mine.follow(other)
    #expect(mine.thinking == ThinkingMode(isOn: true) && mine.draft == "")
  }

  @Test func aDraftStaysIfAnotherProgramHasOne() {
    var mine = conversation(2)
    mine.draft = "mine"
    var other = conversation(2)
    other.draft = "theirs"
    mine.follow(other)
    #expect(mine.draft == "mine")
  }
}
