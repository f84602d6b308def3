import Chat
import Testing

/// The form in which attachments are sent.
@Suite struct AttachmentWireTests {
  private static let image = AttachedImage(
    type: .gif, width: 2, height: 3, bytes: Array("GIF89a".utf8))

  private func text(
    _ name: String, _ text: String, lines: ClosedRange<Int>? = nil, language: String? = nil
  ) -> Attachment {
    Attachment(name: name, .text(AttachedText(text, lines: lines, language: language)))
  }

  private func body(_ turns: [AnswerRequest.Turn], _ dialect: DialectName) throws -> [JSONValue] {
    let request = AnswerRequest(model: "m", turns: turns, thinking: ThinkingMode(isOn: false))
    guard case .array(let messages)? = request.body(for: Dialect(name: dialect))["messages"] else {
      throw AttachmentFault.missing
    }
    return messages.compactMap { $0["content"] }
  }

  @Test(arguments: DialectName.allCases)
  func textsFollowTheQuestionInEveryDialect(_ dialect: DialectName) throws {
    let turn = AnswerRequest.Turn(
      role: .user, content: "Why?",
      with: [
        text("src/a.swift", "let a = 1\n", lines: 10...10, language: "swift"),
        text("b", "x ```` y", lines: 3...4), text("c\nd", ""),
      ])
    #expect(
      try body([turn], dialect) == [
        .string(
          """
          Why?

          File: src/a.swift, line 10

          ```swift
          let a = 1
          ```

          File: b, lines 3-4

          `````
          x ```` y
          `````

          File: c d

          ```
          ```
          """)
      ])
  }

  @Test(arguments: DialectName.allCases)
  func imagesFollowTheTextAsParts(_ dialect: DialectName) throws {
    let attachments = [
      Attachment(name: "p.gif", .image(Self.image)), text("a", "x"),
      Attachment(name: "q.gif", .image(Self.image)),
    ]
    let url: JSONValue = .object(["url": .string("data:image/gif;base64,R0lGODlh")])
    let part: JSONValue = .object(["type": .string("image_url"), "image_url": url])
    let words: JSONValue = .object([
      "type": .string("text"), "text": .string("See?\n\nFile: a\n\n```\nx\n```"),
    ])
    let turns = [
      AnswerRequest.Turn(role: .system, content: "Brief."),
      AnswerRequest.Turn(role: .user, content: "See?", with: attachments),
    ]
    #expect(try body(turns, dialect) == [.string("Brief."), .array([words, part, part])])
    let wordless = AnswerRequest.Turn(role: .user, content: "", images: [Self.image])
    #expect(try body([wordless], dialect) == [.array([part])])
  }

  @Test func attachmentsOfMessagesAreSentAndCounted() throws {
    var conversation = Conversation(
      id: ConversationID(try #require(UUIDv7("00000000-0000-7000-8000-000000000000"))),
      createdAt: Timestamp(milliseconds: 0))
    func append(_ number: Int, _ role: Role, _ content: String, _ attachments: [Attachment]) throws
    {
      let id = try #require(UUIDv7("00000000-0000-7000-8000-00000000000\(number)"))
      conversation.append(
        Message(
          id: MessageID(id), parent: conversation.path.last, role: role,
          createdAt: Timestamp(milliseconds: Int64(number)), content: content,
          attachments: attachments))
    }
    let picture = Attachment(name: "p.gif", .image(Self.image))
    try append(1, .user, "Q", [text("a", "one two"), picture])
    try append(2, .assistant, "A", [])
    try append(3, .user, "", [picture])
    #expect(
      conversation.turns == [
        .init(role: .user, content: "Q\n\nFile: a\n\n```\none two\n```", images: [Self.image]),
        .init(role: .assistant, content: "A"),
        .init(role: .user, content: "", images: [Self.image]),
      ])
    let first = try #require(conversation.messages.first)
    #expect(first.sentTokens == TokenMeter(first.sentText).count + Self.image.estimatedTokens)
    #expect(first.sentTokens == conversation.turns.first?.countedTokens)
    // A fork keeps the attachments.
    var count = 0
    let fork = conversation.fork(
      at: try #require(conversation.path.last), id: conversation.id,
      createdAt: Timestamp(milliseconds: 9)
    ) {
      count += 1
      return MessageID(UUIDv7(time: Timestamp(milliseconds: 9), naming: "\(count)"))
    }
    #expect(fork.messages.last?.attachments == [picture])
  }

  @Test func repeatedQuestionsAreTheSameOnlyWithTheSameImages() throws {
    var other = Self.image
    other.bytes.append(0)
    let turns: [AnswerRequest.Turn] = [
      .init(role: .user, content: "Q", images: [Self.image]),
      .init(role: .user, content: "Q", images: [other]),
      .init(role: .user, content: "Q", images: [Self.image]),
    ]
    let conversation = Conversation(
      id: ConversationID(try #require(UUIDv7("00000000-0000-7000-8000-000000000000"))),
      createdAt: Timestamp(milliseconds: 0))
    #expect(
      conversation.turns(followedBy: turns) == [
        .init(role: .user, content: "Q\n\nQ", images: [other, Self.image])
      ])
  }

  private static let visions: [(Bool?, Bool)] = [(nil, false), (true, false), (false, true)]

  @Test(arguments: visions)
  func imagesNeedVisionWhereItIsKnown(_ sees: Bool?, _ isRefused: Bool) {
    var capabilities = ModelCapabilities()
    capabilities.sees = sees
    var request = AnswerRequest(
      model: "m", turns: [.init(role: .user, content: "Q", images: [Self.image, Self.image])],
      thinking: ThinkingMode(isOn: false))
    let conflict = RequestConflict.imagesWithoutVision(model: "m", count: 2)
    #expect(request.visionConflict(capabilities) == (isRefused ? conflict : nil))
    #expect(request.visionConflict(nil) == nil)
    request.turns = [.init(role: .user, content: "Q")]
    #expect(request.visionConflict(capabilities) == nil)
  }

  @Test func previewsShortenImages() throws {
    let bytes = [UInt8](repeating: 7, count: 300)
    let image = AttachedImage(type: .png, width: 1, height: 1, bytes: bytes)
    let request = AnswerRequest(
      model: "m", turns: [.init(role: .user, content: "data: yes", images: [image])],
      thinking: ThinkingMode(isOn: false))
    let shown = request.body(for: Dialect(name: .plain)).shorteningData.text
    #expect(shown.contains("data:image/png;base64,BwcH") && shown.utf8.count < 400)
    #expect(shown.contains("data: yes"))
  }
}
