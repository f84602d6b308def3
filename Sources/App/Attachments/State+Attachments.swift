public import Chat
internal import Words

/// Reading the files that a draft attaches, while the draft is written and again when it is
/// sent.
extension State {
  var attachments: DraftAttachments {
    get { front.writing.composer.attachments }
    _modify { yield &front.writing.composer.attachments }
  }

  // MARK: While writing

  /// How long typing must pause before files are read.
  static let attachmentPause = Duration.milliseconds(150)

  /// If the draft changed and may name files, schedules a check for them.
  mutating func refreshAttachments() -> [Effect] {
    guard surface == .screen, attachments.revision != composer.revision else { return [] }
    attachments.revision = composer.revision
    guard composer.mayNameFiles || !attachments.mentioned.isEmpty else { return [] }
    return [.timer(.set(.readAttachments, Self.attachmentPause))]
  }

  /// Reads the files that the draft names but that have not been read yet.
  mutating func readAttachments() -> [Effect] {
    if front.writing.sending != nil {
      notice = Notice(.information, Words.Attachments.slow, advice: Words.Attachments.cancelReading)
      return []
    }
    composer.lookForFiles()
    let unread = attachments.unread
    guard !unread.isEmpty, !attachments.isAwaiting(unread) else { return [] }
    let request = ids.request()
    attachments.await(request, unread)
    return [.files(.readAttachments(request, unread))]
  }

  /// The words of the draft that look like file names although no such file exists, except the
  /// word whose completions are on the screen.
  var absentMentions: [AttachmentSpec] {
    let begun = completion.menu.flatMap { $0.slot.place == .mention ? $0.slot.typed : nil }
    return attachments.absent.filter { $0.whole != begun }
  }

  /// Applies `body` to every open draft, visible or not.
  private mutating func withDrafts(_ body: (inout Composer) -> Void) {
    for id in openIDs {
      _ = withOpen(id) { open in
        body(&open.writing.composer)
        if var editing = open.writing.editing {
          body(&editing.draft)
          open.writing.editing = editing
        }
        open.writing.queue.withDraft(body)
      }
    }
  }

  // MARK: Reading results

  mutating func noteRead(_ request: RequestID, _ readings: [AttachmentReading]) -> [Effect] {
    if let sending = front.writing.sending, sending.request == request {
      front.writing.sending = nil
      return sendRead(readings, sending.seen)
    }
    if let id = openIDs.first(where: { openConversation($0)?.writing.queue.awaited == request }) {
      let name = withOpen(id) { open -> String? in
        open.writing.queue.note(readings)
        return open.writing.queue.messages.first?.attachments.absent.first?.whole
      }
      guard case let name?? = name else { return sendNextQueued(in: id) }
      // Hold the message, because the user has not been told that the file is missing. If it is
      // sent again, the mention goes out as plain text.
      _ = withOpen(id) { open in
        open.notice = Notice(.trouble, Words.Queue.absent(name))
        open.holdQueue()
      }
      return []
    }
    withDrafts { $0.attachments.note(request, readings) }
    return []
  }

  mutating func noteStandardInput(_ reading: StandardInputReading) {
    let result: DraftAttachments.Reading
    switch reading {
    case .empty:
      dropStandardInput()
      notice = Notice(.information, Words.Attachments.emptyInput)
      return
    case .read(let attachment): result = .read(ReadAttachments([attachment]))
    case .refused(let refused): result = .refused(refused)
    }
    withDrafts { $0.attachments.resolve(Self.standardInput, result) }
    sayAttached()
  }

  /// The name of the attachment that is read from standard input.
  private static let standardInput = Words.Attachments.standardInput

  mutating func attachAtStart(_ readings: [AttachmentReading], awaitsInput: Bool) {
    for reading in readings { attachments.add(reading.spec) }
    attachments.note(readings)
    if awaitsInput { attachments.add(Self.standardInput, .pending) }
    sayAttached()
  }

  /// Lists the attachments in a notice, if the surface has no rows for them.
  private mutating func sayAttached() {
    guard surface == .lines, !attachments.rows.isEmpty else { return }
    let rows = AttachmentsView.rows(self).map { "\($0.name) (\($0.facts))" }
    notice = Notice(.information, Words.Attachments.attachedToNext(rows))
  }

  private mutating func dropStandardInput() {
    withDrafts { draft in
      let index = draft.attachments.loose.firstIndex {
        $0.name == Self.standardInput && $0.spec == nil && $0.reading == .pending
      }
      if let index { draft.attachments.removeLoose(at: index) }
    }
  }

  // MARK: Sending

  /// Reads the files of a question again before it is sent.
  /// - Parameter seen: the notice that was on the screen when the user sent the question.
  /// - Returns: `nil` if the question has no files to read.
  mutating func readBeforeSending(_ seen: Notice?) -> [Effect]? {
    composer.lookForFiles()
    let specs = attachments.readAgain
    guard !specs.isEmpty else { return nil }
    let request = ids.request()
    front.writing.sending = AwaitedSending(request: request, seen: seen)
    return [
      .files(.readAttachments(request, specs)), .timer(.set(.readAttachments, .seconds(1))),
    ]
  }

  /// Sends the question now that its files have been read again, unless one of them can no longer
  /// be attached.
  private mutating func sendRead(_ readings: [AttachmentReading], _ seen: Notice?) -> [Effect] {
    let before = attachments
    attachments.note(readings)
    notice = nil
    defer { if surface == .lines { finishLine() } }
    for reading in readings where reading.outcome == .missing {
      guard case .read? = before.reading(of: reading.spec) else { continue }
      notice = Notice(.trouble, Words.Attachments.vanished(reading.spec.whole, keptText))
      return []
    }
    if let obstacle = attachmentObstacle {
      notice = obstacle
      return []
    }
    let changed = readings.filter { reading in
      guard case .read(let old)? = before.reading(of: reading.spec),
        case .read(let new) = reading.outcome
      else { return false }
      return old.batch.attachments != new.batch.attachments
    }.map(\.spec.whole)
    let leftOut = readings.compactMap { reading -> String? in
      guard before.reading(of: reading.spec) == nil, case .read(let new) = reading.outcome else {
        return nil
      }
      return Words.Attachments.leftOut(new.batch, AttachmentLimits())
    }
    let revision = composer.revision
    let effects = ask(composer.text, seen)
    guard composer.revision != revision, notice == nil else { return effects }
    let news = (changed.isEmpty ? [] : [Words.Attachments.changed(changed)]) + leftOut
    if !news.isEmpty { notice = Notice(.information, news.joined(separator: " ")) }
    return effects
  }

  /// The notice that explains why the draft's attachments cannot be sent; `nil` if they can be
  /// sent.
  var attachmentObstacle: Notice? {
    switch attachments.obstacle {
    case .refused(let refused)?:
      return Notice(
        .trouble, Words.Asking.obstacle(Words.Attachments.refused(refused), keptText),
        advice: say(.detach))
    case .pending?:
      let name = attachments.rows.first { $0.reading == .pending }?.name ?? ""
      return Notice(
        .information, Words.Asking.obstacle(Words.Attachments.stillReading(name), keptText),
        advice: say(.detach))
    case .missing?, .read?, nil: return nil
    }
  }

  // MARK: Commands

  /// Attaches a file that the text does not mention.
  mutating func attach(_ path: String) -> [Effect] {
    do throws(AttachmentFault) {
      let spec = try AttachmentSpec(argument: path)
      composer.clear()
      return attach([spec])
    } catch {
      notice =
        Notice(
          .trouble, Words.Attachments.refused(RefusedAttachment(name: path, error))
        ).aboutDraft
      return []
    }
  }

  mutating func attach(_ specs: [AttachmentSpec]) -> [Effect] {
    let request = ids.request()
    for spec in specs { attachments.add(spec) }
    attachments.await(request, specs)
    return [.files(.readAttachments(request, specs))]
  }

  /// Removes an attachment, and the word that names it.
  /// - Parameter name: the attachment's name, or an empty string for the one that prevents sending,
  ///   or else for the last one.
  mutating func detach(_ name: String) -> [Effect] {
    let rows = attachments.rows
    let isRefused = { (reading: DraftAttachments.Reading) in
      if case .refused = reading { true } else { false }
    }
    let next = rows.first { isRefused($0.reading) } ?? rows.last
    guard let name = name.isEmpty ? next?.name : name,
      rows.contains(where: { $0.name == name })
    else {
      notice =
        Notice(
          .information,
          rows.isEmpty ? Words.Attachments.none : Words.Attachments.notAttached(name)
        ).aboutDraft
      return []
    }
    if let index = attachments.loose.lastIndex(where: { $0.name == name }) {
      attachments.removeLoose(at: index)
    } else if let spec = attachments.mentioned.last(where: { $0.whole == name }) {
      attachments.forget(spec)
      composer.removeWord(naming: spec)
    }
    return []
  }
}

/// A question that waits for its files to be read again.
struct AwaitedSending {
  let request: RequestID
  /// The notice that was on the screen when the user sent the question.
  let seen: Notice?
}

/// The outcome of reading what was piped into the program.
public enum StandardInputReading: Equatable, Sendable {
  case empty
  case read(Attachment)
  case refused(RefusedAttachment)
}

extension Composer {
  /// Whether the text has an `@`, which marks a file's name. Folded pastes attach nothing,
  /// because their words are not in view.
  var mayNameFiles: Bool { buffer.signs > 0 }

  /// Notes which files the text names. The words of a slash command do not count.
  mutating func lookForFiles() {
    let isQuestion = if case .question = Submission(buffer.text) { true } else { false }
    attachments.look(at: isQuestion ? buffer.text : "")
  }

  /// Removes the words that name these files, including the `@` before them.
  mutating func removeWord(naming spec: AttachmentSpec) {
    let text = buffer.text
    for mention in AttachmentMention.all(in: text).reversed() where mention.spec == spec {
      let start = text.utf8.distance(from: text.startIndex, to: mention.range.lowerBound)
      let end = text.utf8.distance(from: text.startIndex, to: mention.range.upperBound)
      replace(start..<end, with: "")
    }
  }
}
