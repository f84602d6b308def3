internal import Chat

/// A preview of the selected conversation's last message, longer than the one in its list row.
struct SelectedPreview: Equatable {
  let id: ConversationID
  let updatedAt: Timestamp
  /// The pending request for the preview; `nil` once it is answered.
  private(set) var request: RequestID?
  /// The beginning of the message; empty until it is loaded.
  private(set) var text = ""

  init(of summary: ConversationSummary, _ request: RequestID) {
    (id, updatedAt, self.request) = (summary.id, summary.updatedAt, request)
  }

  func isOf(_ summary: ConversationSummary) -> Bool {
    id == summary.id && updatedAt == summary.updatedAt
  }

  mutating func take(_ result: Result<String, StoreError>) {
    request = nil
    // On failure, the shorter preview in the row is enough, and the next action reports the error.
    guard case .success(let text) = result else { return }
    self.text = text
  }
}

extension State {
  /// Loads a longer preview of the selected conversation. At most one request is pending, however
  /// fast the selection moves.
  mutating func loadPreview() -> [Effect] {
    guard let list, listHasKeys, !list.hasMore, list.preview?.request == nil,
      let summary = list.selection, summary.isPreviewCut, summary.id != conversation.id,
      list.preview?.isOf(summary) != true
    else { return [] }
    let request = ids.request()
    self.list?.preview = SelectedPreview(of: summary, request)
    return [.store(.loadPreview(request, summary.id))]
  }

  mutating func note(preview result: Result<String, StoreError>, for request: RequestID) {
    guard list?.preview?.request == request else { return }
    list?.preview?.take(result)
  }
}
