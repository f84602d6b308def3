internal import Chat
internal import Words

/// Switching between the last two conversations.
extension State {
  private static let mostEarlierFronts = 50

  /// Remembers the conversation that is leaving the front, unless it is not stored and so cannot be
  /// reopened.
  mutating func noteFront(before next: ConversationID) {
    background.earlierFronts.removeAll { $0 == front.id || $0 == next }
    guard !front.isPrivate, !conversation.isEmpty || !composer.isEmpty else { return }
    background.earlierFronts.append(front.id)
    background.earlierFronts.removeFirst(
      max(0, background.earlierFronts.count - Self.mostEarlierFronts))
  }

  /// Opens the conversation that was in front before this one. A second call switches back. If
  /// there was none in this run, opens the one used most recently.
  mutating func openLast() -> [Effect] {
    if let last = background.earlierFronts.last { return open(last) }
    let request = ids.request()
    storing.awaitedLoad = AwaitedLoad(request: request, purpose: .last)
    return [.store(.loadSummaries(request, .current, after: nil))]
  }

  /// Opens the most recently used of the conversations that were loaded for ``openLast()``.
  /// - Returns: `nil` if the result belongs to another request.
  mutating func openLast(
    of result: Result<ListPage, StoreError>, for request: RequestID
  ) -> [Effect]? {
    guard storing.awaitedLoad == AwaitedLoad(request: request, purpose: .last) else { return nil }
    storing.awaitedLoad = nil
    switch result {
    case .success(let page):
      let others = page.listed.map(\.summary).filter { $0.id != front.id }
      guard let newest = others.max(by: { $0.updatedAt < $1.updatedAt }) else {
        input.typeAhead.clear()
        notice = Notice(.information, Words.List.noPrevious)
        return []
      }
      return open(newest.id)
    case .failure(let error):
      input.typeAhead.clear()
      let (text, advice) = ErrorText.notice(error)
      notice = Notice(.trouble, text, advice: advice)
      return []
    }
  }
}
