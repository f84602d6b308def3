import Chat

extension ExportedConversation {
  /// Faults in a conversation, each with its place.
  struct Faults {
    /// What was kept, and how.
    var remarks: [ImportReport.Remark] = []
    /// What was skipped.
    var skipped: [ImportReport.Skipped] = []

    mutating func remark(_ words: String, at place: String) {
      remarks.append(.init(place: place, words: words))
    }
  }

  /// Makes the messages a tree. Fixes faults that an export never contains, but a hand-edited file
  /// may.
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

  /// Gives the second of two messages with the same ID a new one, unless they are identical.
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
    // Messages whose parent could not be read are attached to that parent's own parent.
    var chains = NameChains { places[$0] == nil ? broken[$0] : nil }
    var parents: [Int?] = []
    for place in messages.messages.indices {
      let (index, message) = messages.messages[place]
      let parent = message.parent.flatMap { chains.end(of: $0) }
      messages.messages[place].message.parent = parent
      parents.append(parent.flatMap { places[$0] })
      if let parent, places[parent] == nil {
        // Keep a valid ID: the missing message may arrive with another file.
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
  /// The names of the parts that contain an unreadable number.
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

  /// The missing one of provider and model, if the other is present.
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
  /// The place in the JSON, and the fault.
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
