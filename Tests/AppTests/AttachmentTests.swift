import Chat
import Screen
import TestKit
import Testing

@testable import App

/// Files attached to a draft by mentioning them or with a command.
@Suite struct AttachmentTests {
  private static func text(
    _ name: String, _ text: String, lines: ClosedRange<Int>? = nil
  ) -> AttachmentReading.Outcome {
    .read(ReadAttachments([Chat.Attachment(name: name, .text(AttachedText(text, lines: lines)))]))
  }

  private static let disk: [String: AttachmentReading.Outcome] = [
    "a.txt": text("a.txt", "one\ntwo\n"),
    "b.txt": text("b.txt", "three\n"),
    "a.txt:2": text("a.txt", "two\n", lines: 2...2),
    "blob.bin": .refused(RefusedAttachment(name: "blob.bin", .binary(format: nil, offset: 3))),
    "otter.png": .read(
      ReadAttachments([
        Chat.Attachment(
          name: "otter.png",
          .image(AttachedImage(type: .png, width: 1920, height: 1080, bytes: [1, 2])))
      ])),
  ]

  /// Returns a script with a draft whose mentioned files were read after a pause in typing.
  private func drafted(_ text: String, _ script: Script = Script()) -> Script {
    var script = script
    script.restDoesNotMatter()
    script.type(text)
    script.play(.timerFired(.readAttachments))
    script.answerFiles(Self.disk)
    return script
  }

  private func names(_ script: Script) -> [String] { script.state.attachments.rows.map(\.name) }

  private func questions(_ script: Script) -> [Message] {
    script.state.conversation.messages.filter { $0.role == .user }
  }

  // MARK: While writing

  @Test func aFileThatIsNamedGetsARow() {
    var script = drafted("Compare @a.txt and @b.txt, please")
    #expect(names(script) == ["a.txt", "b.txt"])
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.contains { $0.hasPrefix(" ▪ a.txt  2 lines  ≈ ") && $0.hasSuffix(" tok") })
    #expect(rows.contains { $0.hasPrefix(" › Compare @a.txt") })
  }

  /// A missing file is marked at once, not when the question is sent.
  @Test(arguments: [
    ("see @nowhere.txt please", ["nowhere.txt"]), ("see @src/main.c", ["src/main.c"]),
    ("see @nowhere.txt:3-9", ["nowhere.txt:3-9"]), ("@ada and @MainActor", []), ("@.5 of it", []),
    ("@a.txt and @c.txt", ["c.txt"]),
  ])
  func aMissingFileIsMarked(_ text: String, _ names: [String]) {
    var script = drafted(text)
    let rows = script.rows(width: 80, height: 24).filter { $0.contains("no such file") }
    #expect(rows == names.map { " ▪ \($0)  no such file; will be sent as text" })
    script.press(.enter)
    script.answerFiles(Self.disk)
    #expect(questions(script).last?.content == text)
  }

  @Test func aNameThatIsBeingCompletedIsNotMissing() {
    var script = drafted("see @nowhe.re")
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("no such file") })
    script.play(.folderListed("", .files([.init("nowhe.rest", isFolder: false)])))
    #expect(!script.rows(width: 80, height: 24).contains { $0.contains("no such file") })
  }

  @Test(arguments: [
    "mail otter@a.txt", "@someone, hello", "/find @a.txt", "a plain question", "@@a.txt",
  ])
  func otherTextAttachesNothing(_ text: String) {
    #expect(names(drafted(text)).isEmpty)
  }

  @Test func deletingTheWordRemovesTheRow() {
    var script = drafted("See @a.txt")
    script.press(.control("w"))
    script.play(.timerFired(.readAttachments))
    #expect(names(script).isEmpty)
  }

  @Test func filesAreReadOnceAfterAPause() {
    var script = Script()
    script.type("See @a.txt")
    let timers = script.takeEffects().filter {
      $0 == .timer(.set(.readAttachments, State.attachmentPause))
    }
    #expect(!timers.isEmpty)
    script.play(.timerFired(.readAttachments))
    script.play(.timerFired(.readAttachments))
    #expect(script.readOrders().count == 1)
    script.answerFiles(Self.disk)
    script.play(.timerFired(.readAttachments))
    #expect(script.readOrders().isEmpty)
    script.restDoesNotMatter()
  }

  @Test func aRefusedFileSaysWhyAndIsNotSent() {
    var script = drafted("See @blob.bin")
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("▪ blob.bin  it is binary") })
    script.press(.enter)
    script.answerFiles(Self.disk)
    #expect(questions(script).isEmpty && script.state.composer.text == "See @blob.bin")
    #expect(script.state.notice?.text.contains("Cannot attach blob.bin: it is binary") == true)
  }

  @Test func whatAttachesCountsAsTheDraft() {
    let without = drafted("See it").state.contextUse.tokens
    #expect(drafted("See @a.txt").state.contextUse.tokens > without + 5)
  }

  // MARK: Sending

  @Test func filesAreReadAgainWhenTheQuestionIsSent() {
    var script = drafted("See @a.txt")
    script.press(.enter)
    #expect(questions(script).isEmpty)
    script.answerFiles(["a.txt": Self.text("a.txt", "changed\n")])
    #expect(questions(script).map(\.content) == ["See @a.txt"])
    #expect(
      questions(script).first?.attachments
        == [Chat.Attachment(name: "a.txt", .text(AttachedText("changed\n")))])
    #expect(script.state.notice?.text.contains("a.txt has changed") == true)
    #expect(script.state.composer.isEmpty && names(script).isEmpty)
  }

  @Test func enterNeedsNoPause() {
    var script = Script()
    script.restDoesNotMatter()
    script.type("See @a.txt:2 and @nobody")
    script.press(.enter)
    script.answerFiles(Self.disk)
    #expect(
      questions(script).first?.attachments
        == [Chat.Attachment(name: "a.txt", .text(AttachedText("two\n", lines: 2...2)))])
    #expect(script.state.notice == nil)
  }

  @Test func aFileThatVanishedIsNotForgotten() {
    var script = drafted("See @a.txt")
    script.press(.enter)
    script.answerFiles([:])
    #expect(questions(script).isEmpty && script.state.composer.text == "See @a.txt")
    #expect(script.state.notice?.text.contains("a.txt no longer exists") == true)
  }

  @Test func keysWaitWhileFilesAreRead() {
    var script = drafted("See @a.txt")
    script.press(.enter)
    script.type("next")
    #expect(script.state.composer.text == "See @a.txt")
    script.answerFiles(Self.disk)
    #expect(questions(script).count == 1 && script.state.composer.text == "next")
  }

  @Test func escapeCancelsTheQuestionWhileFilesAreRead() {
    var script = drafted("See @a.txt")
    script.press(.enter, .escape)
    script.answerFiles(Self.disk)
    #expect(questions(script).isEmpty && script.state.composer.text == "See @a.txt")
  }

  @Test func queuedMessagesKeepTheirAttachments() throws {
    var script = Script()
    let request = try script.ask("first")
    script = drafted("See @a.txt", script)
    script.press(.enter)
    script.answerFiles(Self.disk)
    #expect(script.state.queue.texts == ["See @a.txt"] && names(script).isEmpty)
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("See @a.txt  ▪ a.txt") })
    script.play(
      .streamed(
        request,
        .ended(StreamEnd(outcome: .complete, finishReason: .stop, timings: Timings()))))
    script.press(.control("x"), .character("2"))
    #expect(questions(script).last?.attachments.map(\.name) == ["a.txt"])
  }

  @Test func aQueuedMessageFromAnEarlierRunIsReadBeforeItIsSent() throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    script.state.queue = MessageQueue(stored: ["See @a.txt"])
    script.press(.control("x"), .character("2"))
    #expect(questions(script).count == 1)
    script.answerFiles(Self.disk)
    #expect(questions(script).last?.attachments.map(\.name) == ["a.txt"])
    #expect(script.state.queue.isEmpty)
  }

  @Test func imagesAreRefusedBeforeSendingWithoutVision() throws {
    var script = try Script.answered()
    var model = Model(id: script.state.session.model)
    model.capabilities.sees = false
    let provider = script.state.session.provider
    script.play(.modelsListed(provider, .success(script.listing(provider.name, [model]))))
    script = drafted("What is @otter.png?", script)
    let rows = script.rows(width: 80, height: 24)
    #expect(rows.contains { $0.contains("the model does not accept images") })
    script.press(.enter)
    script.answerFiles(Self.disk)
    #expect(questions(script).count == 1)
    #expect(script.state.notice?.text.contains("does not accept images") == true)
    #expect(script.state.composer.text == "What is @otter.png?")
  }

  @Test func linesOfPlainModeAttachToo() {
    var script = Script(surface: .lines)
    script.restDoesNotMatter()
    script.submit(line: "See @a.txt")
    script.answerFiles(Self.disk)
    #expect(questions(script).last?.attachments.map(\.name) == ["a.txt"])
    #expect(script.state.composer.isEmpty)
  }

  // MARK: Editing

  @Test func anEditShowsWhatWasAttached() throws {
    var script = drafted("See @a.txt")
    script.state.attachAtStart([], awaitsInput: true)
    script.play(
      .standardInputRead(
        .read(Chat.Attachment(name: "stdin", .text(AttachedText("piped\n"))))))
    script.press(.enter)
    script.answerFiles(Self.disk)
    let request = try #require(script.state.stream?.request)
    script.play(.streamed(request, .ended(StreamEnd(outcome: .complete, timings: Timings()))))
    script.press(.tab, .character("e"))
    #expect(names(script) == ["a.txt", "stdin"])
    script.press(.control("x"), .character("'"))
    #expect(names(script) == ["a.txt"])
    script.press(.enter)
    #expect(script.readOrders().isEmpty)
    #expect(questions(script).last?.attachments.map(\.name) == ["a.txt"])
  }

  /// The file was deleted while the program was not running.
  @Test func aStoredMessageWhoseFileIsGoneStaysInTheQueue() {
    var script = Script()
    script.restDoesNotMatter()
    script.state.queue = MessageQueue(stored: ["See @gone.txt", "Ask @ada"])
    script.press(.enter)
    script.answerFiles(Self.disk)
    #expect(questions(script).isEmpty && script.state.queue.texts.count == 2)
    #expect(script.state.queue.isHeld && script.state.notice?.kind == .trouble)
    #expect(script.state.notice?.text.contains("No such file: gone.txt") == true)
    script.press(.enter)
    #expect(questions(script).map(\.content) == ["See @gone.txt"])
    #expect(script.state.queue.texts == ["Ask @ada"])
  }

  // MARK: Attaching and detaching

  @Test func attachAndDetach() {
    var script = drafted("/attach a.txt")
    script.press(.enter)
    script.answerFiles(Self.disk)
    #expect(names(script) == ["a.txt"] && script.state.composer.isEmpty)
    script = drafted("See @b.txt", script)
    #expect(names(script) == ["b.txt", "a.txt"])
    script.press(.control("x"), .character("'"))
    #expect(names(script) == ["b.txt"])
    script.press(.control("x"), .character("'"))
    #expect(names(script).isEmpty && script.state.composer.text == "See ")
    script.press(.control("x"), .character("'"))
    #expect(script.state.notice?.text == "Nothing is attached.")
  }

  /// The attachment that prevents sending is removed first.
  @Test func detachingRemovesWhatCannotBeSent() {
    var script = drafted("/attach blob.bin")
    script.press(.enter)
    script.answerFiles(Self.disk)
    script = drafted("/attach a.txt", script)
    script.press(.enter)
    script.answerFiles(Self.disk)
    #expect(names(script) == ["blob.bin", "a.txt"])
    script.press(.control("x"), .character("'"))
    #expect(names(script) == ["a.txt"])
    script.press(.control("x"), .character("'"))
    #expect(names(script).isEmpty)
  }

  @Test func whatIsAttachedTwiceIsShownOnce() {
    var script = drafted("/attach a.txt")
    script.press(.enter)
    script.answerFiles(Self.disk)
    script = drafted("See @a.txt", script)
    #expect(names(script) == ["a.txt"])
  }

  @Test func whatIsPipedIsAttachedWhenItHasArrived() {
    var script = Script()
    script.restDoesNotMatter()
    script.state.attachAtStart([], awaitsInput: true)
    #expect(script.rows(width: 80, height: 24).contains { $0.contains("▪ stdin  reading…") })
    script.type("Why?")
    script.press(.enter)
    #expect(questions(script).isEmpty && script.state.composer.text == "Why?")
    #expect(script.state.notice?.text.contains("Still reading stdin") == true)
    script.play(
      .standardInputRead(
        .read(Chat.Attachment(name: "stdin", .text(AttachedText("piped\n"))))))
    script.press(.enter)
    #expect(questions(script).first?.attachments.map(\.name) == ["stdin"])
  }

  @Test func emptyInputIsSaid() {
    var script = Script()
    script.state.attachAtStart([], awaitsInput: true)
    script.play(.standardInputRead(.empty))
    #expect(names(script).isEmpty && script.state.notice != nil)
    script.restDoesNotMatter()
  }

  @Test func attachmentsAloneCanBeSent() {
    var script = Script()
    script.restDoesNotMatter()
    script.state.attachAtStart(
      [], awaitsInput: true)
    script.play(
      .standardInputRead(
        .read(Chat.Attachment(name: "stdin", .text(AttachedText("piped\n"))))))
    script.press(.enter)
    #expect(questions(script).first?.attachments.map(\.name) == ["stdin"])
    #expect(script.state.conversation.title == "stdin")
  }

  @Test func whatIsInNoFileIsNotLostOnTheWay() throws {
    var script = try Script.answered()
    script.restDoesNotMatter()
    script.state.attachments.add(
      "stdin",
      .read(ReadAttachments([Chat.Attachment(name: "stdin", .text(AttachedText("x")))])))
    script.press(.control("n"))
    #expect(script.state.conversation.isEmpty && names(script) == ["stdin"])
    script.press(.control("d"))
    #expect(!script.state.leaving.hasQuit)
    #expect(script.state.notice?.text.contains("stdin is attached but not sent") == true)
    script.press(.control("d"))
    #expect(script.state.leaving.hasQuit)
  }

  // MARK: Appearance

  @Test(arguments: [(40, 10), (80, 24), (120, 40), (200, 60)])
  func rowsAboveTheComposer(_ width: Int, _ height: Int) throws {
    var script = drafted(
      "Compare @a.txt with @otter.png and @blob.bin", try Script.answered())
    script.state.attachments.add("stdin", .pending)
    let grid = script.draw(width: width, height: height)
    if let mismatch = Snapshot.mismatch(grid, named: "attached-\(width)x\(height)") {
      Issue.record("\(mismatch)")
    }
  }
}

extension Script {
  /// Returns the unanswered orders to read files.
  func readOrders() -> [(RequestID, [AttachmentSpec])] {
    pending.compactMap {
      if case .files(.readAttachments(let request, let specs)) = $0 {
        (request, specs)
      } else {
        nil
      }
    }
  }

  /// Answers the orders to read files as if `disk` contained all existing files.
  mutating func answerFiles(_ disk: [String: AttachmentReading.Outcome]) {
    let orders = readOrders()
    dropPending()
    for (request, specs) in orders {
      play(
        .attachmentsRead(
          request, specs.map { AttachmentReading($0, disk[$0.whole] ?? .missing) }))
    }
  }
}
