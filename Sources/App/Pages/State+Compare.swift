internal import Chat
internal import Screen

extension State {
  /// Shows the answer in view beside the one before it, or the first beside the second.
  mutating func compare() -> [Effect] {
    guard size.width >= ComparisonPage.narrowest else {
      notice = Notice(
        .information,
        "Two answers side by side need a window of \(ComparisonPage.narrowest) columns.")
      return []
    }
    guard let answer = reasoningMessage(), conversation.siblings(of: answer.id).count > 1 else {
      notice = Notice(
        .information, "There is no other answer here.", advice: say(.askAgain))
      return []
    }
    let index = conversation.siblings(of: answer.id).firstIndex(of: answer.id) ?? 0
    if let page = ComparisonPage(of: answer.id, at: max(0, index - 1), in: conversation) {
      pages.append(page)
    }
    return []
  }
}
