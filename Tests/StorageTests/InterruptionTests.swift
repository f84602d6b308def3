import Chat
import Foundation
import GRDB
import Testing

@testable import Storage

@Suite struct InterruptionTests {
  private let folder: TemporaryFolder
  /// Higher than any process number that a system assigns.
  private static let dead = ProcessIdentity(number: .max, start: 1)
  #if os(Linux)
    /// Also dead: the number was reused by a process that started later.
    private static let reused = ProcessIdentity(number: getppid(), start: 1)
  #else
    private static let reused = dead
  #endif

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [dead, reused])
  func answerOfADeadProcessIsTruncatedAndKeepsItsText(_ owner: ProcessIdentity) throws {
    var samples = Samples()
    let conversation = samples.exchange(status: .streaming)
    let id = try #require(conversation.path.last)
    let writer = try store(as: owner)
    try writer.save(conversation, messages: conversation.path)
    try writer.append(AnswerPiece(content: " Or so", reasoning: "hm"), to: id)

    let loaded = try store().conversation(conversation.id)
    #expect(loaded?[id]?.status == .truncated)
    #expect(loaded?[id]?.content == "Because. Or so")
    #expect(loaded?[id]?.reasoning == "hm")
  }

  @Test func openingStoresTheTruncation() throws {
    var samples = Samples()
    let conversation = samples.exchange(status: .streaming)
    try store(as: Self.dead).save(conversation, messages: conversation.path)
    let statuses = try store().database.read {
      try String.fetchAll($0, sql: "SELECT status FROM message ORDER BY number")
    }
    #expect(statuses == ["complete", "truncated"])
  }

  @Test func loadingSeesAProcessThatDiedSinceOpening() throws {
    var samples = Samples()
    let reader = try store()
    let conversation = samples.exchange(status: .streaming)
    try store(as: Self.dead).save(conversation, messages: conversation.path)
    #expect(try reader.conversation(conversation.id)?.lastMessage?.status == .truncated)
  }

  @Test(arguments: [ProcessIdentity.current, ProcessIdentity.running(getppid())])
  func answerOfALivingProcessStaysStreaming(_ owner: ProcessIdentity?) throws {
    var samples = Samples()
    let conversation = samples.exchange(status: .streaming)
    try store(as: try #require(owner)).save(conversation, messages: conversation.path)
    #expect(try store().conversation(conversation.id) == conversation)
  }

  @Test func anotherProcessCannotWriteIntoALivingOnesAnswer() throws {
    var samples = Samples()
    let owner = try #require(ProcessIdentity.running(getppid()))
    let conversation = samples.exchange(status: .streaming)
    try store(as: owner).save(conversation, messages: conversation.path)

    let other = try store()
    var message = try #require(conversation.lastMessage)
    message.content = "mine"
    try other.save(message, in: conversation.id)
    #expect(throws: StoreError.self) {
      try other.append(AnswerPiece(content: "mine", reasoning: ""), to: message.id)
    }
    #expect(try other.conversation(conversation.id) == conversation)
  }

  @Test func ownerMistakenForDeadStillFinishesItsAnswer() throws {
    var samples = Samples()
    let conversation = samples.exchange(status: .streaming)
    var message = try #require(conversation.lastMessage)
    let owner = try store(as: Self.dead)
    try owner.save(conversation, messages: conversation.path)
    let other = try store()

    try owner.append(AnswerPiece(content: " After all.", reasoning: ""), to: message.id)
    message.content += " After all."
    message.status = .complete
    try owner.save(message, in: conversation.id)
    #expect(try other.conversation(conversation.id)?.lastMessage == message)
  }

  private func store(
    as process: ProcessIdentity = .current
  ) throws -> ConversationStore {
    try ConversationStore(database: try Database.open(path: folder.database), process: process)
  }
}

@Suite struct ProcessIdentityTests {
  @Test func thisProcessRuns() {
    #expect(ProcessIdentity.current.isRunning)
    #expect(ProcessIdentity.running(getpid()) == .current)
  }

  #if os(Linux)
    @Test func laterProcessWithTheSameNumberIsDifferent() throws {
      let start = try #require(ProcessIdentity.current.start)
      #expect(!ProcessIdentity(number: getpid(), start: start + 1).isRunning)
    }
  #endif

  #if os(Linux)
    /// Inside a container, processes outside it are invisible, and the same number refers to a
    /// different process.
    @Test func processOfAnotherContainerMayRunForAWhile() throws {
      let here = try #require(ProcessSpace.current)
      let elsewhere = ProcessSpace(boot: here.boot, namespace: "1")
      let hour: Int64 = 3_600_000
      for (number, space, age, mayRun) in [
        (Int32.max, elsewhere, 0, true), (getpid(), elsewhere, hour - 1, true),
        (getpid(), elsewhere, hour, false), (getpid(), here, 0, false),
        (getpid(), ProcessSpace(boot: "earlier", namespace: here.namespace), 0, false),
      ] {
        let identity = ProcessIdentity(number: number, start: 1, space: space)
        #expect(ProcessIdentity(identity.description) == identity)
        #expect(identity.mayRun(since: 5, now: 5 + age) == mayRun, "\(identity) \(age)")
      }
      #expect(ProcessIdentity.current.space == here)
      #expect(ProcessIdentity.current.mayRun(since: 0, now: .max))
    }
  #endif

  @Test func endedProcessDoesNotRun() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "read line"]
    let input = Pipe()
    process.standardInput = input
    try process.run()
    let identity = try #require(ProcessIdentity.running(process.processIdentifier))
    #expect(identity.isRunning)
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    #expect(!identity.isRunning)
  }

  @Test(arguments: [0, -1, Int32.min, Int32.max])
  func invalidProcessNumbers(_ number: Int32) {
    #expect(ProcessIdentity.running(number) == nil)
  }

  @Test(arguments: [ProcessIdentity(number: 1, start: nil), ProcessIdentity(number: 23, start: 45)])
  func textRoundTrips(_ identity: ProcessIdentity) {
    #expect(ProcessIdentity(identity.description) == identity)
  }

  @Test(arguments: ["", ":", "x", "99999999999", ":5"])
  func textWithoutAProcess(_ text: String) {
    #expect(ProcessIdentity(text) == nil)
  }
}
