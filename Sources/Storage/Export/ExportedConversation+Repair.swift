import Chat

extension ExportedConversation {
  /// What was wrong with it, each with its place.
  struct Faults {
    /// Kept, and how.
    var remarks: [ImportReport.Remark] = []
    /// Not kept.
    var skipped: [ImportReport.Skipped] = []

    mutating func remark(_ words: String, at place: String) {
      remarks.append(.init(place: place, words: words))
    }
  }

  /// Makes a tree of the messages: what an export never writes, and a file that was changed by hand may
  /// have, is put right.
  /// - Complexity: O(number of messages)
  mutating func repair() -> Faults {
    var faults = Faults()
    for broken in messages.broken {
      let (path, reason) = broken.error.placeAndReason
      faults.skipped.append(.init(place: path, reason: reason))
    }
    for (index, message) in messages.messages {
      if Role(rawValue: message.role) == nil {
        faults.remark(
          "the role “\(message.role)” is not known; it is kept as an answer",
          at: "messages[\(index)].role")
      }
      if MessageStatus(rawValue: message.status) == nil {
        faults.remark(
          "the status “\(message.status)” is not known; it is kept as cut off",
          at: "messages[\(index)].status")
      }
      for part in message.unreadableParts {
        faults.remark(
          "a number here cannot be read; the message is kept without this part",
          at: "messages[\(index)].\(part)")
      }
      if let missing = message.missingOrigin {
        faults.remark(
          "it does not say which \(missing) answered; “\(AnswerOrigin.unknown)” is kept",
          at: "messages[\(index)]")
      }
    }
    separateRepeats(&faults)
    mendParents(&faults)
    if let selected, !messages.messages.contains(where: { $0.message.id == selected }) {
      faults.remark("the message that its selected branch ends with is missing", at: "selected")
    }
    return faults
  }

  /// Gives a second message of one id another id, unless it is the same.
  private mutating func separateRepeats(_ faults: inout Faults) {
    var firsts: [String: ExportedMessage] = [:]
    var kept: [(index: Int, message: ExportedMessage)] = []
    for (index, message) in messages.messages {
      guard let first = firsts[message.id] else {
        firsts[message.id] = message
        kept.append((index, message))
        continue
      }
      let place = "messages[\(index)].id"
      if first.content == message.content, first.reasoning == message.reasoning,
        first.role == message.role
      {
        faults.remark("it is there twice, in the same words; it is kept once", at: place)
        continue
      }
      var other = message
      other.id =
        UUIDv7(
          time: Timestamp(milliseconds: message.createdMilliseconds.value),
          naming: "\(message.id)\n\(message.role)\n\(message.content)"
        ).description
      kept.append((index, other))
      faults.remark("its id is there twice, with other words; both are kept", at: place)
    }
    messages.messages = kept
  }

  private mutating func mendParents(_ faults: inout Faults) {
    let places = Dictionary(
      messages.messages.enumerated().map { ($1.message.id, $0) }
    ) { first, _ in first }
    let broken = Dictionary(
      messages.broken.compactMap { one in one.id.map { ($0, one.parent) } }
    ) { first, _ in first }
    // What follows a message that could not be read follows what that one followed.
    var chains = NameChains { places[$0] == nil ? broken[$0] : nil }
    var parents: [Int?] = []
    for place in messages.messages.indices {
      let (index, message) = messages.messages[place]
      let parent = message.parent.flatMap { chains.end(of: $0) }
      messages.messages[place].message.parent = parent
      parents.append(parent.flatMap { places[$0] })
      if let parent, places[parent] == nil {
        // Kept as it is: what is missing may come with another file.
        if UUIDv7(parent) == nil { messages.messages[place].message.parent = nil }
        faults.remark(
          "what it follows is missing; it begins a branch of its own",
          at: "messages[\(index)].parent")
      }
    }
    for first in ParentCircles.firsts(parents) {
      messages.messages[first].message.parent = nil
      faults.remark(
        "it follows itself, in a circle; it begins a branch of its own",
        at: "messages[\(messages.messages[first].index)].parent")
    }
  }
}

extension ExportedMessage {
  /// The names of the parts that hold a number which could not be read.
  fileprivate var unreadableParts: [String] {
    func name(_ isBroken: Bool?, _ key: CodingKeys) -> String? {
      isBroken == true ? key.stringValue : nil
    }
    return [
      name(logprobs.map { $0.value == nil }, .logprobs),
      name(parameters.map { $0.value == nil }, .parameters),
      name(usage.map { $0.value == nil }, .usage),
      name(timings.map { $0.value == nil }, .timings),
      name(serverTimings.map { $0.value == nil }, .serverTimings),
    ].compactMap(\.self)
  }

  /// What it does not say of who answered, though it says the rest.
  fileprivate var missingOrigin: String? {
    switch (provider, model) {
    case (nil, nil): parameters == nil ? nil : "provider and model"
    case (nil, _?): "provider"
    case (_?, nil): "model"
    case (_?, _?): nil
    }
  }
}

extension DecodingError {
  /// Where in the JSON, and what is wrong there.
  var placeAndReason: (place: String, reason: String) {
    func path(_ context: DecodingError.Context) -> String {
      context.codingPath.reduce(into: "") { text, key in
        if let index = key.intValue {
          text += "[\(index)]"
        } else {
          text += (text.isEmpty ? "" : ".") + key.stringValue
        }
      }
    }
    switch self {
    case .typeMismatch(_, let context): return (path(context), "a value of another type is needed")
    case .valueNotFound(_, let context): return (path(context), "a value is needed")
    case .keyNotFound(let key, let context):
      return (path(context), "“\(key.stringValue)” is missing")
    case .dataCorrupted(let context): return (path(context), "the value cannot be read")
    @unknown default: return ("", "it cannot be read")
    }
  }
}
