import Chat
import Foundation
import Loopback
import Storage
import TestKit
import Testing

/// Nothing is lost when programs are killed, or share a database.
@Suite(.serialized) struct KillTests {
  /// What a test saw of one program before killing it.
  private struct Run {
    let question: String
    let words: Int
    /// The number of words that must be stored.
    let due: Int
  }

  /// How much output the program had written at one moment.
  private struct Look {
    let time: ContinuousClock.Instant
    let size: Int
  }

  /// 200 programs, ten at a time, write to one database and are killed at random moments while
  /// streaming. Any text that a program had shown for longer than a save takes must be stored as an
  /// answer that ended early.
  ///
  /// The machine's speed does not matter. A program saves in the loop turn in which the save is
  /// due, before it draws. So if it draws more than 250 ms after a word was seen, the store has
  /// received that word. Only the store's own write gets a time limit, another 250 ms.
  @Test func whatWasShownOneSaveBeforeTheKillIsStored() async throws {
    let home = try TestHome()
    let database = home.appending(path: "chat.sqlite").path
    let server = try LoopbackServer(
      scenario: NumberedStream.scenario(pace: .milliseconds(5), ends: false))
    var random = SeededRandom(state: 20_261)
    var runs: [Run] = []
    for round in 0..<20 {
      let delays = (0..<10).map { _ in Int.random(in: 0..<1_500, using: &random) }
      runs += try await withThrowingTaskGroup(of: Run.self) { group in
        for (number, delay) in delays.enumerated() {
          group.addTask {
            try await Self.run(
              "run \(round).\(number).", isScreen: number == 0, fromEnter: number % 5 == 1,
              delay: .milliseconds(delay), server.baseURL, database, home)
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
    }

    let store = try ConversationStore(path: database)
    #expect(try store.damage() == nil)
    let conversations = try store.summaries(limit: 1_000, offset: 0).compactMap {
      try store.conversation($0.id)
    }
    let byQuestion = Dictionary(
      conversations.map { ($0.messages.first?.content ?? "", $0) }, uniquingKeysWith: { $1 })
    let sent = server.requests.map { String(decoding: $0.body, as: UTF8.self) }
    for run in runs {
      guard let answer = byQuestion[run.question]?.messages.last else {
        // The program was killed before the question was stored, so the question was not sent.
        #expect(!sent.contains { $0.contains(run.question) }, "\(run.question) is lost")
        continue
      }
      #expect(answer.role == .assistant && answer.status == .truncated)
      #expect(answer.content.isEmpty || answer.isUnfinished)
      #expect(NumberedStream.text.hasPrefix(answer.content), "\(run.question) has a gap")
      let stored = answer.content.count / NumberedStream.word(0).count
      #expect(
        stored >= run.due, "\(run.question): \(stored) of \(run.words) stored, \(run.due) due")
    }
    #expect(runs.count == 200)
    // Enough kills must come late enough that some output had to be stored. Otherwise, the test
    // proves nothing.
    #expect(runs.count { $0.due > 0 } > 40)
    await server.stop()
  }

  private static func run(
    _ question: String, isScreen: Bool, fromEnter: Bool, delay: Duration, _ baseURL: String,
    _ database: String, _ home: TestHome
  ) async throws -> Run {
    // Tall enough that nothing scrolls, so that new text is written only once, in full.
    let terminal = try PseudoTerminal(
      ["--base-url", baseURL, "--database", database, "--no-think"] + (isScreen ? [] : ["--plain"]),
      width: 80, height: 200, home: home)
    try await terminal.wait(forText: isScreen ? "Type" : "> ", within: .seconds(60))
    try terminal.write(question + (isScreen ? "\r" : "\n"))
    if !fromEnter {
      try await terminal.wait(forText: "w00000", within: .seconds(60))
    }
    var looks: [Look] = []
    let end = ContinuousClock.now + delay
    try await terminal.wait(for: "the moment of the kill", within: .seconds(60)) { output in
      let now = ContinuousClock.now
      looks.append(Look(time: now, size: output.count))
      return now >= end
    }
    terminal.signal(SIGKILL)
    let output = terminal.output
    #expect(try await terminal.waitForExit() == 128 + SIGKILL)
    return Run(
      question: question, words: NumberedStream.count(in: output[...]),
      due: NumberedStream.count(in: output.prefix(due(looks))))
  }

  /// Returns how much output must be stored: the output seen 250 ms before a loop turn that itself
  /// began at least 250 ms before the kill.
  private static func due(_ looks: [Look]) -> Int {
    guard let kill = looks.last?.time else { return 0 }
    let save = Duration.milliseconds(250)
    // The looks that found new output. The turn that drew the newest output began only after the
    // previous output was drawn, hence after the last look that had not yet found that output.
    let changes = looks.indices.dropFirst().filter {
      looks[$0].size > looks[$0 - 1].size && looks[$0].time <= kill - save
    }
    guard changes.count > 1 else { return 0 }
    let turn = looks[changes[changes.count - 2] - 1].time
    return looks.last { $0.time <= turn - save }?.size ?? 0
  }

  /// Two programs stream into one database while others come and go. Nothing is lost, and no
  /// program treats another's answer as interrupted.
  @Test func programsThatShareAStoreLoseNothing() async throws {
    let home = try TestHome()
    let database = home.appending(path: "chat.sqlite").path
    let server = try LoopbackServer(
      scenario: NumberedStream.scenario(pace: .milliseconds(4), ends: true))
    func start(_ more: String...) throws -> PseudoTerminal {
      try PseudoTerminal(
        ["--base-url", server.baseURL, "--database", database, "--no-think", "--plain"] + more,
        home: home)
    }
    let programs = [try start(), try start()]
    for program in programs { try await program.wait(forText: "> ") }
    for (number, program) in programs.enumerated() { try program.write("from \(number)\n") }
    for program in programs { try await program.wait(forText: "w00050") }
    // Opening the database looks for unfinished answers of dead programs.
    let other = try start("--continue")
    try await other.wait(forText: "w000")
    try other.write("/quit\n")
    #expect(try await other.waitForExit() == 0)
    let last = NumberedStream.word(NumberedStream.words - 1)
    for program in programs {
      try await program.wait(forText: last, within: .seconds(60))
      try await program.wait(forText: "tok/s", within: .seconds(60))
      try program.write("/quit\n")
      #expect(try await program.waitForExit() == 0)
      let text = String(decoding: program.output, as: UTF8.self)
      #expect(!text.contains("sav"), "a complaint: \(text.suffix(300))")
    }
    let store = try ConversationStore(path: database)
    let conversations = try store.summaries(limit: 10, offset: 0).compactMap {
      try store.conversation($0.id)
    }
    #expect(Set(conversations.map { $0.messages.first?.content }) == ["from 0", "from 1"])
    for conversation in conversations {
      #expect(conversation.lastMessage?.status == .complete)
      #expect(conversation.lastMessage?.content == NumberedStream.text)
    }
    await server.stop()
  }
}

/// A random number generator that gives the same numbers in every run.
private struct SeededRandom: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}
