internal import Chat
internal import Screen
internal import Words

/// The system prompt, folded to one row at the top of the conversation.
enum SystemPromptRow {
  /// Returns the row of a system prompt.
  /// - Parameter isReplaced: whether another prompt is sent instead.
  static func line(_ prompt: String, isReplaced: Bool = false, width: Int) -> StyledLine {
    var line = StyledLine(Words.Reading.system, Style(.secondary, .bold))
    if isReplaced { line.append(" · " + Words.SystemPrompt.replaced, .secondary) }
    line.append("  " + Sanitizer.sanitizeLine(firstLine(prompt)), .secondary)
    let count = prompt.split(whereSeparator: \.isNewline).count { line in
      line.contains { !$0.isWhitespace }
    }
    guard count > 1 else { return line.truncated(to: width) }
    let more = " " + Words.SystemPrompt.moreLines(count - 1)
    guard width - more.count >= 20 else { return line.truncated(to: width) }
    line = line.truncated(to: width - more.count)
    line.append(more, .secondary)
    return line
  }

  /// Returns the first line that is not blank.
  static func firstLine(_ prompt: String) -> String {
    let line = prompt.split(whereSeparator: \.isNewline).first { line in
      line.contains { !$0.isWhitespace }
    }
    // The row would truncate a longer line anyway.
    return String((line ?? "").drop(while: \.isWhitespace).prefix(500))
  }
}

/// The relation between a message and the system prompt.
struct SystemPlace: Equatable {
  /// The prompt that is shown above the message; empty for none.
  var above = ""
  /// Whether the message is folded, because it is one of the system messages that the
  /// conversation begins with.
  var isFolded = false
  /// Whether the message is not sent, because the settings have another prompt.
  var isReplaced = false

  /// Returns whether a row of the message's head is a folded prompt.
  func isPrompt(row: Int) -> Bool {
    let rows = (above.isEmpty ? 0 : 1) + (isFolded ? 1 : 0)
    return row < rows
  }
}

extension Conversation {
  /// Returns how the system prompt relates to a message.
  /// - Parameters:
  ///   - index: the index of the message in the path.
  ///   - prompt: the prompt in the settings; `nil` to send the conversation's own system
  ///     messages.
  func systemPlace(at index: Int, prompt: String?) -> SystemPlace {
    var place = SystemPlace()
    if index == 0, let prompt, prompt.contains(where: { !$0.isWhitespace }) { place.above = prompt }
    guard path.indices.contains(index), self[path[index]]?.role == .system else { return place }
    place.isFolded = isLeadingSystemMessage(at: index)
    place.isReplaced = place.isFolded && prompt != nil
    return place
  }
}
