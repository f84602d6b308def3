import Chat
import Foundation
import Synchronization
import Testing

@testable import Storage

/// Several connections to one file, as from several programs.
@Suite struct SharingTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func storesCanOpenANewFileAtTheSameTime() throws {
    let conversations = Mutex<[Conversation]>([])
    let errors = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 8) { number in
      do {
        var samples = Samples(seed: UInt64(number))
        let conversation = samples.exchange("\(number)")
        let store = try ConversationStore(path: folder.database)
        try store.save(conversation, messages: conversation.path)
        conversations.withLock { $0.append(conversation) }
      } catch {
        errors.withLock { $0.append("\(error)") }
      }
    }
    #expect(errors.withLock { $0 } == [])
    let store = try ConversationStore(path: folder.database)
    for conversation in conversations.withLock({ $0 }) {
      #expect(try store.conversation(conversation.id) == conversation)
    }
  }

  @Test func onlyChangesByOthersAreNoticedAndOnlyOnce() throws {
    let one = try ConversationStore(path: folder.database)
    let other = try ConversationStore(path: folder.database)
    var samples = Samples()
    let conversation = samples.exchange(status: .streaming)
    #expect(try !one.hasChangedElsewhere())
    try one.save(conversation, messages: conversation.path)
    #expect(try !one.hasChangedElsewhere())
    #expect(try other.hasChangedElsewhere())
    #expect(try !other.hasChangedElsewhere())
    let answer = try #require(conversation.path.last)
    try one.append(AnswerPiece(content: "more", reasoning: ""), to: answer)
    #expect(try other.hasChangedElsewhere())
    #expect(try other.conversation(conversation.id)?.lastMessage?.content.hasSuffix("more") == true)
    try other.change([conversation.id], .pin(true), at: Timestamp(milliseconds: 1))
    #expect(try one.hasChangedElsewhere())
    #expect(try !one.hasChangedElsewhere())
    #expect(try !other.hasChangedElsewhere())
  }

  // MARK: Drafts

  @Test func eachProgramReplacesOnlyItsOwnDraft() throws {
    let one = try ConversationStore(path: folder.database)
    let other = try ConversationStore(path: folder.database)
    var samples = Samples()
    var mine = samples.exchange()
    try one.save(mine, messages: mine.path)
    var theirs = mine
    func stored() throws -> [String] {
      StoredDrafts.split(try one.conversation(mine.id)?.draft ?? "")
    }
    for length in 1...3 {
      mine.draft = String(repeating: "a", count: length)
      try one.save(mine)
      theirs.draft = String(repeating: "b", count: length)
      try other.save(theirs)
    }
    #expect(try stored() == ["aaa", "bbb"])
    // A question, an answer or a deletion by one program keeps the other's draft.
    theirs.draft = ""
    let question = samples.question("more", after: theirs.path.last)
    theirs.append(question)
    try other.save(theirs, messages: [question.id])
    #expect(try stored() == ["aaa"])
    _ = theirs.remove(question.id)
    try other.delete([question.id], of: theirs)
    #expect(try stored() == ["aaa"])
    mine.draft = ""
    try one.save(mine)
    #expect(try stored() == [])
  }

  @Test func aDraftThatWasTakenOverIsReplaced() throws {
    let one = try ConversationStore(path: folder.database)
    var samples = Samples()
    var conversation = samples.exchange()
    conversation.draft = "first"
    try one.save(conversation, messages: conversation.path)
    let next = try ConversationStore(path: folder.database)
    next.adoptDraft("first", of: conversation.id)
    conversation.draft = "first and second"
    try next.save(conversation)
    #expect(try one.conversation(conversation.id)?.draft == "first and second")
    // Unless adopted, a stored draft is someone else's.
    conversation.draft = "third"
    try ConversationStore(path: folder.database).save(conversation)
    let drafts = StoredDrafts.split(try one.conversation(conversation.id)?.draft ?? "")
    #expect(drafts == ["first and second", "third"])
  }

  @Test func aListShowsDraftsOfSeveralProgramsAsOneText() throws {
    var samples = Samples()
    var conversation = Conversation(
      id: samples.exchange().id, createdAt: Timestamp(milliseconds: 1))
    for draft in ["one", "two"] {
      conversation.draft = draft
      try ConversationStore(path: folder.database).save(conversation)
    }
    let store = try ConversationStore(path: folder.database)
    #expect(try store.summaries(on: .current, limit: 9).map(\.preview) == ["one\n\ntwo"])
  }

  // MARK: Deletion

  @Test func anAnswerThatEndsInTheTrashStaysThere() throws {
    let one = try ConversationStore(path: folder.database)
    let other = try ConversationStore(path: folder.database)
    var samples = Samples()
    var conversation = samples.exchange(status: .streaming)
    #expect(try one.save(conversation, messages: conversation.path) == nil)
    try other.change([conversation.id], .delete(samples.now()), at: samples.now())
    let answer = try #require(conversation.path.last)
    conversation.update(answer) { $0.status = .complete }
    #expect(try one.save(conversation, messages: [answer], restores: false) == nil)
    #expect(try other.summaries(on: .deleted, limit: 9).map(\.id) == [conversation.id])
    #expect(try other.conversation(conversation.id)?.lastMessage?.status == .complete)
    let question = samples.question("still here?", after: answer)
    conversation.append(question)
    #expect(try one.save(conversation, messages: [question.id]) == .trash)
    #expect(try other.summaries(on: .current, limit: 9).map(\.id) == [conversation.id])
    try other.erase([conversation.id])
    let next = samples.question("and now?", after: question.id)
    conversation.append(next)
    conversation.draft = "draft"
    one.adoptDraft("draft", of: conversation.id)
    #expect(try one.save(conversation, messages: [next.id]) == .erasure)
    #expect(try other.conversation(conversation.id) == conversation)
  }

  @Test func twoStoresWriteBothAndSeeEachOther() throws {
    let stores = [
      try ConversationStore(path: folder.database), try ConversationStore(path: folder.database),
    ]
    var samples = Samples()
    let conversations = [
      samples.exchange(status: .streaming), samples.exchange(status: .streaming),
    ]
    let errors = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 2) { number in
      do {
        let conversation = conversations[number]
        try stores[number].save(conversation, messages: conversation.path)
        for piece in 0..<100 {
          let id = try #require(conversation.path.last)
          try stores[number].append(AnswerPiece(content: " \(piece)", reasoning: ""), to: id)
        }
      } catch {
        errors.withLock { $0.append("\(error)") }
      }
    }
    #expect(errors.withLock { $0 } == [])
    let text = "Because." + (0..<100).map { " \($0)" }.joined()
    for (store, conversation) in zip(stores.reversed(), conversations) {
      #expect(try store.conversation(conversation.id)?.lastMessage?.content == text)
    }
  }

  /// Copying the files of an open store simulates the death of a process.
  @Test func savedDataSurvivesTheProcess() throws {
    var samples = Samples()
    let store = try ConversationStore(path: folder.database)
    let conversation = samples.exchange(status: .streaming)
    try store.save(conversation, messages: conversation.path)
    let id = try #require(conversation.path.last)
    try store.append(AnswerPiece(content: " And more.", reasoning: ""), to: id)

    let copy = folder.path + "/copy.sqlite"
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: folder.database + suffix, toPath: copy + suffix)
    }
    let reopened = try ConversationStore(path: copy)
    #expect(try reopened.conversation(conversation.id)?[id]?.content == "Because. And more.")
  }
}
