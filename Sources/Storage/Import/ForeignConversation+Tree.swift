import Chat

extension ForeignConversation {
  /// The result of converting a conversation to our form.
  struct Finished {
    var conversation: Conversation
    /// Whether the conversation got the file's date, because neither it nor its messages had one.
    var isUndated: Bool
  }

  /// Turns the messages into a tree. Fixes and records duplicate names, missing parents, cycles and
  /// unreadable dates.
  /// - Parameter fileTime: the date to use when there is no other.
  /// - Complexity: O(number of messages)
  mutating func finished(fileTime: Timestamp) -> Finished {
    dropRepeats()
    let isUndated = createdAt == nil && entries.allSatisfy { $0.time == nil }
    let times = times(fileTime: fileTime, isUndated: isUndated)
    let ids = ids()
    let parents = parents()
    let messages = entries.indices.map { index in
      var message = Message(
        id: ids[index], parent: parents[index].map { ids[$0] }, role: entries[index].role,
        createdAt: times[index])
      entries[index].change(&message)
      message.content.removeLeadingBlankLines()
      return message
    }
    let begun = idTime ?? createdAt ?? Timestamp(milliseconds: 0)
    let question = messages.first { $0.role == .user }?.content ?? ""
    let header = Conversation(
      id: ConversationID(UUIDv7(time: begun, naming: "\(source)\n\(name)")),
      title: title.isEmpty ? ConversationTitle.of(question) : title,
      createdAt: createdAt ?? times.min() ?? fileTime,
      updatedAt: updatedAt ?? times.max())
    return Finished(
      conversation: Conversation(header, messages: messages, leaf: leaf().map { ids[$0] }),
      isUndated: isUndated)
  }

  private mutating func leaf() -> Int? {
    guard selected != nil, !entries.isEmpty else { return nil }
    let indices = indices()
    var chains = chains(to: indices)
    if let end = selected.flatMap({ chains.end(of: $0) }), let index = indices[end] { return index }
    remark(.missingSelection, at: "")
    return nil
  }

  /// Drops messages that are identical to the first one with the same name.
  private mutating func dropRepeats() {
    guard entries.contains(where: { $0.repeats != nil }) else { return }
    let firsts = Dictionary(entries.map { ($0.name, text(of: $0)) }) { first, _ in first }
    var others: [Entry] = []
    for entry in entries {
      guard let name = entry.repeats else {
        others.append(entry)
        continue
      }
      if firsts[name] == text(of: entry) {
        alias(entry.name, to: name)
        remark(.repeatedMessage, at: entry.place)
      } else {
        others.append(entry)
        remark(.repeatedID, at: entry.place)
      }
    }
    entries = others
  }

  private func text(of entry: Entry) -> Message {
    let nowhere = Timestamp(milliseconds: 0)
    var message = Message(
      id: MessageID(UUIDv7(time: nowhere, naming: "")), parent: nil, role: entry.role,
      createdAt: nowhere)
    entry.change(&message)
    return message
  }

  // MARK: Times

  /// Returns the messages' dates. A message without a date gets the previous message's date or, at
  /// the start, the conversation's date or else the next known date. If no message has a date,
  /// dates count up from the conversation's date or else the file's.
  private mutating func times(fileTime: Timestamp, isUndated: Bool) -> [Timestamp] {
    guard entries.contains(where: { $0.time != nil }) else {
      if !isUndated, !entries.isEmpty {
        remark(.datedByConversation, at: "")
      }
      let first = createdAt ?? fileTime
      return entries.indices.map { first.advanced(by: .milliseconds($0)) }
    }
    var last = createdAt ?? entries.lazy.compactMap(\.time).first ?? fileTime
    return entries.map { entry in
      if entry.time == nil {
        remark(.datedByNeighbor, at: entry.place)
      }
      last = entry.time ?? last
      return last
    }
  }

  /// Returns the messages' IDs. They are derived only from names and the source's own dates, so
  /// that a later export yields the same IDs.
  private func ids() -> [MessageID] {
    var last = createdAt ?? Timestamp(milliseconds: 0)
    return entries.map { entry in
      last = entry.time ?? last
      return MessageID(
        UUIDv7(time: entry.idTime ?? last, naming: "\(source)\n\(name)\n\(entry.name)"))
    }
  }

  // MARK: Parents

  private func indices() -> [String: Int] {
    Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($1.name, $0) })
  }

  /// Returns chains that lead from a name without a message to a name with a message, if one
  /// exists.
  private func chains(to indices: [String: Int]) -> NameChains {
    NameChains { [aliases] in indices[$0] == nil ? aliases[$0] : nil }
  }

  /// Returns the index of each message's parent in `entries`. Removes missing and cyclic parents.
  private mutating func parents() -> [Int?] {
    let indices = indices()
    var chains = chains(to: indices)
    var parents: [Int?] = []
    for entry in entries {
      let end = entry.parent.flatMap { chains.end(of: $0) }
      let parent = end.flatMap { indices[$0] }
      if end != nil, parent == nil {
        remark(.missingParent, at: entry.place)
      }
      parents.append(parent)
    }
    for first in ParentCircles.firsts(parents) {
      parents[first] = nil
      remark(.cyclicParents, at: entries[first].place)
    }
    return parents
  }
}

extension String {
  /// Removes leading blank lines, such as those between empty text and the placeholder for an
  /// attachment. The indentation of the first line of text stays.
  fileprivate mutating func removeLeadingBlankLines() {
    var start = utf8.startIndex
    scan: for index in utf8.indices {
      switch utf8[index] {
      case UInt8(ascii: "\n"): start = utf8.index(after: index)
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): continue
      default: break scan
      }
    }
    if start > utf8.startIndex { self = String(self[start...]) }
  }
}
