import App
import Chat
import Foundation
import Storage
import TestKit
import Testing

@testable import aside

/// Databases that are damaged, removed or replaced, as seen from a shell and on the screen.
@Suite struct DamageTests {
  private let home: TestHome

  init() throws { home = try TestHome() }

  private var folder: String { home.appending(path: ".local/share/aside").path }
  private var store: String { folder + "/aside.sqlite" }

  private func run(_ arguments: [String], through shell: String = "") throws -> ProcessRun {
    let environment = [
      "HOME": home.path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm-256color",
    ]
    guard !shell.isEmpty else {
      return try ProcessRun(AsideProgram.path, arguments, environment: environment)
    }
    return try ProcessRun(
      "/bin/sh", ["-c", shell + "\nexec \"$0\" \"$@\"", AsideProgram.path] + arguments,
      environment: environment)
  }

  private func exchange(_ text: String, at time: Int64 = 1_700_000_000_000) -> Conversation {
    var random = SystemRandomNumberGenerator()
    let now = Timestamp(milliseconds: time)
    var conversation = Conversation(
      id: ConversationID(UUIDv7(time: now, random: &random)), title: text, createdAt: now)
    conversation.append(
      Message(
        id: MessageID(UUIDv7(time: now, random: &random)), parent: nil, role: .user,
        createdAt: now, content: text))
    return conversation
  }

  private func fill(_ path: String, _ texts: String...) throws {
    let store = try ConversationStore(path: path)
    for text in texts {
      let conversation = exchange(text)
      try store.save(conversation, messages: conversation.path)
    }
  }

  private func overwrite(_ path: String, at offset: Int, with bytes: [UInt8]) throws {
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    try file.seek(toOffset: UInt64(offset))
    try file.write(contentsOf: Data(bytes))
    try file.close()
  }

  private func startScreen() async throws -> TmuxScreen {
    let screen = try TmuxScreen(
      "\(AsideProgram.path) --demo", width: 110, height: 30, home: home)
    try await screen.wait(forText: "Type a question")
    return screen
  }

  private func ask(_ text: String, on screen: TmuxScreen) async throws {
    try screen.type(text)
    try screen.press("Enter")
  }

  private func titles(_ path: String) throws -> [String] {
    try run(["list", "--database", path]).output.split(separator: "\n").map {
      String($0.split(separator: "  ").last ?? "")
    }.sorted()
  }

  @Test func screenRecreatesARemovedDatabase() async throws {
    let screen = try await startScreen()
    try await ask("first", on: screen)
    try await screen.wait(forText: "done · F1 help", within: .seconds(60))
    try FileManager.default.removeItem(atPath: folder)
    try await ask("second", on: screen)
    try await screen.wait(forText: "Saving works again", within: .seconds(60))
    try await screen.wait(forText: "moved, deleted or")
    try screen.press("C-d", "C-d")
    #expect(try await screen.waitForExit() == 0)
    let json = try run(["export", "last", "--format", "json"]).output
    #expect(json.contains("\"first\"") && json.contains("\"second\""))
  }

  @Test func screenKeepsBothDatabasesAfterAReplacement() async throws {
    try fill(store, "mine")
    let other = home.appending(path: "other.sqlite").path
    try fill(other, "theirs")
    let screen = try await startScreen()
    // This question leaves changes in the log that would corrupt the other file.
    try await ask("first", on: screen)
    try await screen.wait(forText: "done · F1 help", within: .seconds(60))
    rename(other, store)
    try await ask("second", on: screen)
    try await screen.wait(forText: "Saving works again", within: .seconds(60))
    try await screen.wait(forText: ".replaced")
    try screen.press("C-d", "C-d")
    #expect(try await screen.waitForExit() == 0)
    #expect(try titles(store) == ["first", "theirs"])
    #expect(try titles(store + ".replaced") == ["first", "mine"])
    #expect(try run(["check"]).status == 0)
  }

  @Test func databaseIsRepairedWhileAScreenHasItOpen() async throws {
    try fill(store, "before", "between")
    let size = try #require(FileManager.default.contents(atPath: store)).count
    let screen = try await startScreen()
    // Damage everything but the schema, which the program has already read.
    try overwrite(store, at: 4096, with: [UInt8](repeating: 0xFF, count: 4096))
    #expect(size > 8192)
    for page in stride(from: 4096, to: size, by: 4096) {
      try overwrite(store, at: page, with: [0xFF])
    }
    try await ask("first", on: screen)
    try await screen.wait(forText: "damaged or not a database", within: .seconds(60))
    // The program opens the file for a moment every five seconds, and a repair at that moment
    // fails.
    var repaired = try run(["check", "--repair"])
    for _ in 0..<20 where repaired.error.contains("Another program") {
      repaired = try run(["check", "--repair"])
    }
    #expect(repaired.status == 0, "\(repaired.error)")
    try await screen.wait(forText: "Saving works again", within: .seconds(60))
    try screen.press("C-d", "C-d")
    #expect(try await screen.waitForExit() == 0)
    #expect(try titles(store).contains("first"))
    #expect(try run(["check"]).status == 0)
  }

  @Test func wrongHeaderIsRepairedOnRequest() throws {
    for (offset, words) in [
      (60, "header"), (63, "newer version"), (68, "header"), (47, "file format"),
    ] {
      try fill(store, "kept \(offset)")
      try overwrite(store, at: offset, with: [0x21])
      let bytes = FileManager.default.contents(atPath: store)
      let listed = try run(["list"])
      #expect(listed.status == 1 && listed.error.contains(words), "\(listed.error)")
      let found = try run(["check"])
      #expect(found.status == 1 && found.error.contains("--repair"), "\(found.error)")
      #expect(FileManager.default.contents(atPath: store) == bytes)
      let repaired = try run(["check", "--repair"])
      #expect(repaired.status == 0, "\(repaired.error)")
      #expect(try titles(store).contains("kept \(offset)"))
    }
  }

  @Test func damageInAnotherFileIsReportedForThatFile() throws {
    try fill(store, "mine")
    let other = home.appending(path: "other.sqlite").path
    try fill(other, "theirs")
    let size = try #require(FileManager.default.contents(atPath: other)).count
    for page in stride(from: 8192, to: size, by: 4096) {
      try overwrite(other, at: page, with: [0xFF])
    }
    for command in ["merge", "import"] {
      let refused = try run([command, other])
      #expect(refused.status == 1)
      #expect(refused.error.contains("check --repair --database \(other)"), "\(refused.error)")
      #expect(!refused.error.contains(store))
    }
    let target = home.appending(path: "good.sqlite").path
    try fill(target, "good")
    #expect(try run(["backup", "--force", "--database", other, target]).status == 1)
    #expect(try titles(target) == ["good"])
    #expect(try titles(store) == ["mine"])
  }

  @Test func unfinishedRepairAndMissingTableAreReported() throws {
    try fill(store, "kept")
    try Data("x".utf8).write(to: URL(fileURLWithPath: store + ".recovering-1"))
    let found = try run(["check"])
    #expect(found.status == 0)
    #expect(found.output.hasPrefix("note   \(store).recovering-1: "))
    try FileManager.default.removeItem(atPath: store)
    #expect(try run(["check"]).output.contains(".recovering-1"))
    let text = Data(String(repeating: "dear diary ", count: 500).utf8)
    try text.write(to: URL(fileURLWithPath: store))
    let refused = try run(["check", "--repair"])
    #expect(refused.status == 1 && refused.error.contains("no Aside data"), "\(refused.error)")
    #expect(FileManager.default.contents(atPath: store) == text)
  }

  @Test func databaseIsWritableWithAnyUmask() throws {
    let asked = try run(["ask", "--demo", "--no-think", "hi"], through: "umask 0277")
    #expect(asked.status == 0, "\(asked.error)")
    let modes = try [folder, store].map {
      try FileManager.default.attributesOfItem(atPath: $0)[.posixPermissions] as? Int
    }
    #expect(modes == [0o700, 0o600])
  }

  private var figures: AskFigures {
    let session = Session(provider: .demo, model: "m", thinking: ThinkingMode(isOn: false))
    return AskFigures(session, after: nil, in: nil)
  }

  /// The database could not be opened when the question was asked, but it can be opened when the
  /// answer ends.
  @Test func answerIsSavedAtItsEndIfTheDatabaseOpensLate() throws {
    let path = home.appending(path: "late.sqlite").path
    let now = Timestamp(milliseconds: 1_700_000_000_000)
    var random = SystemRandomNumberGenerator()
    let record = AskRecord(
      nil, at: path,
      Conversation(id: ConversationID(UUIDv7(time: now, random: &random)), createdAt: now),
      adding: [AskMessage(role: .user, content: "Why?")],
      origin: AnswerOrigin(
        provider: "p", model: "m", parameters: Parameters(), thinking: ThinkingMode(isOn: false)),
      figures: figures)
    record.append(AnswerDelta(content: "Be", chunks: 1))
    #expect(!FileManager.default.fileExists(atPath: path))
    record.end(StreamEnd(outcome: .complete), after: AnswerDelta(content: "cause.", chunks: 1))
    let stored = try #require(
      try ConversationStore(path: path).conversation(record.conversation.id))
    #expect(stored.messages.map(\.content) == ["Why?", "Because."])
    #expect(stored.lastMessage?.status == .complete)
  }

  /// The file is removed while the answer arrives.
  @Test func answerIsSavedInFullAfterTheDatabaseWasRemoved() throws {
    let path = home.appending(path: "gone/store.sqlite").path
    let now = Timestamp(milliseconds: 1_700_000_000_000)
    var random = SystemRandomNumberGenerator()
    let record = AskRecord(
      try AskRecord.open(path), at: path,
      Conversation(id: ConversationID(UUIDv7(time: now, random: &random)), createdAt: now),
      adding: [AskMessage(role: .user, content: "Why?")],
      origin: AnswerOrigin(
        provider: "p", model: "m", parameters: Parameters(), thinking: ThinkingMode(isOn: false)),
      figures: figures)
    try FileManager.default.removeItem(atPath: home.appending(path: "gone").path)
    record.append(AnswerDelta(content: "Be", chunks: 1))
    record.end(StreamEnd(outcome: .complete), after: AnswerDelta(content: "cause.", chunks: 1))
    let stored = try #require(
      try ConversationStore(path: path).conversation(record.conversation.id))
    #expect(stored.messages.map(\.content) == ["Why?", "Because."])
  }
}
