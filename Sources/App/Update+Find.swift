internal import Chat
internal import Screen

extension State {
  /// Begins to look for something in the pane in focus.
  mutating func startFind() {
    let isInReasoning = focus == .reasoning
    if !isInReasoning { focus = .transcript }
    find = Find(isInReasoning: isInReasoning)
    notice = nil
  }

  /// A key while the query is typed, as in less.
  mutating func pressInFind(_ key: Key) {
    guard var find else { return }
    switch key.code {
    case .enter:
      find.isTyping = false
      self.find = find.query.isEmpty ? nil : find
      findNext(1)
    case .escape: self.find = nil
    case .backspace where find.query.isEmpty: self.find = nil
    case .backspace:
      find.query.removeLast()
      self.find = find
    case .character("c") where key.control: self.find = nil
    case .character("u") where key.control:
      find.query = ""
      self.find = find
    case .character(let character) where !key.control && !key.alt:
      find.query.append(character)
      self.find = find
    default: break
    }
  }

  /// Goes to the next hit, or back to the one before; after the last the first comes, and that is
  /// said.
  mutating func findNext(_ step: Int) {
    guard let find, let match = find.match else { return }
    notice = nil
    let found =
      find.isInReasoning
      ? reasoning.find(match, step, from: find.hit)
      : transcript.find(match, step, from: find.hit, conversation)
    guard let found else {
      notice = Notice(.information, "“\(find.query)” was not found.")
      return
    }
    self.find?.hit = found.position
    if found.hasWrapped {
      notice = Notice(
        .information, step > 0 ? "Found again from the top." : "Found again from the end.")
    }
  }
}
