import Chat

/// A collector that stores a file's conversations one by one and records the outcome.
struct ImportCollector {
  /// A function that stores a conversation.
  /// - Returns: the number of its messages that were not stored because messages of another
  ///   conversation have the same IDs.
  typealias Insert = (Conversation, StoredMarks) throws -> Int

  var report: ImportReport
  /// The date of the next undated conversation. Increases by one millisecond per message, so that
  /// undated conversations keep the file's order.
  private var undatedTime: Timestamp
  /// A hash of the text of each message so far. It reveals messages with the same ID but
  /// different text, which would otherwise be lost.
  private var texts: [MessageID: Int] = [:]

  /// Creates a collector that adds to a report.
  /// - Parameter fileTime: the date to give the first undated conversation.
  init(_ report: ImportReport, fileTime: Timestamp) {
    self.report = report
    undatedTime = fileTime
  }

  mutating func add(
    _ conversation: Conversation, _ marks: StoredMarks, at place: String,
    _ insert: ImportCollector.Insert
  ) throws {
    report.conversations += 1
    report.messages += conversation.allMessages.count
    for message in conversation.allMessages { texts[message.id] = Self.hash(message) }
    let taken = try insert(conversation, marks)
    guard taken > 0 else { return }
    report.skipped.append(
      .init(place: place, fault: .takenIDs(count: taken)))
  }

  mutating func add(
    _ foreign: ForeignConversation, at place: String,
    _ insert: ImportCollector.Insert
  ) throws {
    report.found(foreign.source)
    var reading = foreign
    var finished = reading.finished(fileTime: undatedTime)
    if finished.conversation.allMessages.contains(where: isAnother) {
      reading = foreign
      reading.name += "\n\(place)"
      reading.remark(.repeatedConversationID, at: "")
      finished = reading.finished(fileTime: undatedTime)
    }
    func inFile(_ inner: String) -> String { inner.isEmpty ? place : "\(place), \(inner)" }
    report.skipped += reading.skipped.map { .init(place: inFile($0.place), fault: $0.fault) }
    report.remarks += reading.remarks.map { .init(place: inFile($0.place), remark: $0.remark) }
    let conversation = finished.conversation
    report.omissions += reading.omissions.map { item, count in
      .init(count: count, item: item, conversation: conversation.title)
    }
    guard !conversation.isEmpty else { return }
    if finished.isUndated {
      report.undatedConversations += 1
      undatedTime = undatedTime.advanced(by: .milliseconds(conversation.allMessages.count))
    }
    var marks = StoredMarks()
    marks.marks.isArchived = reading.isArchived
    try add(conversation, marks, at: place, insert)
  }

  private func isAnother(_ message: Message) -> Bool {
    texts[message.id].map { $0 != Self.hash(message) } ?? false
  }

  private static func hash(_ message: Message) -> Int {
    var hasher = Hasher()
    // Hash the bytes: strings can be equal without having the same bytes.
    for var text in [message.content, message.reasoning] {
      text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
      hasher.combine(0)
    }
    return hasher.finalize()
  }
}
