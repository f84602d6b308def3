internal import Chat

extension State {
  /// Whether an event leaves the screen as it is, so no frame is needed. Called before the update.
  func isQuiet(_ event: Event) -> Bool {
    switch event {
    case .saved(nil), .questionSaved(_, nil): !isUnsaved
    // These only give orders to the database. A failure comes back as an event.
    case .timerFired(.saveText), .timerFired(.saveDraft), .timerFired(.saveAgain),
      .timerFired(.reload):
      true
    case .timerFired(.second): stream == nil
    case .timerFired(.storeIsSlow): list?.listed != nil && stream?.phase != .saving
    case .timerFired(.quitDisarmed): leaving.armedQuit == nil
    case .indexed: pages.isEmpty
    // A choice that waits for them is shown.
    case .catalogLoaded, .modelsListed: pages.isEmpty && models.awaited == nil
    case .streamed(let request, .received): isUnseen(request)
    case .keyPressed, .pasted, .lineEntered, .mouseMoved, .resized, .resumed, .terminated,
      .streamed,
      .copied, .localServersFound, .serverRecognized, .serverUnreachable, .questionSaved,
      .conversationsDeleted, .saved,
      .summariesLoaded, .conversationLoaded, .deletionRestored, .found, .exported, .keyChecked:
      false
    }
  }

  /// Text for a conversation in the background, or for a title, is not shown.
  private func isUnseen(_ request: RequestID) -> Bool { front.stream?.request != request }
}
