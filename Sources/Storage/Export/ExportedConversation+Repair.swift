import Chat

extension ExportedConversation {
  /// Faults in a conversation, each with its place.
  struct Faults {
    /// Remarks on faulty items that were kept.
    var remarks: [ImportReport.Remark] = []
    /// Faulty items that were skipped.
    var skipped: [ImportReport.Skipped] = []

    mutating func remark(_ remark: ImportRemark, at place: String) {
      remarks.append(.init(place: place, remark: remark))
    }
  }

  /// Turns the messages into a tree. Fixes faults that an export never contains but a hand-edited
  /// file may.
  /// - Complexity: O(number of messages)
  mutating func repair() -> Faults {
    var faults = Faults()
    for broken in messages.broken {
      let (path, fault) = broken.error.placeAndFault
      faults.skipped.append(.init(place: path, fault: fault))
    }
    for (index, message) in messages.messages {
      if Role(rawValue: message.role) == nil {
        faults.remark(.unknownRole(message.role), at: "messages[\(index)].role")
      }
      if MessageStatus(rawValue: message.status) == nil {
        faults.remark(
          .unknownStatus(message.status), at: "messages[\(index)].status")
      }
      for part in message.unreadableParts {
        faults.remark(.unreadableNumber, at: "messages[\(index)].\(part)")
      }
      for (number, attachment) in (message.attachments ?? []).enumerated()
      where attachment.attachment == nil {
        faults.remark(.unreadableAttachment, at: "messages[\(index)].attachments[\(number)]")
      }
      if let missing = message.missingOrigin {
        faults.remark(.missingOrigin(missing), at: "messages[\(index)]")
      }
    }
    separateRepeats(&faults)
    mendParents(&faults)
    if let selected, !messages.messages.contains(where: { $0.message.id == selected }) {
      faults.remark(.missingSelection, at: "selected")
    }
    return faults
  }

  /// If an earlier message has the same ID, drops a message that is identical to it and gives any
  /// other message a new ID.
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
        faults.remark(.repeatedMessage, at: place)
        continue
      }
      var other = message
      other.id =
        UUIDv7(
          time: Timestamp(milliseconds: message.createdMilliseconds.value),
          naming: "\(message.id)\n\(message.role)\n\(message.content)"
        ).description
      kept.append((index, other))
      faults.remark(.repeatedID, at: place)
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
    // Attach messages whose parent could not be read to that parent's own parent.
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
        faults.remark(.missingParent, at: "messages[\(index)].parent")
      }
    }
    for first in ParentCircles.firsts(parents) {
      messages.messages[first].message.parent = nil
      faults.remark(
        .cyclicParents, at: "messages[\(messages.messages[first].index)].parent")
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
      name(estimate.map { $0.value == nil }, .estimate),
      name(timings.map { $0.value == nil }, .timings),
      name(serverTimings.map { $0.value == nil }, .serverTimings),
      name(earlier.map { $0.value == nil }, .earlier),
    ].compactMap(\.self)
  }

  /// The part of the origin that is missing: the provider, the model or both. `nil` if the origin
  /// is complete or entirely absent.
  fileprivate var missingOrigin: ImportRemark.OriginPart? {
    switch (provider, model) {
    case (nil, nil): parameters == nil ? nil : .providerAndModel
    case (nil, _?): .provider
    case (_?, nil): .model
    case (_?, _?): nil
    }
  }
}

extension DecodingError {
  /// The place of the fault in the JSON, and the fault itself.
  var placeAndFault: (place: String, fault: ImportFault) {
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
    case .typeMismatch(_, let context): return (path(context), .wrongType)
    case .valueNotFound(_, let context): return (path(context), .missingValue)
    case .keyNotFound(let key, let context):
      return (path(context), .missingKey(key.stringValue))
    case .dataCorrupted(let context): return (path(context), .unreadableValue)
    @unknown default: return ("", .unreadableValue)
    }
  }
}
