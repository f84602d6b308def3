internal import Chat
internal import Markdown
internal import Screen
internal import Words

extension State {
  /// Opens the answers to a question side by side: those of the last comparison if it includes the
  /// answer in view, or else the versions of that answer.
  mutating func compare() -> [Effect] {
    if closeTop(ComparisonPage.self) { return [] }
    guard let answer = reasoningMessage(), let answers = answersToCompare(with: answer.id) else {
      notice = Notice(
        .information, Words.Pages.nothingToCompare, advice: say(.compareModel))
      return []
    }
    notice = nil
    openComparison(of: answers, focus: answer.id)
    return []
  }

  private func answersToCompare(with answer: MessageID) -> [MessageID]? {
    let siblings = conversation.siblings(of: answer)
    let compared = front.compared.filter(siblings.contains)
    if compared.count > 1, compared.contains(answer) { return compared }
    guard siblings.count > 1, let index = siblings.firstIndex(of: answer) else { return nil }
    if let asked = askedTogether(siblings, index) { return asked }
    let first = min(index, max(0, siblings.count - Self.mostCompared))
    return Array(siblings.dropFirst(first).prefix(Self.mostCompared))
  }

  /// Finds the answers that an earlier run of the program compared. Their creation times are one
  /// millisecond apart. The answer before them was part of the comparison, too.
  private func askedTogether(_ siblings: [MessageID], _ index: Int) -> [MessageID]? {
    let times = siblings.map { conversation[$0]?.createdAt.milliseconds ?? 0 }
    var (first, last) = (index, index)
    while first > 0, times[first] - times[first - 1] == 1 { first -= 1 }
    while last + 1 < times.count, times[last + 1] - times[last] == 1 { last += 1 }
    guard last > first, last - first < Self.mostCompared else { return nil }
    if first > 0, last - first + 1 < Self.mostCompared { first -= 1 }
    return Array(siblings[first...last])
  }

  mutating func openComparison(of answers: [MessageID], focus: MessageID?) {
    pages.removeAll { $0 is ComparisonPage }
    pages.append(
      ComparisonPage(answers, focus: focus, streaming: Set(front.streams.map(\.answer))))
  }

  /// Shows a new answer in the column of the one that it replaces.
  mutating func replaceCompared(_ old: MessageID, by new: MessageID) {
    guard let index = front.compared.firstIndex(of: old) else { return }
    front.compared[index] = new
    if pages.last is ComparisonPage { openComparison(of: front.compared, focus: new) }
  }

  mutating func follow(_ request: ComparisonRequest) -> [Effect] {
    switch request {
    case .continueWith(let answer): return continueWith(answer)
    case .stop(let answers): return answers.flatMap { stop($0) }
    case .copy(let answer):
      guard let message = conversation[answer], !message.spoken.isEmpty else {
        notice = Notice(.information, Words.Reading.nothingToCopy)
        return []
      }
      return copy(message)
    }
  }
}
