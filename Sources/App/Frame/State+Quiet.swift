internal import Chat

extension State {
  /// Applies an event, and returns whether it left the screen unchanged.
  mutating func updateNotingQuiet(_ event: Event) -> (effects: [Effect], isQuiet: Bool) {
    let isQuiet = isQuiet(event)
    return (update(event), isQuiet)
  }

  /// Returns whether an event leaves the screen as it is, so that no frame is needed. Must be
  /// called before the update.
  func isQuiet(_ event: Event) -> Bool {
    switch event {
    case .saved(nil), .questionSaved(_, nil): !isUnsaved
    // These timers only start database operations. Failures come back as events.
    case .timerFired(.saveText), .timerFired(.saveDraft), .timerFired(.saveAgain),
      .timerFired(.reload):
      true
    case .changedElsewhere, .focusChanged: true
    case .timerFired(.exportIsSlow): export.pending == nil
    case .timerFired(.searchIsSlow): (pages.last as? SearchPage)?.request == nil
    case .exporting: export.pending?.isSlow != true
    case .timerFired(.countMatches): find == nil
    case .timerFired(.second): !front.isAnswering
    case .timerFired(.storeIsSlow): list?.listed != nil && stream?.phase != .saving
    case .timerFired(.serversChecked): models.awaited == nil
    case .alertFailed: guidance.said.contains(.alertFailed)
    case .timerFired(.quitDisarmed): leaving.armedQuit == nil
    case .timerFired(.scrollDrag): panes.heldPastEdge == nil
    case .indexed: pages.isEmpty
    // These lists may complete a pending choice, or contain the size of the context window.
    case .catalogLoaded, .modelsListed: false
    case .presetsLoaded, .promptsLoaded:
      pages.isEmpty && library.awaited == nil && completion.menu == nil
    case .folderListed, .projectListed: completion.folder == nil
    case .streamed(let request, .received): !isShown(request)
    case .keyPressed, .pasted, .lineEntered, .mouseMoved, .resized, .resumed, .terminated,
      .editorStopped, .editorClosed,
      .streamed,
      .copied, .linkNotOpened, .localServersFound, .serverRecognized, .serverUnreachable,
      .serverWantsKey,
      .questionSaved, .deletionUndone,
      .conversationsDeleted, .saved,
      .summariesLoaded, .previewLoaded, .conversationLoaded, .marksLoaded, .deletionRestored,
      .found, .exported,
      .keyChecked, .keyFound, .keyRemoved,
      .presetSaved, .spendingLoaded, .themeChosen, .attachmentsRead, .clipboardRead,
      .standardInputRead, .timerFired(.readAttachments):
      false
    }
  }

  /// Returns whether an answer is in view as it grows. Text for a conversation in the background,
  /// for another branch or for a title is not in view and needs no frame.
  func isShown(_ request: RequestID) -> Bool {
    if front.stream?.request == request { return true }
    guard let stream = front.streams.first(where: { $0.request == request }) else { return false }
    if surface == .lines { return front.compared.contains(stream.answer) }
    return (pages.last as? ComparisonPage)?.shows(stream.answer, in: terminal.size) == true
  }
}
