internal import Chat

extension State {
  /// Whether an event leaves the screen as it is, so no frame is needed. Called before the update.
  func isQuiet(_ event: Event) -> Bool {
    switch event {
    case .saved(nil), .questionSaved(_, nil): !isUnsaved
    // These only send orders to the database. Failures come back as events.
    case .timerFired(.saveText), .timerFired(.saveDraft), .timerFired(.saveAgain),
      .timerFired(.reload):
      true
    case .timerFired(.second): stream == nil
    case .timerFired(.storeIsSlow): list?.listed != nil && stream?.phase != .saving
    case .timerFired(.quitDisarmed): leaving.armedQuit == nil
    case .indexed: pages.isEmpty
    // They may complete a pending choice, which is visible on the screen.
    case .catalogLoaded, .modelsListed: pages.isEmpty && models.awaited == nil
    case .presetsLoaded, .promptsLoaded: pages.isEmpty && library.awaited == nil
    case .streamed(let request, .received): isUnseen(request)
    case .keyPressed, .pasted, .lineEntered, .mouseMoved, .resized, .resumed, .terminated,
      .streamed,
      .copied, .localServersFound, .serverRecognized, .serverUnreachable, .questionSaved,
      .conversationsDeleted, .saved,
      .summariesLoaded, .conversationLoaded, .deletionRestored, .found, .exported, .keyChecked,
      .presetSaved:
      false
    }
  }

  /// Text for a conversation in the background, or for a title, is not shown.
  private func isUnseen(_ request: RequestID) -> Bool { front.stream?.request != request }
}
