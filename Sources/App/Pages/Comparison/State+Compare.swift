internal import Chat
internal import Screen
internal import Words

extension State {
  /// Compares the answer in view with the previous version. The first version is compared with the
  /// second.
  mutating func compare() -> [Effect] {
    guard size.width >= ComparisonPage.narrowest else {
      notice = Notice(
        .information,
        Words.Pages.tooNarrowToCompare(columns: ComparisonPage.narrowest))
      return []
    }
    guard let answer = reasoningMessage(), conversation.siblings(of: answer.id).count > 1 else {
      notice = Notice(
        .information, Words.Pages.nothingToCompare, advice: say(.regenerate))
      return []
    }
    let index = conversation.siblings(of: answer.id).firstIndex(of: answer.id) ?? 0
    if let page = ComparisonPage(of: answer.id, at: max(0, index - 1), in: conversation) {
      pages.append(page)
    }
    return []
  }
}
